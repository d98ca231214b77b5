import numpy as np
import pytest

from polos.matches.evidence import Complementary, Evidence
from polos.measures.added_relatedness import added_relatedness_density
from polos.measures.results import Grid, Pairs
from polos.provenance import Origin

ORIGIN = Origin("drawn for a test")
ACTIVITIES = ("10", "24", "26", "62")
RELATED = np.array([[1, 0.5, 0, 0.25], [0.5, 1, 0.5, 0], [0, 0.5, 1, 0.75], [0.25, 0, 0.75, 1]])


def evidence(dataset="file", **rows):
    values = np.array([[np.nan if cell == "?" else float(cell) for cell in row] for row in rows.values()])
    undefined = np.isnan(values).astype(np.uint8)
    pairs = Pairs(RELATED, ACTIVITIES, np.zeros((4, 4), dtype=np.uint8), ORIGIN)
    return Evidence(
        dataset=dataset,
        presence=Grid(values, tuple(rows), ACTIVITIES, undefined, ORIGIN),
        relation={t: "contains" if t == "boxed" else "part of" if t == "sum" else "same" for t in rows},
        units={t: ((t.upper(), 1.0),) for t in rows},
        relatedness=pairs,
    )


def complementary(*sources, territory="here", counterparts=("there",), wanted=()):
    return Complementary(sources, territory, counterparts=counterparts, wanted=frozenset(wanted))


def test_value_is_the_mean_added_density_over_what_is_missing():
    """Missing here: 24, 26, 62. There has 26: 0.5 of 1 for 24, nothing for 26, 0.75 of 1 for 62."""
    found = complementary(evidence(here="1000", there="0010")).explain("there")
    assert found.score == pytest.approx((0.5 / 1.0 + 0 + 0.75 / 1.0) / 3)
    assert [(p.values["activity"], p.values["basis"], p.values["targets"]) for p in found.parts] == [
        ("26", "absent", 2)
    ]
    assert found.parts[0].values["target_codes"] == ("24", "62")
    assert found.parts[0].evidence == ("file/HERE/26", "file/THERE/26")


def test_what_own_priorities_name_and_is_missing_is_what_is_wanted():
    found = complementary(evidence(here="1000", there="0010"), wanted=("62", "10")).explain("there")
    assert found.score == pytest.approx(0.75)
    assert found.parts[0].values["basis"] == "wanted"
    assert found.parts[0].values["target_codes"] == ("62",)


def test_where_all_that_priorities_name_is_there_already_any_missing_activity_counts():
    found = complementary(evidence(here="1000", there="0010"), wanted=("10",)).explain("there")
    assert found.parts[0].values["basis"] == "absent"


def test_parts_add_up_to_the_published_measure_whatever_is_unknown():
    """The explanation refuses parts that do not add up; here the value is also the measure's own."""
    generator = np.random.default_rng(5)
    names = ["here", *(f"p{i}" for i in range(60))]
    rows = {name: "".join(generator.choice(list("01?"), 4, p=[0.4, 0.4, 0.2])) for name in names}
    rows["here"] = "01?0"
    source = evidence(**rows)
    column = complementary(source, counterparts=names[1:])
    added = added_relatedness_density(source.presence, source.relatedness, territory="here")
    told = 0
    for name in names[1:]:
        expected = added.values[added.territories.index(name)][[0, 3]]
        found = column.explain(name)
        if found.score is None:
            assert np.isnan(expected).all()
        else:
            assert found.score == pytest.approx(np.nanmean(expected))
            told += 1
    assert told > 40


def test_whoever_has_nothing_that_is_missing_here_contributes_nothing():
    found = complementary(evidence(here="1100", there="1000")).explain("there")
    assert (found.score, found.parts[0].code) == (0.0, "nothing_contributed")


@pytest.mark.parametrize(
    ("sources", "code"),
    [
        ((), "statistics_not_loaded"),
        ((evidence(here="1000"),), "territory_without_statistics"),
        ((evidence(here="1111", there="1000"),), "nothing_missing"),
        ((evidence(here="1000", there="????"),), "territory_without_statistics"),
        ((evidence(here="0???", there="1000"),), "statistics_too_thin"),
    ],
)
def test_what_cannot_be_told_says_why(sources, code):
    found = complementary(*sources).explain("there")
    assert found.score is None
    assert [unknown.code for unknown in found.unknowns] == [code]


def test_two_sources_meet_over_the_same_activities():
    found = complementary(evidence("one", here="1000"), evidence("two", there="0010")).explain("there")
    assert found.parts[0].evidence == ("one/HERE/26", "two/THERE/26")


def test_the_first_source_that_knows_a_territory_speaks_for_it():
    sources = (evidence("empty", here="????"), evidence("one", here="1000", there="0010"))
    assert complementary(*sources).explain("there").parts[0].evidence[0] == "one/HERE/26"


def test_larger_and_smaller_units_are_told():
    column = complementary(evidence(boxed="1000", sum="0010"), territory="boxed", counterparts=("sum",))
    assert [(w.code, w.values["territory"], w.values["units"]) for w in column.warnings("sum")] == [
        ("containing_unit", "boxed", ("BOXED",)),
        ("parts_only", "sum", ("SUM",)),
    ]
    assert complementary().warnings("there") == ()
