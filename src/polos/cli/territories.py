"""Naming territories on the command line."""

import polars as pl

from polos.errors import InputError
from polos.table import Table
from polos.tables.territories import find

_LEVELS = {
    "all": pl.lit(True),
    "nations": pl.col("level") == "nation",
    "subnational": pl.col("level") != "nation",
}


def ids_of(territories: Table, text: str, *, side: str) -> list[str]:
    """Return the ids of ``all``, ``nations`` or ``subnational`` of a side, or of the names between commas.

    Raises
    ------
    UnknownName, AmbiguousName
        When a name is not that of exactly one territory.
    InputError
        When a territory lies on the other side, or is named twice.
    """
    if text in _LEVELS:
        return territories.rows.filter((pl.col("side") == side) & _LEVELS[text])["territory_id"].to_list()
    found = [find(territories, name.strip()) for name in text.split(",") if name.strip()]
    side_of = dict(territories.rows.select("territory_id", "side").iter_rows())
    wrong = [territory for territory in found if side_of[territory] != side]
    repeated = sorted({territory for territory in found if found.count(territory) > 1})
    if wrong or repeated:
        raise InputError(
            found=f"{', '.join(wrong)} for {side}" if wrong else f"{', '.join(repeated)} twice",
            needed=f"territories of {side}, each once",
            next_step=f"Correct --{side.lower()}.",
        )
    return found
