"""Tables to take away: as CSV, as a workbook, as JSON, and as places on a map (GeoJSON)."""

import csv
import io
import json
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

import xlsxwriter
from django.http import HttpResponse

from polos.reports.renderers.csv import STARTS_A_FORMULA

# A workbook keeps every text as text; a cell of one holds no more letters than this.
_AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_LONGEST_CELL = 32_767


def csv_answer(name: str, columns: Collection[str], rows: Iterable[Mapping[str, Any]]) -> HttpResponse:
    """Return rows as a CSV file (UTF-8 with a mark at its start, so that spreadsheets read the accents)."""
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    answer.write("\ufeff")
    writer = csv.writer(answer, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([cell(row[column]) for column in columns] for row in rows)
    return answer


def xlsx_answer(name: str, columns: Collection[str], rows: Iterable[Mapping[str, Any]]) -> HttpResponse:
    """Return rows as a workbook of one sheet: numbers stay numbers, and no text is taken for a formula."""
    written = io.BytesIO()
    book = xlsxwriter.Workbook(written, {"in_memory": True, **_AS_TEXT})
    sheet = book.add_worksheet(name[:31])
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, list(columns), book.add_format({"bold": True}))
    for number, row in enumerate(rows, 1):
        for place, column in enumerate(columns):
            value = row[column]
            if isinstance(value, (int, float)) and not isinstance(value, bool):
                sheet.write_number(number, place, value)
            elif value is not None:
                sheet.write_string(number, place, _text(value)[:_LONGEST_CELL])
    book.close()
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _file(written.getvalue(), f"{name}.xlsx", kind)


def json_answer(name: str, columns: Collection[str], rows: Iterable[Mapping[str, Any]]) -> HttpResponse:
    """Return rows as a JSON list of objects; unknown is ``null``."""
    told = [{column: row[column] for column in columns} for row in rows]
    return _file(_json(told), f"{name}.json", "application/json")


def geojson_answer(name: str, columns: Collection[str], rows: Iterable[Mapping[str, Any]]) -> HttpResponse:
    """Return rows with ``longitude`` and ``latitude`` as GeoJSON (RFC 7946); an unknown place is ``null``."""
    kept = [column for column in columns if column not in ("longitude", "latitude")]
    features = [
        {
            "type": "Feature",
            "geometry": _point(row["longitude"], row["latitude"]),
            "properties": {column: row[column] for column in kept},
        }
        for row in rows
    ]
    told = {"type": "FeatureCollection", "features": features}
    return _file(_json(told), f"{name}.geojson", "application/geo+json")


Answer = Callable[[str, Collection[str], Iterable[Mapping[str, Any]]], HttpResponse]
# Every form in which a list of places is handed out, by the ending of its name.
FORMS: dict[str, Answer] = {
    "csv": csv_answer,
    "xlsx": xlsx_answer,
    "json": json_answer,
    "geojson": geojson_answer,
}


def cell(value: Any) -> str:
    """Write one cell: lists with semicolons, unknown as nothing, no text that a spreadsheet would run."""
    match value:
        case None:
            return ""
        case str() | list() | tuple() if (text := _text(value)).startswith(STARTS_A_FORMULA):
            return f"'{text}"
    return _text(value)


def _text(value: Any) -> str:
    match value:
        case list() | tuple():
            return ";".join(map(str, value))
        case bool():
            return "yes" if value else "no"
    return str(value)


def _point(longitude: float | None, latitude: float | None) -> dict[str, Any] | None:
    if longitude is None or latitude is None:
        return None
    return {"type": "Point", "coordinates": [longitude, latitude]}


def _json(told: Any) -> bytes:
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def _file(content: bytes, name: str, kind: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
