"""What stands behind the reasons of a pair of territories: priorities, employment, flows, offers, needs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from polos.reports.labels import Names
from polos_web.analysis import specialisations, words
from polos_web.analysis.calculations import Rows
from polos_web.analysis.specialisations import ActivityView
from polos_web.matchmaking import mix_rows
from polos_web.matchmaking.mix_explanations import Behind
from polos_web.territories.models import Priority

Exchanges = Mapping[str, Sequence[Mapping[str, Any]]]


@dataclass(frozen=True, eq=False)
class PairBehind:
    """Everything the reasons of a pair rest on.

    ``priorities`` by id; the pair, ours first; offers and needs by territory, and the rows of the pair.
    """

    priorities: Mapping[str, Priority]
    pair: tuple[str, str]
    exchanges: Exchanges
    rows: Rows
    names: Names
    language: str
    # Many rows name the same division: each is looked up once.
    _seen: dict[tuple[str, str], ActivityView | None] = field(default_factory=dict)

    def of(self, part: Any) -> Behind:
        """Return what one reason rests on."""
        ours, theirs = self.pair
        named = (self.priorities.get(row) for row in part.evidence)
        behind = partial(Behind, rows=tuple(one for one in named if one))
        match part.code:
            case "contributed_activity":
                activity = part.values["activity"]
                both = (self._in_division(one, activity) for one in self.pair)
                return behind(
                    activities=tuple(one for one in both if one), towards=tuple(self._towards(activity))
                )
            case "supplied_activity" | "bought_activity":
                activity = part.values["activity"]
                divisions = self.rows.divisions(activity)
                return behind(
                    activities=self._employment(theirs, activity),
                    flows=tuple(self._flow(row) for row in self.rows.links if _is_behind(row, part)),
                    note=mix_rows.told_from_which(
                        self.rows.strong_divisions(theirs, activity), divisions, self.language
                    ),
                )
            case "covered_need" | "open_need":
                said = (owned(self.exchanges.get(one, ()), self.names) for one in (ours, theirs))
                return behind(covered=mix_rows.covered(part, *said))
        return behind()

    def _towards(self, strength: str) -> list[mix_rows.Towards]:
        return [
            mix_rows.Towards(
                row.target,
                words.activity(row.target, self.language),
                self._in_division(self.pair[0], row.target),
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
            mix_rows.told_from(self.rows.strong_divisions(ours, row.linked), self.rows.divisions(row.linked)),
            row,
        )

    def _employment(self, territory: str, activity: str) -> tuple[ActivityView, ...]:
        """Return the employment of a territory in the divisions of an activity of the table."""
        found = (self._in_division(territory, division) for division in self.rows.divisions(activity))
        return tuple(one for one in found if one)

    def _in_division(self, territory: str, division: str) -> ActivityView | None:
        asked = territory, division
        if asked not in self._seen:
            cells = self.rows.cells(territory, division)
            self._seen[asked] = specialisations.behind(cells, territory, self.language)
        return self._seen[asked]


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
