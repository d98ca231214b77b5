"""One side asks the other for information, of the lists of the documents and in own words."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from polos import reference
from polos_web.accounts import actions as accounts
from polos_web.audit import queries as audit
from polos_web.matchmaking import information, interests
from polos_web.matchmaking.information import Said
from polos_web.matchmaking.information_words import ITEMS
from polos_web.matchmaking.interests_queries import between
from polos_web.matchmaking.models import Answer, Asking, InformationRequest, Item
from web.contacting import NOW, SITE
from web.rows import every_row

pytestmark = pytest.mark.django_db
BY = {"at": NOW, "site": SITE}
DUE = NOW.date() + timedelta(days=20)


def asked_by(one, other, *, codes=("LAC-2", "LAC-7"), own=("¿Qué hornos usan?",)):
    return information.ask(
        one.record, other.record, codes=codes, own=own, message="Gracias", language="es", due_on=DUE,
        by=one.person, **BY,
    )  # fmt: skip


@pytest.fixture
def request_of_mills(mutual, mills, forges) -> InformationRequest:
    return asked_by(mills, forges)


def answered(made, who, **said):
    items = list(made.items.all())
    told = {items[int(place[1:])].pk: one for place, one in said.items()}
    return information.answer(made, told, language="es", by=who.person, **BY)


def page_of(side, other, made, language="en"):
    return f"{side.page(other, language)}requests/{made.key}/"


def test_the_lists_are_those_of_the_documents():
    """As many items of each side, in the order of the reference; the words are ours, in four languages."""
    rows = reference.factors().rows
    asked = rows.filter((rows["block"] == "policies") & (rows["kind"] == "information_requested"))
    codes = [f"{row['side']}-{row['order']}" for row in asked.iter_rows(named=True)]
    assert sorted(codes) == sorted(ITEMS)


# ---- who may ask whom -------------------------------------------------------------------------


def test_strangers_do_not_ask(mills, forges):
    with pytest.raises(interests.NotNow):
        asked_by(mills, forges)
    assert mills.client.get(f"{mills.page(forges)}request/").status_code == 404


def test_nobody_asks_for_what_the_own_hidden_interest_of_the_other_would_allow(mills, forges):
    """That the other is interested, hidden, changes nothing for us."""
    forges.express(mills)
    with pytest.raises(interests.NotNow):
        asked_by(mills, forges)
    assert mills.client.get(f"{mills.page(forges)}request/").status_code == 404


def test_who_is_interested_asks_and_is_shown_with_it(mills, forges):
    made = mills.express(forges)
    assert "With the request it is shown to them." in mills.client.get(f"{mills.page(forges)}request/").text
    asked_by(mills, forges)
    made.refresh_from_db()
    assert made.is_shown
    assert "they are interested" in forges.client.get(forges.page(mills)).text


def test_who_was_shown_an_interest_asks_before_answering_it(mills, forges):
    forges.express(mills, is_shown=True)
    assert asked_by(mills, forges).items.count() == 3


def test_one_request_waits_at_a_time(request_of_mills, mills, forges):
    with pytest.raises(interests.NotNow):
        asked_by(mills, forges)
    assert asked_by(forges, mills, codes=("EU-1",), own=())


def test_only_the_two_sides_see_a_request(request_of_mills, mills, forges, vines):
    for one, other in ((mills, forges), (forges, mills)):
        assert "¿Qué hornos usan?" in one.client.get(page_of(one, other, request_of_mills)).text
    assert vines.client.get(page_of(mills, forges, request_of_mills)).status_code == 403
    assert vines.client.get(page_of(vines, forges, request_of_mills)).status_code == 404


# ---- item by item -----------------------------------------------------------------------------


def test_each_item_has_one_of_four_answers_and_the_last_ends_the_request(
    request_of_mills, mills, forges, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        kept = answered(
            request_of_mills, forges, _0=Said(Answer.ANSWERED, "Un mapa"), _1=Said(Answer.WILL_NOT_SAY),
            _2=Said(Answer.LATER, later_on=DUE + timedelta(days=9)),
        )  # fmt: skip
    assert kept.stand == Asking.OPEN
    assert [one.to for one in mail.outbox][-1] == ["mila@example.org"]
    kept = answered(request_of_mills, forges, _2=Said(Answer.NOT_AVAILABLE, "No hay hornos"))
    assert (kept.stand, kept.ended_at) == (Asking.ANSWERED, NOW)
    text = mills.client.get(page_of(mills, forges, kept)).text
    for told in ("Un mapa", "will not say", "not available", "No hay hornos", "every item has its answer"):
        assert told in text
    verbs = [
        event.verb for event in audit.events(kind="matchmaking.informationrequest", subject=str(kept.pk))
    ]
    assert verbs == ["answered", "answered", "asked"]


def test_what_was_promised_for_later_is_due_then(request_of_mills, mills, forges):
    later = DUE + timedelta(days=9)
    settled = {"_0": Said(Answer.NOT_AVAILABLE), "_1": Said(Answer.NOT_AVAILABLE)}
    answered(request_of_mills, forges, **settled, _2=Said(Answer.LATER, later_on=later))
    step = between(forges.record, mills.record)._due(forges.record)
    assert step == later
    kept = InformationRequest.objects.get()
    assert not kept.is_overdue(later) and kept.is_overdue(later + timedelta(days=1))


def test_what_is_ended_takes_no_answer(request_of_mills, mills, forges):
    information.withdraw(request_of_mills, by=mills.person, at=NOW)
    with pytest.raises(interests.NotNow):
        answered(request_of_mills, forges, _0=Said(Answer.NOT_AVAILABLE))
    with pytest.raises(interests.NotNow):
        information.withdraw(request_of_mills, by=mills.person, at=NOW)


def test_only_the_asked_side_answers_and_only_the_asking_side_takes_back(request_of_mills, mills, forges):
    with pytest.raises(PermissionDenied):
        answered(request_of_mills, mills, _0=Said(Answer.NOT_AVAILABLE))
    with pytest.raises(PermissionDenied):
        information.withdraw(request_of_mills, by=forges.person, at=NOW)


@pytest.mark.parametrize(
    "wrong",
    [
        {"answer": "later"},
        {"answer": "answered"},
        {"answer": "open", "later_on": DUE},
        {"code": "x", "words": "y"},
    ],
)
def test_the_database_keeps_no_half_answer(request_of_mills, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        Item.objects.filter(request=request_of_mills, place=1).update(**wrong)


# ---- the pages --------------------------------------------------------------------------------


def test_asking_and_answering_on_the_pages(mutual, mills, forges):
    given = {"lac": ["LAC-1"], "own": "¿Precios?\n\n¿Plazos?", "language": "es", "due_on": "2126-12-24"}
    answer = mills.client.post(f"{mills.page(forges)}request/", given, follow=True)
    assert "Your request was sent." in answer.text
    made = InformationRequest.objects.get()
    assert [item.words or item.code for item in made.items.all()] == ["LAC-1", "¿Precios?", "¿Plazos?"]
    assert "Answer the information request" in forges.client.get("/en/records/desk/").text
    first, second, third = made.items.all()
    said = {"language": "es", f"answer-{first.pk}": "answered", f"text-{first.pk}": "Toneladas",
            f"answer-{second.pk}": "later", f"later_on-{second.pk}": "2126-12-31",
            f"answer-{third.pk}": "will_not_say"}  # fmt: skip
    answer = forges.client.post(page_of(forges, mills, made), said, follow=True)
    assert "Your answers are kept" in answer.text
    assert "Toneladas" in mills.client.get(page_of(mills, forges, made, "fr")).text
    again = forges.client.post(page_of(forges, mills, made), said, follow=True)
    assert "Nothing was changed." in again.text


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "Nothing is asked for."),
        ({"own": "x", "due_on": "2020-01-01"}, "Choose a day that is still to come."),
        ({"own": "\n".join("x" * 11)}, "Found 11 questions."),
    ],
)
def test_what_cannot_be_asked_is_said_and_nothing_is_lost(mutual, mills, forges, given, words):
    posted = {"language": "pt", "due_on": "2126-12-24", "message": "Olá", **given}
    text = mills.client.post(f"{mills.page(forges)}request/", posted).text
    assert words in text and "Olá" in text
    assert not InformationRequest.objects.exists()


def test_half_an_answer_is_said_and_nothing_is_lost(request_of_mills, mills, forges):
    first, second, third = request_of_mills.items.all()
    said = {"language": "es", f"answer-{first.pk}": "answered", f"answer-{second.pk}": "later",
            f"answer-{third.pk}": "not_available", f"text-{third.pk}": "Nada que decir"}  # fmt: skip
    text = forges.client.post(page_of(forges, mills, request_of_mills), said).text
    assert "Write the answer, or choose another one." in text
    assert "Choose a day that is still to come." in text and "Nada que decir" in text
    assert set(request_of_mills.items.values_list("answer", flat=True)) == {"open"}


@pytest.mark.slow
def test_who_is_erased_is_in_no_request(request_of_mills, forges, mills):
    answered(request_of_mills, forges, _0=Said(Answer.ANSWERED, "Un mapa"))
    accounts.erase(forges.person, by=forges.person, at=NOW)
    assert [row for row in every_row() if "fred@example.org" in str(row) or "'Fred'" in str(row)] == []
    assert "Un mapa" in mills.client.get(page_of(mills, forges, request_of_mills)).text
