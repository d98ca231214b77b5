"""Every file that is handed out leaves an event, whoever takes it; of a visitor nothing else is kept."""

import json
import re
from hashlib import sha256

import pytest
from allauth.core import ratelimit
from django.core.management import call_command
from django.db import OperationalError
from django.utils import timezone

from polos_web.accounts import exports
from polos_web.audit import queries
from polos_web.audit.models import Event

pytestmark = pytest.mark.django_db
FILES = [
    "/en/clusters/clusters.csv?q=maria+lopez",
    "/en/clusters/clusters.geojson",
    "/en/search/entries.xlsx?q=maria+lopez",
    "/en/records/territory/everything.json",
    "/en/territories/priorities.csv",
]


def written():
    return list(Event.objects.filter(kind=exports.KIND))


@pytest.mark.parametrize("address", FILES)
def test_a_file_for_a_visitor_is_an_event_that_names_the_file_and_not_the_visitor(client, address):
    answer = client.get(address)
    (event,) = written()
    told = queries.details([event])[event.number]
    assert event.subject in answer["Content-Disposition"] and event.actor == ""
    assert told["sha256"] == sha256(answer.content).hexdigest() and told["bytes"] == len(answer.content)
    assert "lopez" not in json.dumps(told) and "127.0.0.1" not in json.dumps(told)
    assert list(queries.faults()) == []


def test_a_file_for_somebody_signed_in_is_that_persons_event(make_person, sign_in):
    person = make_person("reader")
    sign_in(person).get("/en/clusters/clusters.csv")
    (event,) = written()
    assert event.actor == str(person.pseudonym)


def test_operators_read_that_a_visitor_took_the_file_and_not_the_software(client, make_person, sign_in):
    client.get("/en/clusters/clusters.csv")
    exports.record("of-a-command.csv", exports.facts_of(b"x"), by=None, at=timezone.now())
    operator = sign_in(make_person("opal", "operator", second_factor=True))
    page = operator.get("/en/account/audit/?kind=export").text
    assert re.findall(r'data-label="Who">([^<]+)<', page) == ["the software", "a visitor"]


@pytest.mark.parametrize(
    "address", ["/en/clusters/", "/en/search/?q=x", "/api/v1/kinds", "/en/news/calls.atom"]
)
def test_a_page_is_no_export(client, address):
    assert client.get(address).status_code == 200 and written() == []


def test_what_is_refused_or_only_asked_about_leaves_no_event(client):
    client.get("/en/clusters/clusters.csv?colour=red")
    client.head("/en/clusters/clusters.csv")
    assert written() == []


def test_there_is_a_limit_and_beyond_it_neither_file_nor_event(client, monkeypatch):
    monkeypatch.setattr(exports, "consume", lambda request, action: False)
    answer = client.get("/en/clusters/clusters.csv")
    assert answer.status_code == 429 and "Content-Disposition" not in answer and written() == []


def test_the_limit_is_set(settings, rf):
    assert "export" in settings.ACCOUNT_RATE_LIMITS
    assert ratelimit.consume(rf.get("/"), action=exports.KIND)


def test_a_file_whose_event_cannot_be_written_is_not_handed_out(client, monkeypatch):
    def locked(*given, **named):
        raise OperationalError("database is locked")

    monkeypatch.setattr(exports.audit, "record", locked)
    answer = client.get("/es/clusters/clusters.csv")
    assert answer.status_code == 503 and answer["Retry-After"] == "30"
    assert "Content-Disposition" not in answer


def test_the_command_that_hands_out_what_is_public_is_an_event_too(tmp_path):
    call_command("hand_out", "territory", str(tmp_path / "territories.csv"))
    (event,) = written()
    assert event.subject == "territories.csv"
    assert queries.details([event])[event.number]["bytes"] == (tmp_path / "territories.csv").stat().st_size


def test_crawlers_are_asked_to_leave_files_alone(client):
    told = client.get("/robots.txt")
    assert told["Content-Type"].startswith("text/plain") and "Disallow: /*.csv" in told.text
