"""What is new in what somebody follows: on a page, in a digest, once; and a link that stops digests."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import translation

from polos_web.accounts.actions import choose_rhythm
from polos_web.accounts.models import User
from polos_web.accounts.queries import everything_about
from polos_web.audit.models import Event
from polos_web.dialogue import own_actions
from polos_web.site.digests import send_due, stop_link
from polos_web.site.news import new_for
from polos_web.stewardship import letters
from polos_web.stewardship.models import Letter
from web.dialogue.conftest import MAILS, asked, dialogue, draft, holder, take_part, text
from web.people import make_person, no_attempts_before, sign_in

__all__ = [
    "asked",
    "dialogue",
    "draft",
    "holder",
    "make_person",
    "no_attempts_before",
    "sign_in",
    "take_part",
]
pytestmark = pytest.mark.django_db
SITE = "https://polos.example.org"
DAY = timedelta(days=1)


@pytest.fixture
def reader(make_person):
    return make_person("reader")


def say(question, by, at):
    own_actions.answer(question, text("Faltan técnicos."), "fact", by=by, at=at, mails=MAILS)


def test_a_reader_learns_what_others_said_and_not_what_was_before(reader, dialogue, asked, take_part):
    speaker = take_part("ana")
    began = dialogue.opened_at
    own_actions.follow(dialogue, None, by=reader, wanted=True, at=began)
    say(asked[0], speaker, began + DAY)
    told = new_for(reader, began, began + 2 * DAY)
    assert "1 new contribution" in [one.words for one in told]
    assert new_for(reader, began + DAY, began + 2 * DAY) == []


def written():
    return list(Letter.objects.values_list("to", "text"))


def said_something(reader, rhythm, dialogue, asked, take_part):
    began = dialogue.opened_at
    own_actions.follow(dialogue, None, by=reader, wanted=True, at=began)
    choose_rhythm(reader, rhythm, at=began)
    speaker = take_part("ana")
    Letter.objects.all().delete()
    say(asked[0], speaker, began + DAY / 2)
    return began


def test_a_digest_comes_when_its_time_has_come_and_once(reader, dialogue, asked, take_part):
    began = said_something(reader, "daily", dialogue, asked, take_part)
    assert send_due(site=SITE, at=began + DAY / 2) == 0
    assert send_due(site=SITE, at=began + DAY) == 1
    assert send_due(site=SITE, at=began + DAY) == 0
    ((to, words),) = written()
    assert to == reader.email and "1 new contribution" in words and f"{SITE}/en/dialogues/" in words
    assert send_due(site=SITE, at=began + 3 * DAY) == 0, "nothing was new"


@pytest.mark.parametrize("rhythm", ["at_once", "never"])
def test_who_wants_no_digest_gets_none(reader, dialogue, asked, take_part, rhythm):
    began = said_something(reader, rhythm, dialogue, asked, take_part)
    assert send_due(site=SITE, at=began + 30 * DAY) == 0


def test_a_digest_is_in_the_language_of_its_reader(reader, dialogue, asked, take_part):
    User.objects.filter(pk=reader.pk).update(language="pt")
    began = said_something(reader, "weekly", dialogue, asked, take_part)
    with translation.override("en"):
        assert send_due(site=SITE, at=began + 7 * DAY) == 1
    assert f"{SITE}/pt/" in written()[0][1]


def test_nothing_is_told_of_a_dialogue_that_one_may_not_read_any_more(reader, dialogue, asked, take_part):
    began = said_something(reader, "daily", dialogue, asked, take_part)
    dialogue.reach = "participants"
    dialogue.save()
    assert send_due(site=SITE, at=began + DAY) == 0


def test_a_digest_is_stopped_by_one_click_of_a_mail_program(reader, dialogue, asked, take_part, mailoutbox):
    began = said_something(reader, "daily", dialogue, asked, take_part)
    send_due(site=SITE, at=began + DAY)
    letters.send_waiting()
    headers = mailoutbox[0].message()
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = headers["List-Unsubscribe"].strip("<>").removeprefix(SITE)
    program = Client(enforce_csrf_checks=True)
    assert program.get(address).status_code == 200
    reader.refresh_from_db()
    assert reader.rhythm == "daily", "looking at the link changes nothing"
    assert program.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    reader.refresh_from_db()
    assert reader.rhythm == "never"


def test_a_link_of_nobody_stops_nothing(reader, client):
    link = stop_link(reader)
    assert client.post(f"/en/news/stop/{link[:-1]}0x/").status_code == 404


def test_the_page_shows_it_and_changes_how_often(reader, sign_in, dialogue):
    own_actions.follow(dialogue, None, by=reader, wanted=True, at=dialogue.opened_at)
    client = sign_in(reader)
    assert "How often you are told" in client.get("/en/news/").text
    client.post("/en/news/", {"rhythm": "weekly"})
    reader.refresh_from_db()
    assert reader.rhythm == "weekly" and everything_about(reader)["account"]["told_what_is_new"] == "weekly"
    assert Event.objects.filter(verb="rhythm changed").count() == 1
    assert client.post("/en/news/", {"rhythm": "hourly"}).status_code == 200
    reader.refresh_from_db()
    assert reader.rhythm == "weekly"


def test_the_command_writes_what_is_due(reader, capsys):
    call_command("digests")
    assert capsys.readouterr().out == "0 written\n"


def test_the_feed_of_calls_is_a_feed(client):
    feed = ElementTree.fromstring(client.get("/pt/news/calls.atom").content)
    assert feed.tag == "{http://www.w3.org/2005/Atom}feed"
