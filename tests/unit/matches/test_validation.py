import numpy as np
import polars as pl
import pytest

from drawn_priorities import drawn_priorities, drawn_territories
from polos import reference
from polos.errors import InputError
from polos.matches.counterparts import counterparts
from polos.matches.validation import validate_columns, validate_pairings
from polos.provenance import Origin
from polos.table import Table

TERRITORIES = drawn_territories(EU="e1 e2 e3:nation e4 e5", LAC="a1 a2 a3")
PRIORITIES = drawn_priorities("""
    a1 | health | photonics
    a1 | trade
    a2 | mining
    a3 | energy
    a3 | trade
    e1 | health | photonics
    e1 | energy
    e2 | mining
    e2 | trade
    e3 | health | photonics
    e4 | energy
    e5 | energy | scope=inherited
""")


def pairs(*rows):
    schema = {name: pl.String() for name in ("pairing_id", "eu_territory_id", "lac_territory_id")}
    return Table(pl.DataFrame(rows, schema=schema, orient="row"), schema, Origin("drawn for a test"))


def checked(*rows, seed=1, **options):
    options = {"territories": TERRITORIES, "priorities": PRIORITIES, "draws": 500} | options
    return validate_pairings(pairs(*rows), generator=np.random.default_rng(seed), **options)


@pytest.fixture(scope="module")
def real():
    return validate_pairings(
        reference.pairings(),
        territories=reference.territories(),
        priorities=reference.priorities(),
        generator=np.random.default_rng(20),
    )


def test_the_chosen_partner_is_placed_from_both_sides_and_in_both_pools():
    found = checked(("P1", "e1", "a1"))
    seen_from_a1, seen_from_e1 = found.placements
    assert (seen_from_a1.territory_id, seen_from_a1.chosen, seen_from_a1.chosen_side) == ("a1", "e1", "EU")
    assert {pool: place.candidates for pool, place in seen_from_a1.places.items()} == {
        "subnational": 3,
        "all": 4,
    }
    assert seen_from_a1.places["subnational"].rank == 1
    assert seen_from_a1.places["subnational"].percentile == 100.0
    assert (seen_from_e1.territory_id, seen_from_e1.chosen) == ("e1", "a1")


def test_the_bottom_is_0_and_equal_scores_count_half():
    priorities = drawn_priorities(
        "a1 | health\na1 | energy\ne1 | health\ne2 | health\ne4 | energy\ne4 | mining"
    )
    found = checked(("P1", "e1", "a1"), priorities=priorities)
    place = found.placements[0].places["subnational"]
    assert place.percentile in (25.0, 75.0)  # e2 is its equal, e4 above or below both
    assert place.candidates == 3


def test_a_pairing_that_cannot_be_ranked_is_listed_with_its_reason():
    found = checked(("P1", "e5", "a1"), ("P2", "e1", "nowhere"), ("P3", "e1", "a1"))
    reasons = {(p.pairing_id, p.territory_id): p.reasons[0] for p in found.unranked}
    assert reasons["P1", "a1"].code == "territory_without_priorities"
    assert reasons["P1", "a1"].values == {"territory": "e5"}
    assert reasons["P1", "e5"].values == {"territory": "e5"}
    assert reasons["P2", "e1"].code == "territory_not_on_record"
    assert reasons["P2", "e1"].values == {"pairing": "P2", "side": "LAC"}
    assert {s.pairings for s in found.summaries} == {1}


def test_summaries_are_means_of_placements(real):
    for summary in real.summaries:
        places = [
            p.places[summary.pool].percentile
            for p in real.placements
            if p.chosen_side == summary.chosen_side and p.places
        ]
        assert summary.pairings == len(places)
        assert summary.mean_percentile == pytest.approx(np.mean(places))


def test_chance_is_50_with_about_the_standard_error_of_uniform_draws(real):
    """20 draws from 59 places have a standard error of 6.5; 18 could be ranked."""
    assert len(real.summaries) == 4
    for summary in real.summaries:
        assert summary.standard_error == pytest.approx(100 / np.sqrt(12 * summary.pairings), rel=0.05)
        half = (summary.chance_high - summary.chance_low) / 2
        assert half == pytest.approx(1.96 * summary.standard_error, rel=0.05)
        assert (summary.chance_low + summary.chance_high) / 2 == pytest.approx(50, abs=1)


def test_the_twenty_pairings_are_checked_and_two_cannot_be_ranked(real):
    assert len(real.placements) == 40
    assert {p.pairing_id for p in real.unranked} == {"P04", "P16"}
    assert {p.places["all"].candidates for p in real.placements if p.places} == {74, 45}
    assert {p.places["subnational"].candidates for p in real.placements if p.places} == {57, 33}


def test_it_says_that_twenty_are_too_few_to_tune_on(real):
    assert (real.caveats[0].code, real.caveats[0].values) == ("too_few_to_tune", {"pairings": 20})


def test_the_same_generator_gives_the_same_result():
    rows = (("P1", "e1", "a1"), ("P2", "e2", "a2"))
    assert checked(*rows).summaries == checked(*rows).summaries
    assert checked(*rows).summaries != checked(*rows, seed=2).summaries


def test_what_lies_within_chance_says_so():
    found = checked(("P1", "e1", "a1"), ("P2", "e2", "a2"), ("P3", "e4", "a3"))
    told = {(c.values["side"], c.values["pool"]) for c in found.caveats if c.code == "not_distinguishable"}
    inside = {
        (s.chosen_side, s.pool) for s in found.summaries if s.chance_low <= s.mean_percentile <= s.chance_high
    }
    assert told == inside


def test_a_baseline_that_is_never_drawn_is_refused():
    with pytest.raises(InputError, match="0 draws"):
        checked(("P1", "e1", "a1"), draws=0)


def test_a_priority_read_in_what_is_told_of_the_pairing_is_named(real):
    """Three of Colima's five priorities come from the report on its own pairing: its rank is no test."""
    drawn = [caveat.values for caveat in real.caveats if caveat.code == "drawn_from_pairing"]
    assert drawn == [{"territory": "mx_col", "priorities": 3, "own": 5}]


@pytest.mark.slow
def test_each_column_alone_and_all_together():
    """ "Together" is what validate_pairings says; a column alone ranks by its own value."""
    territories, priorities = reference.territories(), reference.priorities()
    given = {"territories": territories, "priorities": priorities, "draws": 50}
    found = validate_columns(reference.pairings(), generator=np.random.default_rng(1), **given)
    assert list(found)[-1] == "together"
    alone = validate_pairings(reference.pairings(), generator=np.random.default_rng(1), **given)
    assert [one.places for one in found["together"].placements] == [one.places for one in alone.placements]
    assert found["complementary"].summaries == ()  # no statistics are loaded
    looking = next(one for one in found["distance"].placements if one.places)
    listed = counterparts(looking.territory_id, territories=territories, priorities=priorities)
    chosen = next(one for one in listed if one.territory_id == looking.chosen).columns["distance"]
    nearer = sum(one.columns["distance"] > chosen for one in listed)
    assert looking.places["all"].rank == nearer + 1
    with pytest.raises(InputError, match="0 draws"):
        validate_columns(reference.pairings(), generator=np.random.default_rng(1), **given | {"draws": 0})
