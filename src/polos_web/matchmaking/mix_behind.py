"""What stands behind the reasons of a pair of territories: priorities, employment, flows, offers, needs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from polos.reports.labels import Names
from polos_web.analysis import input_output, specialisations, words
from polos_web.analysis.calculations import Rows
from polos_web.analysis.specialisations import ActivityView
from polos_web.analysis.statistics import statistics
from polos_web.matchmaking import mix_rows
from polos_web.matchmaking.mix_explanations import Behind
from polos_web.territories.models import Priority

Exchanges = Mapping[str, Sequence[Mapping[str, Any]]]


@dataclass(frozen=True)
class PairBehind:
    """Everything the reasons of a pair rest on.

    ``priorities`` by id; the pair, ours first; the name of the input-output table; offers and needs by
    territory, and the rows of the pair.
    """

    priorities: Mapping[str, Priority]
    pair: tuple[str, str]
    table: str
    exchanges: Exchanges
    rows: Rows
    names: Names
    language: str

    def of(self, part: Any) -> Behind:
        """Return what one reason rests on."""
        named = (self.priorities.get(row) for row in part.evidence)
        behind = partial(Behind, rows=tuple(one for one in named if one))
        match part.code:
            case "contributed_activity":
                cells = [specialisations.behind(part.evidence, one, self.language) for one in self.pair]
                return behind(
                    activities=tuple(one for one in cells if one),
                    towards=tuple(self._towards(part.values["activity"])),
                )
            case "supplied_activity" | "bought_activity":
                theirs, activity = self.pair[1], part.values["activity"]
                return behind(
                    activities=self._employment(theirs, activity),
                    flows=tuple(self._flow(row) for row in self.rows.links if _is_behind(row, part)),
                    note=mix_rows.told_from_which(
                        *self.rows.strong_divisions(theirs, activity), self.language
                    ),
                )
            case "covered_need" | "open_need":
                ours, theirs = (owned(self.exchanges.get(one, ()), self.names) for one in self.pair)
                return behind(covered=mix_rows.covered(part, ours, theirs))
        return behind()

    def _towards(self, strength: str) -> list[mix_rows.Towards]:
        return [
            mix_rows.Towards(
                row.target,
                words.activity(row.target, self.language),
                specialisations.in_division(self.pair[0], row.target, self.language),
                row,
            )
            for row in sorted(self.rows.related, key=lambda row: -row.amount)
            if row.activity == strength
        ]

    def _flow(self, row: Any) -> mix_rows.Flow:
        ours = self.pair[0]
        return mix_rows.Flow(
            mix_rows.industry(row.linked, self.language),
            self._employment(ours, row.linked),
            mix_rows.told_from(*self.rows.strong_divisions(ours, row.linked)),
            row,
        )

    def _employment(self, territory: str, activity: str) -> tuple[ActivityView, ...]:
        """Return the employment of a territory in the divisions of an activity of the table."""
        cells = input_output.cells_behind(statistics().evidence, territory, activity, table=self.table)
        found = [specialisations.behind(one, territory, self.language) for one in cells]
        return tuple(one for one in found if one)


def owned(exchanges: Iterable[Mapping[str, Any]], names: Names) -> list[dict[str, Any]]:
    """Return offers and needs of a territory with whose each is: a cluster's, or the territory's own."""
    return [
        {**one, "owner": ("cluster", one["cluster"], one["cluster_name"])}
        if "cluster" in one
        else {**one, "owner": ("territory", one["territory"], names[one["territory"]])}
        for one in exchanges
    ]


def _is_behind(row: Any, part: Any) -> bool:
    return row.code == part.code and row.activity == part.values["activity"]
