"""Figures of opinions: people on a map by how they vote, without saying who is who."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from polos.reports.catalogue import text
from polos.reports.figures import FAINT, PAPER, Figure, FigureTable, Spec, dressed
from polos.reports.numbers import format_decimal, format_list

# Groups differ in colour and in shape, so that neither alone has to tell them apart.
GROUP_COLOURS = ("#2f5d8a", "#a8562a", "#2f6b57", "#6d4a86", "#8a6d1f")
GROUP_SHAPES = ("circle", "diamond", "square", "triangle-up", "cross")


class Standing(NamedTuple):
    """Where one person stands on the map, and the group the person was found in."""

    group: str
    across: float
    up: float


def opinion_points(
    standings: Sequence[Standing], *, groups: Sequence[str], title: str, language: str, width: int = 460
) -> Figure:
    """Draw people as points, those who vote alike near each other; ``groups`` names them, the largest first.

    The rows of its table are in the order of groups and places, so that they tell nothing of who is who.
    """
    ordered = sorted(standings, key=lambda one: (list(groups).index(one.group), one.across, one.up))
    table = FigureTable(
        (text("Group", language), text("Across", language), text("Up", language)),
        tuple((one.group, one.across, one.up) for one in ordered),
        tuple(
            (one.group, format_decimal(one.across, language), format_decimal(one.up, language))
            for one in ordered
        ),
    )
    description = text(
        "Each point is a person; points near each other vote alike. The axes have no unit and no meaning of "
        "their own. Groups: %(groups)s.",
        language,
        groups=format_list(list(groups), language),
    )
    spec = _points_spec([one._asdict() for one in ordered], list(groups), width)
    return Figure(dressed(spec, title, description), table, title, description)


def _points_spec(values: list[dict[str, Any]], groups: list[str], width: int) -> Spec:
    def axis(field: str) -> Spec:
        return {"field": field, "type": "quantitative", "axis": None, "scale": {"zero": True, "nice": True}}

    def by_group(look: tuple[str, ...]) -> Spec:
        scale = {"domain": groups, "range": list(look[: len(groups)])}
        return {"field": "group", "type": "nominal", "scale": scale, "legend": {"title": None}}

    return {
        "width": width,
        "height": round(width * 0.72),
        "layer": [
            {
                "data": {"values": [{}]},
                "mark": {"type": "rule", "color": FAINT},
                "encoding": {"x": {"datum": 0, "type": "quantitative", "axis": None}},
            },
            {
                "data": {"values": [{}]},
                "mark": {"type": "rule", "color": FAINT},
                "encoding": {"y": {"datum": 0, "type": "quantitative", "axis": None}},
            },
            {
                "data": {"values": values},
                "mark": {
                    "type": "point",
                    "filled": True,
                    "size": 55,
                    "opacity": 0.75,
                    "stroke": PAPER,
                    "strokeWidth": 0.5,
                },
                "encoding": {
                    "x": axis("across"),
                    "y": axis("up"),
                    "color": by_group(GROUP_COLOURS),
                    "shape": by_group(GROUP_SHAPES),
                },
            },
        ],
    }


__all__ = ["GROUP_COLOURS", "GROUP_SHAPES", "Standing", "opinion_points"]
