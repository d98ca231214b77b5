"""Saved comparisons and groups: what was asked of which data, what came out, what differs between two."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from django.utils.translation import gettext

from polos.reports.numbers import format_number, format_percentage
from polos.tables.breadth import breadths
from polos_web.accounts.access import Asking
from polos_web.accounts.models import User
from polos_web.analysis import convergences as library
from polos_web.analysis import queries as analysis
from polos_web.convergence import access, coding, queries
from polos_web.convergence.models import SavedGroup, SavedRun
from polos_web.convergence.queries import Comparison
from polos_web.convergence.sides import Side, Source, labels, present, sides
from polos_web.convergence.words import FILTERED, LIMITS, SHARES, cell_label, level_words
from polos_web.territories.models import Priority, Territory
from polos_web.ui.labels import labels as label_codes


@dataclass(frozen=True)
class RunView:
    """A saved comparison as it was: the page of it, and what has changed since.

    ``is_as_kept``: the library of today gives the same levels. ``is_present``: the data are those of today.
    """

    saved: SavedRun
    comparison: Comparison
    is_as_kept: bool
    is_present: bool
    library_version: str


@dataclass(frozen=True)
class Difference:
    """What differs between two saved comparisons."""

    before: SavedRun
    after: SavedRun
    changes: tuple[tuple[str, str, str], ...]
    thresholds: tuple[tuple[str, str, str], ...]
    filters: tuple[tuple[str, str, str], ...]
    joined: tuple[str, ...]
    left: tuple[str, ...]
    bases: tuple[tuple[int, int], tuple[int, int]]
    gained: tuple[str, ...]
    lost: tuple[str, ...]
    is_same_data: bool


def saved_run(number: int) -> SavedRun | None:
    """Return a saved comparison; whether somebody may see it is for the caller to ask."""
    return SavedRun.objects.select_related("author").filter(pk=number).first()


def saved_group(number: int) -> SavedGroup | None:
    """Return a saved group; whether somebody may see it is for the caller to ask."""
    return SavedGroup.objects.filter(pk=number).first()


def listed(asking: Asking) -> list[SavedRun]:
    """Return the saved comparisons somebody may see, the latest first."""
    return list(access.visible_runs(asking).select_related("author"))


def groups_of(asking: Asking) -> list[SavedGroup]:
    """Return the saved groups somebody may see."""
    return list(access.visible_groups(asking))


def named_groups(found: Iterable[SavedGroup], language: str) -> list[tuple[SavedGroup, str]]:
    """Return groups with what is in them, in words."""
    known = present(language).known
    return [(group, labels(group.codes, known, {}, language)) for group in found]


def question(chosen: SimpleNamespace, saved: list[SavedGroup], language: str) -> library.Question:
    """Return what the address of a comparison asks."""
    a, b = sides(chosen, present(language).known, saved, language)
    return library.Question(a.ids, b.ids, queries.limits(chosen), queries.selection(chosen))


def opened(saved: SavedRun, language: str, *, cell: str = "") -> RunView:
    """Return a saved comparison, computed again from the data it was made of."""
    kept = library.run(saved.digest)
    assert kept is not None, "a saved run is kept"
    asked, source = library.question_of(kept), _source(kept)
    both = _sides(saved, asked, source, language)
    found = queries.compared(source, both, asked, cell=cell, has_doubts=True)
    return RunView(
        saved,
        found,
        library.is_as_kept(kept, found.result),
        source.checksum == analysis.checksum("territories"),
        kept.library_version,
    )


def difference(before: SavedRun, after: SavedRun, language: str) -> Difference:
    """Return what differs between two saved comparisons."""
    one, other = library.run(before.digest), library.run(after.digest)
    assert one is not None and other is not None, "saved runs are kept"
    asked = [library.question_of(one), library.question_of(other)]
    sources = [_source(one), _source(other)]
    results = [
        library.answer(source.stock, question) for source, question in zip(sources, asked, strict=True)
    ]
    found, words = library.difference(*results), level_words(language)
    names = {t.territory_id: t.named(language).text for source in sources for t in source.known}
    filters = [vars(question.selection) for question in asked]
    return Difference(
        before=before,
        after=after,
        changes=tuple(
            (
                cell_label(f"{change.market}|{change.technology}", language),
                words[change.before],
                words[change.after],
            )
            for change in found.changes
        ),
        thresholds=tuple(
            (str(LIMITS[name]), _limit(name, was, language), _limit(name, now, language))
            for name, was, now in found.thresholds
        ),
        filters=tuple(
            (str(FILTERED[name]), _filter(name, filters[0][name]), _filter(name, filters[1][name]))
            for name in filters[0]
            if filters[0][name] != filters[1][name]
        ),
        joined=tuple(names.get(one, one) for one in found.joined),
        left=tuple(names.get(one, one) for one in found.left),
        bases=found.bases,
        gained=_cells(found.promising_gained, language),
        lost=_cells(found.promising_lost, language),
        is_same_data=sources[0].checksum == sources[1].checksum,
    )


def holdings_of(person: User) -> dict[str, Any]:
    """Return what comparisons hold about somebody: codes given, runs and groups saved."""
    runs, groups = SavedRun.objects.filter(author=person), SavedGroup.objects.filter(author=person)
    return {
        "codes": coding.codings_of(person),
        "runs": [
            {"name": one.name, "chosen": one.chosen, "saved_at": one.saved_at.isoformat()} for one in runs
        ],
        "groups": [
            {"name": one.name, "codes": one.codes, "saved_at": one.saved_at.isoformat()} for one in groups
        ],
    }


def _cells(cells: Iterable[tuple[str, str]], language: str) -> tuple[str, ...]:
    return tuple(cell_label(f"{market}|{technology}", language) for market, technology in cells)


def _limit(name: str, value: float, language: str) -> str:
    return format_percentage(value, language) if name in SHARES else format_number(value, language)


def _filter(name: str, value: Any) -> str:
    if value is None:
        return gettext("no limit")
    return str(value) if isinstance(value, int) else label_codes(name, value)


def _source(kept: Any) -> Source:
    """The data of a run as they were: rows of then, not of now."""
    stock = library.stock_of(kept)
    columns = {field.attname for field in Territory._meta.concrete_fields}
    known = [
        Territory(**{name: value for name, value in row.items() if name in columns})
        for row in stock.territories.rows.iter_rows(named=True)
    ]
    rows = {row["priority_id"]: row for row in stock.priorities.rows.iter_rows(named=True)}

    def then(ids: Iterable[str]) -> Mapping[str, Priority]:
        return {one: Priority(**rows[one], coding="") for one in ids}  # who coded it is not kept

    return Source(stock, known, then, breadths(stock.priorities), kept.inputs["territories"])


def _sides(saved: SavedRun, asked: library.Question, source: Source, language: str) -> tuple[Side, Side]:
    def side(name: str, ids: tuple[str, ...], otherwise: str) -> Side:
        codes = tuple(saved.chosen.get(name) or (otherwise,))
        return Side(codes, labels(codes, source.known, saved.names, language), ids, 0)

    return side("a", asked.a, "eu"), side("b", asked.b, "lac")
