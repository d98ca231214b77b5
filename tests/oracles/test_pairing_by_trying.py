"""Assignments of pairs by trying every set of pairs there is; random small tasks compare both ways."""

from itertools import combinations, pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polos.errors import InputError
from polos.matches.assignment import CannotBeMet, best_assignment, rules_of
from polos.matches.clashes import clash
from polos.matches.pairing import Objective, PairingTask, Partner, Proof, Quota, QuotaKind
from polos.matches.pairing_review import alternatives, drop_out, prices
from polos.matches.stable import blocking_pairs, stable_assignment

COUNTRIES, THEMES = ("CL", "PL"), ("water", "energy")


@st.composite
def tasks(draw, rules=True, rankings=False, most=2):
    sides = [
        tuple(
            Partner(
                f"{side}{k}",
                country=draw(st.sampled_from(COUNTRIES)),
                themes=tuple(draw(st.sets(st.sampled_from(THEMES)))),
                most=draw(st.integers(0 if rules else 1, most)),
            )
            for k in range(draw(st.integers(1, 3)))
        )
        for side in "ab"
    ]
    a, b = sides
    cell = st.one_of(st.none(), st.integers(0, 6))
    values = [[draw(cell) for _ in b] for _ in a]
    numbers = np.array([[np.nan if v is None else v / 4 for v in row] for row in values])
    options = {}
    if rules:
        options = drawn_rules(draw, a, b)
    if rankings:
        options["rankings"] = {
            p.id: tuple(draw(st.permutations([o.id for o in others])))[: draw(st.integers(0, 3))]
            for side, others in ((a, b), (b, a))
            for p in side
            if draw(st.booleans())
        }
    try:
        return PairingTask(a, b, numbers, **options)
    except InputError:  # a contradiction, which the unit tests look at
        return PairingTask(a, b, numbers)


def drawn_rules(draw, a, b):
    pairs = [(p.id, q.id) for p in a for q in b]
    bounds = st.tuples(st.integers(0, 2), st.one_of(st.none(), st.integers(0, 2)))
    quotas = []
    for kind, code, side in draw(
        st.lists(
            st.sampled_from(
                [
                    (QuotaKind.COUNTRY, "CL", "a"),
                    (QuotaKind.COUNTRY, "PL", "b"),
                    (QuotaKind.THEME, "water", ""),
                    (QuotaKind.THEME, "energy", ""),
                    (QuotaKind.PAIRS, "", ""),
                ]
            ),
            max_size=3,
            unique=True,
        )
    ):
        least, most = draw(bounds)
        quotas.append(Quota(kind, code, side, least, None if most is None else max(least, most)))
    must = draw(st.sets(st.sampled_from(pairs), max_size=1))
    return {
        "quotas": tuple(quotas),
        "must": frozenset(must),
        "must_not": frozenset(draw(st.sets(st.sampled_from(pairs), max_size=2)) - must),
        "minimum": draw(st.sampled_from([None, 0.5])),
    }


def worth(task, made):
    return [v for pair in made if (v := task.value(pair)) is not None]


def everything(task):
    """Every set of pairs within the capacities, of known value or required."""
    pairs = [
        (p.id, q.id)
        for p, q in product(task.a, task.b)
        if task.value((p.id, q.id)) is not None or (p.id, q.id) in task.must
    ]
    for size in range(len(pairs) + 1):
        for made in combinations(pairs, size):
            if all(sum(p.id in pair for pair in made) <= p.most for p in (*task.a, *task.b)):
                yield frozenset(made)


def shortfalls(task, made):
    """By how many pairs each rule is missed, in the order of the rules."""
    found = []
    for rule in rules_of(task):
        at = {(task.a[k // len(task.b)].id, task.b[k % len(task.b)].id) for k in rule.on.tolist()}
        count = len(at & made)
        found.append(int(max(rule.least - count, count - rule.most, 0)))
    return found


def keeps_rules(task, made):
    """The rules, read from the task and not from the program."""
    for quota in task.quotas:
        count = sum(counts(task, quota, pair) for pair in made)
        if count < quota.least or (quota.most is not None and count > quota.most):
            return False
    worths = {pair: task.value(pair) for pair in made}
    low = task.minimum is not None and any(v is not None and v < task.minimum for v in worths.values())
    return task.must <= made and not (task.must_not & made) and not low


def counts(task, quota, pair):
    if quota.kind is QuotaKind.PAIRS:
        return True
    partners = [
        next(p for p in side if p.id == one) for side, one in zip((task.a, task.b), pair, strict=True)
    ]
    if quota.kind is QuotaKind.THEME:
        return all(quota.code in p.themes for p in partners)
    return partners["ab".index(quota.side)].country == quota.code


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(tasks())
def test_the_greatest_total(task):
    possible = [made for made in everything(task) if keeps_rules(task, made)]
    if not possible:
        with pytest.raises(CannotBeMet):
            best_assignment(task)
        return
    found = best_assignment(task)
    assert found.made in possible
    assert found.proof is Proof.PROVEN
    assert found.total == pytest.approx(max(sum(worth(task, made)) for made in possible))
    assert found.bound == pytest.approx(found.total)


@pytest.mark.slow
@settings(max_examples=100, deadline=None)
@given(tasks())
def test_the_worst_off_pair_first(task):
    possible = [made for made in everything(task) if keeps_rules(task, made)]
    if not possible:
        return
    found = best_assignment(task, objective=Objective.WORST_OFF)

    def goodness(made):
        free = worth(task, made - task.must)
        return len(made), min(free, default=np.inf), sum(worth(task, made))

    assert found.proof is Proof.PROVEN
    assert goodness(found.made) == pytest.approx(max(map(goodness, possible)))


@pytest.mark.slow
@settings(max_examples=100, deadline=None)
@given(tasks())
def test_a_clash_is_minimal_and_its_relaxation_the_smallest(task):
    every = list(everything(task))
    if any(keeps_rules(task, made) for made in every):
        return
    found = clash(task)
    rules = [rule.named for rule in rules_of(task)]
    at = [rules.index(rule) for rule in found.rules]
    missed = [shortfalls(task, made) for made in every]

    def can_be_met(places):
        return any(not any(short[k] for k in places) for short in missed)

    assert not can_be_met(at)
    assert all(can_be_met([k for k in at if k != left_out]) for left_out in at)
    firm = [k for k, rule in enumerate(rules) if rule.code in ("must_pair", "must_not_pair")]
    kept = [short for short in missed if not any(short[k] for k in firm)] or missed
    assert sum(relaxed.by for relaxed in found.relaxed) == min(map(sum, kept))
    given_way = {rules.index(relaxed.rule): relaxed.by for relaxed in found.relaxed}
    short = shortfalls(task, found.assignment.made)
    assert {k: by for k, by in enumerate(short) if by} == given_way
    fewest = min(map(sum, kept))
    totals = [
        sum(worth(task, made))
        for made, one in zip(every, missed, strict=True)
        if one in kept and sum(one) == fewest
    ]
    assert found.assignment.total == pytest.approx(max(totals))


def test_leaving_out_a_required_pair_that_another_rule_needs_costs_nothing():
    """Its value is unknown; two pairs are asked for, and there are no other two."""
    sides = [tuple(Partner(f"{side}{k}", country="CL") for k in range(2)) for side in "ab"]
    values = np.array([[np.nan, np.nan], [np.nan, 0.25]])
    quota = Quota(QuotaKind.COUNTRY, "CL", "a", 2)
    task = PairingTask(*sides, values, quotas=(quota,), must=frozenset({("a0", "b0")}))
    told = {price.rule.code: (price.total, price.pairs) for price in prices(task, best_assignment(task))}
    assert told["must_pair"] == (0.0, 0)


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(tasks())
def test_the_price_of_a_rule_is_what_there_would_be_without_it(task):
    every = list(everything(task))
    if not any(keeps_rules(task, made) for made in every):
        return
    found = best_assignment(task)
    rules = [rule.named for rule in rules_of(task)]
    for price in prices(task, found):
        left = [k for k, rule in enumerate(rules) if rule != price.rule]
        # without its rule, a required pair of unknown value is still possible
        free = [made for made in every if not any(shortfalls(task, made)[k] for k in left)]
        best = max(sum(worth(task, made)) for made in free)
        assert price.total == pytest.approx(best - found.total, abs=1e-6)
        assert price.total >= 0
    assert all(one.total >= two.total for one, two in pairwise(prices(task, found)))


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(tasks())
def test_the_first_alternative_is_as_different_as_can_be(task):
    possible = [made for made in everything(task) if keeps_rules(task, made)]
    if not possible:
        return
    best = best_assignment(task)
    found = alternatives(task, best, tolerance=0.25)
    near = [made for made in possible if sum(worth(task, made)) >= 0.75 * best.total - 1e-9]
    assert all(other.assignment.made in near for other in found.others)
    overlap = min(len(made & best.made) for made in near)
    if found.others:
        first = found.others[0].assignment.made
        assert len(first & best.made) == overlap
        assert frozenset(found.others[0].added) == first - best.made
    else:
        assert overlap == len(best.made)


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(tasks(), st.integers(0, 5))
def test_a_partner_who_drops_out(task, which):
    possible = [made for made in everything(task) if keeps_rules(task, made)]
    if not possible:
        return
    best = best_assignment(task)
    partners = (*task.a, *task.b)
    gone = partners[which % len(partners)].id
    found = drop_out(task, best, gone)
    assert set(found.lost) == {pair for pair in best.made if gone in pair}
    if (len(task.a) == 1 and gone == task.a[0].id) or (len(task.b) == 1 and gone == task.b[0].id):
        assert (found.repaired, found.anew) == (None, None)
        return
    rest = task.without(gone)
    left = [made for made in everything(rest) if keeps_rules(rest, made)]
    kept = best.made - set(found.lost)
    holding = [made for made in left if made >= kept]
    for proposed, among in ((found.anew, left), (found.repaired, holding)):
        if not among:
            assert proposed is None
        else:
            assert proposed.total == pytest.approx(max(sum(worth(rest, made)) for made in among))
    assert set(found.moved) == kept - (found.anew.made if found.anew else frozenset())


def prefers(task, side, who, other, made):
    """Whether ``who`` has room for ``other`` or wants it more than one of its partners."""
    place = {p.id: k for k, p in enumerate(task.a if side == "a" else task.b)}[who]
    others = task.b if side == "a" else task.a
    column = {p.id: k for k, p in enumerate(others)}
    wish = task.wishes[side][place]
    if not wish[column[other]]:
        return False
    mine = [pair["ba".index(side)] for pair in made if pair["ab".index(side)] == who]
    partner = (task.a if side == "a" else task.b)[place]
    if len(mine) < partner.most:
        return True
    return any(wish[column[one]] == 0 or wish[column[one]] > wish[column[other]] for one in mine)


def blocking(task, made):
    return {
        (p.id, q.id)
        for p, q in product(task.a, task.b)
        if (p.id, q.id) not in made
        and prefers(task, "a", p.id, q.id, made)
        and prefers(task, "b", q.id, p.id, made)
    }


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(tasks(rules=False, rankings=True))
def test_deferred_acceptance_leaves_nobody_to_block(task):
    for proposing in "ab":
        found = stable_assignment(task, proposing=proposing)
        assert blocking(task, found.made) == set()
        assert blocking_pairs(task, found) == ()


@pytest.mark.slow
@settings(max_examples=100, deadline=None)
@given(tasks(rules=False, rankings=True))
def test_blocking_pairs_are_all_found(task):
    found = best_assignment(task)
    assert {(one.a, one.b) for one in blocking_pairs(task, found)} == blocking(task, found.made)


@pytest.mark.slow
@settings(max_examples=100, deadline=None)
@given(tasks(rules=False, rankings=True, most=1))
def test_the_proposing_side_gets_the_best_of_all_stable_assignments(task):
    """With one partner each and strict wishes, no stable assignment is better for anybody who proposes."""
    strict = {
        side: all(len(set(row[row > 0])) == (row > 0).sum() for row in task.wishes[side]) for side in "ab"
    }
    if not all(strict.values()):
        return
    acceptable = {
        pair
        for pair in product([p.id for p in task.a], [q.id for q in task.b])
        if task.wishes["a"][task.place(pair)] and task.wishes["b"].T[task.place(pair)]
    }
    stable = [made for made in everything(task) if made <= acceptable and not blocking(task, made)]
    for side, proposers in (("a", task.a), ("b", task.b)):
        found = stable_assignment(task, proposing=side).made
        for row, partner in enumerate(proposers):
            places = [place_in(task, side, row, partner.id, made) for made in stable]
            assert place_in(task, side, row, partner.id, found) == min(places)


def place_in(task, side, row, who, made):
    own = [pair for pair in made if pair["ab".index(side)] == who]
    if not own:
        return np.inf
    others = task.b if side == "a" else task.a
    return task.wishes[side][row][[p.id for p in others].index(own[0]["ba".index(side)])]
