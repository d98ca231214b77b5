"""When which territory supplies which produce: the season calendar, one row a territory and product."""

from typing import Any

import numpy as np
import polars as pl

from polos.errors import UnknownName, WrongRows
from polos.provenance import Origin
from polos.table import Table, require_ids
from polos.tables.matrix import Matrix

MONTHS = tuple(f"{month:02d}" for month in range(1, 13))
SEASONS: dict[str, pl.DataType | type[pl.DataType]] = {
    "territory_id": pl.String(),
    "product": pl.String(),
    "months": pl.List(pl.String),
    "provenance": pl.String(),
    "source_url": pl.String(),
}


def seasons_of(frame: Any, *, origin: Origin | None = None) -> Table:
    """Return a frame with columns of ``SEASONS`` as a season calendar.

    ``months`` lists the months of supply as 01 to 12 (a list, or text with semicolons); an empty list says
    that there is no supply, no list that it is unknown.

    Raises
    ------
    WrongColumns
        When a column is missing or strange.
    WrongRows
        When an id or a product is missing, a territory has a product twice, or a month is none.
    """
    table = Table.from_frame(frame, SEASONS, origin=origin)
    require_ids(table.rows, "territory_id", unique=False)
    require_ids(table.rows, "product", unique=False)
    repeated = table.rows.filter(pl.struct("territory_id", "product").is_duplicated())
    if repeated.height:
        raise WrongRows(
            found=f"{repeated['product'][0]!r} of {repeated['territory_id'][0]!r} twice",
            needed="one row a territory and product",
            next_step="Put the months of both rows in one.",
        )
    strange = table.rows.explode("months").filter(~pl.col("months").is_in(list(MONTHS)))
    if strange.height:
        raise WrongRows(
            found=f"the month {strange['months'][0]!r} of {strange['product'][0]!r}",
            needed="months 01 to 12",
            next_step="Write January as 01.",
        )
    return table


def calendar(seasons: Table, product: str) -> Matrix:
    """Return the calendar of a product: 1 where a territory supplies it in a month, 0 where not.

    Parameters
    ----------
    seasons
        From :func:`seasons_of`.
    product
        As it is written in the calendar.

    Returns
    -------
    Matrix
        Shape (R, 12), over the territories that have a row for the product; unknown months stay unknown.

    Raises
    ------
    UnknownName
        When the calendar does not have the product.
    """
    rows = seasons.rows.filter(pl.col("product") == product).sort("territory_id")
    if not rows.height:
        known = ", ".join(sorted(seasons.rows["product"].unique())[:5])
        raise UnknownName(
            found=f"the product {product!r}",
            needed=f"a product of the calendar, such as {known or 'none yet'}",
            next_step="Write it as the calendar does, or add it.",
        )
    values = np.full((rows.height, len(MONTHS)), np.nan)
    for row, months in enumerate(rows["months"].to_list()):
        if months is not None:
            values[row] = [month in months for month in MONTHS]
    origin = seasons.origin.then(f"calendar of {product}")
    return Matrix(values, tuple(rows["territory_id"]), MONTHS, "supply", "", origin)
