"""The registers of territories and priorities as tables of the library, made anew when they change."""

from dataclasses import dataclass
from functools import lru_cache

from polos.table import Table
from polos_web.analysis import queries as analysis
from polos_web.territories import queries

REGISTER = "territories"


@dataclass(frozen=True, eq=False)
class Tables:
    """Both tables of one state of the registers."""

    territories: Table
    priorities: Table
    revision: int


def tables() -> Tables:
    """Return the tables; the same value until a register changes, so that results can hang on it."""
    return _at(analysis.revision(REGISTER))


@lru_cache(maxsize=2)
def _at(revision: int) -> Tables:
    return Tables(queries.territories_table(), queries.priorities_table(), revision)
