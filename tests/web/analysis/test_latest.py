"""What takes longer to make than a page may: the version before, until the next one is there."""

from datetime import timedelta
from threading import Event

import pytest

from polos_web.analysis.latest import Latest

SOON = timedelta(minutes=5)
PATIENCE = 30


class Maker:
    """Makes the numbers 1, 2, 3 ..., each when it is let."""

    def __init__(self) -> None:
        self.made, self.may, self.problem = 0, Event(), None

    def __call__(self) -> int:
        assert self.may.wait(PATIENCE)
        if self.problem:
            raise self.problem
        self.made += 1
        return self.made


@pytest.fixture
def maker():
    made = Maker()
    yield made
    made.may.set()


def when_over(latest: Latest) -> None:
    """Wait until what is made beside is there."""
    latest._next[2].exception(PATIENCE)


def test_what_is_made_at_once_is_made_once_a_state(maker):
    maker.may.set()
    latest = Latest(maker)
    assert [latest.at_once(state).value for state in ("a", "a", "b", "b")] == [1, 1, 2, 2]


def test_the_version_before_is_shown_until_the_next_one_is_there(maker):
    latest = Latest(maker)
    maker.may.set()
    assert latest.at_once("a").value == 1
    maker.may.clear()
    latest.begin("b")
    assert latest.of("b") is None
    assert latest.before(within=SOON).value == 1
    latest.begin("c")  # one is being made already
    maker.may.set()
    when_over(latest)
    assert latest.of("b").value == 2 and maker.made == 2


def test_a_version_left_behind_for_long_is_not_shown(maker):
    latest = Latest(maker)
    assert latest.before(within=SOON) is None
    maker.may.set()
    latest.at_once("a")
    assert latest.before(within=timedelta(0)) is None


def test_what_goes_wrong_beside_a_page_is_not_kept_quiet_and_is_tried_again(maker):
    latest = Latest(maker)
    maker.problem = RuntimeError("no room")
    latest.begin("a")
    maker.may.set()
    when_over(latest)
    with pytest.raises(RuntimeError, match="no room"):
        latest.of("a")
    maker.problem = None
    latest.begin("a")
    when_over(latest)
    assert latest.of("a").value == 1
