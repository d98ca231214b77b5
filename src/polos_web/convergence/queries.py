"""What the comparison page shows, made from the register and one result of the library."""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from types import SimpleNamespace
from typing import Any

from django.utils.translation import get_language, gettext

from polos.reports import wording
from polos.reports.figures import Figure, PairedShare, paired_bars
from polos.reports.numbers import format_percentage
from polos.vocabularies import NOT_STATED, Vocabulary, markets, nace, technology_columns
from polos_web.analysis import actions as runs
from polos_web.analysis import convergences as library
from polos_web.analysis import queries as analysis
from polos_web.analysis.values import Papers, Selection
from polos_web.convergence import groups
from polos_web.convergence.behind import Behind, behind
from polos_web.convergence.models import SavedGroup
from polos_web.convergence.sides import Side, Source, present, sides
from polos_web.convergence.words import VARIANTS, cell_label, level_words
from polos_web.territories import queries as territories
from polos_web.territories.models import Priority, Territory
from polos_web.ui.maps import Mark

# Lines of a list of what is in common that are shown before "and more".
SHOWN = 12
# Share of the other side from which a mark on the map is strong.
STRONG_FROM = 0.5
# Levels in the order in which draws are counted.
LEVELS = ("none", "low", "medium", "high")
CELL_COLUMNS = (
    "market", "technology", "level", "count_a", "count_b", "base_a", "base_b", "emphasis_a", "emphasis_b",
    "closeness", "lower_a", "upper_a", "lower_b", "upper_b", "same_level_in_draws",
)  # fmt: skip


@dataclass(frozen=True)
class CellView:
    """One cell of the matrix: its level as a code and a word, and the number of territories on each side.

    ``held`` is the share of draws in which the same level comes out, ``None`` where none were drawn.
    """

    code: str
    technology: str
    level: str
    word: str
    count_a: int
    count_b: int
    held: float | None = None

    @property
    def is_not_stated(self) -> bool:
        """Whether this is the column of priorities that state no technology."""
        return self.code.endswith(NOT_STATED)


@dataclass(frozen=True)
class ProfileView:
    """One line of a marginal profile: shares of both sides, ``None`` where a side has no base."""

    label: str
    share_a: float | None
    share_b: float | None
    divergent: bool


@dataclass(frozen=True)
class RowView:
    """One market of the matrix with its cells."""

    market: str
    label: str
    cells: tuple[CellView, ...]


@dataclass(frozen=True)
class CommonView:
    """Something both sides declare: how many on each side, and the share of all who do."""

    label: str
    count_a: int
    count_b: int
    share: float
    information: float


@dataclass(frozen=True)
class SharingView:
    """A territory and with how many of the other side it shares a cell; ``None`` where it has no own rows."""

    territory: Territory
    side: str
    cells: int | None
    markets: int | None
    base: int

    @property
    def share(self) -> float | None:
        """Share of the other side's territories, 0 to 1."""
        return self.cells / self.base if self.cells is not None and self.base else None

    @property
    def market_share(self) -> float | None:
        """Share of the other side's territories with which it shares a market, 0 to 1."""
        return self.markets / self.base if self.markets is not None and self.base else None


@dataclass(frozen=True)
class SharingSummary:
    """How many territories of a side share a cell with half or more of the other side, with fewer, with none.

    ``base`` are those with own priorities, ``countries`` how many countries they lie in; of the others
    nobody knows.
    """

    label: str
    base: int
    countries: int
    half: int
    fewer: int
    none: int

    @property
    def parts(self) -> tuple[int, int, int]:
        """The three counts, the most shared first."""
        return self.half, self.fewer, self.none


@dataclass(frozen=True)
class VariantView:
    """What one choice made otherwise changes: cells as (label, level before and after), and who drops out.

    ``leaves_nothing``: a side has no priorities then, so no level is known.
    """

    words: str
    changes: tuple[tuple[str, str, str], ...]
    left_out: tuple[str, ...]
    leaves_nothing: bool


@dataclass(frozen=True)
class Doubts:
    """How sure the matrix is: the draws and their interval, and what other choices would change."""

    sure: Any
    draws: int
    level: float
    variants: tuple[VariantView, ...]


@dataclass(frozen=True)
class Comparison:
    """Everything on the page."""

    result: Any
    a: Side
    b: Side
    columns: tuple[tuple[str, str], ...]
    rows: tuple[RowView, ...]
    level_counts: tuple[tuple[str, str, int], ...]
    promising: tuple[tuple[str, str, int, int], ...]
    niches: tuple[CommonView, ...]
    divisions: tuple[CommonView, ...]
    cells_in_common: tuple[CommonView, ...]
    market_profile: tuple[ProfileView, ...]
    technology_profile: tuple[ProfileView, ...]
    sharing: tuple[SharingView, ...]
    sharing_summaries: tuple[SharingSummary, ...]
    caveats: tuple[str, ...]
    behind: Behind | None
    papers: Papers
    is_adjusted: bool
    nearly_all: tuple[Territory, ...]
    without_market: tuple[Priority, ...]
    doubts: Doubts | None = None

    @property
    def not_stated_touched(self) -> int:
        """How many cells of the column "technology not stated" both sides touch."""
        cells = (cell for row in self.rows for cell in row.cells)
        return sum(cell.is_not_stated and min(cell.count_a, cell.count_b) > 0 for cell in cells)


def compare(chosen: SimpleNamespace, language: str, saved: Sequence[SavedGroup] = ()) -> Comparison:
    """Compare the two sides the address names, with its thresholds and filters.

    ``saved`` are the saved groups that whoever asks may see.
    """
    source = present(language)
    a, b = sides(chosen, source.known, saved, language)
    question = library.Question(a.ids, b.ids, limits(chosen), selection(chosen))
    return compared(source, (a, b), question, cell=chosen.cell, has_doubts=chosen.sure == "yes")


def compared(
    source: Source,
    both: tuple[Side, Side],
    question: library.Question,
    *,
    cell: str = "",
    has_doubts: bool = False,
) -> Comparison:
    """Return a comparison as a page shows it."""
    language = get_language() or "en"
    result = library.answer(source.stock, question)
    a, b = replace(both[0], base=result.base_a), replace(both[1], base=result.base_b)
    names = {t.territory_id: t for t in source.known}
    words = level_words(language)
    doubts = _doubts(source.stock, question, names, language) if has_doubts else None
    sharing = tuple(
        SharingView(names[s.territory_id], s.side, s.cells, s.markets, s.base) for s in result.sharing
    )
    broad = [source.breadths[one] for one in sorted({*a.ids, *b.ids}) if one in source.breadths]
    return Comparison(
        result=result,
        a=a,
        b=b,
        columns=tuple((code, technology_columns().label(code, language)) for code in result.technologies),
        rows=_rows(result, words, language, doubts),
        level_counts=tuple(
            (level, words[level], count)
            for level, count in reversed(result.level_counts.items())
            if count or level != "unknown"
        ),
        promising=tuple(_promising(result, language)),
        niches=_common(result, "niche", language),
        divisions=_common(result, "division", language),
        cells_in_common=_common(result, "cell", language),
        market_profile=_profile(result.market_profile, markets(), language),
        technology_profile=_profile(result.technology_profile, technology_columns(), language),
        sharing=sharing,
        sharing_summaries=tuple(_summary(side, code, sharing) for side, code in ((a, "a"), (b, "b"))),
        caveats=tuple(
            wording.say(caveat, language, names={k: t.named(language).text for k, t in names.items()})
            for caveat in result.caveats
        ),
        behind=behind(result, cell, (a, b), source, language=language) if cell else None,
        papers=runs.papers(
            "convergence",
            parameters={
                "a": a.chosen,
                "b": b.chosen,
                **asdict(question.limits),
                **asdict(question.selection),
            },
            inputs={"territories": source.checksum},
        ),
        is_adjusted=question.limits != analysis.thresholds() or question.selection != Selection(),
        nearly_all=tuple(names[one.territory_id] for one in broad if one.covers_nearly_all),
        without_market=tuple(source.rows([pk for one in broad for pk in one.without_market]).values()),
        doubts=doubts,
    )


def _summary(side: Side, code: str, sharing: Iterable[SharingView]) -> SharingSummary:
    counted = [one for one in sharing if one.side == code and one.cells is not None]
    countries = len({one.territory.country for one in counted})
    shares = [one.share for one in counted if one.share is not None]
    half = sum(share >= STRONG_FROM for share in shares)
    none = sum(share == 0 for share in shares)
    return SharingSummary(side.label, len(shares), countries, half, len(shares) - half - none, none)


def _doubts(
    stock: library.Stock, question: library.Question, names: Mapping[str, Territory], language: str
) -> Doubts:
    sure, words = library.sureness(stock, question), level_words(language)
    variants = tuple(
        VariantView(
            VARIANTS[one.variant.code] % {"year": library.present_from()},
            tuple(
                (
                    cell_label(f"{change.market}|{change.technology}", language),
                    words[change.before],
                    words[change.after],
                )
                for change in one.changes
            ),
            tuple(names[each].named(language).text for each in one.left_out),
            any(change.after == "unknown" for change in one.changes),
        )
        for one in library.sensitivity(stock, question)
    )
    return Doubts(sure, sure.draws, sure.level, variants)


def cells(comparison: Comparison) -> Iterator[dict[str, Any]]:
    """Give every cell of a matrix as a row of ``CELL_COLUMNS``; what was not drawn is unknown."""
    result, doubts = comparison.result, comparison.doubts
    for m, market in enumerate(result.markets):
        for t, technology in enumerate(result.technologies):
            row = dict.fromkeys(CELL_COLUMNS)
            row |= {
                "market": market,
                "technology": technology,
                "level": str(result.levels[m, t]),
                "count_a": int(result.counts_a[m, t]),
                "count_b": int(result.counts_b[m, t]),
                "base_a": result.base_a,
                "base_b": result.base_b,
                "emphasis_a": _known(result.emphasis_a[m, t]),
                "emphasis_b": _known(result.emphasis_b[m, t]),
                "closeness": _known(result.closeness[m, t]),
            }
            if doubts is not None:
                bounds = ("lower_a", "upper_a", "lower_b", "upper_b")
                row |= {name: _known(getattr(doubts.sure, name)[m, t]) for name in bounds}
                row["same_level_in_draws"] = comparison.rows[m].cells[t].held
            yield row


def _known(value: float) -> float | None:
    return None if math.isnan(value) else round(float(value), 6)


def figure(chosen: SimpleNamespace, axis: str, language: str, saved: Sequence[SavedGroup] = ()) -> Figure:
    """Return the bars of one marginal profile: ``markets`` or ``technologies``."""
    comparison = compare(chosen, language, saved)
    is_market = axis == "markets"
    lines = comparison.result.market_profile if is_market else comparison.result.technology_profile
    labels = markets() if is_market else technology_columns()
    return paired_bars(
        [PairedShare(labels.label(line.code, language), line.share_a, line.share_b) for line in lines],
        names={"EU": comparison.a.label, "LAC": comparison.b.label},
        title=gettext("Markets") if is_market else gettext("Technologies"),
        subject=gettext("Market") if is_market else gettext("Technology"),
        language=language,
    )


def limits(chosen: SimpleNamespace) -> Any:
    """Return the thresholds of the address, the library's own where it says nothing."""
    given = {name: getattr(chosen, name) for name in ("medium", "high", "minimum_count")}
    return replace(
        analysis.thresholds(), **{name: value for name, value in given.items() if value is not None}
    )


def selection(chosen: SimpleNamespace) -> Selection:
    """Return which priorities count."""
    return Selection(
        first_year=chosen.first,
        last_year=chosen.last,
        provenances=("source",) if chosen.provenance == "source" else None,
        confidences={"high": ("high",), "medium": ("high", "medium")}.get(chosen.confidence),
    )


def marks(comparison: Comparison, language: str, address: Callable[[str], str]) -> list[Mark]:
    """Return the map of who shares: strong from half of the other side on, faint where with none."""
    return [
        Mark(
            longitude=line.territory.longitude,
            latitude=line.territory.latitude,
            kind=line.territory.side,
            title=_mark_title(line, language),
            address=address(line.territory.pk),
            is_whole=line.territory.level == "nation",
            emphasis=_emphasis(line.share),
        )
        for line in comparison.sharing
        if line.territory.longitude is not None and line.territory.latitude is not None
    ]


def choices(language: str, saved: Sequence[SavedGroup] = ()) -> dict[str, Any]:
    """Return what the form offers for a side: named groups, saved ones, countries, territories."""
    known = territories.all_territories(language)
    return {
        "groups": [(group.code, group.label) for group in groups.NAMED],
        "saved": [(group.code, group.name) for group in saved],
        "countries": groups.countries_with_several(known, language),
        "territories": {
            side: [(t.territory_id, t.named(language).text) for t in known if t.side == side]
            for side in ("EU", "LAC")
        },
    }


def _mark_title(line: SharingView, language: str) -> str:
    name = line.territory.named(language).text
    if line.cells is None:
        return gettext("%(name)s: unknown, no own priorities on record") % {"name": name}
    values = {"name": name, "count": line.cells, "base": line.base}
    values |= {"share": format_percentage(line.share, language)}
    return gettext("%(name)s: shares with %(count)s of %(base)s (%(share)s)") % values


def _emphasis(share: float | None) -> str:
    if not share:
        return "faint"
    return "strong" if share >= STRONG_FROM else ""


def _held(doubts: Doubts | None, level: str, cell: tuple[int, int]) -> float | None:
    """Return in what share of the draws a cell has the level it has."""
    if doubts is None or level not in LEVELS:
        return None
    return _known(doubts.sure.level_shares[cell][LEVELS.index(level)])


def _rows(
    result: Any, words: dict[str, str], language: str, doubts: Doubts | None = None
) -> tuple[RowView, ...]:
    return tuple(
        RowView(
            market,
            markets().label(market, language),
            tuple(
                CellView(
                    f"{market}|{technology}",
                    technology_columns().label(technology, language),
                    str(result.levels[m, t]),
                    words[str(result.levels[m, t])],
                    int(result.counts_a[m, t]),
                    int(result.counts_b[m, t]),
                    _held(doubts, str(result.levels[m, t]), (m, t)),
                )
                for t, technology in enumerate(result.technologies)
            ),
        )
        for m, market in enumerate(result.markets)
    )


def _profile(lines: Iterable[Any], labels: Vocabulary, language: str) -> tuple[ProfileView, ...]:
    return tuple(
        ProfileView(labels.label(line.code, language), line.share_a, line.share_b, line.divergent)
        for line in lines
    )


def _promising(result: Any, language: str) -> Iterator[tuple[str, str, int, int]]:
    """Yield the high cells as code, words, and how many territories of each side touch them."""
    for market, technology in result.promising:
        at = result.markets.index(market), result.technologies.index(technology)
        code = f"{market}|{technology}"
        yield code, cell_label(code, language), int(result.counts_a[at]), int(result.counts_b[at])


def _common(result: Any, kind: str, language: str) -> tuple[CommonView, ...]:
    return tuple(
        CommonView(
            _label(kind, line.code, language), line.count_a, line.count_b, line.share, line.information
        )
        for line in result.in_common
        if line.kind == kind
    )


def _label(kind: str, code: str, language: str) -> str:
    match kind:
        case "division":
            return f"{code} {nace().label(code, language)}"
        case "cell":
            return cell_label(code, language)
    return code
