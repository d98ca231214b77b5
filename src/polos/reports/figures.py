"""Figures: one declarative chart specification each, with its table and its description in words.

A figure is a plain value (a Vega-Lite 6 dict) that a notebook, a web page and a document all draw;
``polos.reports.renderers.images`` turns it into SVG or PNG. Whatever a figure shows stands in its
table too, and what is unknown is a word in it, not a bar of length nought.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from polos.matches.circumstances import great_circle_km
from polos.reports.catalogue import text
from polos.reports.numbers import format_decimal, format_number, format_percentage, unknown
from polos.vocabularies import convergence_levels

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
INK, PAPER, NEUTRAL, QUIET, FAINT = "#1f2a33", "#fbfaf6", "#6b7680", "#5d6872", "#d8d4c8"
SIDE_COLOURS = {"EU": "#2f5d8a", "LAC": "#a8562a"}
LEVEL_COLOURS = {
    "none": "#efece4",
    "low": "#d9e2dc",
    "medium": "#8fb3a3",
    "high": "#2f6b57",
    "unknown": PAPER,
}
LEVEL_INKS = {"none": INK, "low": INK, "medium": INK, "high": PAPER, "unknown": QUIET}
FONT = "Libertinus Serif, Georgia, serif"

Spec = dict[str, Any]


@dataclass(frozen=True)
class FigureTable:
    """The numbers a figure shows, headings in its language; ``None`` is unknown.

    ``rows`` hold numbers as numbers (for CSV and further work), ``shown`` the same cells as words for
    people.
    """

    headings: tuple[str, ...]
    rows: tuple[tuple[str | float | None, ...], ...]
    shown: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, eq=False)
class Figure:
    """A chart specification, the table behind it, its title and what it shows in a sentence or two."""

    spec: Spec
    table: FigureTable
    title: str
    description: str


def set_in(figure: Figure, *, font: str, size: int, room: int) -> Figure:
    """Return the figure in another type: ``font`` a list of families as in CSS, ``size`` in pixels.

    ``room`` (pixels) stays free at the sides and in the legend: the reader's font may be wider than
    the one the figure was measured with.
    """
    config = figure.spec["config"]
    sized = {
        "axis": {"labelFontSize": size, "titleFontSize": size},
        "legend": {"labelFontSize": size, "titleFontSize": size, "columnPadding": room},
        "text": {"fontSize": size},
    }
    set_anew = {part: {**config.get(part, {}), **sizes} for part, sizes in sized.items()}
    padding = {"left": room, "right": room, "top": 5, "bottom": 5}
    return replace(
        figure, spec={**figure.spec, "padding": padding, "config": {**config, **set_anew, "font": font}}
    )


class PairedShare(NamedTuple):
    """One thing (a market, a technology) and its share on the side of the EU and of LAC, 0 to 1."""

    label: str
    eu: float | None
    lac: float | None


class Quotient(NamedTuple):
    """One activity and its location quotient; ``None`` where it is unknown."""

    label: str
    value: float | None


class Cell(NamedTuple):
    """One market and technology with its level and the number of territories on either side."""

    market: str
    technology: str
    level: str
    eu: int
    lac: int


class Place(NamedTuple):
    """A point on the map; ``side`` is EU or LAC."""

    name: str
    side: str
    latitude: float
    longitude: float


def paired_bars(
    shares: Sequence[PairedShare],
    *,
    names: Mapping[str, str],
    title: str,
    subject: str,
    language: str,
    width: int = 260,
) -> Figure:
    """Draw the profiles of two groups or territories side by side, the largest mean share first.

    ``names`` gives the name shown for "EU" and for "LAC"; ``subject`` heads the first column ("Market").
    """
    ordered = sorted(shares, key=lambda share: (-_mean(share.eu, share.lac), share.label))
    table = FigureTable(
        (subject, names["EU"], names["LAC"]),
        tuple(tuple(share) for share in ordered),
        tuple(
            (s.label, format_percentage(s.eu, language), format_percentage(s.lac, language)) for s in ordered
        ),
    )
    values = [
        {
            "label": share.label,
            "name": names[side],
            "share": value,
            "words": format_percentage(value, language),
        }
        for share in ordered
        for side, value in (("EU", share.eu), ("LAC", share.lac))
    ]
    description = text(
        "Bars compare %(first)s and %(second)s. The table beside it gives every value.",
        language,
        first=names["EU"],
        second=names["LAC"],
    )
    spec = _paired_spec(values, [s.label for s in ordered], names, width)
    return Figure(dressed(spec, title, description), table, title, description)


def specialisation_bars(quotients: Sequence[Quotient], *, title: str, language: str) -> Figure:
    """Draw location quotients, the largest first; unknown ones come last and say so.

    A quotient of 1 (the share is the same as in all compared territories) is a line.
    """
    ordered = sorted(quotients, key=lambda q: (q.value is None, -(q.value or 0.0), q.label))
    words = [format_decimal(q.value, language, digits=2) for q in ordered]
    table = FigureTable(
        (text("Activity", language), text("Times the share elsewhere", language)),
        tuple(tuple(q) for q in ordered),
        tuple((q.label, word) for q, word in zip(ordered, words, strict=True)),
    )
    values = [
        {"label": q.label, "quotient": q.value, "words": word} for q, word in zip(ordered, words, strict=True)
    ]
    description = text(
        "Bars longer than 1 are activities with a larger share of employment here than in the territories "
        "compared. Where employment is not known there is no bar, only the word.",
        language,
    )
    return Figure(dressed(_quotient_spec(values), title, description), table, title, description)


def convergence_cells(cells: Sequence[Cell], *, title: str, language: str) -> Figure:
    """Draw the table of markets by technologies; each cell has a colour, a word and both counts."""
    levels = _level_words(language)
    table = FigureTable(
        (
            text("Market", language),
            text("Technology", language),
            text("Level", language),
            text("EU territories", language),
            text("LAC territories", language),
        ),
        tuple((c.market, c.technology, levels[c.level], c.eu, c.lac) for c in cells),
        tuple(
            (
                c.market,
                c.technology,
                levels[c.level],
                format_number(c.eu, language),
                format_number(c.lac, language),
            )
            for c in cells
        ),
    )
    description = text(
        "Each cell counts the territories of either side with a priority in this market and this "
        "technology; colour and word give the level of convergence.",
        language,
    )
    spec = _cell_spec([_cell_value(cell, levels) for cell in cells], levels, language)
    return Figure(dressed(spec, title, description), table, title, description)


def _level_words(language: str) -> dict[str, str]:
    words = {concept.code: concept.labels[language] for concept in convergence_levels()}
    return {**words, "unknown": unknown(language)}


def locator_map(
    places: Sequence[Place], *, first: Place, second: Place, title: str, language: str, width: int = 330
) -> Figure:
    """Draw two territories among all others as points on a net of meridians, joined by the shortest way."""
    distance = format_number(kilometres(first, second), language)
    table = FigureTable(
        (text("Territory", language), text("Latitude", language), text("Longitude", language)),
        tuple((p.name, p.latitude, p.longitude) for p in (first, second)),
        tuple(
            (
                p.name,
                format_decimal(p.latitude, language, digits=2),
                format_decimal(p.longitude, language, digits=2),
            )
            for p in (first, second)
        ),
    )
    description = text(
        "%(first)s and %(second)s as points on a map, about %(distance)s km apart, among the other "
        "territories of the register.",
        language,
        first=first.name,
        second=second.name,
        distance=distance,
    )
    spec = _map_spec(places, (first, second), width)
    return Figure(dressed(spec, title, description), table, title, description)


def kilometres(first: Place, second: Place) -> float:
    """Return the distance of two places, as the column on distance tells it."""
    return great_circle_km((first.latitude, first.longitude), (second.latitude, second.longitude))


def _mean(*values: float | None) -> float:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else -1.0


def dressed(spec: Spec, title: str, description: str) -> Spec:
    """Return a specification with its words and the look that all figures share."""
    return {
        "$schema": SCHEMA,
        "title": title,
        "description": description,
        **spec,
        "config": {
            "background": "transparent",
            "font": FONT,
            "view": {"stroke": None},
            "title": {"anchor": "start", "color": INK, "fontSize": 13, "fontWeight": "normal", "offset": 8},
            "axis": {
                "domain": False,
                "ticks": False,
                "grid": False,
                "labelColor": INK,
                "titleColor": QUIET,
                "titleFontWeight": "normal",
                "labelFontSize": 11,
                "labelLimit": 240,
            },
            "legend": {
                "labelColor": INK,
                "labelFontSize": 11,
                "orient": "top",
                "title": None,
                "symbolType": "square",
                "labelLimit": 260,
            },
            "text": {"color": INK, "fontSize": 10},
        },
    }


def _paired_spec(values: list[Spec], order: list[str], names: Mapping[str, str], width: int) -> Spec:
    sides = [names["EU"], names["LAC"]]
    by_label = {"field": "label", "type": "nominal", "sort": order, "axis": {"title": None}}
    offset = {"field": "name", "sort": sides}
    # Room for the words at the end of the longest bar: the scale goes a third beyond it.
    longest = max((value["share"] or 0.0 for value in values), default=0.0) or 1.0
    along = {
        "field": "share",
        "type": "quantitative",
        "axis": None,
        "scale": {"domain": [0, longest * 1.3]},
    }
    return {
        "width": width,
        "height": {"step": 11},
        "data": {"values": values},
        "encoding": {"y": {**by_label, "scale": {"paddingInner": 0.3}}, "yOffset": offset},
        "layer": [
            {
                "mark": {"type": "bar"},
                "encoding": {
                    "x": along,
                    "color": {
                        "field": "name",
                        "type": "nominal",
                        "sort": sides,
                        "scale": {"domain": sides, "range": list(SIDE_COLOURS.values())},
                    },
                },
            },
            {
                "transform": [{"calculate": "datum.share === null ? 0 : datum.share", "as": "end"}],
                "mark": {"type": "text", "align": "left", "baseline": "middle", "dx": 4},
                "encoding": {
                    "x": {**along, "field": "end"},
                    "text": {"field": "words", "type": "nominal"},
                },
            },
        ],
    }


def _quotient_spec(values: list[Spec]) -> Spec:
    longest = max((value["quotient"] or 0.0 for value in values), default=0.0)
    along = {
        "field": "quotient",
        "type": "quantitative",
        "axis": None,
        "scale": {"domain": [0, max(longest, 1.0) * 1.25]},
    }
    return {
        "width": 260,
        "height": {"step": 18},
        "data": {"values": values},
        "encoding": {
            "y": {
                "field": "label",
                "type": "nominal",
                "sort": [value["label"] for value in values],
                "axis": {"title": None},
                "scale": {"paddingInner": 0.35},
            }
        },
        "layer": [
            {"mark": {"type": "bar", "color": "#2f6b57"}, "encoding": {"x": along}},
            {
                "transform": [{"calculate": "datum.quotient === null ? 0 : datum.quotient", "as": "end"}],
                "mark": {"type": "text", "align": "left", "baseline": "middle", "dx": 4},
                "encoding": {
                    "x": {**along, "field": "end"},
                    "text": {"field": "words", "type": "nominal"},
                },
            },
            {
                "mark": {"type": "rule", "color": NEUTRAL, "strokeDash": [3, 2]},
                "encoding": {"x": {"datum": 1, "type": "quantitative"}, "y": None},
            },
        ],
    }


def _cell_value(cell: Cell, levels: Mapping[str, str]) -> Spec:
    touched = bool(cell.eu or cell.lac)
    return {
        "market": cell.market,
        "technology": cell.technology,
        "level": levels[cell.level],
        "ink": LEVEL_INKS[cell.level],
        "word": "" if cell.level == "none" else levels[cell.level],
        "counts": f"{cell.eu} / {cell.lac}" if touched else "",
    }


def _cell_spec(values: list[Spec], levels: Mapping[str, str], language: str) -> Spec:
    def axis(field: str, **options: Any) -> Spec:
        order = list(dict.fromkeys(value[field] for value in values))
        return {"field": field, "type": "nominal", "sort": order, "axis": {"title": None, **options}}

    ink = {"field": "ink", "type": "nominal", "scale": None}
    return {
        "width": {"step": 74},
        "height": {"step": 30},
        "data": {"values": values},
        "encoding": {
            "y": axis("market"),
            "x": axis("technology", orient="top", labelAngle=-35, labelLimit=150),
        },
        "layer": [
            {
                "mark": {"type": "rect", "stroke": PAPER, "strokeWidth": 2},
                "encoding": {
                    "color": {
                        "field": "level",
                        "type": "nominal",
                        "sort": list(levels.values()),
                        "scale": {"domain": list(levels.values()), "range": list(LEVEL_COLOURS.values())},
                        "legend": {"orient": "bottom", "title": text("EU / LAC territories", language)},
                    }
                },
            },
            {
                "mark": {"type": "text", "fontSize": 10, "baseline": "middle", "dy": -5},
                "encoding": {"text": {"field": "word", "type": "nominal"}, "color": ink},
            },
            {
                "mark": {"type": "text", "fontSize": 9, "baseline": "middle", "dy": 6},
                "encoding": {"text": {"field": "counts", "type": "nominal"}, "color": ink},
            },
        ],
    }


def _map_spec(places: Sequence[Place], pair: tuple[Place, Place], width: int) -> Spec:
    def dots(rows: Sequence[Place], **mark: Any) -> Spec:
        values = [{"x": p.longitude, "y": p.latitude, "colour": SIDE_COLOURS[p.side]} for p in rows]
        return {
            "data": {"values": values},
            "mark": {"type": "circle", **mark},
            "encoding": {
                "longitude": {"field": "x", "type": "quantitative"},
                "latitude": {"field": "y", "type": "quantitative"},
                "color": {"field": "colour", "type": "nominal", "scale": None},
            },
        }

    arc = {
        "type": "Feature",
        "geometry": {"type": "LineString", "coordinates": [[p.longitude, p.latitude] for p in pair]},
    }
    return {
        "width": width,
        "height": round(width * 0.86),
        "projection": {"type": "naturalEarth1", "rotate": [42, 0, 0]},
        "layer": [
            {
                "data": {"graticule": {"step": [15, 15], "extent": [[-120, -60.01], [38, 75.01]]}},
                "mark": {"type": "geoshape", "filled": False, "stroke": FAINT, "strokeWidth": 0.5},
            },
            dots(places, size=8, opacity=0.8),
            {
                "data": {"values": [arc]},
                "mark": {"type": "geoshape", "filled": False, "stroke": INK, "strokeWidth": 1.2},
            },
            dots(pair, size=60, opacity=1),
        ],
    }


__all__ = [
    "LEVEL_COLOURS",
    "SIDE_COLOURS",
    "Cell",
    "Figure",
    "FigureTable",
    "PairedShare",
    "Place",
    "Quotient",
    "convergence_cells",
    "dressed",
    "kilometres",
    "locator_map",
    "paired_bars",
    "specialisation_bars",
]
