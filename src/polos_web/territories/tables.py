"""The registers of territories and priorities as tables of the library, made anew when they change."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from polos.table import Table
from polos.tables.breadth import Breadth, breadths
from polos_web.analysis import queries as analysis
from polos_web.territories import queries

REGISTER = "territories"


@dataclass(frozen=True, eq=False)
class Tables:
    """Both tables of one state of the registers, and which priorities say how much they weigh."""

    territories: Table
    priorities: Table
    revision: str
    weighted: frozenset[str]

    @cached_property
    def breadths(self) -> Mapping[str, Breadth]:
        """How broad the own priorities of each territory are, by territory."""
        return breadths(self.priorities, self.weighted)


def tables() -> Tables:
    """Return the tables; the same value until a register changes, so that results can hang on it."""
    return _at(analysis.revision(REGISTER))


@lru_cache(maxsize=2)
def _at(revision: str) -> Tables:
    return Tables(
        queries.territories_table(), queries.priorities_table(), revision, queries.weighted_priorities()
    )
