"""Who may what on the routes of selections: the stage board, calls, applications, reviews."""

from datetime import timedelta
from typing import Any

from polos_web.programmes.models import Application, Board, Call, Candidate, Criteria, Review
from polos_web.translation.text import Text
from web.people import BEGAN
from web.rights.answers import (
    MANAGER,
    STATES,
    Answers,
    ByState,
    Rights,
    account,
    everybody,
    hidden,
    organisers,
    public,
)

ROW = {"id": "LA1", "text": None, "how": "evidence", "check": "", "weight": 1.0, "source": ""}


def of_the_programme(answer: str = "shown") -> ByState:
    """For those who run the selection of the programme "x"; of others nobody learns if there is one."""
    refused = account("refused")
    return ByState(organisers(answer), refused, refused, refused, refused)


def posted(example: str, answer: str = "elsewhere") -> Rights:
    """A form for those who run the selection."""
    return Rights(example, of_the_programme("not so"), of_the_programme(answer))


def of_the_call(answer: str = "shown") -> ByState:
    """For those who run the call; who runs others learns whether there is one of that number."""
    refused = account("refused")
    return ByState(organisers(answer), refused, refused, refused, {**refused, MANAGER: "missing"})


def managed(example: str, get: str = "shown", post: str = "") -> Rights:
    """A page of those who run the call, with a form of its own or without."""
    return Rights(example, of_the_call(get), of_the_call(post) if post else None)


def opened(answers: Answers) -> ByState:
    """For a call that was opened, whosever it is; of a draft nobody else learns that it is there."""
    concealed = hidden(answers)
    return ByState(answers, answers, concealed, answers, concealed)


def of_nobody(answer: str = "missing") -> ByState:
    """What belongs to one person alone, and to none of those who ask; its programme may know of it."""
    missing = account("missing")
    return ByState({**missing, MANAGER: answer}, missing, missing, missing, missing)


def private(example: str, answer: str = "missing", *, has_form: bool = True) -> Rights:
    """A page of one's own."""
    return Rights(example, of_nobody(answer), of_nobody(answer) if has_form else None)


CALL, REVIEW = "/programmes/calls/{call}/", "/programmes/reviews/{review}/"
OWN = "/programmes/applications/{application}/"
EXPECTED: dict[str, Rights] = {
    "/programmes/calls/": public("/programmes/calls/"),
    "/programmes/calls/<number>/": Rights(CALL, opened(everybody("shown"))),
    "/programmes/calls/<number>/apply/": Rights(f"{CALL}apply/", opened(account()), opened(account())),
    "/programmes/calls/<number>/manage/": managed(f"{CALL}manage/"),
    "/programmes/calls/<number>/edit/": managed(f"{CALL}edit/", post="shown"),
    "/programmes/calls/<number>/move/": managed(f"{CALL}move/", "not so", "elsewhere"),
    "/programmes/calls/<number>/result/": managed(f"{CALL}result/", "not so", "elsewhere"),
    "/programmes/calls/<number>/criteria/": managed(f"{CALL}criteria/", post="shown"),
    "/programmes/calls/<number>/translate/": managed(f"{CALL}translate/", post="shown"),
    "/programmes/calls/<number>/<what>.<form>": managed(f"{CALL}applications.csv"),
    "/programmes/calls/<number>/applications/": managed(f"{CALL}applications/"),
    "/programmes/calls/<number>/applications/<application>/": managed(
        f"{CALL}applications/{{application}}/", post="shown"
    ),
    "/programmes/calls/<number>/applications/<application>/documents/<document>/": managed(
        f"{CALL}applications/{{application}}/documents/999999/", "missing"
    ),
    "/programmes/calls/<number>/reviewers/": managed(f"{CALL}reviewers/", post="shown"),
    "/programmes/calls/<number>/reviewers/<review>/release/": managed(
        f"{CALL}reviewers/{{review}}/release/", "not so", "elsewhere"
    ),
    "/programmes/calls/<number>/reviewers/<review>/conflict/": managed(
        f"{CALL}reviewers/{{review}}/conflict/", "not so", "elsewhere"
    ),
    "/programmes/calls/<number>/moderation/": managed(f"{CALL}moderation/"),
    "/programmes/calls/<number>/moderation/<application>/<criterion>/": managed(
        f"{CALL}moderation/{{application}}/EU1/", "not so", "missing"
    ),
    "/programmes/calls/<number>/decisions/": managed(f"{CALL}decisions/"),
    "/programmes/calls/<number>/decisions/<application>/": managed(
        f"{CALL}decisions/{{application}}/", "not so", "shown"
    ),
    "/programmes/<slug>/calls/new/": Rights(
        "/programmes/{selection}/calls/new/", of_the_programme(), of_the_programme()
    ),
    # who runs the programme knows of an application that was handed in, and has pages of the call for it
    "/programmes/applications/<number>/": private(OWN, "refused", has_form=False),
    "/programmes/applications/<number>/edit/": private(f"{OWN}edit/", "refused"),
    "/programmes/applications/<number>/hand-in/": private(f"{OWN}hand-in/", "refused"),
    "/programmes/applications/<number>/withdraw/": private(f"{OWN}withdraw/", "refused"),
    "/programmes/applications/<number>/documents/": private(f"{OWN}documents/", "refused"),
    "/programmes/applications/<number>/documents/<document>/": private(f"{OWN}documents/999999/", "refused"),
    # who was asked to review is told apart in tests/web/programmes/test_reviews.py
    "/programmes/reviews/<number>/": private(REVIEW),
    "/programmes/reviews/<number>/<application>/": private(f"{REVIEW}{{application}}/"),
    "/programmes/reviews/<number>/<application>/conflict/": private(f"{REVIEW}{{application}}/conflict/"),
    "/programmes/reviews/<number>/<application>/documents/<document>/": private(
        f"{REVIEW}{{application}}/documents/999999/", has_form=False
    ),
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
    """Make boards and calls of the programme "x" and of others, each with one of everything.

    The call that is public has its result published; of the erased one nothing is left.
    """
    slugs = ByState("x", "other-x", "draft-x", "public-x", "erased-x")
    boards = {state: candidate(getattr(slugs, state)) for state in STATES[:-1]}
    ways = {"own": "open", "other": "open", "draft": "draft", "public": "published"}
    calls = {state: call(getattr(slugs, state), way) for state, way in ways.items()}
    parts = dict(zip(("call", "application", "review"), zip(*calls.values(), strict=True), strict=True))
    told = {name: ByState(*numbers, erased=999_999) for name, numbers in parts.items()}
    return {"selection": slugs, "candidate": ByState(**boards, erased=999_999), **told}


def call(programme: str, state: str) -> tuple[int, int, int]:
    """Make a call, an application that was handed in, and a reviewer; return their numbers."""
    made = Call.objects.create(
        programme=programme,
        state=state,
        title=Text("en", "Call"),
        text=Text("en", "Text"),
        outcome=Text("en", "Result"),
        zone="UTC",
        opens_at=BEGAN,
        closes_at=BEGAN + timedelta(days=3650),
        made_at=BEGAN,
    )
    row = {**ROW, "id": "EU1", "how": "score"}
    criteria = Criteria.objects.create(call=made, number=1, rows=[row], at=BEGAN)
    one = Application.objects.create(
        call=made,
        criteria=criteria,
        state="submitted",
        territory="es21",
        organisation="O",
        language="en",
        made_at=BEGAN,
        submitted_at=BEGAN,
    )
    review = Review.objects.create(call=made, email=f"{programme}@example.net", invited_at=BEGAN)
    return made.pk, one.pk, review.pk


def candidate(programme: str) -> int:
    """Make a board with one candidate, and return the number of that."""
    board = Board.objects.create(programme=programme, template="iuc_lac", made_at=BEGAN)
    Criteria.objects.create(board=board, number=1, rows=[ROW], at=BEGAN)
    one = Candidate.objects.create(
        board=board, kind="territory", slug="mx_col", stage="visit", added_at=BEGAN
    )
    return one.pk
