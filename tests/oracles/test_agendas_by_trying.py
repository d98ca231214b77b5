"""Small agendas against every agenda there is: each rule, the order of aims, infeasibility, repair."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engines_here import engines_here  # noqa: F401
from oracles import agendas
from polos.matches.agenda import (
    Status,
    breaks_of,
    explain_event,
    explain_request,
    instance_breaks,
    instance_violations,
    make_agenda,
    quick_agenda,
    repair_agenda,
    solve_instance,
    value_of,
    violations,
)
from polos.matches.agenda.codes import RuleCode
from polos.tables.events import (
    Event,
    Fixed,
    Interpreter,
    Participant,
    Priority,
    Request,
    Slot,
    faults_of,
)
from polos.tables.meeting_instances import Instance

pytestmark = pytest.mark.usefixtures("engines_here")

SLOTS = tuple(
    Slot(
        f"s{n}",
        start := datetime(2027, 3, 2, 9, tzinfo=UTC) + timedelta(minutes=30 * n),
        start + timedelta(minutes=20),
        "a" if n < 3 else "b",
    )
    for n in range(4)
)
QUIET = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)


@st.composite
def events(draw: st.DrawFn) -> Event:
    """Draw up to five people, four slots and four requests, with every rule there is."""
    slots = SLOTS[: draw(st.integers(2, 4))]
    ids = [slot.id for slot in slots]
    count = draw(st.integers(2, 5))
    away = st.frozensets(st.sampled_from(ids), max_size=2)
    people = tuple(
        Participant(
            id=f"p{n}",
            organisation=draw(st.sampled_from(["", "", "org"])),
            away=draw(away),
            languages=draw(st.sampled_from([(), ("es",), ("en",), ("es", "en")])),
            most=draw(st.sampled_from([None, None, 1, 2])),
            least=draw(st.sampled_from([0, 0, 0, 0, 1])),
            most_in_a_row=draw(st.sampled_from([None, None, 1, 2])),
            booth=draw(st.sampled_from(["", "", "", f"b{n}"])),
        )
        for n in range(count)
    )
    people = tuple(replace(p, least=min(p.least, p.most if p.most is not None else 9)) for p in people)
    parties = sorted({p.id for p in people} | {p.organisation for p in people} - {""})
    pairs = draw(st.lists(st.tuples(st.sampled_from(parties), st.sampled_from(parties)), max_size=4))
    requests = tuple(
        Request(f"r{n}", a, b, draw(st.sampled_from([*Priority])), draw(st.sampled_from([*Priority])))
        for n, (a, b) in enumerate(pairs)
    )
    names = [r.id for r in requests]
    some = st.frozensets(st.sampled_from(names), max_size=1) if names else st.just(frozenset())
    event = Event(
        "drawn",
        "UTC",
        slots,
        people,
        requests,
        tables=draw(st.sampled_from([None, ("t1",), ("t1", "t2")])),
        interpreters=draw(st.sampled_from([(), (Interpreter("i1", ("es", "en"), frozenset(ids[:1])),)])),
        must=draw(some),
        fixed=tuple(Fixed(one, draw(st.sampled_from(ids))) for one in sorted(draw(some))),
        floor=draw(st.integers(0, 2)),
    )
    bad = {fault.values.get("id") for fault in faults_of(event)}
    kept = tuple(r for r in requests if r.id not in bad)
    left = {r.id for r in kept}
    return replace(
        event,
        requests=kept,
        must=event.must & left,
        must_not=frozenset(draw(some)) & left - event.must,
        fixed=tuple(f for f in event.fixed if f.request in left),
    )


@pytest.mark.slow
@QUIET
@given(events())
def test_the_agenda_is_the_best_of_all_agendas(event):
    """Floor by floor, then value, then breaks; or no agenda keeps the rules, and the status says so."""
    best = max((agendas.rank(event, meetings) for meetings in agendas.every_agenda(event)), default=None)
    found = make_agenda(event, time_limit=20)
    if best is None:
        assert found.status is Status.INFEASIBLE
        return
    assert found.status is Status.OPTIMAL
    assert violations(event, found.meetings) == ()
    assert agendas.rank(event, found.meetings) == best
    told = {(level.name, level.step): level.achieved for level in found.levels}
    assert told["value", 0] == value_of(event, found.meetings)
    assert told["breaks", 0] == sum(breaks_of(event, found.meetings).values())
    assert all(level.proven for level in found.levels)


@pytest.mark.slow
@QUIET
@given(events())
def test_the_first_agenda_keeps_every_rule(event):
    """What comes at once may be worse, never wrong."""
    found = quick_agenda(event)
    assert found.status in (Status.FEASIBLE, Status.OPTIMAL, Status.UNKNOWN)
    if found.status is not Status.UNKNOWN:
        assert violations(event, found.meetings) == ()


@pytest.mark.slow
@QUIET
@given(events())
def test_reasons_are_minimal_and_the_relaxation_is_enough(event):
    """A core is told exactly where nothing is possible; fewer rules than told cannot be enough (by one)."""
    is_possible = next(agendas.every_agenda(event), None) is not None
    conflict = explain_event(event)
    assert (conflict.kind == "possible") is is_possible
    assert bool(conflict.rules) is not is_possible
    if not is_possible:
        assert set(map(str, conflict.relaxation))
        assert not any(rule.code == RuleCode.AT_ONCE for rule in conflict.relaxation)
        freed, given_up = event, [(rule.code, rule.values) for rule in conflict.relaxation]
        for rule in conflict.relaxation:
            freed = without(freed, rule)
        assert next(agendas.every_agenda(freed), None) is not None, given_up


def without(event: Event, rule) -> Event:
    """Return an event in which one rule of a relaxation is given up."""
    values = rule.values
    people = {
        RuleCode.PRESENCE: {"away": frozenset()},
        RuleCode.MOST: {"most": None},
        RuleCode.LEAST: {"least": 0},
        RuleCode.IN_A_ROW: {"most_in_a_row": None},
    }
    if rule.code in people:
        change = people[rule.code]
        return replace(
            event,
            participants=tuple(
                replace(p, **change) if p.id == values["person"] else p for p in event.participants
            ),
        )
    if rule.code == RuleCode.TABLES:
        return replace(event, tables=None)
    if rule.code == RuleCode.LANGUAGE:
        pair = {values["asks"], values["asked"]}
        return replace(
            event,
            participants=tuple(
                replace(p, languages=(*p.languages, "x")) if p.id in pair else p for p in event.participants
            ),
        )
    if rule.code == RuleCode.INTERPRETERS:
        many = tuple(Interpreter(f"{i.id}{n}", i.languages) for i in event.interpreters for n in range(5))
        return replace(event, interpreters=many)
    if rule.code == RuleCode.REFUSED:
        yes = {"priority": Priority.WANT, "answer": Priority.WANT}
        return replace(
            event,
            requests=tuple(replace(r, **yes) if r.id == values["request"] else r for r in event.requests),
        )
    if rule.code == RuleCode.FIXED:
        return replace(event, fixed=tuple(f for f in event.fixed if f.request != values["request"]))
    one = frozenset({values["request"]})
    return replace(event, must=event.must - one, must_not=event.must_not - one)


@pytest.mark.slow
@QUIET
@given(events())
def test_a_request_is_called_impossible_exactly_when_no_agenda_holds_it(event):
    """Crowded out means possible by the rules, and not beside the others as they are."""
    found = make_agenda(event, time_limit=20)
    if found.status is not Status.OPTIMAL:
        return
    for name in found.unscheduled(event):
        conflict = explain_request(event, found, name)
        can_be = any(name in {m.request for m in meetings} for meetings in agendas.every_agenda(event))
        if conflict.kind == "impossible":
            assert not can_be
        else:
            assert can_be or any(p.least for p in event.participants)


@pytest.mark.slow
@QUIET
@given(events(), st.data())
def test_a_repair_changes_as_few_others_as_any_agenda_could(event, data):
    """Somebody stays away: changed meetings among those that could stay are counted against all agendas."""
    published = make_agenda(event, time_limit=20)
    if published.status is not Status.OPTIMAL or not published.meetings:
        return
    gone = data.draw(st.sampled_from([p.id for p in event.participants]))
    everywhere = frozenset(slot.id for slot in event.slots)
    now = replace(
        event,
        participants=tuple(replace(p, away=everywhere) if p.id == gone else p for p in event.participants),
    )
    could_stay = {key(m) for m in published.meetings if gone not in m.people}
    possible = [{key(m) for m in meetings} for meetings in agendas.every_agenda(now)]
    repair = repair_agenda(now, published.meetings, time_limit=20)
    if not possible:
        assert repair.agenda.status is Status.INFEASIBLE
        return
    fewest = min(len(could_stay - meetings) for meetings in possible)
    assert (repair.fewest, repair.proven) == (fewest, True)
    assert violations(now, repair.agenda.meetings) == ()
    held = {key(m) for m in repair.agenda.meetings}
    assert len(could_stay - held) == fewest
    others = [c for c in repair.changes if not c.needed and c.kind in ("cancelled", "moved")]
    assert len(others) == fewest


def key(meeting) -> tuple[str, ...]:
    return (meeting.request, meeting.slot, *meeting.people)


@st.composite
def instances(draw: st.DrawFn) -> Instance:
    """Draw up to five participants, five meetings and four slots."""
    participants, slots = draw(st.integers(2, 5)), draw(st.integers(2, 4))
    number = st.integers(1, participants)
    pairs = draw(st.lists(st.tuples(number, number).filter(lambda pair: pair[0] != pair[1]), max_size=5))
    meetings = tuple((a, b, draw(st.sampled_from([1, 2, 3, 3, 3]))) for a, b in pairs)
    order = draw(st.permutations(range(1, len(meetings) + 1)))
    return Instance(
        participants,
        draw(st.integers(1, 3)),
        slots,
        draw(st.integers(0, slots)),
        meetings,
        tuple(draw(st.frozensets(st.integers(1, slots), max_size=1)) for _ in range(participants)),
        tuple((m, draw(st.integers(1, slots))) for m in order[:1] if draw(st.booleans())),
        ((order[0], order[1]),) if len(order) > 1 and draw(st.booleans()) else (),
    )


@QUIET
@given(instances(), st.sampled_from([None, 0, 1, 2]))
def test_the_published_problem_is_solved_to_the_optimum(instance, fairness):
    """The fewest breaks of all schedules, or infeasible where there is none."""
    fewest = agendas.fewest_breaks(instance, fairness)
    found = solve_instance(instance, fairness=fairness, time_limit=20)
    if fewest is None:
        assert found.status is Status.INFEASIBLE
        return
    assert (found.status, found.breaks, found.bound) == (Status.OPTIMAL, fewest, fewest)
    assert instance_violations(instance, found.slots, fairness=fairness) == ()
    assert sum(instance_breaks(instance, found.slots)) == fewest
