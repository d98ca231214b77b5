"""Tables as a workbook that a spreadsheet opens without running anything in it."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from polos.reports.renderers.characters import for_xml

# Every text stays text: none becomes a formula, a link or a number.
_AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
LONGEST_CELL = 32_767
LONGEST_NAME = 31
_NOT_IN_NAMES = str.maketrans({sign: " " for sign in "[]:*?/\\'"})
Cell = str | float | None


@dataclass(frozen=True)
class Sheet:
    """Rows under headings; ``widths`` in letters, ``None`` in a row is unknown and stays empty."""

    name: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    widths: Sequence[int] = ()


def render(sheets: Sequence[Sheet], *, properties: Mapping[str, str] | None = None) -> bytes:
    """Return the workbook, one sheet after the other; numbers stay numbers.

    ``properties`` may say title, subject and comments of the workbook.
    """
    written = io.BytesIO()
    book = xlsxwriter.Workbook(written, {"in_memory": True, **_AS_TEXT})
    book.set_properties(dict(properties or {}))
    bold = book.add_format({"bold": True, "valign": "top", "text_wrap": True})
    body = book.add_format({"valign": "top", "text_wrap": True})
    for sheet in sheets:
        page = book.add_worksheet(sheet.name.translate(_NOT_IN_NAMES)[:LONGEST_NAME].strip())
        page.freeze_panes(1, 0)
        for place, width in enumerate(sheet.widths):
            page.set_column(place, place, width)
        for number, row in enumerate([sheet.headings, *sheet.rows]):
            for place, value in enumerate(row):
                _write(page, (number, place), value, body if number else bold)
    book.close()
    return written.getvalue()


def _write(page: Worksheet, at: tuple[int, int], value: Cell, look: Format) -> None:
    row, column = at
    if isinstance(value, str):
        page.write_string(row, column, for_xml(value)[:LONGEST_CELL], look)
    elif value is not None and value == value:  # noqa: PLR0124 - NaN is unknown: an empty cell
        page.write_number(row, column, value, look)
