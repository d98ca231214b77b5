"""Tables that a command is given as files, beside those of the store."""

from pathlib import Path

import polars as pl

from polos.errors import InputError

_CODES = ("territory", "other_territory", "neighbour", "activity", "other_activity", "record", "name")


def read_frame(path: Path) -> pl.DataFrame:
    """Read a .csv or .parquet file; codes stay texts, so that 2.10 is not 2.1 and NA is a code.

    Raises
    ------
    InputError
        When there is no such file.
    """
    if path.suffix not in (".csv", ".parquet") or not path.is_file():
        raise InputError(
            found=f"the file {str(path)!r}",
            needed="a .csv or .parquet file that is there",
            next_step="Write, for example, plants.csv.",
        )
    if path.suffix == ".parquet":
        return pl.read_parquet(path)
    texts = {name: pl.String for name in pl.read_csv(path, n_rows=0).columns if name in _CODES}
    return pl.read_csv(path, schema_overrides=texts)
