"""``polos data``: add, fetch, list, show and remove tables of employment."""

from pathlib import Path
from typing import Annotated, Any, Literal

import polars as pl
from cyclopts import App, Parameter

from polos.cli.output import DataFolder, Json, print_fields, print_rows, say
from polos.sources import eurostat_sbs
from polos.store import Dataset, Receipt, Store, data_folder

data = App(name="data", help="Add, fetch, list, show and remove tables of employment.")

Companions = Annotated[Path | None, Parameter(name="--companions")]
Absent = Annotated[Literal["zero", "unknown"] | None, Parameter(name="--absent")]
#: Of the rows rejected for one reason so many are said.
_EXAMPLES = 3
#: What the list leaves out for people, so that it fits.
_IN_JSON = {"fetched_at", "left_out", "version"}
_ABSENT = {"zero": True, "unknown": False, None: None}


@data.command
def add(
    file: Path,
    /,
    *,
    source: Annotated[Literal["eurostat-sbs", "mx-scian", "hn-ciiu", "table"], Parameter(name="--as")],
    name: str | None = None,
    companions: Companions = None,
    absent: Absent = None,
    accept_rejected: Annotated[bool, Parameter(name="--accept-rejected", negative="")] = False,
    folder: DataFolder = None,
    as_json: Json = False,
) -> None:
    """Check a file and put it in force; nothing changes unless all of it succeeds.

    A table of one's own with rows that cannot be used is refused whole, unless that is accepted. Of an
    official file such rows are left out with a reason: see ``polos data show NAME --part rejected``.

    Parameters
    ----------
    file
        CSV (also gzipped), XLSX or Parquet.
    source
        What the file is; "table" is a table of one's own with territory, activity and employment.
    name
        What to store it under: small letters a to z, digits and hyphens. The name of the source or, for a
        table of one's own, of the file, if not given.
    companions
        The folder that holds classifications and boundaries, if they do not lie beside the file.
    absent
        What a cell without a row means: zero or unknown. What the source declares, if not given.
    accept_rejected
        Store the other rows of a table of one's own although some are rejected.
    folder
        The data folder; else POLOS_DATA, else the user's data directory.
    as_json
        Answer as JSON.
    """
    receipt = Store(data_folder(folder)).add(
        source,
        file,
        name=name,
        companions=companions,
        absent_is_zero=_ABSENT[absent],
        accept_rejected=accept_rejected,
    )
    _print_receipt(receipt, as_json=as_json)


@data.command
def fetch(
    source: Literal["eurostat-sbs"],
    /,
    *,
    year: int = 2014,
    host: str = eurostat_sbs.HOST,
    companions: Companions = None,
    folder: DataFolder = None,
    as_json: Json = False,
) -> None:
    """Fetch one year from the provider's own service and add it; no other command uses the internet.

    Parameters
    ----------
    source
        The provider: Eurostat, structural business statistics by NUTS 2 region.
    year
        The year; the service has 2008 to 2020.
    host
        Another address of the same service.
    companions
        The folder that holds the crosswalk of NUTS vintages.
    folder
        The data folder; else POLOS_DATA, else the user's data directory.
    as_json
        Answer as JSON.
    """
    into = data_folder(folder)
    say(f"Fetching {eurostat_sbs.DATASET}, {year}, from {host}")
    snapshot = eurostat_sbs.fetch(into / "downloads", year=year, host=host)
    receipt = Store(into).add(
        source, snapshot.path, companions=companions, address=snapshot.address, vintage=str(year)
    )
    _print_receipt(receipt, as_json=as_json)


@data.command(name="list")
def list_(*, folder: DataFolder = None, as_json: Json = False) -> None:
    """List what is stored, with licence and citation; as JSON also with what each assumes."""
    store = Store(data_folder(folder))
    stored = [_listed(dataset, as_json=as_json) for dataset in store.datasets()]
    if not stored:
        say(f"Nothing is stored in {store.folder.parent}. Add a file with: polos data add FILE --as SOURCE")
    print_rows(stored, as_json=as_json)


@data.command
def show(
    name: str,
    /,
    *,
    part: Literal["papers", "units", "links", "cells", "sections", "splits", "rejected"] = "papers",
    folder: DataFolder = None,
    as_json: Json = False,
) -> None:
    """Show the papers of a dataset, or another part of it.

    Parameters
    ----------
    name
        The name it is stored under: see ``polos data list``.
    part
        "rejected" lists rejected rows with their reasons; "splits" says how classes were brought to
        divisions; "links" how units stand to territories.
    folder
        The data folder; else POLOS_DATA, else the user's data directory.
    as_json
        Answer as JSON.
    """
    dataset = Store(data_folder(folder)).dataset(name)
    if part == "papers":
        papers = {**dataset.papers.to_json(), "levels": _levels(dataset), "statuses": _statuses(dataset)}
        print_fields(papers, as_json=as_json)
    else:
        print_rows(getattr(dataset, part)(), as_json=as_json)


@data.command
def remove(name: str, /, *, folder: DataFolder = None, as_json: Json = False) -> None:
    """Remove a dataset with all its versions, without asking.

    Files that ``polos data fetch`` got stay in the folder ``downloads`` of the data folder.

    Parameters
    ----------
    name
        The name it is stored under: see ``polos data list``.
    folder
        The data folder; else POLOS_DATA, else the user's data directory.
    as_json
        Answer as JSON.
    """
    removed = Store(data_folder(folder)).remove(name)
    papers = removed.papers
    print_fields(
        {
            "removed": papers.name,
            "file": papers.file_name,
            "fetched_at": papers.fetched_at,
            "admitted": papers.rows_admitted,
            "versions": removed.versions,
        },
        as_json=as_json,
    )


def _print_receipt(receipt: Receipt, *, as_json: bool) -> None:
    summary = _summary(receipt.dataset)
    papers = receipt.dataset.papers
    if receipt.unchanged:
        say(f"{papers.file_name} is already stored as {papers.name}; nothing was changed.")
    if receipt.replaced:
        earlier = receipt.replaced
        day = f"{earlier.fetched_at:%Y-%m-%d %H:%M} UTC"
        say(f"Replaces the version of {day} ({earlier.file_name}), which is kept.")
    _say_rejected(receipt.dataset)
    for note in papers.notes:
        say(note)
    outcome = {"unchanged": receipt.unchanged, "replaces": receipt.replaced and receipt.replaced.version}
    reasons = {"rejected_by_reason": papers.rejected}
    print_fields({**summary, **(reasons if as_json else {}), **outcome}, as_json=as_json)


def _say_rejected(dataset: Dataset) -> None:
    """Say how many rows were rejected for each reason, and the first of them."""
    papers, rows = dataset.papers, dataset.rejected()
    for reason, count in papers.rejected.items():
        say(f"Rows rejected as {reason}: {count}. See: polos data show {papers.name} --part rejected")
        for row, explanation in (
            rows.filter(pl.col("reason") == reason).select("row", "explanation").head(_EXAMPLES).iter_rows()
        ):
            say(f"  row {row}: {explanation}")


def _summary(dataset: Dataset) -> dict[str, Any]:
    papers = dataset.papers
    return {
        "name": papers.name,
        "file": papers.file_name,
        "fetched_at": papers.fetched_at,
        "units": dataset.units().height,
        "divisions": dataset.cells()["activity"].n_unique(),
        "territories": dataset.links()["territory_id"].n_unique(),
        "rows": papers.rows_read,
        "admitted": papers.rows_admitted,
        "left_out": papers.rows_left_out,
        "rejected": sum(papers.rejected.values()),
        "version": papers.version,
    }


def _listed(dataset: Dataset, *, as_json: bool) -> dict[str, Any]:
    papers = dataset.papers
    summary = _summary(dataset)
    if not as_json:
        cited = {"licence": papers.licence.identifier, "citation": papers.citation.text}
        return {name: value for name, value in summary.items() if name not in _IN_JSON} | cited
    return summary | {
        "rejected_by_reason": papers.rejected,
        "licence": papers.licence,
        "citation": papers.citation,
        "vintage": papers.vintage,
        "assumptions": papers.assumptions,
        "absent_is_zero": papers.absent_is_zero,
        "notes": papers.notes,
    }


def _levels(dataset: Dataset) -> dict[str, int]:
    return dict(dataset.units()["level"].value_counts(sort=True).iter_rows())


def _statuses(dataset: Dataset) -> dict[str, int]:
    return dict(dataset.cells()["status"].value_counts(sort=True).iter_rows())
