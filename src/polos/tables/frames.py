"""The door out: columns as the kind of table that the caller works with."""

from typing import Any

import narwhals as nw


def in_kind(columns: dict[str, list[Any]], backend: str) -> Any:
    """Return columns as a table of the kind that came in: DuckDB and Ibis by their own memory tables."""
    numbers = {name: nw.Float64() for name in ("value", "added", "distance")}
    types = numbers | {"rank": nw.Int64()}
    schema = {name: types.get(name, nw.String()) for name in columns}
    if backend in {"pandas", "polars", "pyarrow", "modin"}:
        return nw.from_dict(columns, schema, backend=backend).to_native()
    rows = nw.from_dict(columns, schema, backend="polars")
    return rows.lazy(backend).to_native() if backend in {"duckdb", "ibis"} else rows.to_native()
