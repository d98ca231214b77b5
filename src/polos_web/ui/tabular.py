"""Tables as CSV files to take away, and what their columns mean."""

import csv
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.http import HttpResponse

# A cell that begins like this would be taken for a formula by a spreadsheet.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_answer(name: str, columns: Collection[str], rows: Iterable[Mapping[str, Any]]) -> HttpResponse:
    """Return rows as a CSV file (UTF-8 with a mark at its start, so that spreadsheets read the accents)."""
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    answer.write("\ufeff")
    writer = csv.writer(answer, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([cell(row[column]) for column in columns] for row in rows)
    return answer


def cell(value: Any) -> str:
    """Write one cell: lists with semicolons, unknown as nothing, no text that a spreadsheet would run."""
    match value:
        case None:
            return ""
        case list() | tuple():
            return ";".join(map(str, value))
        case str() if value.startswith(_FORMULA):
            return f"'{value}"
    return str(value)
