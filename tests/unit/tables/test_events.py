"""Events: what is wrong with a row is named with the row and the rule, and files read as they were meant."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest

from polos.errors import InputError, UnknownName, UnreadableFile, WrongColumns, WrongRows
from polos.tables.event_files import (
    PARTICIPANT_COLUMNS,
    day_slots,
    from_csv,
    from_json,
    joined,
    slots_from_csv,
    to_json,
)
from polos.tables.events import (
    FAULTS,
    MOST_REQUESTS,
    Event,
    FaultCode,
    Fixed,
    Interpreter,
    Participant,
    Priority,
    Request,
    attends,
    faults_of,
    notes_of,
    require_sound,
)

SLOTS = day_slots(day=date(2027, 3, 2), zone="Europe/Madrid", first=time(9), minutes=20, count=3, pause=10)
EVENT = Event(
    name="Drawn",
    zone="Europe/Madrid",
    slots=SLOTS,
    participants=(Participant("a", organisation="o"), Participant("b", organisation="o"), Participant("c")),
    requests=(Request("r1", "a", "c"), Request("r2", "c", "b")),
    tables=("1",),
)


def person(**values: object) -> Event:
    return replace(EVENT, participants=(replace(EVENT.participants[0], **values), *EVENT.participants[1:]))


def asking(*requests: Request) -> Event:
    return replace(EVENT, requests=requests)


FAULTY = [
    (FaultCode.NO_SLOTS, "", replace(EVENT, slots=())),
    (FaultCode.NO_TABLES, "", replace(EVENT, tables=())),
    (FaultCode.TOO_LARGE, "", asking(*(Request(f"r{n}", "a", "c") for n in range(100_000)))),
    (
        FaultCode.ID_TWICE,
        "participants 4",
        replace(EVENT, participants=(*EVENT.participants, Participant("a"))),
    ),
    (
        FaultCode.ID_TWICE,
        "participants 4",
        replace(EVENT, participants=(*EVENT.participants, Participant("o"))),
    ),
    (FaultCode.ID_MISSING, "requests 1", asking(Request("", "a", "c"))),
    (FaultCode.UNKNOWN_ZONE, "event", replace(EVENT, zone="Europe/Madird")),
    (FaultCode.UNKNOWN_ZONE, "participants 1", person(zone="../etc/passwd")),
    (
        FaultCode.SLOT_ENDS_FIRST,
        "slots 1",
        replace(EVENT, slots=(replace(SLOTS[0], ends=SLOTS[0].starts), *SLOTS[1:])),
    ),
    (
        FaultCode.SLOTS_OVERLAP,
        "slots 2",
        replace(EVENT, slots=(replace(SLOTS[0], ends=SLOTS[1].ends), *SLOTS[1:])),
    ),
    (FaultCode.EMPTY_WINDOW, "participants 1", person(hours=((time(18), time(9)),))),
    (FaultCode.UNKNOWN_SLOT, "participants 1", person(away=frozenset({"s9"}))),
    (FaultCode.WRONG_NUMBER, "participants 1", person(most=-1)),
    (FaultCode.WRONG_NUMBER, "event", replace(EVENT, floor=-1)),
    (FaultCode.LEAST_ABOVE_MOST, "participants 1", person(least=3, most=2)),
    (FaultCode.WITH_ONESELF, "requests 1", asking(Request("r1", "a", "a"))),
    (FaultCode.WITH_ONESELF, "requests 1", asking(Request("r1", "a", "o"))),
    (FaultCode.UNKNOWN_PARTY, "requests 1", asking(Request("r1", "a", "nobody"))),
    (FaultCode.PAIR_TWICE, "requests 2", asking(Request("r1", "a", "c"), Request("r2", "c", "a"))),
    (FaultCode.UNKNOWN_REQUEST, "must", replace(EVENT, must=frozenset({"r9"}))),
    (FaultCode.UNKNOWN_REQUEST, "fixed 1", replace(EVENT, fixed=(Fixed("r9", SLOTS[0].id),))),
    (FaultCode.UNKNOWN_SLOT, "fixed 1", replace(EVENT, fixed=(Fixed("r1", "s9"),))),
    (
        FaultCode.FIXED_TWICE,
        "fixed 2",
        replace(EVENT, fixed=(Fixed("r1", SLOTS[0].id), Fixed("r1", SLOTS[1].id))),
    ),
    (FaultCode.MUST_AND_MUST_NOT, "", replace(EVENT, must=frozenset({"r1"}), must_not=frozenset({"r1"}))),
    (FaultCode.ONE_LANGUAGE, "interpreters 1", replace(EVENT, interpreters=(Interpreter("i", ("es",)),))),
]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("code", "row", "event"), FAULTY, ids=[f"{c}-{n}" for n, (c, *_) in enumerate(FAULTY)]
)
def test_a_fault_names_its_row_and_its_rule(code, row, event):
    """The same fault stands in the error of whoever goes on all the same."""
    found = [fault for fault in faults_of(event) if fault.code == code]
    assert row in {fault.row for fault in found}
    assert all(set(fault.values) == set(FAULTS[code]) for fault in found)
    with pytest.raises(WrongRows) as caught:
        require_sound(event)
    assert row in caught.value.found


def test_every_fault_has_a_test():
    notes = {FaultCode.CLOCKS_CHANGE, FaultCode.NEVER_THERE}
    assert {code for code, _, _ in FAULTY} | notes == set(FaultCode) == set(FAULTS)


def test_a_sound_event_has_no_faults_and_no_notes():
    assert (faults_of(EVENT), notes_of(EVENT)) == ((), ())
    require_sound(EVENT)


def test_a_virtual_event_needs_no_tables_and_a_booth_is_a_table():
    assert faults_of(replace(EVENT, tables=None)) == ()
    assert faults_of(replace(person(booth="A"), tables=())) == ()


def test_many_requests_are_not_too_many():
    pairs = ((f"p{n}", f"q{n}") for n in range(MOST_REQUESTS // 10))
    people = [Participant(f"{side}{n}") for n in range(MOST_REQUESTS // 10) for side in "pq"]
    asked = (Request(f"r{n}", *pair) for n, pair in enumerate(pairs))
    assert faults_of(replace(EVENT, participants=tuple(people), requests=tuple(asked))) == ()


def test_a_change_of_clocks_inside_the_event_is_noted():
    """Europe and Mexico's neighbours change on different days; Bogota never does."""
    days = [
        day_slots(day=date(2027, 3, n), zone="Europe/Madrid", first=time(15), minutes=20, count=1)
        for n in (27, 28)
    ]
    event = replace(
        EVENT,
        slots=(*days[0], *days[1]),
        participants=(Participant("a"), Participant("b", zone="America/Bogota")),
        requests=(),
    )
    assert [(note.code, note.values["zone"]) for note in notes_of(event)] == [
        (FaultCode.CLOCKS_CHANGE, "Europe/Madrid")
    ]


def test_slots_go_on_in_real_time_when_clocks_are_turned_back():
    """In the night of 31 October 2027 the hour from 2 to 3 comes twice: four slots, 30 minutes apart."""
    slots = day_slots(day=date(2027, 10, 31), zone="Europe/Madrid", first=time(2), minutes=30, count=4)
    assert len({slot.id for slot in slots}) == 4
    assert {b.starts - a.starts for a, b in pairwise(slots)} == {timedelta(minutes=30)}


def test_a_time_that_never_comes_is_refused():
    with pytest.raises(InputError, match="turned forward"):
        day_slots(day=date(2027, 3, 28), zone="Europe/Madrid", first=time(2, 30), minutes=30, count=1)
    with pytest.raises(UnknownName, match="Europe/Madird"):
        day_slots(day=date(2027, 3, 28), zone="Europe/Madird", first=time(9), minutes=30, count=1)
    with pytest.raises(InputError, match="0 minutes"):
        day_slots(day=date(2027, 3, 28), zone="Europe/Madrid", first=time(9), minutes=0, count=1)


def test_somebody_is_there_within_their_own_hours():
    """9:00 in Madrid is 3:00 in Bogota: who starts at 3:30 misses the first slot; midnight ends a day."""
    one = Participant("x", zone="America/Bogota", hours=((time(3, 30), time(0)),))
    assert attends(EVENT, one) == {slot.id for slot in SLOTS[1:]}
    assert attends(EVENT, replace(one, hours=())) == {slot.id for slot in SLOTS}
    assert attends(EVENT, replace(one, hours=((time(0), time(3, 19)),))) == frozenset()
    assert attends(EVENT, replace(one, hours=((time(0), time(3, 20)),))) == {SLOTS[0].id}


def test_an_event_survives_json():
    event = replace(
        person(
            hours=((time(9), time(0)),), away=frozenset({SLOTS[0].id}), languages=("es",), most=2, booth="A"
        ),
        interpreters=(Interpreter("i", ("es", "en"), frozenset({SLOTS[1].id})),),
        must=frozenset({"r1"}),
        fixed=(Fixed("r2", SLOTS[1].id),),
    )
    assert from_json(to_json(event).encode()) == event
    assert from_json(to_json(replace(event, tables=None)).encode()).tables is None


SMALL = (
    '{"name": "e", "zone": "Europe/Madrid", "tables": 2,'
    ' "slots": [{"starts": "2027-03-02T09:00", "ends": "2027-03-02T09:20"}],'
    ' "participants": [{"id": "a", "hours": ["09:00-24:00"]}], "requests": []}'
)


def test_times_without_offset_are_those_of_the_event():
    event = from_json(SMALL.encode())
    assert event.slots[0].starts == datetime(2027, 3, 2, 8, tzinfo=UTC)
    assert (event.tables, event.floor) == (("1", "2"), 3)
    assert event.participants[0].hours == ((time(9), time(0)),)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("09:00-24:00", "9 to 5", "participants 1: '9 to 5' is no window"),
        ('"id": "a"', '"name": "a"', "participants 1: lacks 'id'"),
        ("2027-03-02T09:00", "tomorrow", "slots 1: Invalid isoformat"),
        ("2027-03-02T09:00", "2027-03-28T02:30", "slots 1: 2027-03-28 02:30 in Europe/Madrid"),
        (
            '"requests": []',
            '"requests": [{"id": "r", "asks": "a", "asked": "b", "priority": "yes"}]',
            "requests 1: 'yes'",
        ),
        ('"id": "a"', '"id": "a", "most": 1.5', "participants 1: 1.5 is no whole number"),
    ],
)
def test_a_value_that_cannot_be_read_names_its_row(old, new, said):
    with pytest.raises(WrongRows) as caught:
        from_json(SMALL.replace(old, new).encode())
    assert said in caught.value.found


@pytest.mark.parametrize("data", [b"\xff", b"[]", b'{"name": "e"}', SMALL.replace("[]", "{}").encode()])
def test_what_is_no_event_is_refused(data):
    with pytest.raises(UnreadableFile):
        from_json(data)


def test_two_tables_make_an_event_and_rows_from_both_sides_one_request():
    people = "id,name,organisation,languages,hours,most\na,Ana,o,es; en,09:00-12:00;14:00-18:00,3\nc,Cy,,,,\n"
    asked = "asks,asked,priority\na,c,must\nc,a,want\n"
    event = from_csv(people.encode("utf-8-sig"), asked.encode(), frame=EVENT)
    assert event.participants[0] == Participant(
        "a", "Ana", "o", hours=((time(9), time(12)), (time(14), time(18))), languages=("es", "en"), most=3
    )
    assert event.requests == (Request("r1", "a", "c", Priority.MUST, Priority.WANT),)
    assert event.slots == EVENT.slots


def test_rows_about_a_pair_that_disagree_stay_and_are_a_fault():
    twice = joined(
        [Request("r1", "a", "c"), Request("r2", "a", "c"), Request("r3", "c", "a", answer=Priority.NO)]
    )
    assert len(twice) == 3
    assert {fault.code for fault in faults_of(asking(*twice))} == {FaultCode.PAIR_TWICE}


def test_a_table_without_its_columns_is_refused():
    with pytest.raises(WrongColumns, match="asked"):
        from_csv(b"id\na\n", b"asks\na\n", frame=EVENT)
    with pytest.raises(UnreadableFile):
        from_csv(b"\xff\xfe", b"", frame=EVENT)
    assert "languages" in PARTICIPANT_COLUMNS


def test_slots_can_be_a_table_too():
    slots = slots_from_csv(b"starts,ends,session\n2027-03-02T09:00,2027-03-02T09:20,am\n", "Europe/Madrid")
    assert [(s.id, s.starts, s.session) for s in slots] == [
        ("2027-03-02T09:00", datetime(2027, 3, 2, 8, tzinfo=UTC), "am")
    ]
