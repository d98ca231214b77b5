"""Reads of kept pairings."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from polos_web.accounts.access import Asking, is_signed_in
from polos_web.accounts.models import User
from polos_web.accounts.queries import names_of, people_with, person_of
from polos_web.accounts.roles import ClusterEditor, ClusterOwner, ProgrammeManager, Role, TerritoryOfficer
from polos_web.audit import queries as audit
from polos_web.audit.facts import facts
from polos_web.clusters import queries as clusters
from polos_web.cooperation import access
from polos_web.cooperation.models import (
    UNDER_WAY,
    Indicator,
    KeptPairing,
    NextStep,
    Reading,
    Step,
    Turn,
)
from polos_web.cooperation.standing import standing
from polos_web.registers import access as rights
from polos_web.registers import queries as registers
from polos_web.registers.kinds import PUBLIC, kind
from polos_web.territories import queries as territories
from polos_web.ui.themes import theme

ROLES: dict[str, tuple[type[Role], ...]] = {
    "territory": (TerritoryOfficer,),
    "cluster": (ClusterOwner, ClusterEditor),
}
STEP = (
    "stage", "day", "words", "instrument", "topics", "valid_until", "link", "document", "is_public",
)  # fmt: skip
# A pairing under way of which nothing was heard for so long, and that plans nothing, is in the list too.
QUIET = timedelta(days=60)
COLUMNS = (
    "number", "kind", "a", "a_name", "b", "b_name", "programme", "themes", "state", "began_on", "stage",
    "stage_on", "agreements", "indicators", "next_step", "due_on", "days_late",
)  # fmt: skip


@dataclass(frozen=True)
class Side:
    """One of the two records, as a page names it; ``address`` is the route of its page, if it has one."""

    kind: str
    slug: str
    name: str
    address: str


# ---- pairings ---------------------------------------------------------------------------------


def pairing(number: int) -> KeptPairing | None:
    """Return one pairing with the names of its sides, or ``None``."""
    found = with_sides(KeptPairing.objects.filter(pk=number))
    return found[0] if found else None


def public() -> list[KeptPairing]:
    """Return the pairings that exist, the latest first."""
    return with_sides(access.public())


def of_record(kind_name: str, slug: str) -> list[KeptPairing]:
    """Return the pairings of a territory or a cluster that exist."""
    return with_sides(access.public().filter(Q(a=slug) | Q(b=slug), kind=kind_name))


def of_programme(slug: str) -> list[KeptPairing]:
    """Return the pairings of a programme that exist: those it proposed, and those its record names."""
    found = registers.record(kind("programme"), slug)
    named = registers.sheet(found, PUBLIC).values("pairing") if found is not None and found.is_public else []
    return with_sides(access.public().filter(Q(programme=slug) | Q(pk__in=named)))


def programmes_of(of: KeptPairing) -> dict[str, str]:
    """Return the programmes a pairing belongs to, by title: which proposed it, and whose record says so."""
    naming = registers.naming("pairing", of.pk, kind=kind("programme"))
    slugs = [slug for slug in (of.programme, *(one.slug for one in naming)) if slug]
    titles = registers.public_names("programme", slugs)
    return {slug: titles.get(slug, slug) for slug in slugs}


def own(asking: Asking) -> list[KeptPairing]:
    """Return the pairings somebody takes part in, with what is to come and what has been."""
    found = access.own(asking).prefetch_related("acceptances", "next_steps__owner", "steps", "turns")
    return with_sides(found)


def open_between(kind_name: str, two: Sequence[str], *, but: KeptPairing | None = None) -> KeptPairing | None:
    """Return the pairing of two records that was proposed or exists and has not ended; ``None`` without."""
    a, b = sorted(two)
    found = KeptPairing.objects.filter(kind=kind_name, a=a, b=b)
    found = found.exclude(state__in=("declined", "withdrawn", "ended"))
    return found.exclude(pk=but.pk if but else None).first()


def with_sides(found: Iterable[KeptPairing]) -> list[KeptPairing]:
    """Name the two records of every pairing: by their titles where they are public, else by short name."""
    pairings = list(found)
    names = {name: _titles(name, pairings) for name in {one.kind for one in pairings}}
    for one in pairings:
        first, second = (_side(one.kind, slug, names[one.kind]) for slug in (one.a, one.b))
        one.sides = (first, second)
    return pairings


def _titles(kind_name: str, pairings: Iterable[KeptPairing]) -> dict[str, str]:
    slugs = set(chain.from_iterable((one.a, one.b) for one in pairings if one.kind == kind_name))
    records = rights.readable(AnonymousUser()).filter(kind_name=kind_name, slug__in=slugs)
    sheets = registers.sheets(list(records), PUBLIC)
    return {sheet.record.slug: sheet.title for sheet in sheets.values()}


def _side(kind_name: str, slug: str, titles: dict[str, str]) -> Side:
    known = slug in titles
    return Side(kind_name, slug, titles.get(slug, slug), kind(kind_name).address if known else "")


def continent_of(kind_name: str, slug: str) -> str | None:
    """Return on which side of the ocean a published record lies; ``None`` where there is no such record."""
    found = territories.territory(slug) if kind_name == "territory" else clusters.cluster(slug)
    return found.side if found else None


def state_before(of: KeptPairing) -> str:
    """Return what a pairing was before it was paused or ended; agreed, where its indicators are gone."""
    before = of.turns.filter(what__in=UNDER_WAY).order_by("-at", "-pk").first()
    was_active = before is not None and before.what == "active"
    return "active" if was_active and of.indicators.exists() else "agreed"


# ---- what is written down ---------------------------------------------------------------------


def steps(of: KeptPairing, *, everything: bool) -> list[Step]:
    """Return what has happened, as far as a reader may know of it."""
    return list(of.steps.all() if everything else of.steps.filter(is_public=True))


def step(of: KeptPairing, number: int) -> Step | None:
    """Return something that has happened."""
    return of.steps.select_related("pairing").filter(pk=number).first()


def next_step(of: KeptPairing, number: int) -> NextStep | None:
    """Return one next step."""
    return of.next_steps.select_related("pairing", "owner").filter(pk=number).first()


def indicator(of: KeptPairing, number: int) -> Indicator | None:
    """Return one indicator."""
    return of.indicators.select_related("pairing").filter(pk=number).first()


@dataclass(frozen=True)
class Course:
    """An indicator with its later values, and which share of the way to the target is gone.

    The share is (latest - baseline) / (target - baseline): below 0 where things got worse, unknown without a
    later value, and where the target is the baseline.
    """

    indicator: Indicator
    readings: tuple[Reading, ...]

    @property
    def latest(self) -> Reading | None:
        """The latest value after the baseline."""
        return self.readings[-1] if self.readings else None

    @property
    def share(self) -> float | None:
        """Which share of the way to the target is gone."""
        one = self.indicator
        if self.latest is None or one.target == one.baseline:
            return None
        return (self.latest.value - one.baseline) / (one.target - one.baseline)


def courses(of: KeptPairing, *, everything: bool) -> list[Course]:
    """Return the indicators with their values, as far as a reader may know of them."""
    found = of.indicators.prefetch_related("readings")
    wanted = found if everything else found.filter(is_public=True)
    return [Course(one, tuple(one.readings.all())) for one in wanted]


@dataclass(frozen=True)
class Done:
    """One thing that was done, as the audit has it: by whom, for which side, with which step.

    ``by`` is the name of a person, empty where the person was erased; ``None`` where the software did it.
    """

    verb: str
    at: datetime
    by: str | None
    side: str
    step: int | None


def history(of: KeptPairing) -> list[Done]:
    """Return everything that was done to a pairing, the latest first."""
    events = list(audit.events(kind="cooperation.keptpairing", subject=str(of.pk)))
    names, told = names_of({one.actor for one in events}), audit.details(events)
    return [
        Done(
            one.verb,
            one.at,
            names.get(one.actor, "") if one.actor else None,
            said.get("side", ""),
            said.get("step"),
        )
        for one in events
        for said in (told[one.number] or {},)
    ]


def recorded_by(done: Iterable[Done]) -> dict[int, str]:
    """Return who wrote down what has happened, by the number of the step, as far as that is known."""
    return {one.step: one.by for one in done if one.verb == "added step" and one.step and one.by}


# ---- who sees to what, and what is late -------------------------------------------------------


def keepers_of(kind_name: str, slug: str, *, on: date) -> list[User]:
    """Return who keeps a record by a role for just this record, owners first."""
    found = [person for role in ROLES[kind_name] for person in people_with(role, scope=slug, on=on)]
    return list(dict.fromkeys(found))


def people_of(of: KeptPairing, *, on: date) -> list[User]:
    """Return who takes part: the keepers of both sides, and the managers of the programme."""
    found = [person for slug in (of.a, of.b) for person in keepers_of(of.kind, slug, on=on)]
    if of.programme:
        found += people_with(ProgrammeManager, scope=of.programme, on=on)
    return list(dict.fromkeys(found))


@dataclass(frozen=True)
class Late:
    """A pairing under way with a next step that is overdue; without one, a pairing nothing is heard of."""

    pairing: KeptPairing
    step: NextStep | None
    days: int

    @property
    def person(self) -> User | None:
        """Who sees to it."""
        return self.step.owner if self.step else None


def late(found: Iterable[KeptPairing], *, on: date) -> list[Late]:
    """Return what is overdue of these pairings, and those nothing is heard of, the latest ones first."""
    rows = [row for one in found if one.state in UNDER_WAY for row in _late(one, on)]
    return sorted(rows, key=lambda row: (-row.days, row.pairing.pk))


def _late(of: KeptPairing, on: date) -> list[Late]:
    planned = [one for one in of.next_steps.all() if one.done_on is None]
    overdue = [Late(of, one, one.days_late(on)) for one in planned if one.days_late(on)]
    silent = (on - _heard_of(of)).days
    return overdue if planned or silent < QUIET.days else [Late(of, None, silent)]


def _heard_of(of: KeptPairing) -> date:
    days = [of.proposed_at.date(), *(one.day for one in of.steps.all())]
    days += [one.at.date() for one in of.turns.all()]
    return max([*days, *(one.done_on for one in of.next_steps.all() if one.done_on)])


@dataclass(frozen=True)
class Desk:
    """What waits for somebody: proposals to answer, what is overdue, and all of the person's pairings."""

    to_answer: list[KeptPairing]
    mine: list[Late]
    by_programme: dict[str, list[Late]]
    others: list[Late]
    pairings: list[KeptPairing]


def desk(asking: Asking, *, on: date) -> Desk:
    """Return what waits for somebody, by person and by programme."""
    found = own(asking)
    rows = late(found, on=on)
    mine = [row for row in rows if is_signed_in(asking) and row.person == asking]
    rest = [row for row in rows if row not in mine]
    managed: dict[str, list[Late]] = {}
    for row in rows:
        if access.manages(asking, row.pairing):
            managed.setdefault(row.pairing.programme, []).append(row)
    return Desk(
        to_answer=[one for one in found if access.sides_to_answer(asking, one)],
        mine=mine,
        by_programme=managed,
        others=[row for row in rest if not access.manages(asking, row.pairing)],
        pairings=found,
    )


def desk_of(email: str, language: str) -> dict[str, Any] | None:
    """Return what of pairings waits for the person with this address; ``None`` where nothing does."""
    person = person_of(email)
    found = desk(person, on=timezone.localdate()) if person else None
    return {"desk": found} if found and (found.to_answer or found.mine) else None


# ---- to take away -----------------------------------------------------------------------------


def rows(found: QuerySet[KeptPairing], asking: Asking, *, on: date) -> list[dict[str, Any]]:
    """Return pairings as rows of ``COLUMNS``, of each what somebody may read of it."""
    full = found.prefetch_related("steps", "next_steps", Prefetch("indicators__readings"))
    return [_row(one, everything=access.takes_part(asking, one), on=on) for one in with_sides(full)]


def _row(of: KeptPairing, *, everything: bool, on: date) -> dict[str, Any]:
    happened = [one for one in of.steps.all() if everything or one.is_public]
    measured = [one for one in of.indicators.all() if everything or one.is_public]
    planned = [one for one in of.next_steps.all() if everything and one.done_on is None]
    coming = planned[0] if planned else None
    reached = standing(happened)
    first, second = of.sides
    return {
        "number": of.pk,
        "kind": of.kind,
        "a": of.a,
        "a_name": first.name,
        "b": of.b,
        "b_name": second.name,
        "programme": of.programme,
        "themes": [theme(one) for one in of.themes],
        "state": of.state,
        "began_on": of.began_at.date().isoformat() if of.began_at else None,
        "stage": reached.step.stage if reached else None,
        "stage_on": reached.step.day.isoformat() if reached else None,
        "agreements": [f"{one.instrument} {one.day}" for one in happened if one.instrument],
        "indicators": [_in_brief(one) for one in measured],
        "next_step": coming.words if coming else None,
        "due_on": coming.due_on.isoformat() if coming else None,
        "days_late": coming.days_late(on) if coming else None,
    }


def _in_brief(one: Indicator) -> str:
    values = [one.baseline, *(reading.value for reading in one.readings.all())]
    return f"{one.name} ({one.unit}): {', '.join(f'{value:g}' for value in values)}; {one.target:g}"


def everything(of: KeptPairing, asking: Asking) -> dict[str, Any]:
    """Return all of a pairing that somebody may read, as plain values; no names of people."""
    inside = access.takes_part(asking, of)
    told = {
        **facts(of, "kind", "a", "b", "programme", "themes", "state", "origin", "summary"),
        **facts(of, "proposed_at", "began_at"),
        "turns": [_turn(one, inside=inside) for one in of.turns.all()],
        "acceptances": [{"side": of.slug(one.side), **facts(one, "said_at")} for one in of.acceptances.all()],
        "steps": [facts(one, *STEP) for one in steps(of, everything=inside)],
        "indicators": [_indicator(one) for one in courses(of, everything=inside)],
    }
    if inside:
        told |= facts(of, "because", "notes")
        planned = [facts(one, "words", "due_on", "done_on", "outcome") for one in of.next_steps.all()]
        told |= {"next_steps": planned}
    return told


def _turn(one: Turn, *, inside: bool) -> dict[str, Any]:
    return facts(one, "what", "at", "reason") if inside else facts(one, "what", "at")


def _indicator(course: Course) -> dict[str, Any]:
    names = ("name", "unit", "baseline", "baseline_on", "target", "target_on", "source", "is_public")
    return {
        **facts(course.indicator, *names),
        "readings": [facts(one, "value", "day", "source") for one in course.readings],
    }
