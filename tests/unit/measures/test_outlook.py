"""What counts as within reach, and what bad input gets."""

import numpy as np
import pytest

from polos import measures
from polos.errors import WrongRows
from polos.measures.results import Reason
from unit.measures.drawing import grid, nested


@pytest.fixture
def parts():
    presence = grid(nested(5))
    proximity = measures.proximity(presence)
    density = measures.relatedness_density(presence, proximity)
    return presence, proximity, density, measures.economic_complexity(presence).pci


def test_the_outlook_is_the_sum_of_near_and_absent_complexity(parts):
    presence, _, density, pci = parts
    outlook = measures.complexity_outlook_index(presence, density, pci)
    by_hand = sum(density.at("r2", a) * pci.at(a) for a in ("a0", "a1"))
    assert outlook.at("r2") == pytest.approx(by_hand)
    assert outlook.at("r0") == 0


def test_the_gain_is_undefined_for_what_a_territory_already_has(parts):
    presence, proximity, density, pci = parts
    gain = measures.complexity_outlook_gain(presence, proximity, pci)
    assert gain.why("r0", "a0") is Reason.NOT_A_CANDIDATE
    total = proximity.values.sum(axis=0)
    absent = [0, 1]  # what r2 lacks
    by_hand = sum(proximity.values[0, b] * pci.values[b] / total[b] for b in absent)
    assert gain.at("r2", "a0") == pytest.approx(by_hand)
    atlas = measures.opportunity_gain(presence, density, proximity, pci)
    assert atlas.at("r2", "a0") == pytest.approx(by_hand - density.at("r2", "a0") * pci.at("a0"))


def test_unknown_cells_and_activities_without_complexity_are_left_out(parts):
    table = np.zeros((5, 6))
    table[:, :5] = nested(5)
    table[4, 0] = np.nan
    presence = grid(table)
    proximity = measures.proximity(presence)
    density = measures.relatedness_density(presence, proximity)
    pci = measures.economic_complexity(presence).pci
    gain = measures.complexity_outlook_gain(presence, proximity, pci)
    assert gain.why("r4", "a0") is Reason.UNKNOWN_CELL
    assert gain.why("r4", "a5") is Reason.NOTHING_TO_COMPARE
    near = np.nan_to_num(proximity.values)
    absent = [1, 2, 3]  # what r4 is known to lack
    by_hand = sum(near[1, b] * pci.values[b] / near[:, b].sum() for b in absent)
    assert gain.at("r4", "a1") == pytest.approx(by_hand)
    outlook = measures.complexity_outlook_index(presence, density, pci)
    known = [a for a in ("a1", "a2", "a3") if presence.at("r4", a) == 0]
    assert outlook.at("r4") == pytest.approx(sum(density.at("r4", a) * pci.at(a) for a in known))


def test_a_territory_of_which_nothing_is_known_has_no_outlook(parts):
    table = nested(5)
    table[2] = np.nan
    presence = grid(table)
    proximity = measures.proximity(presence)
    density = measures.relatedness_density(presence, proximity)
    pci = measures.economic_complexity(presence).pci
    assert measures.complexity_outlook_index(presence, density, pci).why("r2") is Reason.NOTHING_TO_COMPARE


def test_tables_of_other_activities_are_refused(parts):
    _, proximity, density, pci = parts
    other = grid(nested(5), activities=list("vwxyz"))
    for call in (
        lambda: measures.complexity_outlook_index(other, density, pci),
        lambda: measures.complexity_outlook_gain(other, proximity, pci),
        lambda: measures.opportunity_gain(other, density, proximity, pci),
    ):
        with pytest.raises(WrongRows, match="same territories and activities"):
            call()


def test_of_a_half_present_activity_half_the_gain_is_left():
    presence = grid([[0.5, 0.0]])
    proximity = measures.proximity(grid(np.ones((1, 2))))
    pci = measures.economic_complexity(grid(nested(2))).pci
    gain = measures.complexity_outlook_gain(presence, proximity, pci)
    reach = (0.5 * pci.at("a0") + pci.at("a1")) / 2
    assert gain.values.tolist() == [pytest.approx([0.5 * reach, reach])]
