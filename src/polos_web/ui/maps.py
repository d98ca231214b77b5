"""Maps as SVG without script: plates drawn at build time, points placed here by the same projection.

Lambert's azimuthal equal-area projection, for a sphere (Snyder 1987, Map Projections: A Working Manual,
USGS Professional Paper 1395, equations 22-4, 24-2 and 24-1): equal areas stay equal, so that neither
continent looks larger than it is.
"""

import functools
import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from polos_web.ui.assets import asset, built

Point = tuple[float, float]  # longitude, latitude in degrees


@dataclass(frozen=True)
class Mark:
    """A place on a map: where it is, what it is called, where its page is.

    ``kind`` is ``EU`` or ``LAC`` and decides shape and colour; ``is_whole`` draws a nation as an outline;
    ``emphasis`` is ``""``, ``"strong"`` or ``"faint"``.
    """

    longitude: float
    latitude: float
    kind: str
    title: str
    address: str
    is_whole: bool = False
    emphasis: str = ""
    label: str = ""


@dataclass(frozen=True)
class PlacedMark:
    """A mark with its place in the picture, in units of the plate."""

    mark: Mark
    x: float
    y: float


@dataclass(frozen=True)
class Arc:
    """A line between two places along the shortest way over the globe."""

    start: Point
    end: Point
    title: str = ""


@dataclass(frozen=True)
class Plate:
    """One map sheet, as ``assets/plates.mjs`` drew it."""

    name: str
    width: int
    height: int
    centre: Point
    scale: float
    translate: tuple[float, float]

    @property
    def picture(self) -> str:
        """The address of the outlines."""
        return asset(f"{self.name}.svg")

    def place(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Return where a point lies in the picture (x to the right, y down)."""
        x, y = lambert(math.radians(longitude), math.radians(latitude), centre=self.centre)
        return self.translate[0] + self.scale * x, self.translate[1] - self.scale * y

    def shows(self, longitude: float, latitude: float) -> bool:
        """Whether a point lies within the picture."""
        if angular_distance((longitude, latitude), self.centre) > math.radians(100):
            return False
        x, y = self.place(longitude, latitude)
        return 0 <= x <= self.width and 0 <= y <= self.height

    def placed(self, marks: Iterable[Mark]) -> list[PlacedMark]:
        """Return the marks that this plate shows, outlines of nations first, so that points lie on top."""
        shown = [mark for mark in marks if self.shows(mark.longitude, mark.latitude)]
        ordered = sorted(shown, key=lambda mark: (mark.emphasis == "strong", not mark.is_whole))
        return [PlacedMark(mark, *rounded(self.place(mark.longitude, mark.latitude))) for mark in ordered]

    def line(self, arc: Arc) -> str:
        """Return an arc as the ``d`` of an SVG path."""
        places = [rounded(self.place(*point)) for point in great_circle(arc.start, arc.end)]
        return "M" + "L".join(f"{x:g} {y:g}" for x, y in places)

    def window(self, marks: Sequence[Mark], *, least: float = 220.0) -> str:
        """Return a ``viewBox`` around the marks, at least ``least`` units high, within the picture."""
        places = [self.place(mark.longitude, mark.latitude) for mark in marks]
        xs, ys = [x for x, _ in places], [y for _, y in places]
        size = min(max(max(xs) - min(xs), max(ys) - min(ys), least) * 1.3, self.width, self.height)
        left = min(max((min(xs) + max(xs) - size) / 2, 0), self.width - size)
        top = min(max((min(ys) + max(ys) - size) / 2, 0), self.height - size)
        return f"{left:.0f} {top:.0f} {size:.0f} {size:.0f}"


@functools.cache
def plates() -> dict[str, Plate]:
    """Return the plates by name: ``atlantic`` (both continents), ``europe``, ``america``."""
    drawn = json.loads(built("plates.json").read_text(encoding="utf-8"))
    return {
        plate["name"]: Plate(
            name=plate["name"],
            width=plate["width"],
            height=plate["height"],
            centre=tuple(plate["centre"]),
            scale=plate["scale"],
            translate=tuple(plate["translate"]),
        )
        for plate in drawn
    }


def lambert(longitude: float, latitude: float, *, centre: Point) -> tuple[float, float]:
    """Project a point on the unit sphere; angles in radians, ``centre`` in degrees; y points north."""
    middle, north = math.radians(centre[0]), math.radians(centre[1])
    turn = longitude - middle
    cosine = math.sin(north) * math.sin(latitude) + math.cos(north) * math.cos(latitude) * math.cos(turn)
    factor = math.sqrt(2 / (1 + cosine))
    x = factor * math.cos(latitude) * math.sin(turn)
    y = factor * (
        math.cos(north) * math.sin(latitude) - math.sin(north) * math.cos(latitude) * math.cos(turn)
    )
    return x, y


def great_circle(start: Point, end: Point, *, steps: int = 24) -> list[Point]:
    """Return points along the shortest way between two points, both ends included."""
    distance = angular_distance(start, end)
    if distance == 0:
        return [start, end]
    a, b = _vector(start), _vector(end)
    shares = [step / steps for step in range(steps + 1)]
    return [
        _point(
            [
                (math.sin((1 - share) * distance) * p + math.sin(share * distance) * q) / math.sin(distance)
                for p, q in zip(a, b, strict=True)
            ]
        )
        for share in shares
    ]


def angular_distance(start: Point, end: Point) -> float:
    """Return the angle between two points as seen from the centre of the globe, in radians."""
    cosine = math.fsum(p * q for p, q in zip(_vector(start), _vector(end), strict=True))
    return math.acos(max(-1.0, min(1.0, cosine)))


def rounded(place: tuple[float, float]) -> tuple[float, float]:
    """Return a place to a tenth of a unit: finer cannot be seen."""
    return round(place[0], 1), round(place[1], 1)


def _vector(point: Point) -> tuple[float, float, float]:
    longitude, latitude = math.radians(point[0]), math.radians(point[1])
    return (
        math.cos(latitude) * math.cos(longitude),
        math.cos(latitude) * math.sin(longitude),
        math.sin(latitude),
    )


def _point(vector: Sequence[float]) -> Point:
    x, y, z = vector
    return math.degrees(math.atan2(y, x)), math.degrees(math.atan2(z, math.hypot(x, y)))
