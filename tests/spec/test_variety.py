"""What variety, concentration, agglomeration, structure and change mean."""

import numpy as np

import polos
from polos import measures
from spec.by_hand import by_hand
from spec.tables import read_drawn, to_indicators

SECTORS = {"cars": "machines", "ships": "machines", "beer": "food", "bread": "food"}
JOBS = """
        | cars | ships | beer | bread
  North |   10 |    10 |   10 |    10
  South |   20 |    20 |    0 |     0
  West  |    0 |     0 |    0 |     0
"""


def test_unrelated_variety_is_the_entropy_between_groups(spec):
    """North is evenly split between two groups: 1 bit. South has one group: 0."""
    spec(
        measures.unrelated_variety,
        given=JOBS,
        groups=SECTORS,
        expected="""
                |           value
          North |               1
          South |               0
          West  | empty_territory
        """,
    )


def test_related_variety_is_the_mean_entropy_within_groups(spec):
    """Each group is evenly split in two: 1 bit, in North twice with half the weight, in South once."""
    spec(
        measures.related_variety,
        given=JOBS,
        groups=SECTORS,
        expected="""
                |           value
          North |               1
          South |               1
          West  | empty_territory
        """,
    )


def test_variety_by_level_adds_up_to_the_entropy(spec):
    """North has four equal activities: 2 bits, one between the groups and one within."""
    spec(
        measures.variety_by_level,
        part="entropy",
        given=JOBS,
        groupings=[SECTORS],
        expected="""
                |           value
          North |               2
          South |               1
          West  | empty_territory
        """,
    )


def test_gini_is_zero_where_all_have_the_same(spec):
    """With one territory of two holding all, the most it can be is (n - 1) / n."""
    spec(
        measures.gini,
        given="""
                | even | all | none
          North |   10 |  20 |    0
          South |   10 |   0 |    0
        """,
        expected="""
                |          value
          even  |              0
          all   |            1/2
          none  | empty_activity
        """,
    )


def test_locational_gini_and_the_size_of_territories(spec):
    """North has three of four jobs: beer follows that, ships are all in the small one."""
    spec(
        measures.locational_gini,
        given="""
                | beer | ships
          North |    3 |     0
          South |    1 |     4
        """,
        reference={"North": 3, "South": 1},
        expected="""
                | value
          beer  |     0
          ships |   3/4
        """,
    )


def test_hoover_is_the_share_that_would_have_to_move(spec):
    """Three of four ships would have to move to North for them to be spread like people."""
    spec(
        measures.hoover,
        given="""
                | beer | ships
          North |    3 |     0
          South |    1 |     4
        """,
        reference={"North": 3, "South": 1},
        expected="""
                | value
          beer  |     0
          ships |   3/4
        """,
    )


def test_theil_between_countries_sees_only_their_sums(spec):
    """Both countries have half of the jobs and half of the people; what is uneven is within one."""
    spec(
        measures.theil,
        part="between",
        given="""
                 | beer
          Norte  |    2
          Centro |    0
          Sur    |    1
          Este   |    1
        """,
        groups={"Norte": "x", "Centro": "x", "Sur": "y", "Este": "y"},
        reference={"Norte": 1, "Centro": 1, "Sur": 1, "Este": 1},
        expected="""
               | value
          beer |     0
        """,
    )


PLANTS = """
         | territory | activity | size
  p1     |     North |     beer |    5
  p2     |     South |     beer |    5
  p3     |     North |    ships |    8
"""


def test_plants_of_equal_size_have_a_herfindahl_index_of_one_over_their_number(spec):
    """Two breweries of one size: (1/2)^2 + (1/2)^2. One shipyard: 1^2."""
    spec(
        measures.plant_herfindahl,
        given=PLANTS,
        expected="""
                | value
          beer  |   1/2
          ships |     1
        """,
    )


def test_raw_concentration_is_the_squared_distance_of_shares(spec):
    """Ships: (1 - 1/2)^2 + (0 - 1/2)^2."""
    spec(
        measures.raw_concentration,
        given="""
                | beer | ships
          North |    5 |     8
          South |    5 |     0
        """,
        reference={"North": 1, "South": 1},
        expected="""
                | value
          beer  |     0
          ships |   1/2
        """,
    )


def test_two_plants_apart_are_as_even_as_can_be(spec):
    """Two plants thrown at random on two places share one half of the time; these never do: -1.

    Of a single plant, nothing can be said.
    """
    spec(
        measures.ellison_glaeser,
        given="""
                | beer | ships
          North |    5 |     8
          South |    5 |     0
        """,
        herfindahl="""
                | value
          beer  |   0.5
          ships |     1
        """,
        reference={"North": 1, "South": 1},
        expected="""
                |              value
          beer  |                 -1
          ships | nothing_to_compare
        """,
    )


def test_two_plants_together_are_fully_agglomerated(spec):
    """Both in North, though South is as large: 1."""
    spec(
        measures.maurel_sedillot,
        given="""
                | beer
          North |   10
          South |    0
        """,
        herfindahl="""
                | value
          beer  |   0.5
        """,
        reference={"North": 1, "South": 1},
        expected="""
                | value
          beer  |     1
        """,
    )


def test_activities_in_opposite_places_coagglomerate_negatively(spec):
    """Each stands 1/2 from the even spread, in opposite directions: -(1/4 + 1/4) / (1 - 1/2)."""
    spec(
        measures.coagglomeration,
        given="""
                | beer | ships
          North |   10 |     0
          South |    0 |    10
        """,
        expected="""
                | beer | ships
          beer  |    1 |    -1
          ships |   -1 |     1
        """,
    )


@by_hand("group_coagglomeration")
def test_a_group_in_opposite_places_is_less_together_than_chance():
    """The group is spread evenly, G = 0; each half of it stands in one place, G = 1/4 + 1/4.

    So (0 - 1/4 x 1/2 - 1/4 x 1/2) / ((1 - 1/2) (1 - 1/2)) = -1.
    """
    names = ("beer", "ships")
    table = polos.Matrix([[10, 0], [0, 10]], ("North", "South"), names, "jobs", "", polos.Origin("drawn"))
    assert measures.group_coagglomeration(table, ("beer", "ships")) == -1.0


def test_distance_is_measured_in_standard_deviations(spec):
    """Of two territories each stands one deviation from their mean, so they are two apart."""
    spec(
        measures.structural_distance,
        part="distance",
        given="""
                | people | age
          North |     10 |   7
          South |     30 |   7
        """,
        expected="""
                | North | South
          North |     0 |     2
          South |     2 |     0
        """,
    )


@by_hand("structural_distance_intervals")
def test_the_distance_of_two_territories_does_not_depend_on_the_variables_drawn():
    """Two apart in each variable are two apart in every draw of them; each is the other's nearest."""
    table = to_indicators(
        read_drawn("""
              | people | jobs
        North |     10 |    4
        South |     30 |    9
    """)
    )
    intervals = measures.structural_distance_intervals(
        measures.structural_distance(table), generator=np.random.default_rng(1), draws=20, nearest=1
    )
    assert intervals.lower.at("North", "South") == intervals.upper.at("North", "South") == 2.0
    assert intervals.nearest_share.at("North", "South") == 1.0


def test_an_entry_needs_an_absence_before(spec):
    """North took up steel; South could not take up food, having it already."""
    spec(
        measures.entries,
        given="""
                | food | steel
          North |    0 |     0
          South |    1 |     ?
        """,
        after="""
                | food | steel
          North |    0 |     1
          South |    0 |     1
        """,
        expected="""
                |            food |        steel
          North |               0 |            1
          South | not_a_candidate | unknown_cell
        """,
    )


def test_an_exit_needs_a_presence_before(spec):
    """South gave up food; North had nothing to give up."""
    spec(
        measures.exits,
        given="""
                | food
          North |    0
          South |    1
        """,
        after="""
                | food
          North |    1
          South |    0
        """,
        expected="""
                |            food
          North | not_a_candidate
          South |               1
        """,
    )


BEFORE = """
        | food | steel
  North |   10 |     0
  South |   20 |     ?
"""
AFTER = """
        | food | steel
  North |   15 |     5
  South |   10 |     5
"""


def test_growth_is_relative_to_what_was(spec):
    """From nothing there is no rate of growth."""
    spec(
        measures.growth,
        given=BEFORE,
        after=AFTER,
        expected="""
                | food |              steel
          North |  1/2 | nothing_to_compare
          South | -1/2 |       unknown_cell
        """,
    )


def test_growth_of_a_territory_compares_what_is_known_twice(spec):
    """North: from 10 to 20. South's steel was unknown and stays out: from 20 to 10."""
    spec(
        measures.territory_growth,
        given=BEFORE,
        after=AFTER,
        expected="""
                | value
          North |     1
          South |  -1/2
        """,
    )


def test_growth_of_an_activity_compares_what_is_known_twice(spec):
    """Food: from 30 to 25. Steel: known twice in North only, and nothing before."""
    spec(
        measures.activity_growth,
        given=BEFORE,
        after=AFTER,
        expected="""
                |              value
          food  |               -1/6
          steel | nothing_to_compare
        """,
    )
