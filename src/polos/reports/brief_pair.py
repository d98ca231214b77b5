"""What a brief is about: two territories, with all that is needed to write about them in one language."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import polars as pl

from polos.matches.counterparts import Counterpart
from polos.reports import labels
from polos.reports.wording import Coded, say
from polos.table import Table
from polos.tables.priorities import own

LONGEST_NAME = 110
Row = Mapping[str, Any]


@dataclass(frozen=True, eq=False)
class Pair:
    """The two territories with all that is needed to write about them in one language."""

    ours: Row
    theirs: Row
    language: str
    names: labels.Names
    territories: Table
    priorities: Table
    counterpart: Counterpart

    @property
    def both(self) -> tuple[Row, Row]:
        return self.ours, self.theirs

    def name(self, row: Row) -> str:
        return clipped(self.names[row["territory_id"]], 60)

    @cached_property
    def priority_rows(self) -> Mapping[str, Row]:
        return {row["priority_id"]: row for row in self.priorities.rows.iter_rows(named=True)}

    def own_rows(self, row: Row) -> pl.DataFrame:
        return own(self.priorities).rows.filter(pl.col("territory_id") == row["territory_id"])

    def say(self, thing: Coded) -> str:
        return say(thing, self.language, names=self.names)


def clipped(words: str, longest: int) -> str:
    """Return words that are no longer than so many characters, cut where they are."""
    return words if len(words) <= longest else words[: longest - 1].rstrip() + "…"
