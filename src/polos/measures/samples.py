"""Small made-up tables for the examples in the documentation of the measures."""

from itertools import pairwise

import numpy as np
import polars as pl

from polos.measures.results import Grid, Pairs, Reason, undefined_where
from polos.measures.spatial_weights import SpatialWeights
from polos.provenance import Origin
from polos.tables.indicators import Indicators
from polos.tables.input_output import InputOutput
from polos.tables.matrix import Matrix
from polos.tables.plants import Plants
from polos.tables.points import Points
from polos.tables.records import Records
from polos.tables.votes import Votes

TERRITORIES = ("North", "South", "West")
ACTIVITIES = ("bread", "cheese", "chips", "lasers")
SECTORS = {"bread": "food", "cheese": "food", "chips": "technology", "lasers": "technology"}
SIDES = {"North": "sea", "South": "sea", "West": "land"}


def jobs(year: int = 2020) -> Matrix:
    """Return persons employed in three regions and four industries, in 2020 or five years later."""
    amounts = {
        2020: [[20, 20, 30, 30], [30, 40, 10, 0], [50, 0, 0, 0]],
        2025: [[20, 10, 45, 30], [30, 40, 20, 5], [40, 10, 0, 0]],
    }
    values = np.array(amounts[year], dtype=np.float64)
    return Matrix(values, TERRITORIES, ACTIVITIES, "jobs", str(year), Origin("an example"))


def presence(year: int = 2020) -> Grid:
    """Return what each region has: North everything but bread, South the food industries, West bread."""
    tables = {
        2020: [[0, 1, 1, 1], [1, 1, 0, 0], [1, 0, 0, 0]],
        2025: [[0, 0, 1, 1], [1, 1, 1, 0], [1, 1, 0, 0]],
    }
    values = np.array(tables[year], dtype=np.float64)
    undefined = undefined_where(values, (Reason.UNKNOWN_CELL, np.isnan(values)))
    return Grid(values, TERRITORIES, ACTIVITIES, undefined, Origin("an example"))


def plants() -> Plants:
    """Return five plants of two industries."""
    rows = pl.DataFrame(
        {
            "territory": ["North", "North", "South", "South", "West"],
            "activity": ["bread", "chips", "bread", "chips", "bread"],
            "size": [10, 90, 10, 10, 20],
        }
    )
    return Plants.from_frame(rows, territory="territory", activity="activity", size="size")


def places() -> Points:
    """Return six plants of three industries on a map in kilometres: two bakeries near, one far."""
    rows = pl.DataFrame(
        {
            "x": [0, 1, 0, 0, 1, 5],
            "y": [0, 0, 5, 1, 1, 5],
            "activity": ["bread", "bread", "bread", "chips", "chips", "lasers"],
            "size": [10, 20, 10, 30, 10, 20],
        }
    )
    return Points.from_frame(rows, x="x", y="y", activity="activity", weight="size")


def ages() -> Indicators:
    """Return the mean age in four regions that lie in a row."""
    values = np.array([[38.0], [40.0], [47.0], [49.0]])
    return Indicators(values, (*TERRITORIES, "East"), ("age",), Origin("an example"))


def borders() -> SpatialWeights:
    """Return who borders on whom among those four: each on the next."""
    names = (*TERRITORIES, "East")
    return SpatialWeights.from_pairs(pairwise(names), names)


def patents() -> Records:
    """Return four patents that name three fields."""
    rows = pl.DataFrame(
        {
            "patent": ["p1", "p1", "p2", "p2", "p3", "p4"],
            "field": ["optics", "glue", "optics", "ink", "optics", "glue"],
        }
    )
    return Records.from_frame(rows, record="patent", activity="field")


def indicators() -> Indicators:
    """Return two variables of three regions."""
    values = np.array([[10, 40], [12, 44], [30, 38]], dtype=np.float64)
    return Indicators(values, TERRITORIES, ("density", "age"), Origin("an example"))


def incomes() -> Indicators:
    """Return one quantity of four regions in three years; North is rich from the second year on."""
    values = np.array([[14, 18, 19], [12, 13, 11], [21, 20, 17], [18, 15, 16]], dtype=np.float64)
    return Indicators(values, (*TERRITORIES, "East"), ("2010", "2015", "2020"), Origin("an example"))


def sales() -> Pairs:
    """Return what four industries sell to one another, shape (4, 4)."""
    values = np.array([[5, 10, 0, 5], [5, 10, 5, 0], [0, 0, 10, 30], [0, 0, 10, 0]], dtype=np.float64)
    return Pairs(values, ACTIVITIES, np.zeros(values.shape, dtype=np.uint8), Origin("an example"))


def establishments() -> Matrix:
    """Return establishments of four industries in four regions: food here, technology there."""
    counts = np.array([[9, 8, 1, 0], [7, 9, 2, 1], [1, 2, 8, 9], [2, 1, 9, 7]], dtype=np.float64)
    return Matrix(counts, (*TERRITORIES, "East"), ACTIVITIES, "plants", "2020", Origin("an example"))


def votes() -> Votes:
    """Return how eleven people vote on eight statements: two camps that both like trains."""
    ayes = np.array([[1, 1, -1, 1, 0, 1, 0, -1], [1, -1, 1, 0, 1, 1, 0, 1]], dtype=np.float64)
    values = np.repeat(ayes, [6, 5], axis=0)
    values[[0, 3, 7], [5, 4, 3]] = np.nan
    values[[2, 9], [3, 4]] = -1
    people = tuple(f"v{number:02}" for number in range(1, 12))
    statements = ("trains", "tolls", "airport", "cycling", "parking", "parks", "taxes", "suburbs")
    return Votes(values, people, statements, Origin("an example"))


def camps() -> dict[str, tuple[str, ...]]:
    """Return the same eleven people by what they say they are: townspeople and countrypeople."""
    people = votes().participants
    return {"town": people[:6], "country": people[6:]}


def input_output() -> InputOutput:
    """Return what four industries sell to one another, and the output of each, 100."""
    output = np.full(4, 100.0)
    return InputOutput(sales().values, output, ACTIVITIES, "million", "2020", Origin("an example"))


def harvest() -> Matrix:
    """Return when three regions supply apples: North from August, South from February, West unknown."""
    values = np.zeros((3, 12))
    values[0, 7:10] = 1
    values[1, 1:4] = 1
    values[2] = np.nan
    months = tuple(f"{month:02d}" for month in range(1, 13))
    return Matrix(values, TERRITORIES, months, "supply", "", Origin("an example"))
