"""Managers, applicants and reviewers of an invented programme ``x``."""

from datetime import UTC, date, datetime

import pytest

from polos_web.programmes import board_actions
from web.people import make_person, no_attempts_before, sign_in

__all__ = ["make_person", "no_attempts_before", "sign_in"]
AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY = date(2026, 2, 20)
STEP = {"reason": "Because it was so.", "body": "Invented ministry", "happened_on": DAY}


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """A data folder of the test's own."""
    settings.DATA_FOLDER = tmp_path
    return tmp_path


@pytest.fixture
def manager(make_person):
    """A programme manager of the programme "x"."""
    return make_person("mara", "programme manager", scope="x", second_factor=True)


@pytest.fixture
def at_desk(manager, sign_in):
    """The browser of the manager."""
    return sign_in(manager)


@pytest.fixture
def board(manager):
    """The stage board of the programme "x", in the order of IUC-LAC."""
    return board_actions.start("x", "iuc_lac", by=manager, at=AT)


@pytest.fixture
def region(board, manager):
    """A region on its first stage."""
    return board_actions.add(board, "mx_col", by=manager, at=AT, **STEP)
