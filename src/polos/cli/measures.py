"""``polos measures`` and ``polos measure``: list the measures, and compute one on a stored table."""

import inspect
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import polars as pl
from cyclopts import Parameter
from rapidfuzz import process

from polos import measures as library
from polos.cli.files import read_frame
from polos.cli.output import DataFolder, Json, print_fields, print_json, print_rows, say
from polos.cli.progress import shown_while_running
from polos.errors import InputError, NotStored, UnknownName
from polos.measures.descriptions import describe
from polos.measures.from_employment import Inputs, measured, parts
from polos.store import Store, data_folder
from polos.tables.activity import employment_matrix
from polos.tables.matrix import Matrix
from polos.vocabularies import nace


def measures(*, as_json: Json = False) -> None:
    """List every measure with its formula and source.

    Parameters
    ----------
    as_json
        Answer as JSON, with the family of each measure.
    """
    found = [describe(getattr(library, name)) for name in _names()]
    rows = [
        {
            "measure": one.name,
            "family": one.family,
            "what": one.summary,
            "formula": one.formula,
            "source": one.references,
        }
        for one in found
    ]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        print_fields({name: row[name] for name in ("measure", "what", "formula", "source")}, as_json=False)
        print()


def measure(
    name: str,
    dataset: str | None = None,
    /,
    *,
    year: str | None = None,
    out: Path | None = None,
    part: str | None = None,
    after: str | None = None,
    reference: str | None = None,
    seed: int = 0,
    options: Annotated[list[str] | None, Parameter(name="--set", negative="")] = None,
    files: Annotated[list[str] | None, Parameter(name="--with", negative="")] = None,
    folder: DataFolder = None,
    as_json: Json = False,
) -> None:
    """Compute a measure on a stored table of employment, on files, or on both.

    What takes over two seconds says on standard error how long it has been running.

    What a measure needs beside employment is made of the dataset by the usual choices: presence is a
    location quotient of at least 1, relatedness the proximity over the same units, groups the sections of
    NACE (for the Theil index, the countries). A file is taken for the parameter it names, as it stands:
    amounts for employment, quotients for quotients, for presence 1 and 0 (``polos measure specialised``
    writes such a file). With a dataset, files name territories as it does, or as in one's own table.

    Plants, places, records, panels, neighbours and what else a measure takes come from files of fixed
    columns: points x, y (or longitude, latitude), activity and weight; plants territory, activity, size;
    records and joint occurrences record, activity; tables territory, activity, value; panels and indicators
    territory and a column a period or variable; weights territory, neighbour and weight; links territory,
    other_territory, value; flows and relatedness activity, other_activity, value, where a pair without a row
    is unknown; input-output tables the same, with ``output`` as other_activity for all that an activity
    produces; anything by name: name, value.

    Parameters
    ----------
    name
        The measure; ``polos measures`` lists them.
    dataset
        A stored dataset; ``polos data list`` lists them. Not needed where files say all.
    year
        Refuse another year than this one.
    out
        Write the table to this file: .csv, .parquet or .json.
    part
        Of a result with several tables, the one wanted.
    after
        The dataset of a later year, for measures of change.
    reference
        The dataset whose totals are compared with.
    seed
        The start of what is drawn at random.
    options
        Another parameter of the measure, as NAME=VALUE; can be given again.
    files
        A parameter that comes from a file, as NAME=FILE (.csv or .parquet); can be given again, also for the
        same parameter where it takes several, such as years.
    folder
        The data folder; else POLOS_DATA, else the user's data directory.
    as_json
        Answer as JSON.
    """
    function, given = _function(name), _options(options or ())
    inputs = Inputs(generator=np.random.default_rng(seed), given=_frames(files or ()))
    what = function.__name__
    if dataset is not None:
        store = Store(data_folder(folder))
        employment = _employment(store, dataset, year)
        inputs = replace(
            inputs,
            employment=employment,
            groups={activity: nace().parent(activity) or activity for activity in employment.activities},
            countries=dict(store.dataset(dataset).units().select("unit_id", "country").iter_rows()),
            later=None if after is None else _employment(store, after, None),
            reference=None if reference is None else _employment(store, reference, None),
        )
        what = f"{what} of {dataset}"
        say(f"{what}: {employment.shape[0]} units, {employment.shape[1]} activities")
    with shown_while_running(what):
        result = measured(function, inputs, given)
    tables, values = parts(result)
    if out is not None:
        _write(_one(tables, part), out)
        say(f"Wrote {out}")
    elif as_json:
        is_plain = part is not None or (len(tables) == 1 and not values)
        print_json(_one(tables, part) if is_plain else {"values": values, "tables": tables})
    else:
        _print(tables if part is None else {"": _one(tables, part)}, values if part is None else {})


def _names() -> list[str]:
    return [name for name in library.__all__ if inspect.isfunction(getattr(library, name))]


def _function(name: str) -> Any:
    wanted = name.replace("-", "_")
    if wanted in _names():
        return getattr(library, wanted)
    near = [match for match, _, _ in process.extract(wanted, _names(), limit=3)]
    raise UnknownName(
        found=f"the measure {name!r}",
        needed="a measure that polos measures lists",
        next_step=f"Did you mean {' or '.join(near)}?",
    )


def _options(written: Sequence[str]) -> dict[str, str]:
    for one in written:
        if "=" not in one:
            raise InputError(
                found=f"the option {one!r}",
                needed="NAME=VALUE",
                next_step="Write, for example, threshold=1.5.",
            )
    return {name: value for name, _, value in (one.partition("=") for one in written)}


def _frames(written: Sequence[str]) -> dict[str, list[tuple[str, pl.DataFrame]]]:
    """Read the files of parameters."""
    found: dict[str, list[tuple[str, pl.DataFrame]]] = {}
    for one in written:
        name, _, address = one.partition("=")
        if not address:
            raise InputError(
                found=f"the file {one!r}",
                needed="NAME=FILE",
                next_step="Write, for example, points=plants.csv.",
            )
        path = Path(address)
        found.setdefault(name, []).append((path.name, read_frame(path)))
    return found


def _employment(store: Store, name: str, year: str | None) -> Matrix:
    stored = store.dataset(name)
    if year is not None and stored.papers.vintage != year:
        raise NotStored(
            found=f"{name!r} of {stored.papers.vintage}",
            needed=f"the year {year}",
            next_step="Add the table of that year under another name.",
        )
    return employment_matrix(stored)


def _one(tables: dict[str, Any], part: str | None) -> pl.DataFrame:
    if part is None and len(tables) == 1:
        return next(iter(tables.values()))
    if not tables:
        raise InputError(
            found="a result without a table",
            needed="a table to write or to take a part of",
            next_step="Leave --out and --part out; --json gives the values.",
        )
    if part not in tables:
        raise UnknownName(
            found="a result of several tables" if part is None else f"the part {part!r}",
            needed=f"one of {', '.join(tables)}",
            next_step="Name it with --part.",
        )
    return tables[part]


def _write(table: pl.DataFrame, path: Path) -> None:
    writers = {".csv": table.write_csv, ".parquet": table.write_parquet, ".json": table.write_json}
    if path.suffix not in writers:
        raise InputError(
            found=f"the file name {path.name!r}",
            needed=f"one that ends in {', '.join(writers)}",
            next_step="Choose another name.",
        )
    writers[path.suffix](path)


def _print(tables: dict[str, Any], values: dict[str, Any]) -> None:
    for name, table in tables.items():
        if name:
            print(f"# {name}")
        print_rows(table, as_json=False)
    if values:
        print_fields(values, as_json=False)
