"""Means and incomes that EconGeo 2.1 rounds on the way, against ours with its rounding.

Its ``norm_ubiquity`` and ``inv_norm_ubiquity`` are stored too and not compared: Polos has no such measure.
"""

import numpy as np
import pytest

from golden import econgeo
from polos import measures

pytestmark = pytest.mark.shared
INCOME = "vec=1000+(7919k mod 3001)"
NORMALISED = {
    "association": measures.association_strength,
    "prob": measures.association_probability,
    "cosine": measures.cosine,
    "jaccard": measures.jaccard,
}


def incomes(territories: tuple[str, ...]) -> dict[str, float]:
    """Return the incomes the stored output was made with."""
    return {name: 1000.0 + (7919 * k) % 3001 for k, name in enumerate(territories, 1)}


@pytest.mark.parametrize("table", ["A", "B"])
def test_prody_and_expy_are_econgeo_s_with_its_rounded_advantage(shared, table):
    """EconGeo weights incomes by advantages of two decimals: without the rounding 3.2e-4 off at most."""
    exports = econgeo.matrix(shared, table)
    income = incomes(exports.territories)
    theirs = econgeo.expected_values(shared, "prody", INCOME, table)
    implied = econgeo.expected_values(shared, "expy", INCOME, table)
    rounded = measures.revealed_comparative_advantage(exports).values.round(2)
    weighted = (rounded / rounded.sum(axis=0) * np.array(list(income.values()))[:, None]).sum(axis=0)
    assert weighted == pytest.approx(theirs, rel=1e-14)
    ours = measures.prody(exports, income=income)
    assert ours.values == pytest.approx(theirs, rel=3.2e-4)
    assert measures.expy(exports, ours).values == pytest.approx(implied, rel=1.2e-4)
    of_theirs = type(ours)(weighted, ours.activities, ours.undefined, ours.origin)
    assert measures.expy(exports, of_theirs).values == pytest.approx(implied, rel=1e-14)


@pytest.mark.parametrize("table", ["A", "B"])
def test_the_mean_location_quotient_is_the_inverse_of_our_hachman_index(shared, table):
    """EconGeo weights the quotients of a territory by its shares."""
    theirs = econgeo.expected_values(shared, "location_quotient_avg", "", table)
    assert 1 / measures.hachman_index(econgeo.matrix(shared, table)).values == pytest.approx(
        theirs, rel=1e-12
    )


@pytest.mark.parametrize("table", ["A", "B"])
@pytest.mark.parametrize("name", NORMALISED)
@pytest.mark.parametrize(("function", "side"), [("int_avg", 1), ("ext_avg", 0)])
def test_mean_densities_are_econgeo_s_in_whole_percent(shared, table, name, function, side):
    """Over the activities a territory has (``int``) or has not (``ext``).

    EconGeo rounds each density to whole percents, and their mean once more.
    """
    present = measures.specialised(econgeo.matrix(shared, table))
    related = NORMALISED[name](measures.co_occurrence(present), sizes=measures.Sizes.CO_OCCURRENCES)
    density = measures.relatedness_density(present, related)
    stored = econgeo.expected(shared, f"relatedness_density_{function}", name, table)
    for territory, _, theirs in stored:
        here = present.values[present.territories.index(territory)] == side
        percents = (100 * density.values[present.territories.index(territory)][here]).round()
        assert percents.mean() == pytest.approx(theirs, abs=0.5 + 1e-9)
