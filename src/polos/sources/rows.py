"""Reading a table from a file as text, a batch at a time, so that a file of any size fits in memory.

What is understood: Parquet; CSV with commas, semicolons, tabs or bars, plain or gzipped, in UTF-8 (with or
without a byte order mark), UTF-16 with its mark, or Windows-1252; XLSX (first sheet); JSON-stat 2.0.
The kind is told from the first bytes, not from the name. Values stay as written; nothing is cleaned here.
"""

import codecs
import csv
import gzip
import io
import itertools
import json
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

import fastexcel
import numpy as np
import polars as pl

from polos.errors import UnreadableFile, WrongColumns

BATCH = 100_000
_DELIMITERS = ",;\t|"
_LINE = 1 << 20
_ENCODINGS = {"utf-8-sig": "UTF-8", "utf-16": "UTF-16", "cp1252": "Windows-1252"}
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
LARGEST_SHEET = 500_000_000


@dataclass(frozen=True)
class _Dialect:
    """How a text file is written: encoding, delimiter, number of headings, whether it is gzipped."""

    encoding: str
    delimiter: str
    width: int
    zipped: bool


@dataclass(frozen=True, eq=False)
class TextRows:
    """The rows of a file as text.

    ``batches`` yields frames with ``row`` (1 is the first row after the heading), one text column a
    role of ``columns`` that the file has, and ``surplus`` and ``short`` (true where the row has more,
    or fewer, fields than the heading). ``decimal_mark_may_be_comma`` holds for semicolons and tabs.
    ``notes`` say what was recognised, such as another encoding. ``headings`` are all the file has.
    """

    batches: Iterator[pl.DataFrame]
    roles: frozenset[str]
    decimal_mark_may_be_comma: bool = False
    notes: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()


def read_text_rows(path: Path, columns: Mapping[str, Sequence[str]], needed: Sequence[str]) -> TextRows:
    """Open a table and find the column of each role by its heading, in any case.

    Raises
    ------
    UnreadableFile
        When the file is of no kind that is understood, has no heading, or mixes two encodings.
    WrongColumns
        When a needed column is missing, or a heading that is used appears twice.
    """
    with path.open("rb") as file:
        start = file.read(8)
    if start.startswith(b"PAR1"):
        return _parquet(path, columns, needed)
    if start.startswith(b"PK\x03\x04"):
        return _xlsx(path, columns, needed)
    if start.lstrip().startswith(b"{"):
        return _json_stat(path, columns, needed)
    return _delimited(path, columns, needed, zipped=start.startswith(b"\x1f\x8b"))


def places_of_roles(
    headings: Sequence[str], columns: Mapping[str, Sequence[str]], needed: Sequence[str]
) -> dict[str, int]:
    """Return at which place each role stands, by its accepted headings."""
    plain = [heading.strip().strip('"').casefold() for heading in headings]
    found = {
        role: [place for place, heading in enumerate(plain) if heading in names]
        for role, names in columns.items()
    }
    for role in needed:
        if not found[role]:
            raise WrongColumns(
                found=f"the columns {', '.join(headings)}",
                needed=f"a column for {role}, headed {' or '.join(columns[role])}",
                next_step="Rename the column in the heading of the file.",
                code="column missing",
                columns=", ".join(headings),
                role=role,
                accepted=", ".join(columns[role]),
            )
    for role, at in found.items():
        if len(at) > 1:
            raise WrongColumns(
                found=f"{len(at)} columns for {role}: {', '.join(headings[place] for place in at)}",
                needed="one column for each",
                next_step="Remove or rename the others.",
                code="column twice",
                columns=", ".join(headings[place] for place in at),
                role=role,
            )
    return {role: at[0] for role, at in found.items() if at}


def _parquet(path: Path, columns: Mapping[str, Sequence[str]], needed: Sequence[str]) -> TextRows:
    try:
        frame = pl.scan_parquet(path)
        headings = frame.collect_schema().names()
    except (pl.exceptions.PolarsError, OSError) as error:
        raise _unreadable(path, f"a Parquet file that cannot be read ({error})", "damaged Parquet") from error
    places = places_of_roles(headings, columns, needed)
    chosen = frame.select(
        *(pl.col(headings[place]).cast(pl.String).alias(role) for role, place in places.items()),
        surplus=pl.lit(value=False),
        short=pl.lit(value=False),
    ).with_row_index("row", offset=1)
    return TextRows(chosen.collect_batches(chunk_size=BATCH), frozenset(places), headings=tuple(headings))


def _xlsx(path: Path, columns: Mapping[str, Sequence[str]], needed: Sequence[str]) -> TextRows:
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
        if unpacked > LARGEST_SHEET:
            raise _unreadable(
                path, f"a workbook of {unpacked:,} bytes when unpacked", "large workbook", bytes=unpacked
            )
        sheet = fastexcel.read_excel(path).load_sheet(0, dtypes="string").to_polars()
    except (zipfile.BadZipFile, fastexcel.FastExcelError) as error:
        raise _unreadable(
            path, f"a file packed like a workbook, but not one ({error})", "damaged workbook"
        ) from error
    places = places_of_roles(sheet.columns, columns, needed)
    chosen = sheet.select(
        *(pl.col(sheet.columns[place]).cast(pl.String).alias(role) for role, place in places.items()),
        surplus=pl.lit(value=False),
        short=pl.lit(value=False),
    ).with_row_index("row", offset=1)
    return TextRows(
        chosen.iter_slices(BATCH),
        frozenset(places),
        notes=("The first sheet was read.",),
        headings=tuple(sheet.columns),
    )


def _json_stat(path: Path, columns: Mapping[str, Sequence[str]], needed: Sequence[str]) -> TextRows:
    """Give one row for every cell with a value or a status; a status without a value is an empty number."""
    try:
        cube = json.loads(path.read_bytes())
        dimensions = [(name, cube["dimension"][name]["category"]) for name in cube["id"]]
        codes = [sorted(category["index"], key=category["index"].get) for _, category in dimensions]
        cells = cube["value"] if isinstance(cube["value"], dict) else dict(enumerate(cube["value"]))
        values = {int(cell): value for cell, value in cells.items()}
        at = sorted({*values, *(int(cell) for cell in cube.get("status") or {})})
        places = np.unravel_index(at, [len(one) for one in codes])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _unreadable(path, f"JSON that is not a JSON-stat dataset ({error})", "no JSON-stat") from error
    frame = pl.DataFrame(
        {"obs_value": [_plain_number(values.get(cell)) for cell in at]}, schema={"obs_value": pl.String}
    )
    for (name, category), of, place in zip(dimensions, codes, places, strict=True):
        labels = category.get("label") or {}
        frame = frame.with_columns(
            pl.Series(name, of).gather(place),
            pl.Series(f"{name}_label", [labels.get(code, code) for code in of]).gather(place),
        )
    found = places_of_roles(frame.columns, columns, needed)
    chosen = frame.select(
        *(pl.nth(place).alias(role) for role, place in found.items()),
        surplus=pl.lit(value=False),
        short=pl.lit(value=False),
    ).with_row_index("row", offset=1)
    return TextRows(
        chosen.iter_slices(BATCH),
        frozenset(found),
        notes=("Read as JSON-stat.",),
        headings=tuple(frame.columns),
    )


def _plain_number(value: float | None) -> str | None:
    return None if value is None else str(value)


def _delimited(
    path: Path, columns: Mapping[str, Sequence[str]], needed: Sequence[str], *, zipped: bool
) -> TextRows:
    encoding, notes = _encoding(path, zipped=zipped)
    first = next(_lines(path, encoding, zipped=zipped), "")
    if not first.strip():
        raise _unreadable(path, "a file without a heading in its first line", "no heading")
    delimiter = max(_DELIMITERS, key=first.count)
    headings = next(csv.reader([first], delimiter=delimiter))
    places = places_of_roles(headings, columns, needed)
    batches = _csv_batches(path, _Dialect(encoding, delimiter, len(headings), zipped), places)
    return TextRows(
        batches,
        frozenset(places),
        decimal_mark_may_be_comma=delimiter in ";\t",
        notes=notes,
        headings=tuple(heading.strip() for heading in headings),
    )


def _csv_batches(path: Path, dialect: _Dialect, places: dict[str, int]) -> Iterator[pl.DataFrame]:
    schema = {
        "row": pl.UInt32,
        **dict.fromkeys(places, pl.String),
        "surplus": pl.Boolean,
        "short": pl.Boolean,
    }
    lines = _lines(path, dialect.encoding, zipped=dialect.zipped)
    reader = csv.reader(lines, delimiter=dialect.delimiter, strict=True)
    try:
        next(reader)
        numbered = ((number, fields) for number, fields in enumerate(reader, start=1) if any(fields))
        while some := list(itertools.islice(numbered, BATCH)):
            yield pl.DataFrame(
                {
                    "row": [number for number, _ in some],
                    **{
                        role: [fields[place] if place < len(fields) else None for _, fields in some]
                        for role, place in places.items()
                    },
                    "surplus": [len(fields) > dialect.width for _, fields in some],
                    "short": [len(fields) < dialect.width for _, fields in some],
                },
                schema=schema,
            )
    except csv.Error as error:
        line = reader.line_num
        raise _unreadable(
            path, f"broken quoting near line {line} ({error})", "broken quoting", line=line
        ) from error


def _open(path: Path, *, zipped: bool) -> BinaryIO:
    return cast(BinaryIO, gzip.open(path, "rb")) if zipped else path.open("rb")


def _lines(path: Path, encoding: str, *, zipped: bool) -> Iterator[str]:
    try:
        with (
            _damage_told(path),
            _open(path, zipped=zipped) as file,
            io.TextIOWrapper(file, encoding, newline="") as text,
        ):
            yield from text
    except UnicodeDecodeError as error:
        name = _ENCODINGS[encoding]
        found = f"text that begins as {name} and does not go on so ({error.reason})"
        raise _unreadable(path, found, "broken encoding", encoding=name) from error


@contextmanager
def _damage_told(path: Path) -> Iterator[None]:
    """Say in words that a gzip file cannot be unpacked to its end."""
    try:
        yield
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise _unreadable(
            path, f"a gzip file that breaks off or is damaged ({error})", "damaged gzip"
        ) from error


def _encoding(path: Path, *, zipped: bool) -> tuple[str, tuple[str, ...]]:
    """Tell the encoding by reading every line once; a file with two encodings is refused."""
    utf8 = other = None
    with _damage_told(path), _open(path, zipped=zipped) as file:
        start = file.read(4096)
        if start.startswith(_UTF_16):
            return "utf-16", ("Read as UTF-16.",)
        if b"\0" in start and path.suffix.lower() in {".xlsx", ".xls"}:
            raise _unreadable(path, "a file named as a workbook that is no XLSX workbook", "no workbook")
        if b"\0" in start:
            raise _unreadable(path, "zero bytes, which text does not hold", "zero bytes")
        file.seek(0)
        for number, line in enumerate(iter(lambda: file.readline(_LINE), b""), start=1):
            if line.isascii():
                continue
            if _is_utf8(line):
                utf8 = utf8 or (number, line)
            else:
                other = other or (number, line)
            if other and utf8:
                break
    return _told(path, utf8, other)


def _told(
    path: Path, utf8: tuple[int, bytes] | None, other: tuple[int, bytes] | None
) -> tuple[str, tuple[str, ...]]:
    if other is None:
        return "utf-8-sig", ()
    if utf8 is not None:
        raise UnreadableFile(
            found=(
                f"two encodings in {path.name}: line {utf8[0]} is UTF-8 "
                f"({_shown(utf8[1], 'utf-8-sig')}), line {other[0]} is not ({_shown(other[1], 'cp1252')})"
            ),
            needed="one encoding for the whole file, best UTF-8",
            next_step="Save the parts again as UTF-8 before joining them.",
            code="two encodings",
            line=utf8[0],
            other=other[0],
        )
    try:
        other[1].decode("cp1252")
    except UnicodeDecodeError as error:
        raise _unreadable(
            path,
            f"bytes in line {other[0]} that are neither UTF-8 nor Windows-1252",
            "unknown encoding",
            line=other[0],
        ) from error
    return "cp1252", (f"Read as Windows-1252: line {other[0]} is not UTF-8.",)


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _shown(line: bytes, encoding: str) -> str:
    return repr(line.decode(encoding, errors="replace").strip()[:60])


def _unreadable(path: Path, found: str, code: str, **facts: object) -> UnreadableFile:
    return UnreadableFile(
        found=f"in {path.name} {found}",
        needed="a table as CSV, XLSX or Parquet, one heading and one row a cell",
        next_step="Open the file, check it, and save it again in one of these formats.",
        code=code,
        **facts,
    )
