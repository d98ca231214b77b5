"""The door out: columns as the kind of table that the caller works with."""

from collections.abc import Sequence
from typing import Any

import narwhals as nw

#: The kind of a Polars frame that is not computed yet.
LAZY_POLARS = "polars lazy"


def in_kind(columns: dict[str, list[Any]], backend: str, *, numbers: Sequence[str] = ()) -> Any:
    """Return columns as a table of the kind that came in: DuckDB and Ibis by their own memory tables.

    ``numbers`` are columns of numbers beside those that always are.
    """
    floats = {name: nw.Float64() for name in ("value", "added", "distance", *numbers)}
    types = floats | {"rank": nw.Int64()}
    schema = {name: types.get(name, nw.String()) for name in columns}
    if backend in {"pandas", "polars", "pyarrow", "modin"}:
        return nw.from_dict(columns, schema, backend=backend).to_native()
    rows = nw.from_dict(columns, schema, backend="polars")
    if backend == LAZY_POLARS:
        return rows.lazy().to_native()
    return rows.lazy(backend).to_native() if backend in {"duckdb", "ibis"} else rows.to_native()
