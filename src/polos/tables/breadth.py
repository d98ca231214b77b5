"""How much of everything a territory's declared priorities cover, and whether they amount to a wish list."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import polars as pl

from polos import parameters
from polos.parameters.convergence import default_thresholds
from polos.table import Table
from polos.tables.priorities import own
from polos.tables.territories import Notice
from polos.vocabularies import markets

__all__ = ["Breadth", "breadths"]


@dataclass(frozen=True)
class Breadth:
    """What a territory's own priorities cover: how many there are, the markets they name, what to say of it.

    ``weighted`` counts those that say how much they weigh; ``without_market`` are the ids of those coded to
    no market, which no comparison counts.
    """

    territory_id: str
    priorities: int
    weighted: int
    markets: tuple[str, ...]
    without_market: tuple[str, ...]
    notices: tuple[Notice, ...]

    @property
    def covers_nearly_all(self) -> bool:
        """Whether together they name nearly every market."""
        return any(notice.code == "covers_nearly_all" for notice in self.notices)

    @property
    def is_wish_list(self) -> bool:
        """Whether the priorities exclude next to nothing and none weighs more than another."""
        return any(notice.code == "wish_list" for notice in self.notices)


def breadths(priorities: Table, weighted: Collection[str] = ()) -> Mapping[str, Breadth]:
    """Return how broad the own priorities of each territory are, by territory.

    =====================  =========================================================================
    covers_nearly_all      together they name ``markets`` of ``of`` markets, a share of ``nearly_all``
                           or more
    many_priorities        ``count`` priorities, ``many_from`` or more
    broad_priorities       ``count`` of ``total`` name ``broad_markets`` markets or more each
    nothing_weighted       none of ``total`` (two or more) says how much it weighs
    wish_list              nothing is weighted, and the priorities are many or cover nearly all
    =====================  =========================================================================

    Parameters
    ----------
    priorities
        The table of priorities; rows taken over from a containing territory do not count.
    weighted
        The ids of priorities of which it is known how much they weigh.

    Notes
    -----
    The limits are those of ``parameters.read("breadth")``, and ours. That no weight is on record need not
    mean that the strategy gives none.
    """
    rows = own(priorities).rows.select("priority_id", "territory_id", "markets")
    return {
        str(territory): _breadth(str(territory), part, frozenset(weighted))
        for (territory,), part in rows.group_by("territory_id", maintain_order=True)
    }


def _breadth(territory: str, rows: pl.DataFrame, weighted: frozenset[str]) -> Breadth:
    named = {code for codes in rows["markets"].to_list() for code in codes or ()}
    ids = rows["priority_id"].to_list()
    covered = tuple(code for code in markets().codes if code in named)
    count = sum(1 for one in ids if one in weighted)
    return Breadth(
        territory_id=territory,
        priorities=len(ids),
        weighted=count,
        markets=covered,
        without_market=tuple(rows.filter(pl.col("markets").list.len() == 0)["priority_id"].to_list()),
        notices=_notices(rows, covered=len(covered), weighted=count),
    )


def _notices(rows: pl.DataFrame, *, covered: int, weighted: int) -> tuple[Notice, ...]:
    limits, total, every = parameters.read("breadth").values["thresholds"], len(rows), len(markets().codes)
    most = default_thresholds().broad_markets
    broad = len(rows.filter(pl.col("markets").list.len() >= most))
    found = []
    if covered >= limits["nearly_all"] * every:
        values = {"markets": covered, "of": every, "nearly_all": limits["nearly_all"]}
        found.append(Notice("covers_nearly_all", values))
    if total >= limits["many_from"]:
        found.append(Notice("many_priorities", {"count": total, "many_from": limits["many_from"]}))
    excludes_little = bool(found)
    if broad:
        found.append(Notice("broad_priorities", {"count": broad, "total": total, "broad_markets": most}))
    if total > 1 and not weighted:
        found.append(Notice("nothing_weighted", {"total": total}))
        if excludes_little:
            found.append(Notice("wish_list"))
    return tuple(found)
