"""Moments and clocks: offsets of the day, times that come twice or never, names that are none."""

from datetime import UTC, datetime, timedelta

import pytest

from polos.errors import InputError, UnknownName
from polos.parameters import zones


def test_two_continents_that_change_clocks_to_and_fro():
    """Madrid and Santiago change their clocks on other days, to and fro: 4 hours in January, 6 in July."""
    january, july = datetime(2027, 1, 15, 12, tzinfo=UTC), datetime(2027, 7, 15, 12, tzinfo=UTC)
    apart = [
        zones.offset(at, "Europe/Madrid") - zones.offset(at, "America/Santiago") for at in (january, july)
    ]
    assert apart == [timedelta(hours=4), timedelta(hours=6)]


def test_a_clock_and_its_moment():
    clock = datetime.fromisoformat("2027-07-01T09:30")
    assert zones.moment(clock, "America/Sao_Paulo") == datetime(2027, 7, 1, 12, 30, tzinfo=UTC)
    assert (
        zones.local(zones.moment(clock, "America/Sao_Paulo"), "America/Sao_Paulo").replace(tzinfo=None)
        == clock
    )


def test_a_time_that_comes_twice_is_meant_the_first_time():
    """On 31 October 2027 it is 2:30 in Paris at 0:30 and again at 1:30 UTC."""
    assert zones.moment(datetime.fromisoformat("2027-10-31T02:30"), "Europe/Paris") == datetime(
        2027, 10, 31, 0, 30, tzinfo=UTC
    )


def test_a_time_that_never_comes_is_refused():
    with pytest.raises(InputError, match="turned forward"):
        zones.moment(datetime.fromisoformat("2027-03-28T02:30"), "Europe/Paris")


@pytest.mark.parametrize("name", ["", "Europe", "Europe/Madird", "../../etc/passwd", "/etc/passwd", "\0"])
def test_other_names_are_no_zones(name):
    assert not zones.is_zone(name)
    with pytest.raises(UnknownName):
        zones.local(datetime(2027, 1, 1, tzinfo=UTC), name)
