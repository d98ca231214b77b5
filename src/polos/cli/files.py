"""Tables that a command is given as files, beside those of the store."""

from pathlib import Path

import polars as pl

from polos.errors import InputError, UnreadableFile


def read_frame(path: Path) -> pl.DataFrame:
    """Read a .csv or .parquet file; all of a .csv stays texts, so that 2.10 is not 2.1 and NA is a code.

    Raises
    ------
    InputError
        When there is no such file.
    UnreadableFile
        When it is empty, or not what its name says.
    """
    if path.suffix not in (".csv", ".parquet") or not path.is_file():
        raise InputError(
            found=f"the file {str(path)!r}",
            needed="a .csv or .parquet file that is there",
            next_step="Write, for example, plants.csv.",
        )
    try:
        return pl.read_parquet(path) if path.suffix == ".parquet" else pl.read_csv(path, infer_schema=False)
    except pl.exceptions.PolarsError as error:
        raise UnreadableFile(
            found=f"the file {str(path)!r}, which is empty or cannot be read ({error})".replace("\n", " "),
            needed=f"a {path.suffix} file with a heading and rows under it",
            next_step="Write it anew, with as many fields in each row as in the heading.",
        ) from error
