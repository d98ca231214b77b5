"""What was contributed is translated by people: who may, what readers are told, and what is never lost."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from polos_web.audit.models import Event
from polos_web.dialogue import access, actions, own_actions, translating
from polos_web.dialogue.models import Contribution, Statement
from polos_web.translation.text import State
from web.dialogue.conftest import AT, MAILS, text

pytestmark = pytest.mark.django_db
QUESTIONS = "/{}/dialogues/agua-y-energia/questions/{}/"


@pytest.fixture
def ana(take_part):
    return take_part("ana", side="LAC", country="CL", territory="cl_bi")


@pytest.fixture
def said(asked, ana) -> Contribution:
    return own_actions.answer(asked[0], text("Hay un río. Es ancho."), "fact", by=ana, at=AT, mails=MAILS)


@pytest.fixture
def marked(said, holder) -> Statement:
    return actions.mark(said, 0, 11, by=holder, at=AT)


def page_of(said, to="en"):
    return f"/en/dialogues/agua-y-energia/contributions/{said.pk}/translate/?to={to}"


def send(browser, said, seen="", **given):
    fields = {name: words for name, words in given.items()}
    return browser.post(page_of(said), {**fields, **{f"seen-{name}": seen for name in given}})


def test_those_who_hold_the_dialogue_translate_a_contribution_and_its_statements(
    said, marked, holder, sign_in
):
    desk = sign_in(holder)
    assert "Hay un río." in desk.get(page_of(said)).content.decode()
    given = {f"c{said.pk}": "There is a river. It is wide.", f"s{marked.pk}": "There is a river."}
    assert send(desk, said, **given).status_code == 302
    said.refresh_from_db()
    marked.refresh_from_db()
    assert (said.text.state("en"), marked.text.shown("en").text) == (State.HUMAN, "There is a river.")
    assert Event.objects.filter(verb="translated").count() == 1


def test_readers_of_the_language_see_it_with_its_origin_and_the_original(
    said, asked, holder, sign_in, client
):
    send(sign_in(holder), said, **{f"c{said.pk}": "There is a river."})
    english = client.get(QUESTIONS.format("en", asked[0].pk)).content.decode()
    assert "There is a river." in english
    assert "translated by a person from Spanish" in english and "Hay un río." in english
    french = client.get(QUESTIONS.format("fr", asked[0].pk)).content.decode()
    assert "There is a river." not in french and 'lang="es"' in french


def test_the_original_that_changed_makes_it_stale(said, asked, holder, client):
    key = f"c{said.pk}"
    translating.translate(said, "en", {key: "A river."}, seen={key: ""}, by=holder, at=AT)
    said.refresh_from_db()
    said.text = said.text.changed("Hay dos ríos.")
    said.save()
    page = client.get(QUESTIONS.format("en", asked[0].pk)).content.decode()
    assert "translated from an earlier wording in Spanish" in page
    assert translating.passages(said, "en")[0].state is State.STALE


def test_who_wrote_it_may_translate_it_and_nobody_else_who_takes_part(said, ana, take_part, browser_of):
    assert send(browser_of(ana), said, **{f"c{said.pk}": "A river."}).status_code == 302
    said.refresh_from_db()
    assert said.text.shown("en").text == "A river."
    other = browser_of(take_part("luz"))
    assert other.get(page_of(said)).status_code in (302, 403)
    assert Client().get(page_of(said)).status_code == 302


def test_what_somebody_else_translated_meanwhile_is_not_overwritten(said, holder, sign_in):
    desk, key = sign_in(holder), f"c{said.pk}"
    send(desk, said, **{key: "First."})
    answer = send(desk, said, seen="", **{key: "Second."})
    page = answer.content.decode()
    assert answer.status_code == 200 and "Meanwhile somebody else wrote" in page
    assert "First." in page and "Second." in page
    said.refresh_from_db()
    assert said.text.shown("en").text == "First."
    send(desk, said, seen="First.", **{key: "Second."})
    said.refresh_from_db()
    assert said.text.shown("en").text == "Second."


def test_an_empty_field_takes_it_back_and_one_too_long_is_refused(said, holder, sign_in):
    desk, key = sign_in(holder), f"c{said.pk}"
    assert "shorten it here" in send(desk, said, **{key: "x" * 20_001}).content.decode()
    send(desk, said, **{key: "A river."})
    send(desk, said, seen="A river.", **{key: ""})
    said.refresh_from_db()
    assert said.text.state("en") is None


def test_nobody_translates_a_reference_dialogue(reference, holder):
    said = Contribution.objects.filter(version__question__block__dialogue=reference).first()
    assert not access.may_translate(holder, said)
    with pytest.raises(PermissionDenied):
        actions.require_holding(holder, reference)
