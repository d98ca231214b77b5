"""Reads for the pages on statistics: what a territory or a statistical unit does more than others."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext

from polos.parameters.counterparts import fewest_divisions
from polos.reports import wording
from polos.reports.figures import Quotient, specialisation_bars
from polos.reports.labels import built_in_names
from polos.reports.numbers import format_interval, format_percentage
from polos.reports.renderers.images import render_svg
from polos_web.analysis import words
from polos_web.analysis.actions import papers
from polos_web.analysis.statistics import Line, Profile, Source, Statistics, specialised_lines, statistics
from polos_web.ui.charts import on_page

# Bars and lines shown before the whole table.
SHOWN = 12


@dataclass(frozen=True)
class LineView:
    """One line of a table: the activity in words, and a sentence where a number is not known."""

    line: Line
    label: str
    share: str
    share_elsewhere: str
    interval: str
    reason: str


def of_territory(territory_id: str, language: str) -> Mapping[str, Any]:
    """Return the section on specialisations of a territory's page."""
    return _of_territory(statistics(), territory_id, language)


@lru_cache(maxsize=256)
def _of_territory(held: Statistics, territory_id: str, language: str) -> Mapping[str, Any]:
    profiles = held.profiles(territory_id)
    return {
        "profiles": [_profile(profile, language) for profile in profiles],
        "loaded": bool(held.sources),
        "papers": papers("specialisations", parameters={"territory": territory_id}, inputs=held.checksums),
    }


def picture(territory_id: str, name: str, language: str) -> str | None:
    """Return the bars of a territory's largest quotients as SVG, or ``None`` where a source has none."""
    return _picture(statistics(), territory_id, name, language)


@lru_cache(maxsize=64)
def _picture(held: Statistics, territory_id: str, name: str, language: str) -> str | None:
    source = held.source(name)
    profile = source.profile(territory_id) if source else None
    if profile is None:
        return None
    bars = specialisation_bars(
        [Quotient(words.activity(line.activity, language), line.quotient) for line in _largest(profile)],
        title=gettext("Share of employment, times the share elsewhere"),
        language=language,
    )
    return render_svg(on_page(bars), language)


def sources() -> dict[str, Any]:
    """Return every stored dataset with its papers."""
    held = statistics()
    broad = [source for source in held.sources if source.takes_part]
    return {
        "sources": held.sources,
        "compared": len(broad[0].compared) if broad else 0,
        "fewest": fewest_divisions(),
    }


def dataset(name: str, language: str) -> dict[str, Any] | None:
    """Return a dataset with its papers and its units by country, or ``None``."""
    source = statistics().source(name)
    if source is None:
        return None
    by_country: dict[str, list[dict[str, Any]]] = {}
    for unit in source.units.values():
        by_country.setdefault(unit["country"] or "", []).append(unit)
    return {
        "source": source,
        "countries": sorted(
            (words.country(code, units, language), units) for code, units in by_country.items()
        ),
        "unobserved": words.not_observed(source.papers.unobserved, language),
        "apart": _apart(source, language),
        "fewest": fewest_divisions(),
        "levels": words.UNIT_LEVELS,
        "papers": papers("dataset", parameters={"dataset": name}, inputs={name: source.papers.checksum}),
    }


def unit(name: str, unit_id: str, language: str) -> dict[str, Any] | None:
    """Return a statistical unit with all its activities, or ``None``."""
    held = statistics()
    source = held.source(name)
    if source is None or unit_id not in source.units or unit_id not in source.employment.territories:
        return None
    lines, names = source.lines(unit_id), built_in_names(language)
    return {
        "source": source,
        "unit": source.units[unit_id],
        "country": words.country(source.units[unit_id]["country"] or "", source.units.values(), language),
        "level": words.UNIT_LEVELS.get(source.units[unit_id]["level"], source.units[unit_id]["level"]),
        "territories": [
            (territory, names.get(territory, territory), words.UNIT_RELATIONS[relation])
            for territory, relation in source.territories_of.get(unit_id, ())
        ],
        "compared": [_line(line, language) for line in lines if line.undefined is not None],
        "apart": [_line(line, language) for line in lines if line.undefined is None],
        "statuses": words.STATUSES,
        "is_base": unit_id in source.base.territories,
        "papers": papers(
            "specialisations", parameters={"dataset": name, "unit": unit_id}, inputs=held.checksums
        ),
    }


@dataclass(frozen=True)
class CellView:
    """One cell of employment behind a reason."""

    dataset: str
    unit: str
    unit_name: str
    persons: float | None
    status: str


@dataclass(frozen=True)
class ActivityView:
    """One activity of a territory behind a reason: its quotient, and the cells that make it up."""

    territory_id: str
    activity: str
    label: str
    quotient: float | None
    cells: tuple[CellView, ...]


def behind(cells: Sequence[str], territory_id: str, language: str) -> ActivityView | None:
    """Return what stands behind those cells, named ``dataset/unit/activity``, that speak for a territory.

    ``None`` where none of them does.
    """
    held, found = statistics(), []
    for cell in cells:
        dataset, rest = cell.split("/", 1)
        unit_id, activity = rest.rsplit("/", 1)
        source = held.source(dataset)
        if source and unit_id in {name for name, _ in source.of_territories.units.get(territory_id, ())}:
            found.append((source, unit_id, activity))
    if not found:
        return None
    source, _, activity = found[0]
    return ActivityView(
        territory_id,
        activity,
        words.activity(activity, language),
        source.quotient(territory_id, activity),
        tuple(_cell(*one) for one in found),
    )


def _cell(source: Source, unit_id: str, activity: str) -> CellView:
    status = source.status.get((unit_id, activity), "not recorded")
    persons = source.employment.at(unit_id, activity)
    return CellView(
        dataset=source.name,
        unit=unit_id,
        unit_name=source.units[unit_id]["name"],
        persons=None if math.isnan(persons) else persons,
        status=str(words.STATUSES[status]),
    )


def _profile(profile: Profile, language: str) -> dict[str, Any]:
    source = profile.source
    levels = [source.units[unit]["level"] for unit, _ in profile.units]
    lines = [_line(line, language) for line in profile.lines]
    return {
        "source": source,
        "territory": profile.territory_id,
        "relation": profile.relation,
        "relation_words": words.relation(profile.relation, levels),
        "units": [(source.units[unit], weight) for unit, weight in profile.units],
        "complete": profile.coverage.complete,
        "known_sum": profile.known_sum,
        "unknown_share": profile.unknown_share,
        "largest": [_line(line, language) for line in _largest(profile)],
        "strong_count": len(specialised_lines(profile.lines)),
        "compared": [view for view in lines if view.line.undefined is not None],
        "apart": [view for view in lines if view.line.undefined is None],
        "unobserved": words.not_observed(source.papers.unobserved, language),
    }


def _largest(profile: Profile) -> Sequence[Line]:
    return [line for line in profile.lines if line.quotient is not None][:SHOWN]


def _line(line: Line, language: str) -> LineView:
    unknown = line.persons is None
    return LineView(
        line=line,
        label=words.activity(line.activity, language),
        share=format_percentage(line.share, language, digits=2),
        share_elsewhere=format_percentage(line.share_elsewhere, language, digits=2),
        interval=format_interval(line.lower, line.upper, language)
        if unknown and line.upper is not None
        else "",
        reason=wording.say_undefined(line.undefined, language) if line.undefined else "",
    )


def _apart(source: Source, language: str) -> list[str]:
    """Return the activities this source has but another lacks, so that they are not compared."""
    left = [code for code in source.employment.activities if code not in source.compared]
    return [words.activity(code, language) for code in left]
