"""Managers, applicants and reviewers of an invented programme ``x``."""

from datetime import UTC, date, datetime

import pytest

from polos_web.accounts import queries as people
from polos_web.programmes import applications_actions, board_actions, calls_actions, reviews_actions
from polos_web.translation.text import Text
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


# ---- a call -----------------------------------------------------------------------------------

OPENS, CLOSES = datetime(2026, 3, 2, 9, tzinfo=UTC), datetime(2026, 3, 31, 22, tzinfo=UTC)
BETWEEN, AFTER = datetime(2026, 3, 10, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC)
CRITERIA = ("EU1", "EU2", "EU3")
ANSWERS = {code: f"What we can do on {code}." for code in CRITERIA}


@pytest.fixture
def call(manager):
    """A call of the programme "x" with the three capacities, as a draft."""
    line = {"item": Text("en", "Travel").to_plain(), "payer": "Fund", "amount": "1000.50", "currency": "EUR"}
    values = {
        "title": Text("en", "Counterparts of Colima"),
        "text": Text("en", "Who can help?"),
        "eligibility": Text("en", "Regions of the Union."),
        "budget": [line],
        "zone": "Europe/Madrid",
        "opens_at": OPENS,
        "closes_at": CLOSES,
        "places": 1,
        "divergence": 2.0,
    }
    return calls_actions.make("x", values, candidate=None, template="eu_capacities", by=manager, at=AT)


@pytest.fixture
def to(call, manager):
    """Take the call to a state, with a reason."""

    def moved(state, *, at=BETWEEN, reason="As agreed."):
        call.refresh_from_db()
        made = calls_actions.move(call, state, reason=reason, by=manager, at=at, site="https://x")
        call.refresh_from_db()
        return made

    return moved


@pytest.fixture
def apply(call, make_person):
    """Let somebody of a territory apply: handed in unless told otherwise."""

    def applied(territory, *, at=BETWEEN, is_handed_in=True, person=None, **values):
        by = person or make_person(f"a{territory}")
        given = {
            "territory": territory, "organisation": f"Agency {territory}", "partners": [], "language": "en",
            "contact": "", "answers": ANSWERS, **values,
        }  # fmt: skip
        call.refresh_from_db()
        made = applications_actions.begin(call, given, by=by, at=at)
        return applications_actions.hand_in(made, by=by, at=at) if is_handed_in else made

    return applied


@pytest.fixture
def reviewer(call, manager, make_person):
    """Ask somebody to review, who declares to belong nowhere unless told otherwise."""

    def asked(name, *, has_declared=True, territories=(), bodies=()):
        person = make_person(name)
        made = reviews_actions.invite(
            call, person.email, language="en", by=manager, at=BETWEEN, site="https://x"
        )
        if has_declared:
            made = reviews_actions.declare(
                made, territories=territories, bodies=bodies, statement="", by=person, at=BETWEEN
            )
        return made

    return asked


def score(review, application, value, *, version=1, **others):
    """Give the same score on every criterion but those named."""
    scores = {code: (others.get(code, value), f"Why {code}.") for code in CRITERIA}
    person = review.person or people.person_of(review.email)
    reviews_actions.score(review, application, scores, version=version, by=person, at=AFTER)
