"""At which level two could cooperate, as the library suggests from their governance; people decide."""

from dataclasses import dataclass

from polos.matches.readiness import Governance, suggested_level
from polos.reports import wording

Pair = tuple[str | None, str | None]


@dataclass(frozen=True)
class Suggested:
    """A level (``clusters``, ``regions``, ``firms``; ``unknown`` where there is none) and why, in words."""

    level: str
    reason: str


def suggested(*, clusters: Pair, regions: Pair, language: str) -> Suggested:
    """Return the level that the governance of two clusters and of their two regions suggests.

    Each is ``institutional``, ``emerging`` or ``absent``; ``None`` where it is not known.
    """
    found = suggested_level(clusters=_known(clusters), regions=_known(regions))
    return Suggested(found.level.value, wording.say(found.reason, language))


def _known(pair: Pair) -> tuple[Governance | None, Governance | None]:
    first, second = (Governance(one) if one is not None else None for one in pair)
    return first, second
