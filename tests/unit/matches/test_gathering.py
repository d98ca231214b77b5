"""Evidence from stored employment, on a source drawn small enough to check by hand."""

from dataclasses import dataclass

import numpy as np
import polars as pl
import pytest

from polos.matches.gathering import gather_evidence
from polos.measures.employment_profile import employment_profiles
from polos.parameters.counterparts import fewest_divisions
from polos.provenance import Origin

ORIGIN = Origin("drawn for a test")


@dataclass(frozen=True)
class Papers:
    origin: Origin = ORIGIN
    base_level: str = "region"
    absent_is_zero: bool = False
    vintage: str = "2024"


@dataclass(frozen=True)
class Source:
    """Units by divisions, ``?`` where unknown; ``nation`` is the one unit that is not of the base level."""

    name: str
    table: dict[str, dict[str, str]]
    linked: tuple[tuple[str, str, str], ...]
    papers: Papers = Papers()

    def units(self):
        levels = ["nation" if unit == "nation" else "region" for unit in self.table]
        return pl.DataFrame({"unit_id": list(self.table), "level": levels})

    def cells(self):
        rows = [
            {
                "unit_id": unit,
                "activity": activity,
                "employment": None if cell == "?" else float(cell),
                "status": "confidential" if cell == "?" else "known",
            }
            for unit, cells in self.table.items()
            for activity, cell in cells.items()
        ]
        return pl.DataFrame(rows, schema_overrides={"employment": pl.Float64})

    def sections(self):
        return pl.DataFrame(
            schema={
                "unit_id": pl.String,
                "section": pl.String,
                "employment": pl.Float64,
                "status": pl.String,
            }
        )

    def links(self):
        rows = [(*link, 1.0, "drawn", link[2] != "part of") for link in self.linked]
        names = ["unit_id", "territory_id", "relation", "weight", "basis", "complete"]
        return pl.DataFrame(rows, schema=names, orient="row")


EUROPE = Source(
    "europe",
    {
        "north": {"10": "30", "24": "10", "62": "10"},
        "south": {"10": "10", "24": "30", "62": "?"},
        "nation": {"10": "40", "24": "40", "62": "20"},
    },
    (("north", "n", "same"), ("south", "s", "same"), ("nation", "whole", "same")),
)
AMERICA = Source(
    "america",
    {"zone": {"10": "5", "24": "5", "41": "9"}, "port": {"10": "1", "24": "3", "41": "1"}},
    (("zone", "state", "part of"), ("port", "bay", "contains")),
)


def test_without_sources_there_is_no_evidence():
    assert gather_evidence(()) == ()


def test_only_what_every_source_covers_is_compared():
    europe, america = gather_evidence((EUROPE, AMERICA), fewest=3)
    assert europe.presence.activities == america.presence.activities == ("10", "24")
    assert europe.relatedness is america.relatedness


def test_a_territory_is_specialised_against_the_units_of_its_own_source():
    """Europe has 40 in each: north 30 of 40 in 10. America has 6 and 8: state 5 of 10 against 6 of 14."""
    europe, america = gather_evidence((EUROPE, AMERICA), fewest=3)
    assert (europe.presence.at("n", "10"), europe.presence.at("n", "24")) == (1.0, 0.0)
    assert (america.presence.at("state", "10"), america.presence.at("bay", "24")) == (1.0, 1.0)


def test_a_nation_is_shown_but_is_no_unit_that_relatedness_counts_twice():
    (europe,) = gather_evidence((EUROPE,), fewest=3)
    assert "whole" in europe.presence.territories
    # 10 is a specialisation of north alone and 24 of south alone: never together, whatever the nation is
    assert europe.relatedness.at("10", "24") == 0.0


def test_unknown_employment_is_unknown_presence():
    (europe,) = gather_evidence((EUROPE,), fewest=3)
    assert np.isnan(europe.presence.at("s", "62"))


def test_units_and_relations_are_kept_for_the_reasons():
    _, america = gather_evidence((EUROPE, AMERICA), fewest=3)
    assert america.relation == {"bay": "contains", "state": "part of"}
    assert america.cells("state", "10") == ("america/zone/10",)
    assert [caveat.code for caveat in america.warnings("bay")] == ["containing_unit"]


def test_territories_may_be_chosen():
    europe, _ = gather_evidence((EUROPE, AMERICA), ["n"], fewest=3)
    assert europe.presence.territories == ("n",)


def test_profiles_tell_quotients_over_what_all_sources_cover():
    (profile,) = employment_profiles((EUROPE, AMERICA), "n", fewest=3)
    assert [(line.activity, line.quotient) for line in profile.lines] == [
        ("10", pytest.approx(1.5)),
        ("24", pytest.approx(0.5)),
        ("62", None),
    ]
    assert (profile.lines[0].specialised, profile.lines[1].specialised) == (True, False)
    assert (profile.lines[2].employment, profile.lines[2].undefined) == (10.0, "not_compared")
    assert (profile.dataset, profile.relation, profile.complete, profile.known_sum) == (
        "europe",
        "same",
        True,
        50.0,
    )


def test_profiles_keep_the_unknown_unknown():
    (profile,) = employment_profiles((EUROPE,), "s", fewest=3)
    unknown = profile.lines[-1]
    assert (unknown.activity, unknown.employment, unknown.undefined) == ("62", None, "unknown_cell")
    assert profile.unknown_share == pytest.approx(1 / 3)


def test_a_territory_that_no_source_covers_has_no_profile():
    assert employment_profiles((EUROPE, AMERICA), "nowhere", fewest=3) == ()


OWN = Source(
    "own",
    {"here": {"10": "1", "41": "3"}, "there": {"10": "3", "41": "1"}},
    (("here", "n", "same"),),
)


def test_a_source_of_few_divisions_gives_no_evidence_and_narrows_nothing():
    alone = gather_evidence((EUROPE, AMERICA), fewest=3)
    beside = gather_evidence((OWN, EUROPE, AMERICA), fewest=3)
    assert [one.dataset for one in beside] == ["europe", "america"]
    assert beside[0].presence.activities == alone[0].presence.activities == ("10", "24")
    assert np.array_equal(beside[0].relatedness.values, alone[0].relatedness.values)
    assert gather_evidence((OWN,), fewest=3) == ()


def test_a_source_of_few_divisions_is_still_shown_within_itself():
    own, europe = employment_profiles((OWN, EUROPE, AMERICA), "n", fewest=3)
    assert (own.takes_part, europe.takes_part) == (False, True)
    assert [(line.activity, line.quotient) for line in own.lines] == [("41", 1.5), ("10", 0.5)]
    assert [line.quotient for line in europe.lines] == [pytest.approx(1.5), pytest.approx(0.5), None]


def test_how_few_is_too_few_is_a_parameter():
    assert fewest_divisions() == 30
    assert gather_evidence((EUROPE, AMERICA)) == ()
