"""Slots: the moments at which meetings begin, cut out of the sessions of an event."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo, available_timezones

from polos_web.events.models import Event, Session

NAME = "%Y%m%dT%H%MZ"


@dataclass(frozen=True)
class Slot:
    """One moment for meetings; ``id`` is when it begins, in UTC, such as ``20270301T0800Z``."""

    id: str
    starts: datetime
    ends: datetime
    session: str

    def begins(self, zone: ZoneInfo) -> datetime:
        """When it begins on the clocks of a zone."""
        return self.starts.astimezone(zone)

    def finishes(self, zone: ZoneInfo) -> datetime:
        """When it ends on the clocks of a zone."""
        return self.ends.astimezone(zone)


class NoSuchTime(ValueError):
    """Clocks are put forward over this time: it does not exist in the zone."""


def zone_names() -> list[str]:
    """Return the names of all time zones that name a place."""
    return sorted(name for name in available_timezones() if "/" in name and not name.startswith("Etc/"))


def moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    """Return the moment at which the clocks of a zone show this time; the first one where they do so twice.

    Raises
    ------
    NoSuchTime
        When the clocks of the zone never show it, because they are put forward.
    """
    local = datetime.combine(day, at, tzinfo=zone)
    found = local.astimezone(UTC)
    if found.astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise NoSuchTime(f"{day} {at:%H:%M} {zone.key}")
    return found


def slots_of_session(session: Session, event: Event) -> list[Slot]:
    """Return the slots of one session, in order; what is too short at its end is left over."""
    length, pause = timedelta(minutes=event.slot_minutes), timedelta(minutes=event.pause_minutes)
    begins, ends = (moment(session.day, at, event.timezone) for at in (session.first, session.last))
    found = []
    while begins + length <= ends:
        found.append(Slot(begins.strftime(NAME), begins, begins + length, str(session.pk)))
        begins += length + pause
    return found


class Calendar:
    """The slots of an event in order, found by name."""

    def __init__(self, event: Event, sessions: Iterable[Session]) -> None:
        self.event, self.sessions = event, list(sessions)
        self.slots = [slot for session in self.sessions for slot in slots_of_session(session, event)]

    @cached_property
    def by_id(self) -> dict[str, Slot]:
        """Each slot by its name."""
        return {slot.id: slot for slot in self.slots}

    def days(self, zone: ZoneInfo) -> list[tuple[date, list[Slot]]]:
        """Return the slots by the day they begin on in a zone."""
        found: dict[date, list[Slot]] = {}
        for slot in self.slots:
            found.setdefault(slot.begins(zone).date(), []).append(slot)
        return sorted(found.items())

    def outside(self, zone: ZoneInfo, first: time | None, last: time | None) -> frozenset[str]:
        """Return the slots that begin before or end after the hours somebody keeps, in the own zone."""
        return frozenset(slot.id for slot in self.slots if not _within(slot, zone, first, last))


def _within(slot: Slot, zone: ZoneInfo, first: time | None, last: time | None) -> bool:
    begins, ends = slot.begins(zone), slot.finishes(zone)
    if first is not None and begins.time() < first:
        return False
    return last is None or (ends.time() <= last and ends.date() == begins.date())
