"""A call from its draft to its archive: what it says, what each step needs, who may do what."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from polos_web.audit import queries as audit
from polos_web.programmes import calls_actions, calls_queries, queries, reviews_actions
from polos_web.programmes.kinds import PROGRAMME
from polos_web.programmes.models import CALL_STATES, Call
from polos_web.programmes.refusals import Changed, NotNow
from polos_web.registers import actions as registers
from polos_web.registers.statements import Statement
from polos_web.translation.text import State, Text
from web.programmes.conftest import AFTER, AT, BETWEEN, CLOSES, score

pytestmark = pytest.mark.django_db
FORM = {
    "language": "es", "title": "Contrapartes de Colima", "text": "¿Quién ayuda?", "eligibility": "Regiones",
    "template": "eu_capacities", "zone": "America/Mexico_City", "opens_at": "2027-03-01T09:00",
    "closes_at": "2027-03-31T18:00", "places": "2", "divergence": "2",
    "b0-item": "Viajes", "b0-payer": "Fondo", "b0-amount": "1000.50", "b0-currency": "EUR",
    "b1-item": "Taller", "b1-payer": "Región", "b1-amount": "20000", "b1-currency": "MXN",
}  # fmt: skip


def change(call, manager, *, seen=None, **values):
    call.refresh_from_db()
    return calls_actions.change(
        call, values, candidate=None, seen=seen or call.version, by=manager, at=BETWEEN
    )


def test_every_state_can_be_reached_and_only_step_by_step():
    assert tuple(calls_actions.MOVES) == CALL_STATES
    forward = [ways[0] for ways in calls_actions.MOVES.values() if ways]
    assert forward == list(CALL_STATES[1:])


def test_a_call_is_written_in_the_clock_of_its_zone_with_its_budget(at_desk):
    answer = at_desk.post("/es/programmes/x/calls/new/", FORM)
    call = Call.objects.get()
    assert answer["Location"] == f"/es/programmes/calls/{call.pk}/manage/"
    assert call.closes_at.isoformat() == "2027-04-01T00:00:00+00:00"
    assert call.title == Text("es", "Contrapartes de Colima")
    assert [(one.payer, str(one.amount), one.currency) for one in calls_queries.sums(call)] == [
        ("Fondo", "1000.50", "EUR"), ("Región", "20000", "MXN"),
    ]  # fmt: skip
    assert [one.id for one in calls_queries.criteria_of(call).scored] == ["EU1", "EU2", "EU3"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"closes_at": "2027-02-01T09:00"}, "It closes before it opens."),
        ({"zone": "Europe/Madird"}, "the nearest are: Europe/Madrid"),
        ({"zone": "Europe/Madrid", "opens_at": "2027-03-28T02:30"}, "clocks are put forward over it"),
        ({"b0-amount": ""}, "A line needs what is paid, who pays it and how much."),
        ({"title": ""}, "This field is required"),
        ({"b0-currency": "ZZZ"}, "ZZZ is not one of the available choices"),
    ],
)
def test_what_no_call_can_say_is_refused_beside_its_field(at_desk, given, words):
    page = at_desk.post("/en/programmes/x/calls/new/", {**FORM, **given})
    assert page.status_code == 200 and words in page.text and not Call.objects.exists()
    assert "Contrapartes de Colima" in page.text or "title" in given


# ---- each step and what it needs ---------------------------------------------------------------


def test_a_call_opens_with_criteria_who_can_apply_and_a_deadline_to_come(call, to, manager):
    with pytest.raises(NotNow, match="deadline"):
        to("open", at=CLOSES + timedelta(days=1))
    change(call, manager, eligibility=None)
    with pytest.raises(NotNow, match="who can apply"):
        to("open")
    change(call, manager, eligibility=Text("en", "All"))
    calls_actions.set_criteria(call, [], scale=(0, 5), seen=1, reason="", by=manager, at=AT)
    with pytest.raises(NotNow, match="no criteria"):
        to("open")


def test_no_state_is_passed_over(call, to):
    for state in ("closed", "in_review", "moderated", "decided", "published", "archived", "draft"):
        with pytest.raises(NotNow, match="cannot go there"):
            to(state)


def test_going_back_and_closing_early_need_a_reason(call, to):
    to("open")
    with pytest.raises(NotNow, match="Say why"):
        to("closed", reason=" ")
    to("closed", at=AFTER, reason="")
    with pytest.raises(NotNow, match="Say why"):
        to("open", reason="")
    with pytest.raises(NotNow, match="deadline into the future"):
        to("open", at=AFTER)
    assert to("open", at=BETWEEN).state == "open"
    assert sorted(step.reason for step in calls_queries.moves(call)) == ["", "As agreed.", "As agreed."]


def test_an_opened_call_with_an_application_is_no_draft_any_more(call, to, apply):
    to("open")
    apply("es21", is_handed_in=False)
    with pytest.raises(NotNow, match="has begun an application"):
        to("draft")


def test_a_review_needs_applications_reviewers_and_a_word_on_the_late(call, to, apply, reviewer, manager):
    to("open")
    to("closed", at=AFTER)
    with pytest.raises(NotNow, match="no application"):
        to("in_review")
    apply("es21", at=AFTER)
    with pytest.raises(NotNow, match="no application"):
        to("in_review")
    to("open")
    apply("pt11")
    to("closed", at=AFTER)
    with pytest.raises(NotNow, match="Of 1 late application nobody"):
        to("in_review")


def test_the_whole_way_is_recorded(call, to, apply, reviewer, manager):
    to("open")
    first, second = apply("es21"), apply("pt11")
    review = reviewer("rita")
    to("closed", at=AFTER)
    to("in_review")
    with pytest.raises(NotNow, match=f"Scores are missing for the applications {first.pk}, {second.pk}"):
        to("moderated")
    score(review, first, 4)
    score(review, second, 3)
    to("moderated")
    with pytest.raises(NotNow, match="Nothing is decided yet"):
        to("decided")
    for one, outcome in ((first, "accepted"), (second, "rejected")):
        one.refresh_from_db()
        reviews_actions.decide(
            one, outcome=outcome, reason="r", deviation="", is_public=outcome == "accepted", seen=one.version,
            by=manager, at=AFTER,
        )  # fmt: skip
    to("decided")
    with pytest.raises(NotNow, match="Write what came of the call"):
        to("published")
    call.refresh_from_db()
    values = {"outcome": Text("en", "One region was chosen."), "shows_scores": True, "shows_reasons": False}
    calls_actions.set_result(call, values, seen=call.version, by=manager, at=AFTER)
    to("published")
    assert [one.organisation for one in queries.result(call)] == ["Agency es21"]
    to("archived")
    with pytest.raises(NotNow, match="archive"):
        calls_actions.set_result(call, values, seen=call.version, by=manager, at=AFTER)
    events = audit.events(kind="programmes.call", subject=str(call.pk))
    assert [event.verb for event in events].count("moved") == 7


def test_texts_stay_once_the_review_has_begun(call, to, apply, reviewer, manager):
    to("open")
    change(call, manager, text=Text("en", "Better words"))
    apply("es21")
    reviewer("rita")
    to("closed", at=AFTER)
    to("in_review")
    with pytest.raises(NotNow, match="review has begun"):
        change(call, manager, text=Text("en", "Other words"))
    to("closed", reason="Nobody has scored yet.")
    change(call, manager, text=Text("en", "Other words"))


# ---- at once, and in four languages -------------------------------------------------------------


def test_two_who_change_at_once_find_out_and_nothing_is_lost(call, manager, at_desk):
    seen = call.version
    change(call, manager, title=Text("en", "Changed first"))
    with pytest.raises(Changed):
        change(call, manager, seen=seen, title=Text("en", "Changed second"))
    given = {**FORM, "language": "en", "title": "Typed meanwhile", "seen": seen}
    page = at_desk.post(f"/en/programmes/calls/{call.pk}/edit/", given)
    assert "Typed meanwhile" in page.text and "Changed first" in page.text
    assert Call.objects.get().title.original == "Changed first"
    call.refresh_from_db()
    assert f'name="seen" value="{call.version}"' in page.text
    at_desk.post(f"/en/programmes/calls/{call.pk}/edit/", {**given, "seen": call.version})
    assert Call.objects.get().title.original == "Typed meanwhile"


def test_every_text_of_a_call_is_translated_and_says_when_it_is_of_an_earlier_wording(call, manager, at_desk):
    assert calls_queries.untranslated(call) == {"es": 4, "pt": 4, "fr": 4}
    place = f"/en/programmes/calls/{call.pk}/translate/?to=es"
    given = {"title": "Contrapartes", "text": "¿Quién?", "eligibility": "Regiones", "budget-0": "Viajes"}
    at_desk.post(place, {**given, "seen": call.version})
    call.refresh_from_db()
    assert calls_queries.untranslated(call) == {"pt": 4, "fr": 4}
    assert call.title.state("es") == State.HUMAN and call.lines[0].item.shown("es").text == "Viajes"
    change(call, manager, title=call.title.changed("Counterparts of a region"))
    call.refresh_from_db()
    assert call.title.state("es") == State.STALE and calls_queries.untranslated(call)["es"] == 1
    page = at_desk.post(place, {**given, "title": "Contrapartes de una región", "seen": call.version - 1})
    assert "Contrapartes de una región" in page.text and "Somebody else has changed" in page.text


def test_own_criteria_are_translated_too_and_the_built_in_ones_come_in_four_languages(
    call, manager, at_desk, client, to
):
    to("open")
    assert "capacidad" in client.get(f"/es/programmes/calls/{call.pk}/").text.lower()
    place = f"/en/programmes/calls/{call.pk}/criteria/"
    at_desk.post(
        place,
        {"seen": "1", "language": "en", "lowest": "1", "highest": "4", "reason": "Simpler",
         "c0-text": "Is near", "c0-weight": "2", "c1-text": "Is willing", "c1-weight": "1"},
    )  # fmt: skip
    kept = calls_queries.criteria_of(call)
    assert (kept.number, kept.scale, [one.id for one in kept.scored]) == (2, (1, 4), ["C1", "C2"])
    call.refresh_from_db()
    at_desk.post(
        f"/en/programmes/calls/{call.pk}/translate/?to=fr",
        {"criterion-C1": "Est proche", "seen": call.version},
    )
    page = client.get(f"/fr/programmes/calls/{call.pk}/").text
    assert "Est proche" in page and '<span lang="en">Is willing</span>' in page


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"lowest": "5", "highest": "5"}, "lies above the lowest"),
        ({"c0-weight": "0"}, "needs a weight above 0"),
        ({"reason": ""}, "This field is required"),
    ],
)
def test_criteria_that_cannot_be_are_refused(call, to, at_desk, given, words):
    to("open")
    form = {"seen": "1", "language": "en", "lowest": "0", "highest": "5", "reason": "r", "c0-text": "Near"}
    page = at_desk.post(f"/en/programmes/calls/{call.pk}/criteria/", {**form, "c0-weight": "1", **given})
    assert page.status_code == 200 and words in page.text
    assert calls_queries.criteria_of(call).number == 1


# ---- who may ------------------------------------------------------------------------------------


def test_only_who_runs_the_programme_runs_its_calls(call, make_person, sign_in):
    other = make_person("otto", "programme manager", scope="y", second_factor=True)
    client = sign_in(other)
    assert client.get(f"/en/programmes/calls/{call.pk}/manage/").status_code == 403
    assert client.get(f"/en/programmes/calls/{call.pk}/").status_code == 404
    for write in (
        lambda: calls_actions.move(call, "open", by=other, at=AT, site="https://x"),
        lambda: change(call, other, places=2),
        lambda: calls_actions.set_criteria(call, [], scale=(0, 5), seen=1, reason="", by=other, at=AT),
        lambda: calls_actions.make("x", {}, candidate=None, template="", by=other, at=AT),
    ):
        with pytest.raises(PermissionDenied):
            write()


def test_everybody_reads_an_open_call_and_nobody_a_draft(call, to, client):
    place = f"/en/programmes/calls/{call.pk}/"
    assert client.get(place).status_code == 404 and "Colima" not in client.get("/en/programmes/calls/").text
    to("open")
    page = client.get(place).text
    assert "Counterparts of Colima" in page and "1,000.5 EUR" in page and "Europe/Madrid" in page
    assert "Counterparts of Colima" in client.get("/en/programmes/calls/").text


def test_the_page_of_a_programme_lists_the_calls_its_reader_may_see(
    call, board, to, at_desk, client, make_person
):
    """A draft is for those who run the selection; they find board and assignments there too."""
    keeper = make_person("fay", "facilitator", second_factor=True)
    name = Statement("name", {"language": "en", "original": "Trial"})
    registers.publish(registers.create(PROGRAMME, "x", [name], by=keeper, at=AT), by=keeper, at=AT)
    ours = at_desk.get("/en/programmes/x/").content.decode()
    assert "Counterparts of Colima" in ours and "/en/programmes/x/board/" in ours
    assert "/en/assignments/new/?programme=x" in ours
    assert "Counterparts of Colima" not in client.get("/en/programmes/x/").content.decode()
    to("open")
    others = client.get("/en/programmes/x/").content.decode()
    assert f"/en/programmes/calls/{call.pk}/" in others
    assert "/board/" not in others and "/assignments/" not in others
