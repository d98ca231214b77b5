"""Documents as tagged PDF (PDF/UA-1), typeset without the network.

The template beside this module is fixed; the words of a document reach it as data and are set as they
stand, so nothing a person has typed is ever run or read as markup.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import typst

from polos.errors import InputError
from polos.reports.documents import (
    Block,
    Bullets,
    Cells,
    Columns,
    Document,
    Picture,
    Plate,
    Reason,
    Reasons,
    Source,
    Sources,
    Strip,
)
from polos.reports.figures import Figure
from polos.reports.numbers import format_date
from polos.reports.renderers.characters import for_print, throughout
from polos.reports.renderers.images import render_svg
from polos.reports.wording import and_more

TEMPLATE = Path(__file__).with_name("document.typ")
STANDARD = "ua-1"
LONGEST_LISTS = 12
ROWS_OF_A_REASON = 2
LONGEST_ADDRESS_SHOWN = 64
_ENDLESS = 1_000_000

Data = dict[str, Any]


def render(document: Document) -> bytes:
    """Return the PDF; it has exactly as many pages as the document, however long its lists are.

    A document that flows is complete instead, on as many pages as it takes. In others, lists are shown as
    far as they fit and say how many entries are left out. The same document gives the same bytes: the only
    date in it is the document's own.

    Raises
    ------
    InputError
        When a page does not fit although each of its lists shows one entry.
    """
    drawn = _Drawings(document.language)
    if document.flows:
        complete = [_list_count(page) * _ENDLESS for page in document.pages]
        return _pdf(_compiler(_document(document, complete, drawn)), document)
    compiler = _compiler(_document(document, _entries_that_fit(document, drawn), drawn))
    overfull = _overfull_pages(compiler)
    if overfull:
        raise InputError(
            found=f"more text on page {overfull[0] + 1} than fits with one entry a list",
            needed="a document that fits its pages",
            next_step="Shorten the paragraphs and names of this page.",
        )
    return _pdf(compiler, document)


def _entries_that_fit(document: Document, drawn: "_Drawings") -> list[int]:
    """Return for each page how many entries its lists may show together, one a list at least.

    Found by halving; on each page the lists grow in turn, so that none is filled at the cost of another.
    """
    counts = [_list_count(page) for page in document.pages]
    fit, too_many = counts, [count * LONGEST_LISTS + 1 for count in counts]
    while any(more - less > 1 for less, more in zip(fit, too_many, strict=True)):
        tried = [(less + more) // 2 for less, more in zip(fit, too_many, strict=True)]
        overfull = _overfull_pages(_compiler(_document(document, tried, drawn)))
        for page, entries in enumerate(tried):
            (too_many if page in overfull else fit)[page] = entries
    return fit


def _list_count(blocks: Sequence[Block]) -> int:
    return sum(
        _list_count((*block.left, *block.right))
        if isinstance(block, Columns)
        else isinstance(block, Reasons | Bullets | Sources)
        for block in blocks
    )


def _limits(entries: int, list_count: int) -> Iterator[int]:
    """Yield how many entries each list shows; the first ones get what cannot be shared evenly."""
    return ((entries + list_count - 1 - place) // list_count for place in range(list_count))


class _Drawings:
    """Figures as SVG, each drawn once although the pages may be set several times."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._by_figure: dict[int, str] = {}

    def svg(self, figure: Figure) -> str:
        if id(figure) not in self._by_figure:
            printed = replace(figure, spec=throughout(figure.spec, for_print))
            self._by_figure[id(figure)] = render_svg(printed, self.language)
        return self._by_figure[id(figure)]


def _compiler(data: Data) -> typst.Compiler:
    words = json.dumps(throughout(data, for_print), ensure_ascii=False)
    return typst.Compiler(TEMPLATE, ignore_system_fonts=True, sys_inputs={"document": words})


def _pdf(compiler: typst.Compiler, document: Document) -> bytes:
    midnight = datetime.combine(document.dated_on, time(), tzinfo=UTC)
    compiled = compiler.compile(format="pdf", pdf_standards=[STANDARD], timestamp=midnight)
    assert isinstance(compiled, bytes)
    return compiled


def _overfull_pages(compiler: typst.Compiler) -> list[int]:
    """Return which pages of the document (from 0) take more than one sheet, by the sheet each ends on."""
    ends = json.loads(compiler.query("<end>", field="value"))
    before = [0, *ends[:-1]]
    return [number for number, (last, end) in enumerate(zip(before, ends, strict=True)) if end > last + 1]


def _document(document: Document, entries: Sequence[int], drawn: _Drawings) -> Data:
    day = document.dated_on
    return {
        "title": document.title,
        "kind": document.kind,
        "subject": document.subject,
        "keywords": list(document.keywords),
        "language": document.language,
        "date": [day.year, day.month, day.day],
        "dated": format_date(day, document.language),
        "footer": document.footer,
        "flows": document.flows,
        "wide": document.is_wide,
        "pages": [
            _blocks(page, _limits(shown, _list_count(page)), drawn)
            for page, shown in zip(document.pages, entries, strict=True)
        ],
    }


def _blocks(blocks: Sequence[Block], limits: Iterator[int], drawn: _Drawings) -> list[Data]:
    return [{"kind": type(block).__name__, **_content(block, limits, drawn)} for block in blocks]


def _content(block: Block, limits: Iterator[int], drawn: _Drawings) -> Data:
    match block:
        case Reasons(items) | Bullets(items) | Sources(items):
            return _listed([_entry(item, drawn.language) for item in items], next(limits), drawn.language)
        case Plate(first, second, figure):
            return {"first": vars(first), "second": vars(second), **_picture(figure, drawn)}
        case Picture(figure):
            return _picture(figure, drawn)
        case Columns(left, right):
            return {"left": _blocks(left, limits, drawn), "right": _blocks(right, limits, drawn)}
        case Strip() | Cells():
            return asdict(block)
    return vars(block)


def _listed(items: Sequence[object], limit: int, language: str) -> Data:
    left_out = len(items) - limit
    return {"items": items[:limit], "more": and_more(left_out, language) if left_out > 0 else ""}


def _entry(item: Reason | Source | str, language: str) -> Data | str:
    if isinstance(item, Reason):
        return _reason(item, language)
    return _source(item) if isinstance(item, Source) else item


def _reason(reason: Reason, language: str) -> Data:
    """Return a reason with its first rows; how many more there are stands behind the last of them."""
    lines = [vars(line) for line in reason.lines[:ROWS_OF_A_REASON]]
    left_out = len(reason.lines) - len(lines)
    if left_out > 0:
        lines[-1] = {**lines[-1], "note": f"{lines[-1]['note']} · {and_more(left_out, language)}"}
    return {**vars(reason), "lines": lines}


def _source(source: Source) -> Data:
    shown = source.address.removeprefix("https://").removeprefix("http://").removesuffix("/")
    if len(shown) > LONGEST_ADDRESS_SHOWN:
        shown = shown[: LONGEST_ADDRESS_SHOWN - 1] + "…"
    is_web = source.address.startswith(("https://", "http://"))
    return {**vars(source), "shown": shown, "address": source.address if is_web else ""}


def _picture(figure: Figure, drawn: _Drawings) -> Data:
    return {
        "svg": drawn.svg(figure),
        "title": figure.title,
        "description": f"{figure.title}. {figure.description}".removeprefix(". "),
    }
