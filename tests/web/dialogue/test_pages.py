"""What people see and what bad input gets, as a browser without JavaScript asks for pages."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from polos_web.accounts import actions as accounts
from polos_web.accounts.queries import everything_about
from polos_web.dialogue import actions, own_actions, queries, statement_queries
from polos_web.dialogue.links import link_of
from polos_web.dialogue.models import Contribution, Participant, Question, QuestionVersion, Vote
from polos_web.search.models import Entry
from polos_web.stewardship.models import Letter
from web.dialogue.conftest import AT, MAILS, text

pytestmark = pytest.mark.django_db
TITLE = "agua-y-energia"
BASE = f"/en/dialogues/{TITLE}/"


@pytest.fixture
def desk(holder, sign_in) -> Client:
    """The browser of whoever holds the dialogue."""
    return sign_in(holder)


@pytest.fixture
def ana(take_part) -> Participant:
    return take_part("ana", side="LAC", country="CL", territory="cl_bi")


@pytest.fixture
def anas(ana, browser_of) -> Client:
    return browser_of(ana)


def send(browser, question, words, **given):
    typed = {"text": words, "language": "es", "nature": "opinion", **given}
    return browser.post(f"{BASE}questions/{question.pk}/answer/", typed)


def shown(answer) -> str:
    return answer.content.decode()


# ---- taking part ------------------------------------------------------------------------------


def test_a_private_link_lets_its_owner_answer(anas, asked):
    assert "Your answer" in shown(anas.get(f"{BASE}questions/{asked[0].pk}/"))
    answer = send(anas, asked[0], "Hay un río.")
    said = Contribution.objects.get(participant__email="ana@example.net")
    assert answer["Location"].endswith(f"#c{said.pk}")
    assert (said.territory, said.nature, said.text.language) == ("cl_bi", "opinion", "es")
    page = shown(Client().get(f"{BASE}questions/{asked[0].pk}/"))
    assert "Hay un río." in page
    assert "Ana" not in page, "the name stands there only with consent"


def test_a_name_is_shown_with_consent(anas, ana, asked):
    send(anas, asked[0], "Hay un río.")
    Participant.objects.filter(pk=ana.pk).update(shows_name=True)
    assert "Ana" in shown(Client().get(f"{BASE}questions/{asked[0].pk}/"))


def test_without_an_invitation_nobody_answers(asked, make_person, sign_in):
    member = sign_in(make_person("mia"))
    assert send(Client(), asked[0], "Yo también.").status_code == 302
    send(member, asked[0], "Yo también.")
    assert not Contribution.objects.filter(version__question=asked[0]).exists()


def test_a_replaced_link_opens_nothing(ana, anas, asked, desk):
    old = link_of(ana)
    desk.post(f"{BASE}keep/people/{ana.pk}/link/")
    assert Client().get(f"/en/dialogues/mine/{old}/").status_code == 404
    assert "Your answer" not in shown(anas.get(f"{BASE}questions/{asked[0].pk}/"))


def test_somebody_invited_answers_with_the_account_too(asked, make_person, sign_in, take_part):
    person = make_person("noa")
    take_part("x", email=person.email)
    send(sign_in(person), asked[0], "Con mi cuenta.")
    assert Contribution.objects.filter(participant__person=person).count() == 1


# ---- bad input --------------------------------------------------------------------------------


def test_an_answer_of_a_megabyte_is_refused_and_not_lost(anas, asked):
    long = "agua " * 200_000
    answer = send(anas, asked[0], long)
    page = shown(answer)
    assert answer.status_code == 200
    assert "1,000,000 characters" in page or "999,999 characters" in page
    assert "20,000 fit" in page
    assert page.count("agua ") > 199_000
    assert not Contribution.objects.filter(participant__isnull=False).exists()


def test_an_answer_after_closing_stays_in_its_form(anas, asked, holder):
    actions.close_question(asked[0], by=holder, at=AT)
    page = shown(send(anas, asked[0], "Llego tarde."))
    assert "The question is closed." in page
    assert "Llego tarde.</textarea>" in page
    assert not Contribution.objects.filter(participant__isnull=False).exists()


@pytest.mark.parametrize(
    "words",
    [
        "<script>alert(1)</script><b>fett</b>",
        "🌊🌊 agua \U0001f469‍\U0001f52c",
        "المياه نادرة في الصيف",
        "a\u202eb <img src=x onerror=alert(1)>",
    ],
)
def test_any_text_is_shown_as_it_was_typed(anas, asked, words):
    """Nothing of it is markup, and it runs in its own direction."""
    send(anas, asked[0], words)
    said = Contribution.objects.get(participant__email="ana@example.net")
    assert said.text.original == words
    page = shown(Client().get(f"/es/dialogues/{TITLE}/questions/{asked[0].pk}/"))
    assert "<script>alert" not in page
    assert "<img" not in page
    assert re.search(r'<div class="words" dir="auto">', page)


def test_statements_are_told_apart_by_how_far_they_have_come(asked, holder, take_part):
    said = own_actions.answer(
        asked[0], text("Hay un río. Falta agua."), "fact", by=take_part("bea"), at=AT, mails=MAILS
    )
    river, lack = (actions.mark(said, *ends, by=holder, at=AT) for ends in ((0, 11), (12, 23)))
    assert "How far they have come" not in shown(Client().get(f"{BASE}statements/"))
    actions.use(river, "priority", "7", label=text("Agua limpia"), address="/territories/cl_bi/", at=AT)
    page = shown(Client().get(f"{BASE}statements/"))
    assert re.search(r"proposed so far</a> \(1\) · <a [^>]*>priority</a> \(1\)", page)
    assert "Agua limpia" in page, "what became of it stands with the statement"
    for reached, there, gone in (("proposed", lack, river), ("priority", river, lack)):
        page = shown(Client().get(f"{BASE}statements/?reached={reached}"))
        assert f'id="s{there.pk}"' in page
        assert f'id="s{gone.pk}"' not in page
    assert Client().get(f"{BASE}statements/?reached=nowhere").status_code == 400


def test_a_vote_is_one_button_and_no_other_word_counts(anas, asked, holder, take_part):
    said = own_actions.answer(asked[0], text("Hay un río."), "fact", by=take_part("bea"), at=AT, mails=MAILS)
    statement = actions.mark(said, 0, 11, by=holder, at=AT)
    address = f"{BASE}statements/{statement.pk}/vote/"
    assert shown(anas.get(f"{BASE}statements/")).count('name="vote"') == 3
    anas.post(address, {"vote": "yes please"})
    assert not Vote.objects.exists()
    for choice in ("agree", "agree", "pass"):
        anas.post(address, {"vote": choice})
    assert [vote.value for vote in Vote.objects.all()] == [0]
    actions.hide_statement(statement, is_hidden=True, by=holder, at=AT)
    page = shown(anas.post(address, {"vote": "agree"}, follow=True))
    assert "not shown any more" in page
    assert [vote.value for vote in Vote.objects.all()] == [0]


def test_a_question_that_is_edited_after_answers_keeps_both_wordings(desk, anas, asked):
    send(anas, asked[0], "Hay un río.")
    typed = {"text_es": "¿Cuánta agua hay?", "opens": "at_once"}
    desk.post(f"{BASE}questions/{asked[0].pk}/edit/", typed)
    assert QuestionVersion.objects.filter(question=asked[0]).count() == 2
    page = shown(Client().get(f"{BASE}questions/{asked[0].pk}/"))
    assert "To an earlier wording, version 1" in page
    assert "¿Qué agua hay?" in page
    assert "¿Cuánta agua hay?" in page


# ---- those who hold it ------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("template", ["polos_2014", "edp"])
def test_a_template_brings_its_blocks_in_four_languages(desk, template):
    typed = {"title_en": "Water", "template": template, "reach": "public"}
    assert desk.post("/en/dialogues/new/", typed)["Location"] == "/en/dialogues/water/keep/build/"
    asked = Question.objects.filter(block__dialogue__slug="water")
    assert asked.count() == {"polos_2014": 15, "edp": 11}[template]
    for one in asked:
        assert {queries.version(one).text.state(code) is not None for code in ("en", "es", "pt", "fr")} == {
            True
        }
    assert Client().get("/en/dialogues/water/").status_code == 404, "a draft is there for nobody else"


def test_people_are_invited_by_lines_and_told_what_is_wrong(desk, dialogue):
    lines = "ana@example.net; Ana; ; Biobio; Research and universities; expert; es\nno-address; X; Mars"
    page = shown(desk.post(f"{BASE}keep/people/invite/", {"rows": lines}))
    assert "Line 2: “no-address” is no address" in page
    assert "Line 2: “Mars” is not known" in page
    assert not dialogue.participants.exists()
    desk.post(f"{BASE}keep/people/invite/", {"rows": lines.splitlines()[0], "note": "Bienvenida."})
    ana = dialogue.participants.get()
    assert (ana.side, ana.country, ana.helix, ana.language) == ("LAC", "CL", "research", "es")
    (letter,) = Letter.objects.all()
    assert letter.to == "ana@example.net"
    assert "diálogo" in letter.text
    assert "Bienvenida." in letter.text
    assert f"/es/dialogues/mine/{link_of(ana)}/" in letter.text
    assert f"/es/dialogues/stop/{link_of(ana)}/" in letter.text


def test_people_of_the_registers_are_found_by_role_and_territory(desk, make_person, dialogue):
    make_person("ofe", "territory officer", scope="cl_bi", second_factor=True)
    make_person("oto", "territory officer", scope="es11", second_factor=True)
    page = shown(desk.get(f"{BASE}keep/people/candidates/?among=officers&territory=cl_bi"))
    assert "Ofe" in page
    assert "Oto" not in page
    assert "ofe@example.org" not in page
    chosen = re.findall(r'name="person" value="(\w+)"', page)
    desk.post(f"{BASE}keep/people/candidates/?among=officers&territory=cl_bi", {"person": chosen, "note": ""})
    ofe = dialogue.participants.get()
    assert (ofe.email, ofe.territory, ofe.role) == ("ofe@example.org", "cl_bi", "authority")


def test_the_silent_are_reminded_unless_they_want_no_mail(desk, ana, asked, take_part):
    bea = take_part("bea", side="EU")
    take_part("cia", side="EU", wants_no_mail=True)
    own_actions.answer(asked[0], text("Sí."), "fact", by=ana, at=AT, mails=MAILS)
    Letter.objects.all().delete()
    page = shown(desk.get(f"{BASE}keep/silent/?by=side&question={asked[0].pk}"))
    assert "<bdi>Bea</bdi>; <bdi>Cia</bdi>" in page
    desk.post(f"{BASE}keep/silent/?by=side&question={asked[0].pk}", {"group": "EU", "note": "Falta usted."})
    assert [letter.to for letter in Letter.objects.all()] == ["bea@example.net"]
    bea.refresh_from_db()
    assert bea.reminded_at is not None


def test_mails_are_stopped_by_their_link(ana):
    browser = Client()
    assert "Send me no more mails" in shown(browser.get(f"/en/dialogues/stop/{link_of(ana)}/"))
    ana.refresh_from_db()
    assert not ana.wants_no_mail, "looking at the page changes nothing"
    browser.post(f"/en/dialogues/stop/{link_of(ana)}/", {"wanted": "no"})
    ana.refresh_from_db()
    assert ana.wants_no_mail


def test_notes_of_a_meeting_say_what_they_are(desk, asked):
    typed = {
        "origin": "meeting", "source": "Workshop, 30 April", "held_on": "2026-04-30", "nature": "plan",
        "text": "Habrá un canal.", "language": "es", "territory": "cl_bi",
    }  # fmt: skip
    desk.post(f"{BASE}questions/{asked[0].pk}/notes/", typed)
    page = shown(Client().get(f"{BASE}questions/{asked[0].pk}/"))
    assert "notes of a meeting: <bdi>Workshop, 30 April</bdi>" in page
    assert "nobody named" in page


def test_a_summary_opens_the_next_question_and_followers_are_told(desk, asked, ana, make_person):
    fan = make_person("fan")
    own_actions.follow(asked[0].block.dialogue, asked[2], by=fan, wanted=True, at=AT)
    Letter.objects.all().delete()
    desk.post(f"{BASE}questions/{asked[1].pk}/turn/", {"wanted": "open"})
    desk.post(f"{BASE}questions/{asked[1].pk}/turn/", {"wanted": "close"})
    desk.post(f"{BASE}questions/{asked[1].pk}/summary/", {"text_es": "Todos la usan."})
    asked[2].refresh_from_db()
    assert asked[2].opened_at is not None
    told = [(letter.to, letter.subject) for letter in Letter.objects.all()]
    assert ("fan@example.org", "Polos: A question has opened") in told
    assert ("ana@example.net", "Polos: Se abrió una pregunta") in told
    assert "Todos la usan." in shown(Client().get(BASE))


def test_followers_see_what_is_new(ana, anas, asked, take_part, dialogue):
    anas.post(f"{BASE}follow/", {"wanted": "yes"})
    bea, later = take_part("bea"), timezone.now() + timedelta(minutes=1)
    own_actions.answer(asked[0], text("Nuevo."), "fact", by=bea, at=later, mails=MAILS)
    assert "1 contribution is new" in shown(anas.get(BASE))
    anas.post(f"{BASE}follow/", {"wanted": "no"})
    assert queries.followings(dialogue, ana) == []
    feed = Client().get(f"{BASE}feed.atom")
    assert feed["Content-Type"].startswith("application/atom+xml")
    assert "Nuevo." in shown(feed)


# ---- people and readers -----------------------------------------------------------------------


@pytest.mark.parametrize(("reach", "visitor", "member"), [("members", 302, 200), ("participants", 302, 403)])
def test_who_reads_is_who_may(dialogue, make_person, sign_in, anas, reach, visitor, member):
    dialogue.reach = reach
    dialogue.save()
    assert Client().get(BASE).status_code == visitor
    assert sign_in(make_person("mia")).get(BASE).status_code == member
    assert anas.get(BASE).status_code == 200


def test_what_is_hidden_is_there_for_those_who_hold_it_only(desk, anas, asked):
    send(anas, asked[0], "Palabras feas.")
    said = Contribution.objects.get(participant__isnull=False)
    desk.post(f"{BASE}contributions/{said.pk}/hide/", {"wanted": "hide"})
    assert "Palabras feas." not in shown(Client().get(f"{BASE}questions/{asked[0].pk}/"))
    assert "Palabras feas." not in shown(Client().get(f"{BASE}feed.atom"))
    assert anas.get(f"{BASE}contributions/{said.pk}/reply/").status_code == 404
    assert "Palabras feas." in shown(desk.get(f"{BASE}questions/{asked[0].pk}/"))


def test_an_account_takes_its_dialogues_with_it(asked, make_person, take_part):
    """The export holds what was said; erasure leaves it without the person."""
    person = make_person("noa")
    place = take_part("x", email=person.email)
    said = own_actions.answer(asked[0], text("Lo digo yo."), "fact", by=place, at=AT, mails=MAILS)
    held = everything_about(person)["dialogues"]["places"][0]
    assert held["contributions"][0]["text"]["original"] == "Lo digo yo."
    accounts.erase(person, by=person, at=timezone.now())
    place.refresh_from_db()
    said.refresh_from_db()
    assert (place.name, place.email, place.person) == ("", "", None)
    assert said.text.original == "Lo digo yo."
    assert "somebody who was erased" in shown(Client().get(f"{BASE}questions/{asked[0].pk}/"))


def test_leaving_needs_a_tick(anas, ana):
    anas.post(f"{BASE}leave/", {})
    ana.refresh_from_db()
    assert ana.erased_at is None
    anas.post(f"{BASE}leave/", {"certain": "on"})
    ana.refresh_from_db()
    assert ana.erased_at is not None


def test_the_search_finds_what_everybody_reads(draft, holder, reference):
    assert Entry.objects.filter(kind_name="dialogue", slug=reference.slug).exists()
    there = Entry.objects.filter(kind_name="dialogue", slug=draft.slug)
    assert not there.exists()
    actions.move(draft, "open", by=holder, at=AT, mails=MAILS)
    assert "Agua" in shown(Client().get("/es/search/?q=agua&what=dialogue"))
    actions.change_dialogue(draft, {"reach": "members"}, by=holder, at=AT)
    assert not there.exists()


# ---- the dialogue of 2014 ---------------------------------------------------------------------


def test_the_dialogue_of_2014_names_its_documents_and_nobody(reference):
    said = Contribution.objects.filter(version__question__block__dialogue=reference)
    assert said.count() == 46
    assert not said.exclude(participant=None).exists()
    assert set(said.values_list("origin", flat=True)) == {"document"}
    assert all("§" in one.source for one in said)
    for statement in statement_queries.statements(reference):
        words = statement.contribution.text.original[statement.start : statement.end]
        assert words == statement.text.original
    assert statement_queries.statements(reference).count() == 218


def test_the_dialogue_of_2014_can_only_be_read(reference, desk):
    asked = Question.objects.filter(block__dialogue=reference).first()
    assert asked is not None
    page = shown(desk.get(f"/en/dialogues/polos-2014/questions/{asked.pk}/"))
    assert "Your answer" not in page
    assert desk.get("/en/dialogues/polos-2014/keep/").status_code == 403
    assert desk.post(f"/en/dialogues/polos-2014/questions/{asked.pk}/answer/", {}).status_code == 302
    with pytest.raises(actions.NotNow):
        place = Participant.objects.create(dialogue=reference, joined_at=AT)
        own_actions.answer(asked, text("Yo."), "fact", by=place, at=AT, mails=MAILS)


def test_a_mail_program_ends_mails_with_one_click(desk, dialogue):
    desk.post(f"{BASE}keep/people/invite/", {"rows": "ana@example.net; Ana", "note": ""})
    (letter,) = Letter.objects.all()
    stop = f"/en/dialogues/stop/{link_of(dialogue.participants.get())}/"
    assert letter.stop.endswith(stop)
    assert Client(enforce_csrf_checks=True).post(stop, {"List-Unsubscribe": "One-Click"}).status_code == 302
    assert dialogue.participants.get().wants_no_mail
