"""Agendas from outside: what a search tells, what survives it, reasons, prices, repair, published optima."""

import csv
from dataclasses import replace
from datetime import date, time

import pytest
from benchmarks.agenda.events import event as drawn_event

from engines_here import engines_here  # noqa: F401
from polos.errors import InputError, UnknownName, WrongRows
from polos.matches.agenda import (
    Agenda,
    Level,
    Meeting,
    Progress,
    Status,
    explain_event,
    explain_request,
    instance_violations,
    make_agenda,
    prices,
    quick_agenda,
    repair_agenda,
    solve_instance,
    value_of,
    violations,
)
from polos.matches.agenda.codes import PriceCode, RuleCode
from polos.reports import wording
from polos.tables.event_files import day_slots
from polos.tables.events import Event, Fixed, Interpreter, Participant, Priority, Request
from polos.tables.meeting_instances import from_dzn
from polos.vocabularies import LANGUAGES

SLOTS = day_slots(day=date(2027, 3, 2), zone="Europe/Madrid", first=time(9), minutes=20, count=2)
FIRST, SECOND = (slot.id for slot in SLOTS)
STAR = Event(
    name="One is asked by three",
    zone="Europe/Madrid",
    slots=SLOTS,
    participants=(Participant("star"), Participant("a"), Participant("b"), Participant("c")),
    requests=(
        Request("ra", "a", "star", Priority.MUST, Priority.MUST),
        Request("rb", "b", "star", Priority.WANT, Priority.MUST),
        Request("rc", "c", "star", Priority.MAYBE, Priority.MAYBE),
    ),
    tables=("1",),
)


@pytest.fixture
def quickly(engines_here):  # noqa: F811
    """Engines in this process."""


@pytest.mark.slow
def test_the_most_valued_are_held_and_the_rest_is_explained(quickly):
    """The star has two slots for three wishes: 9 and 6 stay, 1 is crowded out by both of them."""
    found = make_agenda(STAR)
    assert (found.status, value_of(STAR, found.meetings), found.unscheduled(STAR)) == (
        Status.OPTIMAL,
        15,
        ("rc",),
    )
    reason = explain_request(STAR, found, "rc")
    assert reason.kind == "crowded_out"
    stays = {rule.values["request"] for rule in reason.rules if rule.code == RuleCode.STAYS}
    assert stays == {"ra", "rb"}
    assert [rule.code for rule in reason.relaxation] == [RuleCode.STAYS]
    for language in LANGUAGES:
        assert all(wording.say(rule, language).endswith(".") for rule in reason.rules)
    assert explain_request(STAR, found, "ra").kind == "possible"
    with pytest.raises(UnknownName, match="'rx'"):
        explain_request(STAR, found, "rx")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"requests": (replace(STAR.requests[0], answer=Priority.NO),)}, RuleCode.REFUSED),
        ({"must_not": frozenset({"ra"})}, RuleCode.MUST_NOT),
        (
            {
                "participants": (
                    Participant("star"),
                    Participant("a", away=frozenset({FIRST, SECOND})),
                    *STAR.participants[2:],
                )
            },
            RuleCode.PRESENCE,
        ),
        (
            {
                "participants": (
                    Participant("star", languages=("es",)),
                    Participant("a", languages=("fr",)),
                    *STAR.participants[2:],
                )
            },
            RuleCode.LANGUAGE,
        ),
        ({"participants": (Participant("star", most=0), *STAR.participants[1:])}, RuleCode.MOST),
    ],
)
def test_what_the_rules_alone_forbid_is_impossible(quickly, change, code):
    event = replace(STAR, **change)
    reason = explain_request(event, make_agenda(event), "ra")
    assert reason.kind == "impossible"
    assert code in {rule.code for rule in reason.rules}
    assert [rule.code for rule in reason.relaxation] == [code]


def test_an_interpreter_is_shared_by_nobody(quickly):
    """Two pairs need the same interpreter; with one slot only one pair can meet."""
    people = tuple(
        Participant(name, languages=(code,))
        for name, code in (("a", "es"), ("b", "fr"), ("c", "es"), ("d", "fr"))
    )
    event = Event(
        "e",
        "UTC",
        SLOTS[:1],
        people,
        (Request("r1", "a", "b"), Request("r2", "c", "d", Priority.MUST)),
        None,
        (Interpreter("i", ("es", "fr")),),
    )
    found = make_agenda(event)
    assert [(m.request, m.interpreter) for m in found.meetings] == [("r2", "i")]
    codes = {rule.code for rule in explain_request(event, found, "r1").rules}
    assert RuleCode.INTERPRETERS in codes


def test_clashing_fixed_meetings_are_an_answer_with_its_reason(quickly):
    event = replace(STAR, tables=None, fixed=(Fixed("ra", FIRST), Fixed("rb", FIRST)))
    found = make_agenda(event)
    assert (found.status, found.meetings) == (Status.INFEASIBLE, ())
    assert found.conflict is not None
    assert {rule.code for rule in found.conflict.rules} == {RuleCode.AT_ONCE, RuleCode.FIXED}
    assert [rule.code for rule in found.conflict.relaxation] == [RuleCode.FIXED]
    assert explain_event(STAR).kind == "possible"


def test_the_price_of_a_rule_is_what_is_gained_without_it(quickly):
    """The star leaves after the first slot: being there in both would be worth 6, more tables nothing."""
    event = replace(
        STAR, participants=(Participant("star", away=frozenset({SECOND})), *STAR.participants[1:])
    )
    found = make_agenda(event)
    told = {
        price.rule.code: (price.gained, price.bound, price.proven)
        for price in prices(event, found, time_limit=20)
    }
    assert told[PriceCode.ABSENCES] == (6, 6, True)
    assert told[PriceCode.ONE_TABLE] == told[PriceCode.TABLES] == (0, 0, True)
    assert PriceCode.MOST not in told, "the event has no such rule"


def test_progress_brings_an_agenda_before_any_engine_starts(monkeypatch):
    """Whoever is killed in the middle has lost nothing that was told."""

    def broken(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("polos.matches.agenda.making.messages", broken)
    told: list[Progress] = []
    with pytest.raises(KeyboardInterrupt):
        make_agenda(STAR, on_progress=told.append)
    kept = [progress.agenda for progress in told if progress.agenda]
    assert violations(STAR, kept[-1].meetings) == ()
    again = quick_agenda(STAR)
    assert value_of(STAR, kept[-1].meetings) >= value_of(STAR, again.meetings) > 0


@pytest.mark.slow
def test_a_search_goes_on_from_where_another_ended(quickly):
    """With an agenda to start from, what comes at once is at least as good."""
    event = drawn_event(5, people=8, requests=16, slots=3, tables=2)
    best = make_agenda(event, time_limit=20)
    told: list[Progress] = []
    make_agenda(event, time_limit=20, start=best, on_progress=told.append)
    first = next(progress.agenda for progress in told if progress.agenda)
    assert value_of(event, first.meetings) == value_of(event, best.meetings)


def test_an_optimal_agenda_is_as_good_whatever_the_seed(quickly):
    """Another of several equally good agendas may come; the first one is the same for the same seed."""
    event = drawn_event(2, people=8, requests=14, slots=3, tables=2)
    one, other = (make_agenda(event, time_limit=50, seed=seed) for seed in (1, 2))
    assert one.status is other.status is Status.OPTIMAL
    assert one.levels == other.levels
    assert quick_agenda(event, seed=1).meetings == quick_agenda(event, seed=1).meetings


def test_a_wish_to_stop_returns_the_best_so_far():
    found = make_agenda(
        drawn_event(1, people=40, requests=150, slots=8, tables=8), time_limit=60, stop=lambda: True
    )
    assert found.status is Status.FEASIBLE
    assert found.meetings


@pytest.mark.parametrize("limit", [0, -1, float("nan")])
def test_no_time_is_refused(limit):
    for call in (
        lambda: make_agenda(STAR, time_limit=limit),
        lambda: prices(STAR, Agenda(Status.UNKNOWN), time_limit=limit),
        lambda: repair_agenda(STAR, (), time_limit=limit),
    ):
        with pytest.raises(InputError, match="time limit"):
            call()


def test_an_event_with_faults_is_refused():
    event = replace(STAR, requests=(Request("r", "a", "a"),))
    for call in (make_agenda, quick_agenda, explain_event):
        with pytest.raises(WrongRows, match="requests 1"):
            call(event)


def test_a_level_knows_its_gap():
    """98 of at most 100 is 2 % away; 3 breaks where 2 are the least, a third; 0 of 0 is proven."""
    assert Level("value", 98, 100).gap == pytest.approx(0.02)
    assert Level("breaks", 3, 2).gap == pytest.approx(1 / 3)
    assert Level("breaks", 0, 0).proven


def test_a_repair_leaves_what_was_held_and_says_what_changed(quickly):
    """a leaves after the first slot: her meeting in the second is lost, c comes in, the first is history."""
    before = (Meeting("rb", FIRST, "b", "star", "1"), Meeting("ra", SECOND, "a", "star", "1"))
    now = replace(
        STAR,
        participants=(
            STAR.participants[0],
            Participant("a", away=frozenset({SECOND})),
            *STAR.participants[2:],
        ),
    )
    repair = repair_agenda(now, before, keep_before=SECOND)
    assert [(c.kind, c.request, c.needed) for c in repair.changes] == [
        ("cancelled", "ra", True),
        ("added", "rc", False),
    ]
    assert (repair.fewest, repair.proven) == (0, True)
    moved = repair_agenda(now, before, allowed_changes=1)
    assert {(m.request, m.slot) for m in moved.agenda.meetings} == {("ra", FIRST), ("rb", SECOND)}
    with pytest.raises(InputError):
        repair_agenda(now, before, keep_before="nowhere")


def test_a_late_arrival_with_a_promise_moves_as_few_as_needed(quickly):
    """c is promised a meeting and comes in the second slot only: one other meeting has to go."""
    people = (*STAR.participants[:3], Participant("c", least=1, away=frozenset({FIRST})))
    before = (Meeting("ra", SECOND, "a", "star", "1"), Meeting("rb", FIRST, "b", "star", "1"))
    repair = repair_agenda(replace(STAR, participants=people), before)
    assert (repair.fewest, repair.proven, repair.agenda.status) == (1, True, Status.OPTIMAL)
    assert {(m.request, m.slot) for m in repair.agenda.meetings} == {("rc", SECOND), ("rb", FIRST)}


def test_people_keep_their_tables_where_they_can(quickly):
    """Two pairs, each of them twice: nobody changes tables between two slots."""
    people = tuple(Participant(name) for name in "abcd")
    asked = (
        Request("r1", "a", "b"),
        Request("r2", "c", "d"),
        Request("r3", "a", "c"),
        Request("r4", "b", "d"),
    )
    event = Event("e", "UTC", SLOTS, people, asked, ("1", "2", "3"))
    found = make_agenda(event)
    tables = {name: {m.table for m in found.meetings if name in m.people} for name in "abcd"}
    assert len(found.meetings) == 4
    assert sum(len(those) == 1 for those in tables.values()) >= 2


@pytest.mark.slow
@pytest.mark.shared
@pytest.mark.parametrize("name", ["tic-12", "tic-13", "forumt-14crafd"])
def test_published_optima_are_found_again(shared, quickly, name):
    """A few of the published results; benchmarks/agenda solves all 120."""
    folder = shared / "data" / "b2b_meetings"
    with (folder / "known_optima.csv").open(encoding="utf-8") as file:
        known = [
            row
            for row in csv.DictReader(file)
            if row["instance"] == name and row["variant"] in ("original", "forb0003")
        ]
    assert known
    for row in known:
        instance, fairness = (
            from_dzn((folder / "instances" / row["file"]).read_bytes()),
            int(row["fairness_d"]),
        )
        found = solve_instance(instance, fairness=fairness, time_limit=100)
        if row["optimum_total_breaks"] == "INFEASIBLE":
            assert found.status is Status.INFEASIBLE
        else:
            assert (found.status, found.breaks) == (Status.OPTIMAL, int(row["optimum_total_breaks"]))
            assert instance_violations(instance, found.slots, fairness=fairness) == ()


def test_a_negative_fairness_bound_is_refused(quickly):
    instance = from_dzn(
        b"nBusiness=2; nMeetings=1; nTables=1; nTotalSlots=1; nMorningSlots=1;"
        b"requested=[|1,2,3|]; forbidden=[{},{}]"
    )
    assert solve_instance(instance).slots == (1,)
    with pytest.raises(InputError, match="-1"):
        solve_instance(instance, fairness=-1)
