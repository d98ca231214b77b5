from datetime import date

import pytest

from drawn_priorities import drawn_territories
from polos import reference
from polos.matches import circumstances
from polos.parameters.counterparts import Zone, time_zones

HERE, THERE = drawn_territories(EU="e1", LAC="a1").rows.iter_rows(named=True)
WINTER, SUMMER, BETWEEN = date(2026, 1, 15), date(2026, 7, 15), date(2026, 3, 20)


def test_a_shared_language_counts_by_the_shorter_list():
    found = circumstances.languages(HERE | {"languages": ["es", "eu"]}, THERE)
    assert found.score == 1.0
    found = circumstances.languages(HERE | {"languages": ["es", "eu"]}, THERE | {"languages": ["es", "qu"]})
    assert found.score == 0.5
    assert found.parts[0].values == {"language": "es"}


def test_related_languages_are_told_and_add_nothing():
    found = circumstances.languages(HERE, THERE | {"languages": ["pt"]})
    assert found.score == 0.0
    assert [part.code for part in found.parts] == ["no_shared_language", "related_languages"]
    assert found.parts[1].values == {"pairs": ("es/pt",)}


def test_unrelated_languages_are_told_as_such():
    found = circumstances.languages(HERE | {"languages": ["fi"]}, THERE)
    assert [part.code for part in found.parts] == ["no_shared_language"]


def test_no_language_on_record_is_unknown():
    found = circumstances.languages(HERE | {"languages": []}, THERE)
    assert found.score is None
    assert found.unknowns[0].values == {"territory": "e1"}


@pytest.mark.parametrize(
    ("on", "hours"),
    [(WINTER, 1.0), (SUMMER, 0.0), (BETWEEN, 1.0)],  # Madrid +1/+2/+1, Mexico City -6 all year
)
def test_common_hours_follow_the_clocks_of_the_date(on, hours):
    found = circumstances.hours(HERE, THERE, on)
    assert found.parts[0].values["hours"] == hours
    assert found.score == hours / 8


def test_common_hours_go_round_the_day():
    """Auckland is 13 hours ahead, Honolulu 10 behind: 23 apart by date, 1 apart by the clock."""
    assert (
        circumstances.common_hours(Zone("Pacific/Auckland", False), Zone("Pacific/Honolulu", False), WINTER)
        == 7
    )


def test_a_place_whose_zone_is_one_of_several_is_named():
    assert circumstances.hours(HERE, THERE, WINTER).parts[0].values["several_zones"] == ("e1", "a1")


def test_without_a_date_common_hours_are_unknown():
    assert circumstances.hours(HERE, THERE, None).unknowns[0].code == "date_not_given"


def test_without_a_zone_common_hours_are_unknown():
    found = circumstances.hours(HERE, THERE | {"country": "XX"}, WINTER)
    assert (found.score, found.unknowns[0].values) == (None, {"territory": "a1"})


def test_every_territory_of_the_reference_has_a_zone_that_exists():
    for row in reference.territories().rows.iter_rows(named=True):
        zone = circumstances.zone_of(row)
        assert zone is not None, row["territory_id"]
        zone.utc_offset(WINTER)


def test_every_zone_belongs_to_a_country_or_a_territory():
    known = set(reference.territories().rows["territory_id"])
    assert {code for code in time_zones() if code.islower()} <= known


@pytest.mark.parametrize(
    ("ours", "theirs", "score"),
    [
        ("region", "region", 1.0),
        ("region", "consortium", 0.5),
        ("nation", "region", 0.0),
        ("nation", "nation", 1.0),
    ],
)
def test_level(ours, theirs, score):
    assert circumstances.level(HERE | {"level": ours}, THERE | {"level": theirs}).score == score


def test_distance_of_a_quarter_of_the_globe_is_a_half():
    found = circumstances.distance(
        HERE | {"latitude": 0.0, "longitude": 0.0}, THERE | {"latitude": 0.0, "longitude": 90.0}
    )
    assert found.parts[0].values["km"] == pytest.approx(10007.5, abs=0.1)
    assert found.score == pytest.approx(0.5, abs=1e-4)


def test_opposite_ends_of_the_earth_are_0_and_one_place_is_1():
    pole = {"latitude": 90.0, "longitude": 0.0}
    assert circumstances.distance(HERE | pole, THERE | pole).score == 1.0
    assert circumstances.distance(HERE | pole, THERE | {"latitude": -90.0, "longitude": 0.0}).score < 1e-5
