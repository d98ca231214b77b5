"""Weights of the list of counterparts, the working day, and time zones: ours, dated, adjustable."""

import csv
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from zoneinfo import ZoneInfo

from polos.errors import InputError
from polos.parameters import read


@dataclass(frozen=True)
class Weights:
    """What each column counts in the score; only the proportions matter.

    Raises
    ------
    InputError
        When a weight is negative or not finite, or all are 0.
    """

    similar: float
    related: float
    complementary: float
    languages: float = 0.0
    hours: float = 0.0
    level: float = 0.0
    distance: float = 0.0

    def __post_init__(self) -> None:
        for name, weight in asdict(self).items():
            if not math.isfinite(weight) or weight < 0:
                raise InputError(
                    found=f"{weight} as the weight of {name!r}",
                    needed="a finite number from 0 on",
                    next_step="Correct the weight; 0 leaves the column out of the score.",
                )
        if not any(asdict(self).values()):
            raise InputError(
                found="weights that are all 0",
                needed="at least one column that counts",
                next_step="Give one column a weight above 0.",
            )

    def items(self) -> tuple[tuple[str, float], ...]:
        """Return (column, weight) in the fixed order of the columns."""
        return tuple(asdict(self).items())


@dataclass(frozen=True)
class Zone:
    """The time zone of a place; ``several`` says that it is one of several, the one of its capital."""

    name: str
    several: bool

    def utc_offset(self, on: date) -> float:
        """Return the hours ahead of UTC at noon of this date, from the IANA time zone database."""
        noon = datetime(on.year, on.month, on.day, 12, tzinfo=_time_zone(self.name))
        return (noon.utcoffset() or timedelta()) / timedelta(hours=1)


@cache
def _time_zone(name: str) -> ZoneInfo:
    """Return a time zone, read once: there are more of them than ``ZoneInfo`` keeps."""
    return ZoneInfo(name)


@cache
def default_weights() -> Weights:
    """Return the weights of ``data/counterparts.toml``."""
    return Weights(**read("counterparts").values["weights"])


def working_day() -> tuple[float, float]:
    """Return the local hours between which people work."""
    day = read("counterparts").values["working_day"]
    return day["starts"], day["ends"]


def level_scores() -> Mapping[str, float]:
    """Return the scores of two levels: ``same``, ``below_nation``, ``nation_with_smaller``."""
    return read("counterparts").values["levels"]


def fewest_divisions() -> int:
    """Return how many divisions a source of employment must cover to be compared with others."""
    return read("counterparts").values["compared_sources"]["fewest_divisions"]


def farthest_km() -> float:
    """Return the greatest distance two places can have."""
    return read("counterparts").values["distance"]["farthest_km"]


@cache
def time_zones() -> Mapping[str, Zone]:
    """Return the time zone of a territory id or of a country (ISO 3166-1 alpha-2).

    Source: the names of the IANA time zone database. A country with several zones is given by the zone
    of its capital and says so.
    """
    text = (files("polos.parameters") / "data" / "time_zones.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return MappingProxyType({row["code"]: Zone(row["zone"], row["several_zones"] == "yes") for row in rows})
