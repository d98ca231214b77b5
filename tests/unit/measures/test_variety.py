"""The entropy identity, levels, and bad input of variety."""

import numpy as np
import pytest

from polos import measures
from polos.errors import UnknownName, WrongRows
from polos.measures.results import Reason
from unit.measures.drawing import matrix

SECTIONS = {"a0": "A", "a1": "A", "a2": "B", "a3": "C", "a4": "C", "a5": "C"}
FINER = {"a0": "A1", "a1": "A2", "a2": "B1", "a3": "C1", "a4": "C1", "a5": "C2"}


def amounts(seed=0):
    return np.random.default_rng(seed).integers(0, 50, (8, 6)).astype(float)


@pytest.mark.parametrize("seed", range(5))
def test_related_and_unrelated_variety_add_up_to_the_entropy(seed):
    table = amounts(seed)
    between = measures.unrelated_variety(matrix(table), SECTIONS).values
    within = measures.related_variety(matrix(table), SECTIONS).values
    shares = table / table.sum(axis=1, keepdims=True)
    entropy = -np.where(shares > 0, shares * np.log2(np.where(shares > 0, shares, 1)), 0).sum(axis=1)
    assert between + within == pytest.approx(entropy, abs=1e-12)


def test_every_level_adds_to_the_entropy():
    result = measures.variety_by_level(matrix(amounts()), [SECTIONS, FINER])
    assert len(result.levels) == 3
    assert sum(level.values for level in result.levels) == pytest.approx(result.entropy.values)
    assert result.levels[0].values == pytest.approx(
        measures.unrelated_variety(matrix(amounts()), SECTIONS).values
    )


def test_a_finer_group_in_two_wider_ones_is_refused():
    crossed = FINER | {"a5": "A1"}
    with pytest.raises(WrongRows, match="'A1' in both 'A' and 'C'"):
        measures.variety_by_level(matrix(amounts()), [SECTIONS, crossed])


def test_an_activity_without_group_is_refused():
    with pytest.raises(UnknownName, match="no group for the activity a5"):
        measures.unrelated_variety(matrix(amounts()), {k: v for k, v in SECTIONS.items() if k != "a5"})


def test_an_empty_territory_has_a_reason_and_the_others_their_values():
    table = amounts()
    table[3] = 0
    result = measures.related_variety(matrix(table), SECTIONS)
    assert result.why("r3") is Reason.EMPTY_TERRITORY
    assert result.reason_counts == {Reason.EMPTY_TERRITORY: 1}


def test_an_unknown_cell_leaves_shares_of_what_is_known():
    table = amounts()
    known = table.copy()
    table[2, 4], known[2, 4] = np.nan, 0
    one, two = (measures.related_variety(matrix(t), SECTIONS).values for t in (table, known))
    assert one == pytest.approx(two)
