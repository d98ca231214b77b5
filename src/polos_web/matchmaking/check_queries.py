"""What the page on the twenty real pairings shows: where the partner really chosen stands in our ranking."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from polos.reports import wording
from polos_web.analysis import pairing_check
from polos_web.analysis.models import Job
from polos_web.analysis.values import Papers
from polos_web.matchmaking.queries import names_of, on_record
from polos_web.territories.models import Territory
from polos_web.territories.tables import tables


@dataclass(frozen=True)
class Seen:
    """The place of the partner really chosen, seen from the other side, by pool; or why there is none."""

    places: dict[str, Any]
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class CheckedPairing:
    """One of the 20 pairings, as both sides' rankings see it."""

    pairing_id: str
    lac: Territory | None
    eu: Territory | None
    from_lac: Seen
    from_eu: Seen


@dataclass(frozen=True)
class OfColumn:
    """The means beside chance of one column alone; none where it is known of no pairing."""

    column: str
    name: str
    summaries: tuple[Any, ...]


@dataclass(frozen=True)
class Check:
    """What the check on the real pairings shows: in sentences, as means, pairing by pairing, by column.

    ``as_of`` says when it was computed, where the data have changed since.
    """

    sentences: tuple[str, ...]
    summaries: tuple[Any, ...]
    pairings: tuple[CheckedPairing, ...]
    columns: tuple[OfColumn, ...]
    papers: Papers
    as_of: datetime | None


def sentences(language: str) -> tuple[str, ...]:
    """Return what the latest check shows; nothing where there was none yet."""
    kept = pairing_check.latest()
    return wording.say_check(kept.validation, language) if kept else ()


def check(language: str, *, at: datetime) -> tuple[Check | None, Job | None]:
    """Return the latest check, and the work on the one of the present data where that is not it."""
    kept = pairing_check.latest()
    work = None if kept and kept.is_current else pairing_check.work(at=at)
    return (_check(kept, language) if kept else None), work


def compute() -> None:
    """Compute the check on the present data, unless it is kept."""
    held = tables()
    pairing_check.compute(held.priorities, held.territories)


def perform(job: Job, stop: Any) -> dict[str, Any]:
    """Compute the check for the worker; the job itself keeps nothing."""
    compute()
    return {}


def _check(kept: pairing_check.Kept, language: str) -> Check:
    known = on_record(language)
    by_side: dict[str, dict[str, Any]] = {"EU": {}, "LAC": {}}
    for placement in kept.validation.placements:
        by_side[placement.chosen_side][placement.pairing_id] = placement
    return Check(
        sentences=wording.say_check(kept.validation, language),
        summaries=kept.validation.summaries,
        pairings=tuple(
            _checked(from_lac, by_side["LAC"][pairing], known, language)
            for pairing, from_lac in by_side["EU"].items()
        ),
        columns=tuple(
            OfColumn(column, wording.column_name(column, language), found)
            for column, found in kept.by_column.items()
        ),
        papers=kept.papers,
        as_of=None if kept.is_current else kept.computed_at,
    )


def _checked(from_lac: Any, from_eu: Any, known: Mapping[str, Territory], language: str) -> CheckedPairing:
    names = names_of(known, language)
    return CheckedPairing(
        pairing_id=from_lac.pairing_id,
        lac=known.get(from_eu.chosen or ""),
        eu=known.get(from_lac.chosen or ""),
        from_lac=_seen(from_lac, names, language),
        from_eu=_seen(from_eu, names, language),
    )


def _seen(placement: Any, names: Mapping[str, str], language: str) -> Seen:
    return Seen(
        placement.places,
        tuple(wording.say(reason, language, names=names) for reason in placement.reasons),
    )
