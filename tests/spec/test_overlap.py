"""What the overlap and the relatedness of declared priorities mean."""

import math

import pytest

from drawn_priorities import drawn_priorities
from polos.errors import Undefined
from polos.measures.coded_priorities import coded_priorities
from polos.measures.overlap import rarity_weighted_overlap, related_priorities


def similarity(text, here, there):
    coded = coded_priorities(drawn_priorities(text))
    return rarity_weighted_overlap(coded, here).values[coded.row_of[there]]


def test_the_same_priorities_overlap_wholly():
    assert similarity("n | energy\ns | energy\nw | mining", "n", "s") == 1.0


def test_the_unusual_weighs_more_than_the_common():
    """Health is declared by 2 of 4 (1 bit), energy by 3 of 4 (0.415 bits); n and s share both of three."""
    text = """
        n | health
        n | energy
        n | mining
        s | health
        s | energy
        w | energy
        o | trade
    """
    health, energy, mining = 1.0, -math.log2(3 / 4), 2.0
    assert similarity(text, "n", "s") == pytest.approx((health + energy) / (health + energy + mining))
    assert similarity(text, "n", "w") == pytest.approx(energy / (health + energy + mining))


def test_a_shared_section_counts_in_part_where_the_divisions_differ():
    """10 and 11 are both section C: shared C (2 of 3), apart 10 and 11 (1 of 3 each); the market is all's."""
    text = """
        n | manufacturing | | 10
        s | manufacturing | | 11
        w | manufacturing
    """
    section, division = -math.log2(2 / 3), -math.log2(1 / 3)
    assert similarity(text, "n", "s") == pytest.approx(section / (section + 2 * division))


def test_a_technology_that_is_not_stated_is_nothing_to_share():
    """Both state none; they share nothing but that."""
    assert similarity("n | energy\ns | mining\nw | mining | photonics", "n", "s") == 0.0


def test_where_all_declare_the_same_nothing_can_be_told():
    assert math.isnan(similarity("n | energy\ns | energy", "n", "s"))


def test_related_is_how_much_of_what_stands_beside_a_cell_is_declared_here():
    """Mining stands beside energy (1 of 2) and beside trade (1 of 2): n has energy, half of that."""
    coded = coded_priorities(
        drawn_priorities("""
            n | energy
            s | mining
            s | energy
            w | mining
            w | trade
        """)
    )
    related = related_priorities(coded, "n")
    assert related.values[coded.row_of["s"]] == pytest.approx(1 / 2)
    # trade stands beside mining alone, which n has not: the mean of 1/2 and 0
    assert related.values[coded.row_of["w"]] == pytest.approx(1 / 4)


def test_whoever_declares_nothing_different_adds_nothing():
    coded = coded_priorities(drawn_priorities("n | energy\nn | mining\ns | energy"))
    assert related_priorities(coded, "n").values[coded.row_of["s"]] == 0.0


def test_what_never_stands_beside_anything_has_no_density():
    coded = coded_priorities(drawn_priorities("n | energy\ns | mining"))
    assert math.isnan(related_priorities(coded, "n").values[coded.row_of["s"]])


@pytest.mark.parametrize("measure", [rarity_weighted_overlap, related_priorities])
def test_a_territory_without_own_priorities_cannot_be_compared(measure):
    coded = coded_priorities(drawn_priorities("n | energy\ns | mining | scope=inherited"))
    with pytest.raises(Undefined, match="no own priorities of 's'"):
        measure(coded, "s")
