"""Small tables for unit tests."""

import numpy as np

from polos.measures.results import Grid, Reason, undefined_where
from polos.provenance import Origin
from polos.tables.matrix import Matrix


def grid(values, territories=None, activities=None) -> Grid:
    """Make a presence or any other grid; NaN is an unknown cell."""
    values = np.array(values, dtype=float)
    territories = territories or tuple(f"r{i}" for i in range(values.shape[0]))
    activities = activities or tuple(f"a{i}" for i in range(values.shape[1]))
    undefined = undefined_where(values, (Reason.UNKNOWN_CELL, np.isnan(values)))
    return Grid(values, tuple(territories), tuple(activities), undefined, Origin("a drawn table"))


def matrix(values, territories=None, activities=None) -> Matrix:
    """Make a table of amounts; NaN is an unknown cell."""
    values = np.array(values, dtype=float)
    territories = territories or tuple(f"r{i}" for i in range(values.shape[0]))
    activities = activities or tuple(f"a{i}" for i in range(values.shape[1]))
    return Matrix(values, tuple(territories), tuple(activities), "jobs", "2024", Origin("a drawn table"))


def nested(size: int = 6) -> np.ndarray:
    """Return a table in which each territory has all that the next one has, and one activity more."""
    return np.triu(np.ones((size, size)))
