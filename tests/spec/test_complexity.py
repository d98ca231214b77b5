"""What complexity, fitness and recombination mean."""

import numpy as np

from polos import measures
from spec.by_hand import by_hand
from spec.tables import Drawn, to_grid

NESTED = """
        | chips | food
  North |     1 |    1
  South |     0 |    1
"""


def test_the_diverse_territory_is_the_complex_one(spec):
    """Two territories always get 1 and -1; North has all that South has, and more."""
    spec(
        measures.economic_complexity_index,
        given=NESTED,
        expected="""
                | value
          North |     1
          South |    -1
        """,
    )


def test_a_territory_is_as_complex_as_its_activities_on_average(spec):
    """South's only activity has South's value, -1; North's two have North's value, 1, as their mean."""
    spec(
        measures.product_complexity_index,
        given=NESTED,
        expected="""
                | value
          chips |     3
          food  |    -1
        """,
    )


def test_an_empty_territory_has_no_complexity_and_changes_no_other(spec):
    """Nothing is said of West; North and South keep their values."""
    spec(
        measures.economic_complexity,
        part="eci",
        given="""
                | chips | food
          North |     1 |    1
          South |     0 |    1
          West  |     0 |    0
        """,
        expected="""
                |           value
          North |               1
          South |              -1
          West  | empty_territory
        """,
    )


def test_a_table_that_falls_apart_has_no_index(spec):
    """North and South share no activity: whatever number they got, it would only tell them apart."""
    spec(
        measures.economic_complexity,
        part="pci",
        given="""
                | chips | food
          North |     1 |    0
          South |     0 |    1
        """,
        expected="""
                |          value
          chips | separate_parts
          food  | separate_parts
        """,
    )


def test_complexity_from_outside_is_the_mean_of_what_a_region_does(spec):
    """The region's own table decides what it does, the larger system what that is worth."""
    spec(
        measures.external_complexity,
        given="""
               | chips | food | steel
          Vale |     1 |    1 |     0
          Hill |     0 |    0 |     0
        """,
        pci="""
                | value
          chips |     2
          food  |    -1
          steel |     0
        """,
        expected="""
               |           value
          Vale |             1/2
          Hill | empty_territory
        """,
    )


def test_one_reflection_is_the_mean_ubiquity_of_a_territorys_activities(spec):
    """One territory has chips, two have food: 3/2 for North, 2 for South."""
    spec(
        measures.reflections,
        part="territories",
        given=NESTED,
        steps=1,
        expected="""
                | value
          North |   3/2
          South |     2
        """,
    )


def test_one_step_of_fitness_counts_activities_and_punishes_common_ones(spec):
    """Chips have one doer, food two: 1 and 1/2, divided by their mean."""
    spec(
        measures.fitness,
        part="activities",
        given=NESTED,
        tolerance=0,
        limit=1,
        expected="""
                | value
          chips |   4/3
          food  |   2/3
        """,
    )


def test_stable_fitness_of_one_territory_with_one_activity(spec):
    """F = 1 + 1 / P and P = 1 + 1 / F have the golden ratio as their solution."""
    spec(
        measures.stable_fitness,
        part="territories",
        given="""
                | food
          North |    1
        """,
        delta=1.0,
        expected="""
                |  value
          North | 1.6180
        """,
    )


def test_an_activity_combined_with_many_others_on_few_records_is_easy(spec):
    """Laser was combined with both others on two records; ink with one other, and named on two."""
    spec(
        measures.ease_of_recombination,
        given="""
             | glue | ink | laser
          p1 |    1 |   0 |     1
          p2 |    0 |   1 |     1
          p3 |    0 |   1 |     0
        """,
        expected="""
                | value
          glue  |     1
          ink   |   1/2
          laser |     1
        """,
    )


def test_records_of_activities_that_combine_seldom_are_complex(spec):
    """Steel, named on four records, met one other: 1/4; glue: 1. Their record: 2 / (5/4); steel alone: 4."""
    spec(
        measures.modular_complexity,
        part="activities",
        given="""
             | glue | steel
          p1 |    1 |     1
          p2 |    0 |     1
          p3 |    0 |     1
          p4 |    0 |     1
        """,
        expected="""
                | value
          glue  |   1.6
          steel |   3.4
        """,
    )


def test_the_interval_of_two_territories_has_no_width(spec):
    """Whichever activities are drawn, the diverse one gets 1 and the other -1."""
    spec(
        measures.complexity_intervals,
        part="upper",
        given=NESTED,
        generator=np.random.default_rng(1),
        draws=50,
        expected="""
                | value
          North |     1
          South |    -1
        """,
    )


def test_the_rank_of_the_rarer_activity_is_sure(spec):
    """A draw with both territories is the table itself; one with the same twice leaves nothing to compare."""
    spec(
        measures.product_complexity_intervals,
        part="rank_lower",
        given=NESTED,
        generator=np.random.default_rng(1),
        draws=50,
        expected="""
                | value
          chips |     1
          food  |     2
        """,
    )


@by_hand("economic_complexity_panel")
def test_a_panel_has_one_direction():
    """West loses its diversity from one year to the next, and keeps its place beside its activities."""
    names = ("North", "South", "West"), ("chips", "food", "bread")
    tables = {"2020": [[0, 1, 1], [0, 0, 1], [1, 1, 1]], "2021": [[1, 1, 1], [0, 0, 1], [1, 1, 0]]}
    panel = measures.economic_complexity_panel(
        {year: to_grid(Drawn([*names[0]], [*names[1]], _written(table))) for year, table in tables.items()}
    )
    for year in panel:
        assert panel[year].eci.at("West") > panel[year].eci.at("South")
    assert panel["2021"].diagnostics.overlap > 0


def _written(table):
    return [[str(cell) for cell in row] for row in table]


def test_the_outlook_is_the_near_and_absent_complexity(spec):
    """North lacks steel only: its density 1/2 times its complexity 4."""
    spec(
        measures.complexity_outlook_index,
        given="""
                | food | steel
          North |    1 |     0
          South |    1 |     1
        """,
        density="""
                | food | steel
          North |    1 |   0.5
          South |    1 |   0.5
        """,
        complexity="""
                | value
          food  |     1
          steel |     4
        """,
        expected="""
                | value
          North |     2
          South |     0
        """,
    )


def test_the_gain_of_an_activity_is_the_absent_complexity_it_is_related_to(spec):
    """Steel brings North half of its own worth and, being half of what coal is related to, half of coal's."""
    spec(
        measures.complexity_outlook_gain,
        given="""
                | food | steel | coal
          North |    1 |     0 |    0
        """,
        proximity="""
                | food | steel | coal
          food  |    1 |     0 |    0
          steel |    0 |     1 |    1
          coal  |    0 |     1 |    1
        """,
        complexity="""
                | value
          food  |     1
          steel |     2
          coal  |     4
        """,
        expected="""
                |            food | steel | coal
          North | not_a_candidate |     3 |    3
        """,
    )


def test_the_gain_of_the_atlas_takes_off_what_the_activity_was_worth_already(spec):
    """With a density of 1/2, steel's own 2 counted for 1, and coal's 4 for 2."""
    spec(
        measures.opportunity_gain,
        given="""
                | food | steel | coal
          North |    1 |     0 |    0
        """,
        density="""
                | food | steel | coal
          North |    1 |   0.5 |  0.5
        """,
        proximity="""
                | food | steel | coal
          food  |    1 |     0 |    0
          steel |    0 |     1 |    1
          coal  |    0 |     1 |    1
        """,
        complexity="""
                | value
          food  |     1
          steel |     2
          coal  |     4
        """,
        expected="""
                |            food | steel | coal
          North | not_a_candidate |     2 |    1
        """,
    )
