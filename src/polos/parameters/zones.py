"""Moments in the time zones of the IANA database: local clocks of a moment, the moment of a local clock."""

from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from polos.errors import InputError, UnknownName


def is_zone(name: str) -> bool:
    """Whether the IANA time zone database knows this name."""
    try:
        _zone(name)
    except UnknownName:
        return False
    return True


def local(moment: datetime, zone: str) -> datetime:
    """Return what the clocks of a zone show at a moment (an aware datetime).

    Raises
    ------
    UnknownName
        When there is no such zone.
    """
    return moment.astimezone(_zone(zone))


def moment(clock: datetime, zone: str) -> datetime:
    """Return the moment, in UTC, at which the clocks of a zone show this (a datetime without offset).

    Where clocks are turned back and show it twice, the first time is meant.

    Raises
    ------
    UnknownName
        When there is no such zone.
    InputError
        When clocks are turned forward over this time, so that it never comes.
    """
    found = clock.replace(tzinfo=_zone(zone), fold=0).astimezone(UTC)
    if local(found, zone).replace(tzinfo=None) != clock:
        raise InputError(
            found=f"{clock:%Y-%m-%d %H:%M} in {zone}, where clocks are turned forward over this time",
            needed="a time that comes on that day",
            next_step="Give the time before or after the change, or give it in UTC.",
        )
    return found


def offset(at: datetime, zone: str) -> timedelta:
    """Return how far the clocks of a zone are ahead of UTC at a moment."""
    return local(at, zone).utcoffset() or timedelta()


@cache
def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, IsADirectoryError) as error:
        raise UnknownName(
            found=f"the time zone {name!r}",
            needed="a name of the IANA time zone database, such as America/Bogota or Europe/Madrid",
            next_step="Correct the time zone.",
        ) from error
