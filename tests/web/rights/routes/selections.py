"""Who may what on the routes of selections: the stage board, calls, applications, reviews."""

from typing import Any

from polos_web.programmes.models import Board, Candidate, Criteria
from web.people import BEGAN
from web.rights.answers import STATES, ByState, Rights, account, organisers

ROW = {"id": "LA1", "text": None, "how": "evidence", "check": "", "weight": 1.0, "source": ""}


def of_the_programme(answer: str = "shown") -> ByState:
    """For those who run the selection of the programme "x"; of others nobody learns if there is one."""
    refused = account("refused")
    return ByState(organisers(answer), refused, refused, refused, refused)


def posted(example: str, answer: str = "elsewhere") -> Rights:
    """A form for those who run the selection."""
    return Rights(example, of_the_programme("not so"), of_the_programme(answer))


EXPECTED: dict[str, Rights] = {
    "/programmes/<slug>/board/": Rights(
        "/programmes/{selection}/board/", of_the_programme(), of_the_programme()
    ),
    "/programmes/<slug>/board/<number>/": Rights(
        "/programmes/{selection}/board/{candidate}/", of_the_programme()
    ),
    "/programmes/<slug>/board/<number>/<criterion>/": posted(
        "/programmes/{selection}/board/{candidate}/LA1/", "shown"
    ),
    "/programmes/<slug>/board/<number>/documents/": posted(
        "/programmes/{selection}/board/{candidate}/documents/", "shown"
    ),
    "/programmes/<slug>/board/<number>/documents/<document>/": Rights(
        "/programmes/{selection}/board/{candidate}/documents/999999/",
        of_the_programme("missing"),
        of_the_programme("missing"),
    ),
    "/programmes/<slug>/board/<number>/move/": posted(
        "/programmes/{selection}/board/{candidate}/move/", "shown"
    ),
    "/programmes/<slug>/board/add/": Rights(
        "/programmes/{selection}/board/add/", of_the_programme(), of_the_programme()
    ),
    "/programmes/<slug>/board/criteria/": Rights(
        "/programmes/{selection}/board/criteria/", of_the_programme(), of_the_programme()
    ),
}


def made() -> dict[str, Any]:
    """Make boards of the programme "x" and of others, each with one candidate; the last has none."""
    slugs = ByState("x", "other-x", "draft-x", "public-x", "erased-x")
    found = {state: candidate(getattr(slugs, state)) for state in STATES[:-1]}
    return {"selection": slugs, "candidate": ByState(**found, erased=999_999)}


def candidate(programme: str) -> int:
    """Make a board with one candidate, and return the number of that."""
    board = Board.objects.create(programme=programme, template="iuc_lac", made_at=BEGAN)
    Criteria.objects.create(board=board, number=1, rows=[ROW], at=BEGAN)
    one = Candidate.objects.create(
        board=board, kind="territory", slug="mx_col", stage="visit", added_at=BEGAN
    )
    return one.pk
