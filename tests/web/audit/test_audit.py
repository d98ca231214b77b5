"""The record of what was done: appended in the transaction it tells of, never changed, found out if it is."""

import json
import subprocess
import sys
import uuid
from datetime import UTC, datetime
from io import StringIO
from types import SimpleNamespace

import pytest
from cryptography.exceptions import InvalidTag
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from polos_web.audit import queries
from polos_web.audit.actions import NotInTransaction, PersonIsGone, Subject, forget, record
from polos_web.audit.models import AppendOnly, Event, Head, Payload, PersonKey
from polos_web.audit.queries import End
from polos_web.site.models import Loading
from web.product import new_database, product

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 21, 12, 30, tzinfo=UTC)
THING = Subject("thing", "one")


@pytest.fixture
def person():
    return SimpleNamespace(pseudonym=str(uuid.uuid4()))


@pytest.fixture
def chain(person):
    """Six events after those of the loading: some of a person, some of the software. Gives their numbers."""
    made = [
        record(THING, f"done {place}", by=person if place % 2 else None, at=NOW, details={"place": place})
        for place in range(6)
    ]
    return [event.number for event in made]


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.fixture
def unguarded():
    """A database whose triggers somebody has dropped."""
    names = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'audit%'"
    if connection.vendor == "postgresql":
        sql("SET LOCAL session_replication_role = replica")
        return
    with connection.cursor() as cursor:
        cursor.execute(names)
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP TRIGGER {name}")


def found():
    return [(fault.number, fault.words) for fault in queries.faults()]


def numbers():
    return [number for number, _ in found()]


# ---- recording --------------------------------------------------------------------------------


def test_an_untouched_chain_has_no_fault_and_its_end_is_the_last_event(chain):
    assert found() == []
    last = Event.objects.get(number=chain[-1])
    assert queries.end() == End(chain[-1], last.digest)


def test_events_follow_each_other_without_a_gap(chain):
    first, second = (Event.objects.get(number=number) for number in chain[:2])
    assert second.number == first.number + 1 and second.previous == first.digest


def test_a_record_is_named_by_its_kind_and_key():
    event = record(Loading(name="reference"), "loaded", by=None, at=NOW)
    assert (event.kind, event.subject, event.actor) == ("site.loading", "reference", "")


def test_loading_the_built_in_records_is_recorded_with_its_counts():
    event = queries.events(kind="site.loading", subject="reference").last()
    details = queries.details([event])[event.number]
    assert event.verb == "loaded" and details["rows"]["territories"] == 121 and len(details["checksum"]) == 64


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_an_event_outside_a_transaction_is_refused():
    with pytest.raises(NotInTransaction, match="atomic"):
        record(THING, "done", by=None, at=NOW)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_leaves_no_event_and_no_gap():
    before = queries.end()
    with pytest.raises(RuntimeError, match="planted"), transaction.atomic():
        record(THING, "done", by=None, at=NOW, details={"a": 1})
        raise RuntimeError("planted")
    assert queries.end() == before and found() == []
    with transaction.atomic():
        assert record(THING, "done", by=None, at=NOW).number == before.count + 1


# ---- append-only ------------------------------------------------------------------------------


def test_the_models_refuse_to_change_or_delete(chain):
    event = Event.objects.get(number=chain[0])
    for attempt in (
        event.save,
        event.delete,
        Event.objects.all().delete,
        lambda: Event.objects.filter(number=1).update(verb="x"),
        lambda: Payload.objects.filter(event=event).update(content=b""),
        event.payload.delete,
    ):
        with pytest.raises(AppendOnly):
            attempt()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_event SET verb = 'x'",
        "DELETE FROM audit_event",
        "UPDATE audit_payload SET person = ''",
        "DELETE FROM audit_payload",
        "UPDATE audit_head SET count = count - 1",
        "DELETE FROM audit_head",
        "DELETE FROM audit_personkey",
        "UPDATE audit_personkey SET destroyed_at = NULL",
        "REPLACE INTO audit_head (id, count, digest) VALUES (1, 0, '')",
        "INSERT INTO audit_head (id, count, digest) VALUES (1, 0, '') "
        "ON CONFLICT (id) DO UPDATE SET count = 0",
        "TRUNCATE audit_event CASCADE",
        "REPLACE INTO audit_event SELECT * FROM audit_event WHERE number = 1",
    ],
)
def test_the_database_refuses_too(chain, statement):
    only = {"REPLACE": "sqlite", "TRUNCATE": "postgresql"}.get(statement.split()[0], connection.vendor)
    if connection.vendor != only:
        pytest.skip(f"Only {only} knows this statement.")
    if only == "postgresql":
        sql("SET CONSTRAINTS ALL IMMEDIATE")  # what waits for the end of the transaction would refuse first
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        sql(statement)


def test_emptying_the_tables_of_the_application_leaves_the_chain(chain):
    tables = connection.introspection.django_table_names(only_existing=True)
    assert "site_loading" in tables
    assert not [table for table in tables if table.startswith("audit_")]


# ---- tampering --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("UPDATE audit_event SET verb = 'never done' WHERE number = %s", "was changed"),
        ("UPDATE audit_event SET actor = 'somebody' WHERE number = %s", "was changed"),
        ("UPDATE audit_event SET at = '2020-01-01 00:00:00' WHERE number = %s", "was changed"),
        ("UPDATE audit_event SET digest = '0123' WHERE number = %s", "was changed"),
        ("UPDATE audit_event SET at = 'long ago' WHERE number = %s", "cannot be read"),
        ("UPDATE audit_payload SET content = 'x' WHERE event_id = %s", "has another payload"),
        ("DELETE FROM audit_payload WHERE event_id = %s", "has lost its payload"),
    ],
)
def test_one_row_tampered_with_is_found_and_named(chain, unguarded, change, words):
    if "long ago" in change and connection.vendor == "postgresql":
        pytest.skip("PostgreSQL keeps nothing but moments in a column of moments.")
    sql(change, chain[2])
    first = found()[0]
    assert first[0] == chain[2] and words in first[1]
    assert set(numbers()) <= {chain[2], chain[2] + 1}


def test_a_row_written_anew_with_its_digest_shows_at_the_row_after_it(chain, unguarded):
    old = Event.objects.get(number=chain[2])
    link = queries.Link(
        old.number, old.at, "x", old.kind, old.subject, old.actor, old.payload_digest, old.previous
    )
    sql("UPDATE audit_event SET verb = 'x', digest = %s WHERE number = %s", link.digest, chain[2])
    assert numbers() == [chain[3]] and "does not follow" in found()[0][1]


def test_a_deleted_row_is_missed(chain, unguarded):
    sql("DELETE FROM audit_payload WHERE event_id = %s", chain[2])
    sql("DELETE FROM audit_event WHERE number = %s", chain[2])
    assert found() == [(chain[2], "is missing")]


def test_rows_that_changed_places_are_both_found(chain, unguarded):
    for number, other in ((chain[1], -1), (chain[4], chain[1]), (-1, chain[4])):
        sql("UPDATE audit_event SET number = %s WHERE number = %s", other % 2**40, number % 2**40)
    assert {chain[1], chain[4]} <= set(numbers())


def test_rows_cut_off_at_the_end_are_missed(chain, unguarded):
    sql("DELETE FROM audit_payload WHERE event_id >= %s", chain[4])
    sql("DELETE FROM audit_event WHERE number >= %s", chain[4])
    assert found() == [(chain[4], f"is missing, and all after it up to the end, event {chain[5]}")]


def test_a_row_put_in_at_the_end_is_found(chain, unguarded):
    head = queries.end()
    sql(
        "INSERT INTO audit_event SELECT %s, at, verb, kind, subject, actor, '', %s, 'ff' FROM audit_event "
        "WHERE number = %s", head.count + 1, head.digest, chain[0],
    )  # fmt: skip
    assert chain[5] + 1 in numbers()


def test_a_chain_cut_together_with_its_head_is_found_only_against_a_noted_end(chain, unguarded):
    noted, last = queries.end(), Event.objects.get(number=chain[3])
    sql("DELETE FROM audit_payload WHERE event_id > %s", chain[3])
    sql("DELETE FROM audit_event WHERE number > %s", chain[3])
    sql("UPDATE audit_head SET count = %s, digest = %s", last.number, last.digest)
    assert found() == []
    assert [fault.number for fault in queries.faults(noted=noted)] == [chain[4]]


def test_a_noted_end_that_is_another_event_now_is_found(chain):
    assert [fault.number for fault in queries.faults(noted=End(chain[2], "a" * 64))] == [chain[2]]


# ---- people -----------------------------------------------------------------------------------


def test_details_of_a_person_are_not_in_the_database_in_the_open(person):
    event = record(THING, "named", by=person, at=NOW, details={"name": "a very secret name"})
    assert b"secret" not in bytes(Payload.objects.get(event=event).content)
    assert queries.details([event]) == {event.number: {"name": "a very secret name"}}


def test_a_sealed_payload_moved_to_another_event_cannot_be_opened(person, unguarded):
    one, two = (record(THING, "named", by=person, at=NOW, details={"name": name}) for name in "ab")
    sql("DELETE FROM audit_payload WHERE event_id = %s", two.number)
    sql("UPDATE audit_payload SET event_id = %s WHERE event_id = %s", two.number, one.number)
    with pytest.raises(InvalidTag):
        queries.details([two])
    assert {one.number, two.number} == set(numbers())


def test_erasing_a_person_keeps_the_chain_whole_and_the_details_unreadable(chain, person):
    own = Event.objects.filter(actor=person.pseudonym)
    assert all(queries.details(list(own)).values())
    forget(person, at=NOW)
    assert PersonKey.objects.get(pk=person.pseudonym).key is None
    assert set(queries.details(list(own)).values()) == {None}
    assert found() == []
    assert queries.events(subject=person.pseudonym).get().verb == "forgotten"


def test_details_that_others_recorded_about_a_person_go_too(person):
    officer = SimpleNamespace(pseudonym=str(uuid.uuid4()))
    about = record(THING, "noted", by=officer, of=person, at=NOW, details={"note": "x"})
    assert [event.number for event, _ in queries.about_person(person.pseudonym)] == [about.number]
    forget(person, at=NOW)
    assert queries.details([about]) == {about.number: None}


def test_nothing_more_is_kept_of_somebody_who_is_gone(person):
    forget(person, at=NOW)
    with pytest.raises(PersonIsGone):
        record(THING, "done", by=person, at=NOW, details={"a": 1})


def test_a_destroyed_key_does_not_come_back(person):
    forget(person, at=NOW)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        PersonKey.objects.filter(pk=person.pseudonym).update(key=b"k" * 32)


# ---- the command ------------------------------------------------------------------------------


def verify(**options):
    said = StringIO()
    try:
        call_command("audit_verify", stdout=said, stderr=said, **options)
    except SystemExit as ended:
        return ended.code, said.getvalue()
    return 0, said.getvalue()


def test_the_command_says_that_the_chain_is_whole_and_where_it_ends(chain):
    status, said = verify()
    assert status == 0 and f"{chain[-1]} events" in said and f"End: {queries.end()}" in said
    assert verify(noted=str(queries.end()))[0] == 0


def test_the_command_names_the_event_and_ends_with_one(chain, unguarded):
    sql("UPDATE audit_event SET verb = 'x' WHERE number = %s", chain[1])
    status, said = verify()
    assert status == 1 and f"Event {chain[1]} was changed" in said
    status, said = verify(json=True)
    answer = json.loads(said)
    assert (status, answer["whole"], answer["faults"][0]["number"]) == (1, False, chain[1])


def test_an_end_that_cannot_be_read_is_refused_in_words(chain):
    status, said = verify(noted="12")
    assert status == 2 and "Copy it whole" in said


def test_a_database_without_a_chain_is_refused_in_words(monkeypatch, unguarded):
    sql("ALTER TABLE audit_event RENAME TO elsewhere")
    status, said = verify()
    assert status == 3 and "polos site prepare" in said


def test_the_head_is_one_row():
    assert Head.objects.count() == 1


WRITER = """
import os, sys, django
os.environ["DJANGO_SETTINGS_MODULE"] = "polos_web.settings.production"
django.setup()
from django.db import transaction
from django.utils import timezone
from polos_web.audit.actions import Subject, record
for place in range(int(sys.argv[1])):
    with transaction.atomic():
        record(Subject("thing", sys.argv[2]), "done", by=None, at=timezone.now(), details={"place": place})
"""


@pytest.mark.slow
def test_processes_that_write_at_once_make_one_chain(tmp_path):
    given = product(tmp_path, database=new_database())
    given["DJANGO_SETTINGS_MODULE"] = "polos_web.settings.production"
    subprocess.run([sys.executable, "-m", "django", "migrate", "audit", "-v0"], env=given, check=True)
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, "25", name], env=given)
        for name in ("one", "two", "three")
    ]
    assert [writer.wait(timeout=120) for writer in writers] == [0, 0, 0]
    command = [sys.executable, "-m", "django", "audit_verify", "--json"]
    said = subprocess.run(command, env=given, capture_output=True, text=True, check=True).stdout
    assert json.loads(said)["whole"] is True and json.loads(said)["count"] == 75
