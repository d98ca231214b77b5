"""Reads of the register of programmes."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from polos_web.accounts.access import Asking
from polos_web.actors import queries as actors
from polos_web.programmes import access
from polos_web.programmes.kinds import DOCUMENT, PROGRAMME
from polos_web.programmes.models import OUTCOMES, Call, Decision
from polos_web.registers.kinds import PUBLIC, Kind
from polos_web.registers.models import State
from polos_web.registers.queries import Sheet, naming, of_kind, record, sheet, sheets
from polos_web.ui.text import folded, words


def programmes(text: str = "", kind: str = "") -> list[Sheet]:
    """Return what the published programmes say, those with the words and of the kind, by name."""
    found = [sheet for sheet in _published(PROGRAMME) if not kind or sheet.value("kind") == kind]
    wanted = words(text)
    found = [sheet for sheet in found if all(word in folded(sheet.title) for word in wanted)]
    return sorted(found, key=lambda sheet: folded(sheet.title))


def of_territory(territory_id: str, language: str) -> Mapping[str, Any] | None:
    """Return the programmes a territory takes part in, and its documents; ``None`` where there are none."""
    told = {
        kind.name: sorted(_naming(kind, territory_id), key=lambda sheet: folded(sheet.title))
        for kind in (PROGRAMME, DOCUMENT)
    }
    return told if any(told.values()) else None


def of_cluster(cluster_id: str, language: str) -> Mapping[str, Any] | None:
    """Return the programmes a cluster takes part in; ``None`` where there are none."""
    return _listed(_naming(PROGRAMME, cluster_id, field="cluster"))


def within(programme: str, language: str) -> Mapping[str, Any] | None:
    """Return the pilots and projects that belong to a programme; ``None`` where there are none."""
    return _listed(_naming(PROGRAMME, programme, field="part_of"))


def coverage(programme: str, language: str) -> Mapping[str, Any] | None:
    """Return which groups of the helix are among the partners of a programme; ``None`` without partners."""
    found = record(PROGRAMME, programme)
    partners = sheet(found, PUBLIC).values("partner") if found else []
    named = [one["actor"] for one in partners if one["actor"]]
    return {"coverage": actors.coverage_with(named)} if named else None


def _listed(found: list[Sheet]) -> Mapping[str, Any] | None:
    in_order = sorted(found, key=lambda sheet: folded(sheet.title))
    return {"programme": in_order, "document": []} if found else None


def title_of(programme: str) -> str:
    """Return how a programme is called; its short name where it is not published."""
    found = record(PROGRAMME, programme)
    return sheet(found, PUBLIC).title if found is not None and found.is_public else programme


@dataclass(frozen=True)
class Decided:
    """What was decided of one application: who wants to work with whom, and what its scores were worth.

    ``region`` is the one on the board the call was made for, nothing where it was made for none. ``value`` is
    the weighted mean of the scores from 0 to 1 when it was decided, ``None`` where a score was missing.
    """

    application: int
    region: str
    territory: str
    organisation: str
    outcome: str
    value: float | None
    rank: int | None


def decided(call: Call, outcomes: Collection[str] = ("accepted",)) -> tuple[Decided, ...]:
    """Return the applications of a call with these outcomes, by rank; nothing before it is decided."""
    if not call.has_reached("decided"):
        return ()
    found = Decision.objects.filter(application__call=call, outcome__in=outcomes)
    told = [
        Decided(
            application=one.application_id,
            region=call.candidate.slug if call.candidate else "",
            territory=one.application.territory,
            organisation=one.application.organisation,
            outcome=one.outcome,
            value=one.value,
            rank=one.rank,
        )
        for one in found.select_related("application")
        if one.application.counts
    ]
    return tuple(sorted(told, key=lambda one: (one.rank is None, one.rank or 0, one.application)))


@dataclass(frozen=True)
class Named:
    """One line of a published result: only what was decided to be public."""

    territory: str
    organisation: str
    outcome: str
    reason: str
    value: float | None


def result(call: Call) -> tuple[Named, ...]:
    """Return what the published result of a call names; nothing before it is published."""
    if not call.is_published:
        return ()
    found = Decision.objects.filter(application__call=call, is_public=True).select_related("application")
    told = sorted(found, key=lambda one: (OUTCOMES.index(one.outcome), one.application.organisation))
    return tuple(
        Named(
            territory=one.application.territory,
            organisation=one.application.organisation,
            outcome=one.outcome,
            reason=one.reason if call.shows_reasons else "",
            value=one.value if call.shows_scores else None,
        )
        for one in told
        if one.application.counts
    )


def counts_of(call: Call) -> dict[str, int]:
    """Return how many applications of a call were handed in, count, wait, were withdrawn, and reviewers."""
    found = list(call.applications.exclude(state="draft"))
    return {
        "handed_in": len(found),
        "counting": sum(one.counts for one in found),
        "late": sum(one.is_late for one in found),
        "waiting": sum(one.waits for one in found),
        "withdrawn": sum(one.state == "withdrawn" for one in found),
        "drafts": call.applications.filter(state="draft").count(),
        "reviewers": call.reviews.filter(released_at=None).count(),
    }


def decided_calls(programme: str) -> list[Call]:
    """Return the decided calls of a programme, the earliest first, but of regions that have left it since."""
    found = Call.objects.filter(programme=programme, state__in=("decided", "published", "archived"))
    kept = found.exclude(candidate__is_out=True)
    return list(kept.select_related("candidate").order_by("closes_at", "pk"))


@dataclass(frozen=True)
class Committed:
    """What one partner has committed to a programme: sums by currency, never added up, and the rest.

    ``others`` are commitments without an amount: people, premises, or money nobody has said how much of.
    """

    partner: str
    actor: str
    scales: tuple[str, ...]
    sums: Mapping[str, float]
    others: int


def committed(of: Sheet) -> list[Committed]:
    """Return the resources that partners of a programme have committed, partner by partner, by name."""
    by_partner: dict[tuple[str, str], list[Mapping[str, Any]]] = defaultdict(list)
    for one in of.values("commitment"):
        actor = one["actor"] or ""
        name = (of.name_of("actor", actor) if actor else "") or one["name"] or actor
        by_partner[name, actor].append(one)
    found = [_committed(name, actor, told) for (name, actor), told in by_partner.items()]
    return sorted(found, key=lambda one: folded(one.partner))


def _committed(name: str, actor: str, told: list[Mapping[str, Any]]) -> Committed:
    sums: dict[str, float] = defaultdict(float)
    known = [one for one in told if one["amount"] is not None]
    for one in known:
        sums[(one["currency"] or "").upper()] += one["amount"]
    scales = tuple(dict.fromkeys(one["scale"] for one in told if one["scale"]))
    return Committed(name, actor, scales, dict(sums), len(told) - len(known))


def calls_of(asking: Asking, programme: str) -> list[Call]:
    """Return the calls of a programme somebody may read: what was opened, or all where one runs it."""
    found = Call.objects.filter(programme=programme)
    return list(found if access.may_manage(asking, programme) else found.exclude(state="draft"))


def _published(kind: Kind) -> list[Sheet]:
    return list(sheets(of_kind(kind, state=State.PUBLISHED), PUBLIC).values())


def _naming(kind: Kind, slug: str, *, field: str = "territory") -> list[Sheet]:
    return list(sheets(naming(field, slug, kind=kind), PUBLIC).values())
