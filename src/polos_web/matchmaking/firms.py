"""Organisations of the group of businesses across the ocean, by what they offer to a territory and need."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from polos.reports import wording
from polos_web.actors.kinds import ACTOR
from polos_web.analysis import cluster_fields
from polos_web.analysis.cooperation_levels import Suggested
from polos_web.matchmaking import cooperation_level, mix_rows
from polos_web.matchmaking.mix_behind import owned
from polos_web.matchmaking.offers_search import actor, exchanges_of
from polos_web.matchmaking.queries import names_of, on_record, stated_now
from polos_web.registers import queries as registers
from polos_web.registers.kinds import PUBLIC
from polos_web.registers.queries import Sheet
from polos_web.territories.models import Territory

BUSINESS = "business"


@dataclass(frozen=True)
class Reason:
    """A need with the offer that covers most of it, in words; what it adds to the value, and its rows."""

    sentence: str
    amount: float
    covered: mix_rows.Covered | None


@dataclass(frozen=True)
class Firm:
    """An organisation across: how far offers and needs meet, why, and what is not known.

    ``level`` is the level suggested for the territory and the one the organisation names; ``None`` where it
    names none.
    """

    slug: str
    name: str
    country: str
    territory: Territory | None
    value: float | None
    reasons: tuple[Reason, ...]
    unknowns: tuple[str, ...]
    level: Suggested | None


@dataclass(frozen=True)
class Firms:
    """Those across for one territory, the best first and the unknown last.

    ``unplaced`` is how many are left out because their country, and so their side, is not stated;
    ``is_silent`` whether the territory and its clusters state no offer and no need with codes themselves.
    """

    territory: Territory
    found: tuple[Firm, ...]
    unplaced: int
    is_silent: bool


def across(territory_id: str, language: str) -> Firms:
    """Return the organisations on the other side that state offers or needs, for one territory."""
    known, told = on_record(language), _told()
    ours = known[territory_id]
    names = {**names_of(known, language), **{sheet.record.slug: sheet.title for sheet in told}}
    said = owned(stated_now().get(territory_id, ()), names)
    found = [
        _firm(territory_id, sheet, said, known=known, names=names, language=language)
        for sheet in told
        if actor(sheet).side not in ("", ours.side)
    ]
    return Firms(
        territory=ours,
        found=tuple(sorted(found, key=lambda one: (one.value is None, -(one.value or 0.0), one.name))),
        unplaced=sum(not actor(sheet).side for sheet in told),
        is_silent=not any(one.is_coded for one in cluster_fields.stated(said)),
    )


def _told() -> list[Sheet]:
    """Return what public records of businesses say that state an offer or a need."""
    sheets = registers.sheets(registers.stating(ACTOR, "offers", "needs"), PUBLIC)
    return [sheet for sheet in sheets.values() if sheet.value("helix") == BUSINESS]


def _firm(
    territory_id: str,
    sheet: Sheet,
    ours: Sequence[Mapping[str, Any]],
    *,
    known: Mapping[str, Territory],
    names: Mapping[str, str],
    language: str,
) -> Firm:
    slug, place = sheet.record.slug, sheet.value("territory")
    theirs = [{**one, "owner": ("actor", slug, sheet.title)} for one in exchanges_of(sheet)]
    found = cluster_fields.cover_of(ours, theirs, names=(territory_id, slug))
    return Firm(
        slug=slug,
        name=sheet.title,
        country=sheet.value("country"),
        territory=known.get(place) if place else None,
        value=found.score,
        reasons=tuple(
            Reason(
                wording.say(part, language, names=names), part.amount, mix_rows.covered(part, ours, theirs)
            )
            for part in found.parts
        ),
        unknowns=tuple(wording.say(one, language, names=names) for one in found.unknowns),
        level=cooperation_level.of_territories(territory_id, place, language) if place in known else None,
    )
