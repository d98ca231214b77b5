"""Printed values of the measures of answers, ratings and codings."""

import numpy as np
import pytest

from polos.measures.agreement import Difference, krippendorff_alpha, krippendorff_alpha_interval
from polos.measures.consensus import kendalls_w, ordinal_consensus
from polos.measures.survey import exact_interval, wilson_interval
from polos.measures.survey_comparison import fisher_test, holm_correction, rank_sum_test

N = None
#: Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, section C: four observers, twelve units.
OBSERVERS = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, N, N, N],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, N, 3],
    [N, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, N],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, N],
]


@pytest.mark.parametrize(
    ("difference", "alpha"),
    [
        (Difference.NOMINAL, 0.7434),
        (Difference.ORDINAL, 0.8154),
        (Difference.INTERVAL, 0.8491),
        (Difference.RATIO, 0.7974),
    ],
)
def test_four_observers_of_twelve_units(difference, alpha):
    found = krippendorff_alpha(OBSERVERS, difference)
    assert found.value == pytest.approx(alpha, abs=5e-5)
    assert (found.units, found.codings) == (11, 40)
    interval = krippendorff_alpha_interval(OBSERVERS, difference, generator=np.random.default_rng(2011))
    assert interval.lower < alpha < interval.upper


def test_consensus_of_seven_steps():
    """Tastle and Wierman (2007)."""
    assert ordinal_consensus([30, 40, 210, 130, 530, 50, 10]).value == pytest.approx(0.7256876, abs=5e-8)
    assert ordinal_consensus([16, 0, 0, 0, 16]).value == 0.0


def test_three_executives_rank_six_applicants():
    """Siegel and Castellan (1988), section 9.4: W = 0.162."""
    ranks = [[1, 6, 3, 2, 5, 4], [1, 5, 6, 4, 2, 3], [6, 3, 2, 5, 4, 1]]
    assert kendalls_w(ranks).value == pytest.approx(0.1619, abs=5e-5)


@pytest.mark.parametrize(
    ("part", "count", "wilson", "exact"),
    [
        (81, 263, (0.2553, 0.3662), (0.2527, 0.3676)),
        (15, 148, (0.0624, 0.1605), (0.0578, 0.1617)),
        (0, 20, (0.0000, 0.1611), (0.0000, 0.1684)),
        (1, 29, (0.0061, 0.1718), (0.0009, 0.1776)),
    ],
)
def test_intervals_of_four_shares(part, count, wilson, exact):
    """Newcombe (1998), Statistics in Medicine 17, 857-872, table I: methods 3 and 5."""
    one, two = wilson_interval(part, count), exact_interval(part, count)
    assert (one.lower, one.upper) == pytest.approx(wilson, abs=5e-5)
    assert (two.lower, two.upper) == pytest.approx(exact, abs=5e-5)


def test_the_lady_tasting_tea():
    """Fisher (1935), The Design of Experiments: three of four cups right, 34 in 70 in both directions."""
    assert fisher_test(3, 4, 1, 4).probability == pytest.approx(34 / 70)


def test_holm_of_four_tests():
    """As R 4 gives ``p.adjust(c(0.01, 0.02, 0.03, 0.04), "holm")``."""
    found = holm_correction({"a": 0.01, "b": 0.02, "c": 0.03, "d": 0.04})
    assert list(found.values()) == pytest.approx([0.04, 0.06, 0.06, 0.06])


def test_mann_and_whitneys_smallest_table():
    """Mann and Whitney (1947), table I: with 3 and 5, U of 1 or less has probability 0.036."""
    assert rank_sum_test([1, 2, 4], [3, 5, 6, 7, 8]).probability == pytest.approx(2 * 2 / 56)
