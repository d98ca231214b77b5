"""Figures of surveys: scales as bars that diverge, with the neutral answers apart."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from polos.reports.catalogue import text
from polos.reports.figures import FAINT, NEUTRAL, Figure, FigureTable, Spec, dressed
from polos.reports.numbers import format_percentage

POSITION_COLOURS = {"low": "#8a6d1f", "middle": NEUTRAL, "high": "#2f6b57"}
# Where the neutral bars begin, in shares: to the right of the longest bar there can be.
_APART = 1.12


class Position(NamedTuple):
    """One thing asked about and the shares of those below the middle of the scale, on it and above it."""

    label: str
    low: float
    middle: float
    high: float


def diverging_bars(
    positions: Sequence[Position],
    *,
    names: Mapping[str, str],
    title: str,
    subject: str,
    language: str,
    width: int = 460,
) -> Figure:
    """Draw shares below the middle to the left, above it to the right, and the middle apart at the far right.

    ``names`` gives the words for "low", "middle" and "high"; ``subject`` heads the first column. Where no
    scale has a middle, none is drawn.
    """
    has_middle = any(one.middle for one in positions)
    kept = [code for code in ("low", "middle", "high") if code != "middle" or has_middle]
    table = FigureTable(
        (subject, *(names[code] for code in kept)),
        tuple((one.label, *(getattr(one, code) for code in kept)) for one in positions),
        tuple(
            (one.label, *(format_percentage(getattr(one, code), language) for code in kept))
            for one in positions
        ),
    )
    values = [
        {
            "label": one.label,
            "name": names[code],
            "start": _start(one, code),
            "end": _start(one, code) + getattr(one, code),
            "at": _start(one, code) + getattr(one, code) / 2,
            "words": format_percentage(getattr(one, code), language) if getattr(one, code) >= 0.08 else "",
        }
        for one in positions
        for code in kept
    ]
    description = text(
        "Bars to the left of the line show the lower answers, bars to its right the upper ones; answers in "
        "the middle stand apart. The table beside it gives every value.",
        language,
    )
    spec = _spec(values, [one.label for one in positions], [names[code] for code in kept], width)
    colours = [POSITION_COLOURS[code] for code in kept]
    spec["layer"][1]["encoding"]["color"]["scale"]["range"] = colours
    return Figure(dressed(spec, title, description), table, title, description)


def _start(one: Position, code: str) -> float:
    return {"low": -one.low, "high": 0.0, "middle": _APART}[code]


def _spec(values: list[dict[str, Any]], order: list[str], names: list[str], width: int) -> Spec:
    along = {"type": "quantitative", "axis": None, "scale": {"domain": [-1.0, _APART + 1.0]}}
    across = {"field": "label", "type": "nominal", "sort": order, "axis": {"title": None, "labelLimit": 220}}
    return {
        "width": width,
        "height": {"step": 24},
        "data": {"values": values},
        "layer": [
            {
                "data": {"values": [{}]},
                "mark": {"type": "rule", "color": FAINT},
                "encoding": {"x": {**along, "datum": 0}},
            },
            {
                "mark": {"type": "bar", "height": 16},
                "encoding": {
                    "y": across,
                    "x": {**along, "field": "start"},
                    "x2": {"field": "end"},
                    "color": {"field": "name", "type": "nominal", "sort": names, "scale": {"domain": names}},
                },
            },
            {
                "mark": {"type": "text", "color": "#ffffff", "baseline": "middle"},
                "encoding": {
                    "y": across,
                    "x": {**along, "field": "at"},
                    "text": {"field": "words", "type": "nominal"},
                },
            },
        ],
    }


__all__ = ["POSITION_COLOURS", "Position", "diverging_bars"]
