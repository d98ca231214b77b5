"""The measures of answers, compared with slow, obvious versions on random input."""

from collections import Counter

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import mannwhitneyu

from oracles import answers as slow
from polos.measures.agreement import Difference, krippendorff_alpha, krippendorff_alpha_interval
from polos.measures.consensus import kendalls_w, ordinal_consensus
from polos.measures.consensus_delphi import (
    DelphiRule,
    Outcome,
    delphi_decision,
    delphi_feedback,
    delphi_lock,
    dissent,
    round_stability,
)
from polos.measures.survey import answer_counts, exact_interval, wilson_interval
from polos.measures.survey_bounds import (
    Bounds,
    count_behind_share,
    joint_bounds,
    published_figures,
    published_steps,
)
from polos.measures.survey_comparison import fisher_test, holm_correction, rank_sum_test
from polos.measures.survey_design import (
    finite_population_correction,
    minimum_detectable_difference,
    response_rate,
)
from polos.measures.survey_disclosure import suppressed
from polos.measures.survey_pairs import change_between_waves, paired_differences, relevance_against_support
from polos.reference import survey_figures
from polos.table import Table

SCORES = st.integers(1, 5)
SIDE = st.lists(SCORES, min_size=1, max_size=6)
quick = settings(max_examples=60, deadline=None)


@given(st.lists(st.one_of(st.none(), st.sampled_from("abc"), st.frozensets(st.sampled_from("abc")))))
def test_counts(answers):
    found = answer_counts(answers, "abc")
    assert (list(found.counts), found.answered) == slow.counts(answers, "abc")


@given(st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), st.floats(0.5, 0.99))
@quick
def test_intervals_of_a_share(part_and_count, level):
    one, two = (measure(*part_and_count, level=level) for measure in (wilson_interval, exact_interval))
    assert (one.lower, one.upper) == pytest.approx(slow.wilson(*part_and_count, level), abs=1e-9)
    assert (two.lower, two.upper) == pytest.approx(slow.clopper_pearson(*part_and_count, level), abs=1e-9)


@given(st.data(), st.sampled_from([0.8, 0.9, 0.95, 0.99]))
@quick
def test_interval_of_a_population(data, level):
    population = data.draw(st.integers(1, 25))
    count = data.draw(st.integers(1, population))
    part = data.draw(st.integers(0, count))
    found = exact_interval(part, count, level=level, population=population)
    assert (found.lower, found.upper) == slow.shares_of_population(part, count, population, level)


@given(st.integers(1, 6), st.integers(1, 6), st.data())
@quick
def test_fisher(count_a, count_b, data):
    part_a, part_b = data.draw(st.integers(0, count_a)), data.draw(st.integers(0, count_b))
    found = fisher_test(part_a, count_a, part_b, count_b)
    if found.probability is None:
        assert part_a + part_b in (0, count_a + count_b)
    else:
        assert found.probability == pytest.approx(float(slow.fisher(part_a, count_a, part_b, count_b)))


@pytest.mark.slow
@given(SIDE, SIDE)
@quick
def test_rank_sum(one, two):
    found = rank_sum_test([None, *one], [*two, None])
    assert found.difference == pytest.approx(slow.delta(one, two), abs=1e-12)
    if found.probability is None:
        assert len({*one, *two}) == 1
    else:
        assert found.probability == pytest.approx(float(slow.rank_sum(one, two)), abs=1e-12)


def test_the_normal_approximation_is_near_the_exact_probability():
    """Just too many to count all ways, beside a few less."""
    generator = np.random.default_rng(3)
    one, two = generator.integers(1, 6, 130), generator.integers(1, 6, 130) + generator.integers(0, 2, 130)
    large, small = rank_sum_test(one, two), rank_sum_test(one[:70], two[:70])
    assert not large.is_exact
    assert small.is_exact
    assert large.probability == pytest.approx(_by_drawing(one, two, generator), abs=0.02)


@pytest.mark.parametrize("sizes", [(900, 700), (400, 1200)])
def test_the_normal_approximation_is_scipy_s(sizes):
    generator = np.random.default_rng(3)
    one, two = (generator.integers(1, 6, size).tolist() for size in sizes)
    theirs = mannwhitneyu(one, two, method="asymptotic", use_continuity=False)
    found = rank_sum_test(one, two)
    assert not found.is_exact
    assert found.probability == pytest.approx(theirs.pvalue, abs=1e-12)
    assert found.difference == pytest.approx(2 * theirs.statistic / (len(one) * len(two)) - 1)


def _by_drawing(one, two, generator, draws=2000):
    everything = np.concatenate([one, two])
    here = abs(slow.delta(one.tolist(), two.tolist()))

    def difference(scores):
        a, b = scores[: len(one)], scores[len(one) :]
        return abs((a[:, None] > b).sum() - (a[:, None] < b).sum()) / (len(a) * len(b))

    return np.mean([difference(generator.permutation(everything)) >= here - 1e-12 for _ in range(draws)])


@given(st.dictionaries(st.sampled_from("abcdefg"), st.one_of(st.none(), st.floats(0, 1))))
def test_holm(probabilities):
    assert holm_correction(probabilities) == pytest.approx(slow.holm(probabilities))


@given(st.lists(st.tuples(SCORES, SCORES), min_size=5, max_size=9))
@quick
def test_differences_of_pairs(scores):
    one, two = ({str(i): pair[side] for i, pair in enumerate(scores)} for side in (0, 1))
    found = paired_differences(one, two)
    differences = [a - b for a, b in scores]
    assert dict(found.differences) == Counter(differences)
    assert found.mean == pytest.approx(sum(differences) / len(differences))
    assert found.probability == (slow.sign_flips(differences) if any(differences) else None)


@given(SIDE, SIDE)
@quick
def test_change_between_waves(before, after):
    found = change_between_waves(before, after)
    assert found.mean_after == pytest.approx(sum(after) / len(after))
    assert found.test.difference == pytest.approx(slow.delta(after, before), abs=1e-12)


@given(st.lists(st.tuples(st.one_of(st.none(), SCORES), st.one_of(st.none(), SCORES)), max_size=10))
@quick
def test_relevance_against_support(people):
    (found,) = relevance_against_support({"s": [r for r, _ in people]}, {"s": [s for _, s in people]})
    both = [(r >= 4, s >= 4) for r, s in people if r is not None and s is not None]
    cells = [both.count(cell) for cell in ((True, True), (True, False), (False, True), (False, False))]
    assert [found.both, found.unmet, found.unasked, found.neither] == cells
    differing = cells[1] + cells[2]
    assert found.probability == (slow.mcnemar(cells[1], cells[2]) if differing else None)
    assert found.corrected == found.probability


@given(st.integers(1, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_who_answered(answered_and_invited):
    answered, invited = answered_and_invited
    assert response_rate(answered, invited).value == answered / invited
    found = finite_population_correction(answered, invited).value
    if answered and invited > 1:
        assert found**2 * (invited - 1) == pytest.approx(invited - answered)


@pytest.mark.parametrize(("count_a", "count_b", "share"), [(5, 6, 0.5), (6, 6, 0.3), (4, 7, 0.8)])
def test_detectable_differences_reach_the_power_and_smaller_ones_do_not(count_a, count_b, share):
    found = minimum_detectable_difference(count_a, count_b, share=share, power=0.6, level=0.1)
    for sign, difference in ((1, found.increase), (-1, found.decrease)):
        furthest = 1.0 if sign > 0 else 0.0
        if difference is None:
            assert slow.power(count_a, count_b, share, furthest, 0.1) < 0.6
            continue
        assert slow.power(count_a, count_b, share, share + sign * difference, 0.1) >= 0.6 - 1e-12
        assert slow.power(count_a, count_b, share, share + sign * (difference - 0.001), 0.1) < 0.6


def test_an_endless_gain_in_power_is_found():
    """The bound above says something only where some difference is found."""
    assert minimum_detectable_difference(6, 6, share=0.3, power=0.6, level=0.1).increase is not None


@given(
    st.tuples(st.integers(1, 2), st.integers(1, 3)).flatmap(
        lambda shape: st.lists(
            st.lists(st.integers(0, 3), min_size=shape[1], max_size=shape[1]),
            min_size=shape[0],
            max_size=shape[0],
        )
    ),
    st.integers(1, 4),
)
@settings(max_examples=30, deadline=None)
def test_no_small_cell_can_be_worked_out(counts, minimum):
    """For a reader of what is shown, every hidden small cell can differ by the minimum."""
    found = suppressed(counts, minimum=minimum)
    if found.undefined:
        assert sum(map(sum, counts)) < minimum
        return
    possible = list(slow.tables_like(found.counts))
    for i, row in enumerate(found.hidden):
        for j, why in enumerate(row):
            there = {table[i][j] for table in possible}
            if why == "small":
                assert max(there) - min(there) >= minimum
            assert (why is None) <= (len(there) == 1)
    full = [[*row, sum(row)] for row in counts]
    full.append([sum(column) for column in zip(*full, strict=True)])
    for row, shown in zip(full, found.counts, strict=True):
        assert all(seen in (None, there) for seen, there in zip(shown, row, strict=True))
        assert all(seen is None or seen >= minimum for seen in shown)


@given(st.integers(1, 200), st.integers(0, 100))
def test_counts_behind_a_rounded_share(base, percent):
    fitting = [k for k in range(base + 1) if int(100 * k / base + 0.5) == percent]
    if fitting:
        assert count_behind_share(str(percent), base) == Bounds(fitting[0], fitting[-1])


@given(st.integers(1, 8), st.data())
@quick
def test_joint_bounds_are_reached(count, data):
    def margin():
        first, second = sorted((data.draw(st.integers(0, count)), data.draw(st.integers(0, count))))
        return Bounds(first, second)

    first, second = margin(), margin()
    found = joint_bounds(first, second, count)
    tables = [
        (both, a - both, b - both, count - a - b + both)
        for a in range(first.lower, first.upper + 1)
        for b in range(second.lower, second.upper + 1)
        for both in range(count + 1)
        if both <= min(a, b) and a + b - both <= count
    ]
    cells = (found.both, found.first_only, found.second_only, found.neither)
    for cell, values in zip(cells, zip(*tables, strict=True), strict=True):
        assert (cell.lower, cell.upper) == (min(values), max(values))
    gaps = [(only_first - only_second) / count for _, only_first, only_second, _ in tables]
    assert found.gap == pytest.approx((min(gaps), max(gaps)))


def test_published_steps_follow_from_published_figures():
    """Whatever order the rows of the publication stand in."""
    table = survey_figures()
    mixed = Table(table.rows.sample(fraction=1, shuffle=True, seed=1), table.schema, table.origin)
    assert {one.option for one in published_figures(mixed)} == set(table.rows["option"])
    found = {one.step: one.joint for one in published_steps(mixed)}
    assert found == {one.step: one.joint for one in published_steps(table)}
    relevant = table.rows.filter(pl.col("question_id") == "Q06", pl.col("option") == "score 4 or 5")
    assert {f"relevance of step: {step}" for step in found} < set(relevant["topic"])


@given(st.lists(st.integers(0, 9), min_size=2, max_size=7).filter(lambda numbers: sum(numbers) > 1))
def test_consensus(numbers):
    assert ordinal_consensus(numbers).value == pytest.approx(slow.consensus(numbers), abs=1e-12)


@given(
    st.integers(2, 6).flatmap(
        lambda n: st.lists(st.lists(SCORES, min_size=n, max_size=n), min_size=2, max_size=5)
    )
)
def test_agreement_of_rankings(rankings):
    found = kendalls_w(rankings)
    if found.value is None:
        assert all(len(set(one)) == 1 for one in rankings)
    else:
        assert found.value == pytest.approx(slow.kendall(rankings), abs=1e-12)


CODINGS = st.integers(1, 8).flatmap(
    lambda n: st.lists(
        st.lists(st.one_of(st.none(), st.integers(0, 4)), min_size=n, max_size=n), min_size=2, max_size=4
    )
)
DISTANCES = {
    Difference.NOMINAL: slow.nominal,
    Difference.ORDINAL: slow.ordinal,
    Difference.INTERVAL: slow.interval,
    Difference.RATIO: slow.ratio,
}


@pytest.mark.slow
@pytest.mark.parametrize("difference", Difference)
@given(codings=CODINGS)
def test_alpha(difference, codings):
    found, expected = krippendorff_alpha(codings, difference), slow.alpha(codings, DISTANCES[difference])
    assert found.value == (None if expected is None else pytest.approx(expected, abs=1e-10))


@pytest.mark.slow
def test_bounds_of_alpha_are_those_of_units_drawn_one_by_one():
    generator = np.random.default_rng(5)
    codings = generator.integers(1, 4, (3, 12)).tolist()
    found = krippendorff_alpha_interval(
        codings, Difference.ORDINAL, generator=np.random.default_rng(7), draws=300, level=0.9
    )
    again = np.random.default_rng(7)
    drawn = []
    for weights in [w for size in (200, 100) for w in again.multinomial(12, np.full(12, 1 / 12), size=size)]:
        chosen = [unit for unit, weight in enumerate(weights) for _ in range(weight)]
        drawn.append(slow.alpha([[coder[u] for u in chosen] for coder in codings], slow.ordinal))
    known = sorted(value for value in drawn if value is not None)
    assert (found.lower, found.upper) == pytest.approx(tuple(np.quantile(known, [0.05, 0.95])))
    assert found.undefined_draws == 300 - len(known)


ROUND = st.dictionaries(st.sampled_from("abcdefgh"), st.one_of(st.none(), SCORES))


@given(ROUND, ROUND)
def test_movement_between_rounds(before, after):
    found = round_stability(before, after)
    both = [p for p in before if before[p] is not None and after.get(p) is not None]
    moved = [after[p] - before[p] for p in both]
    assert (found.higher, found.lower) == (sum(m > 0 for m in moved), sum(m < 0 for m in moved))
    apart = sum(
        abs(sum(before[p] == k for p in both) - sum(after[p] == k for p in both)) for k in range(1, 6)
    )
    assert found.change.value == (apart / 2 / len(both) if both else None)


@pytest.mark.slow
@given(st.lists(ROUND, min_size=1, max_size=3))
@settings(max_examples=300, deadline=None)
def test_what_rounds_decide(rounds):
    rule = DelphiRule(least_answers=2)
    found = delphi_decision(rounds, rule, "abcdefgh")
    last = [score for score in rounds[-1].values() if score is not None]
    stable = False
    if len(rounds) > 1:
        change = round_stability(rounds[-2], rounds[-1]).change.value
        stable = change is not None and change <= 0.15
    if len(last) < 2:
        expected = Outcome.TOO_FEW_ANSWERS
    elif len(rounds) == 1 or (len(rounds) == 2 and not stable):
        expected = Outcome.ANOTHER_ROUND
    elif sum(score >= 4 for score in last) / len(last) >= 0.75:
        expected = Outcome.AGREED
    elif sum(score <= 2 for score in last) / len(last) >= 0.75:
        expected = Outcome.REJECTED
    else:
        expected = Outcome.STABLE_DISSENT if stable else Outcome.UNSETTLED
    assert found.outcome is expected


@given(ROUND)
def test_feedback_and_dissent_count_the_same_people(scores):
    rule = DelphiRule(least_answers=2)
    shown, camps = delphi_feedback(scores, rule), dissent(scores, rule)
    if shown.undefined:
        assert camps.undefined is shown.undefined
        return
    assert len(camps.agreeing) == sum(shown.counts[3:])
    assert len(camps.neutral) == shown.counts[2]
    ordered = sorted(score for score in scores.values() if score is not None)
    middle = (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2
    assert shown.median == middle


@given(st.sets(st.sampled_from("abcdefgh")), st.sets(st.sampled_from("abcdefgh")))
def test_locks_are_those_of_the_same_people(one, two):
    locks = [delphi_lock(DelphiRule(), people) for people in (one, two)]
    assert (locks[0] == locks[1]) == (one == two)
