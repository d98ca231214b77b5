"""All clusters in the form in which they are compared, kept by every process that answers pages.

A small register is brought together while somebody waits. A large one takes seconds, so pages show the
version before, with its date, until the next one is there.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from polos_web.analysis import cluster_fields
from polos_web.analysis import queries as analysis
from polos_web.analysis.latest import Latest
from polos_web.analysis.statistics import statistics
from polos_web.clusters import queries as clusters

REGISTER = "clusters"
# So many clusters are brought together in a fifth of a second, while somebody waits.
AT_ONCE = 2_000
# A version that the register has left behind is shown where it was the present one so short a time ago.
SHOWN_FOR = timedelta(minutes=5)


class BeingMade(Exception):
    """There is no version that could be shown: one is being made, of so many clusters."""

    def __init__(self, count: int) -> None:
        super().__init__(f"{count} clusters are being compared")
        self.count = count


@dataclass(frozen=True, eq=False)
class Stock:
    """All clusters whose side is known, in the form in which they are compared; and which only stand in."""

    field: Any
    stand_ins: frozenset[str]


@dataclass(frozen=True)
class Shown:
    """The stock that a page shows; where the register has changed since, ``as_of`` says when it held.

    ``present`` are the clusters that are public now, where that may be fewer.
    """

    stock: Stock
    as_of: datetime | None = None
    present: frozenset[str] | None = None

    def has(self, cluster_id: str) -> bool:
        """Return whether a cluster can be shown: it is in the stock and public now."""
        is_present = self.present is None or cluster_id in self.present
        return is_present and cluster_id in self.stock.field.row_of


def stock() -> Stock:
    """Return all clusters as they are compared now, however long that takes."""
    return _latest.at_once(_state()).value


def shown() -> Shown:
    """Return what a page can show without making anybody wait.

    Raises
    ------
    BeingMade
        When the register is large and there is no version young enough.
    """
    state = _state()
    if current := _latest.of(state):
        return Shown(current.value)
    count = clusters.comparable_count()
    if count <= AT_ONCE:
        return Shown(_latest.at_once(state).value)
    _latest.begin(state)
    before = _latest.before(within=SHOWN_FOR)
    if before is None:
        raise BeingMade(count)
    return Shown(before.value, before.current_at, clusters.comparable_ids())


def _state() -> tuple[str, Any]:
    return analysis.revision(REGISTER), statistics().evidence


def _make() -> Stock:
    stand_ins: set[str] = set()

    def read() -> Iterator[dict[str, Any]]:
        for row in clusters.comparable():
            if row["stands_in"]:
                stand_ins.add(row["cluster_id"])
            yield row

    field = cluster_fields.field_of(read(), statistics().evidence)
    return Stock(field, frozenset(stand_ins))


_latest = Latest(_make)
