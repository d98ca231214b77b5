"""The checker of agendas: a right schedule passes, and each rule broken once is caught, by its name."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from polos.matches.agenda import (
    Meeting,
    ViolationCode,
    breaks_of,
    instance_breaks,
    instance_violations,
    met_by,
    value_of,
    violations,
)
from polos.tables.events import Event, Fixed, Interpreter, Participant, Priority, Request, Slot
from polos.tables.meeting_instances import Instance

START = datetime(2027, 3, 2, 8, tzinfo=UTC)  # 9:00 in Madrid, 3:00 in Bogota
SLOTS = tuple(
    Slot(f"s{n}", START + timedelta(hours=n), START + timedelta(hours=n, minutes=30), "am" if n < 4 else "pm")
    for n in range(6)
)
EVENT = Event(
    name="Drawn",
    zone="Europe/Madrid",
    slots=SLOTS,
    participants=(
        Participant("ana", languages=("es",), most=3, least=1, most_in_a_row=2),
        Participant("bo", organisation="bios", zone="America/Bogota", hours=((time(4), time(20)),)),
        Participant("cy", languages=("en",), away=frozenset({"s5"})),
        Participant("di", organisation="bios", languages=("es", "en"), booth="D"),
    ),
    requests=(
        Request("r1", "ana", "cy", Priority.MUST, Priority.WANT),
        Request("r2", "ana", "bios", Priority.WANT, Priority.MAYBE),
        Request("r3", "bo", "cy", Priority.MAYBE),
        Request("r4", "di", "cy"),
        Request("r5", "bo", "ana", Priority.MUST, Priority.NO),
        Request("r6", "ana", "di"),
    ),
    tables=("1", "2"),
    interpreters=(Interpreter("ina", ("es", "en"), frozenset({"s4"})), Interpreter("jo", ("fr", "en"))),
    must=frozenset({"r1"}),
    must_not=frozenset({"r6"}),
    fixed=(Fixed("r3", "s2"),),
)
M1 = Meeting("r1", "s1", "ana", "cy", "1", "ina")
M2 = Meeting("r2", "s2", "ana", "di", "D")
M3 = Meeting("r3", "s2", "bo", "cy", "2")
RIGHT = (M1, M2, M3)


def test_a_right_schedule_breaks_nothing():
    assert violations(EVENT, RIGHT) == ()


def test_the_checker_counts_value_breaks_and_meetings_by_itself():
    """r1 is worth 3 x 2, r2 2 x 1, r3 1 x 1; nobody waits; cy has two meetings, bios is named by r2."""
    assert value_of(EVENT, RIGHT) == 9
    assert sum(breaks_of(EVENT, RIGHT).values()) == 0
    late = replace(M1, slot="s0")
    assert breaks_of(EVENT, (late, M2, M3)) == {"ana": 1, "bo": 0, "cy": 1, "di": 0}
    assert breaks_of(EVENT, (replace(M1, slot="s4"), M2, M3))["ana"] == 0, "between sessions nobody waits"
    assert met_by(EVENT, RIGHT) == {"ana": 2, "cy": 2, "bios": 1, "bo": 1, "di": 0}


def changed(meeting: Meeting, **values: str) -> tuple[Meeting, ...]:
    return tuple(replace(m, **values) if m is meeting else m for m in RIGHT)


def person(name: str, **values: object) -> Event:
    people = tuple(replace(p, **values) if p.id == name else p for p in EVENT.participants)
    return replace(EVENT, participants=people)


BROKEN = [
    (ViolationCode.UNKNOWN_REQUEST, EVENT, (*RIGHT, replace(M1, request="r9"))),
    (ViolationCode.UNKNOWN_SLOT, EVENT, changed(M1, slot="s9")),
    (ViolationCode.WRONG_PERSON, EVENT, changed(M2, asked="cy")),
    (ViolationCode.HELD_TWICE, EVENT, (*RIGHT, replace(M1, slot="s0"))),
    (ViolationCode.REFUSED, EVENT, (*RIGHT, Meeting("r5", "s3", "bo", "ana", "1"))),
    (ViolationCode.MUST_NOT, EVENT, (*RIGHT, Meeting("r6", "s5", "ana", "di", "D"))),
    (ViolationCode.AWAY, EVENT, changed(M1, slot="s5")),
    (ViolationCode.OUTSIDE_HOURS, replace(EVENT, fixed=()), changed(M3, slot="s0")),
    (ViolationCode.TWO_AT_ONCE, EVENT, changed(M2, slot="s1")),
    (ViolationCode.TABLES_FULL, replace(EVENT, tables=("2",)), changed(M1, slot="s2", table="2")),
    (ViolationCode.TABLE_TWICE, EVENT, (replace(M1, slot="s2", table="2"), M2, M3)),
    (ViolationCode.UNKNOWN_TABLE, EVENT, changed(M1, table="7")),
    (ViolationCode.UNKNOWN_TABLE, EVENT, changed(M1, table="")),
    (ViolationCode.NOT_AT_BOOTH, EVENT, changed(M2, table="1")),
    (ViolationCode.NO_LANGUAGE, EVENT, changed(M1, interpreter="")),
    (ViolationCode.NO_LANGUAGE, EVENT, changed(M1, interpreter="jo")),
    (ViolationCode.UNKNOWN_INTERPRETER, EVENT, changed(M1, interpreter="kim")),
    (ViolationCode.INTERPRETER_AWAY, EVENT, changed(M1, slot="s4")),
    (ViolationCode.INTERPRETER_TWICE, EVENT, (replace(M1, slot="s2"), M2, replace(M3, interpreter="ina"))),
    (ViolationCode.TOO_MANY, person("ana", most=1), RIGHT),
    (ViolationCode.TOO_FEW, person("bo", least=2), RIGHT),
    (ViolationCode.TOO_LONG, person("ana", most_in_a_row=1), RIGHT),
    (ViolationCode.MUST_MISSING, EVENT, (M2, M3)),
    (ViolationCode.FIXED_ELSEWHERE, EVENT, changed(M3, slot="s3")),
    (ViolationCode.FIXED_ELSEWHERE, EVENT, (M1, M2)),
]


@pytest.mark.parametrize(
    ("code", "event", "meetings"), BROKEN, ids=[f"{c}-{n}" for n, (c, *_) in enumerate(BROKEN)]
)
def test_each_rule_broken_once_is_caught(code, event, meetings):
    assert code in {violation.code for violation in violations(event, meetings)}


def test_every_rule_of_the_checker_is_broken_by_a_test():
    """A rule that is added later gets its broken schedule too."""
    assert {code for code, _, _ in BROKEN} == set(ViolationCode)


def test_hours_are_kept_on_both_sides_of_a_change_of_clocks():
    """From 9 to 18 in Madrid begins at 8:00 UTC on the Saturday and at 7:00 UTC on the Sunday."""
    hours = ((time(9), time(18)),)
    moments = [
        datetime(2027, 3, 27, 8, tzinfo=UTC),
        datetime(2027, 3, 28, 7, tzinfo=UTC),
        datetime(2027, 3, 27, 7, tzinfo=UTC),
    ]
    slots = tuple(Slot(f"s{n}", one, one + timedelta(minutes=30), str(n)) for n, one in enumerate(moments))
    people = (Participant("a", hours=hours), Participant("b"))
    event = Event("e", "Europe/Madrid", slots, people, (Request("r", "a", "b"),))
    told = [[v.code for v in violations(event, [Meeting("r", s.id, "a", "b")])] for s in slots]
    assert told == [[], [], [ViolationCode.OUTSIDE_HOURS]]


INSTANCE = Instance(
    participants=3,
    tables=1,
    slots=4,
    morning_slots=2,
    meetings=((1, 2, 1), (1, 3, 2), (2, 3, 3)),
    forbidden=(frozenset(), frozenset({4}), frozenset()),
    fixed=((1, 1),),
    precedences=((1, 2),),
)


def test_a_right_schedule_of_the_published_problem_passes():
    assert instance_violations(INSTANCE, (1, 3, 2), fairness=1) == ()
    assert instance_breaks(INSTANCE, (1, 3, 2)) == (1, 0, 0)


@pytest.mark.parametrize(
    ("slots", "fairness", "said"),
    [
        ((1, 3), None, "2 slots are given for 3 meetings"),
        ((1, 5, 2), None, "meeting 2: slot 5 does not exist"),
        ((1, 2, 3), None, "meeting 2: slot 2 is not in its session 2"),
        ((1, 3, 4), None, "meeting 3: slot 4 is forbidden to participant 2"),
        ((2, 3, 1), None, "meeting 1: in slot 2, but it is fixed in slot 1"),
        ((3, 3, 2), None, "meeting 2: not after meeting 1"),
        ((1, 3, 3), None, "slot 3: 2 meetings at 1 tables"),
        ((1, 3, 1), None, "slot 1: participant 2 has more than one meeting"),
        ((1, 3, 2), 0, "one participant has 1 breaks and another 0, which differs by more than 0"),
    ],
)
def test_each_rule_of_the_published_problem_broken_once_is_caught(slots, fairness, said):
    assert said in instance_violations(INSTANCE, slots, fairness=fairness)
