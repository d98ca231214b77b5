"""``polos data``: add, fetch, list, show and remove tables of employment, and tables of their context."""

from pathlib import Path
from typing import Annotated, Any, Literal, get_args

import polars as pl
from cyclopts import App, Parameter

from polos.cli.output import DataFolder, Json, print_fields, print_rows, say
from polos.errors import InputError
from polos.sources import eurostat_sbs
from polos.store import ContextReceipt, ContextStore, ContextTable, Dataset, Receipt, Store, data_folder

data = App(name="data", help="Add, fetch, list, show and remove tables of employment and of its context.")

Context = Literal["input-output", "seasons", "indicators"]
As = Literal["eurostat-sbs", "mx-scian", "hn-ciiu", "table", "input-output", "seasons", "indicators"]
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
    source: Annotated[As, Parameter(name="--as")],
    name: str | None = None,
    companions: Companions = None,
    absent: Absent = None,
    accept_rejected: Annotated[bool, Parameter(name="--accept-rejected", negative="")] = False,
    only: Annotated[list[str] | None, Parameter(negative="")] = None,
    citation: str | None = None,
    licence: str | None = None,
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
        What the file is. Employment: one of the providers, or "table" for a table of one's own with
        territory, activity and employment. Context: "input-output" (seller, buyer and value, as Eurostat
        writes them, with the rows P1), "seasons" (territory, product, months such as 1;2;12, "none" for no
        supply) or "indicators" (territory, and a column a variable).
    name
        What to store it under: small letters a to z, digits and hyphens. The name of the source or, for a
        table of one's own and for context, of the file, if not given.
    companions
        The folder that holds classifications and boundaries, if they do not lie beside the file.
    absent
        What a cell without a row means: zero or unknown. What the source declares, if not given.
    accept_rejected
        Store the other rows of a table of one's own although some are rejected.
    only
        Of a file with several input-output tables, which: country=HR, year=2010, unit=MIO_EUR, flow=DOM.
        May be repeated.
    citation
        How to cite a table of context.
    licence
        The licence of a table of context, an SPDX id where one exists.
    folder
        The data folder; else POLOS_DATA, else the user's data directory.
    as_json
        Answer as JSON.
    """
    of_context = {"--only": only, "--citation": citation, "--licence": licence}
    of_employment = {"--companions": companions, "--absent": absent, "--accept-rejected": accept_rejected}
    if source in get_args(Context):
        _require_none(of_employment, source)
        added = ContextStore(data_folder(folder)).add(
            source, file, name=name, only=_pairs(only), citation=citation or "", licence=licence or ""
        )
        _print_context_receipt(added, as_json=as_json)
        return
    _require_none(of_context, source)
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
    place = data_folder(folder)
    stored = [_listed(dataset, as_json=as_json) for dataset in Store(place).datasets()]
    context = [_context_listed(table, as_json=as_json) for table in ContextStore(place).tables()]
    if not stored and not context:
        say(f"Nothing is stored in {place}. Add a file with: polos data add FILE --as SOURCE")
    if as_json or not context:
        print_rows([*stored, *context], as_json=as_json)
        return
    if stored:
        print_rows(stored, as_json=False)
    print_rows(context, as_json=False)


@data.command
def show(
    name: str,
    /,
    *,
    part: Literal["papers", "rows", "units", "links", "cells", "sections", "splits", "rejected"] = "papers",
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
        divisions; "links" how units stand to territories. A table of context has "papers" and "rows".
    folder
        The data folder; else POLOS_DATA, else the user's data directory.
    as_json
        Answer as JSON.
    """
    context = ContextStore(data_folder(folder))
    if context.has(name):
        _show_context(context.table(name), part, as_json=as_json)
        return
    if part == "rows":
        raise _no_part(part, "papers, units, links, cells, sections, splits or rejected")
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
    context = ContextStore(data_folder(folder))
    if context.has(name):
        gone = context.remove(name)
        print_fields({"removed": gone.name, "kind": gone.kind, "file": gone.file_name}, as_json=as_json)
        return
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


def _pairs(given: list[str] | None) -> dict[str, str]:
    found = {}
    for text in given or ():
        name, mark, value = text.partition("=")
        if not (name and mark and value):
            raise InputError(
                found=f"{text!r} as what to keep",
                needed="a name and a value, such as country=HR",
                next_step="Correct --only.",
            )
        found[name] = value
    return found


def _require_none(options: dict[str, Any], source: str) -> None:
    """Refuse options that say nothing of this kind of file, rather than leave them aside."""
    given = [name for name, value in options.items() if value]
    if given:
        raise InputError(
            found=f"{given[0]} with --as {source}",
            needed="options that belong to this kind of file",
            next_step=f"Leave out {given[0]}.",
        )


def _no_part(part: str, parts: str) -> InputError:
    return InputError(
        found=f"the part {part!r}", needed=f"one of {parts}", next_step="Name another with --part."
    )


def _show_context(table: ContextTable, part: str, *, as_json: bool) -> None:
    if part == "papers":
        print_fields(table.papers.to_json(), as_json=as_json)
    elif part == "rows":
        print_rows(table.rows(), as_json=as_json)
    else:
        raise _no_part(part, "papers or rows")


def _context_listed(table: ContextTable, *, as_json: bool) -> dict[str, Any]:
    papers = table.papers
    shown = {"name": papers.name, "kind": papers.kind, "file": papers.file_name, "rows": papers.rows}
    if not as_json:
        return shown | {"licence": papers.licence.identifier, "citation": papers.citation.text}
    return shown | {
        "fetched_at": papers.fetched_at,
        "version": papers.version,
        "chosen": papers.chosen,
        "licence": papers.licence,
        "citation": papers.citation,
        "notes": papers.notes,
    }


def _print_context_receipt(receipt: ContextReceipt, *, as_json: bool) -> None:
    papers = receipt.table.papers
    if receipt.unchanged:
        say(f"{papers.file_name} is already stored as {papers.name}; nothing was changed.")
    if receipt.replaced:
        day = f"{receipt.replaced.fetched_at:%Y-%m-%d %H:%M} UTC"
        say(f"Replaces the version of {day} ({receipt.replaced.file_name}), which is kept.")
    for note in papers.notes:
        say(note)
    outcome = {"unchanged": receipt.unchanged, "replaces": receipt.replaced and receipt.replaced.version}
    print_fields({**_context_listed(receipt.table, as_json=as_json), **outcome}, as_json=as_json)


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
