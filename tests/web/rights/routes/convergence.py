"""Who may what on the routes of ``convergence``."""

from dataclasses import replace
from typing import Any

from polos_web.analysis import convergences
from polos_web.analysis import queries as analysis
from polos_web.analysis.values import Selection
from polos_web.convergence.models import SavedGroup, SavedRun
from polos_web.territories.tables import tables
from web.people import BEGAN
from web.rights.answers import (
    FACILITATOR,
    REVIEWER,
    Answers,
    ByState,
    Rights,
    account,
    by_state,
    everybody,
    public,
    public_only,
)

FORM = "a form of file"


def coders(answer: str = "shown") -> ByState:
    """For those who keep the priority by its territory or by a role for all, and reviewers.

    What was withdrawn is coded no more.
    """
    others: Answers = {**account("refused"), FACILITATOR: answer, REVIEWER: answer}
    told = by_state({**others, "territory officer": answer}, others, FACILITATOR, REVIEWER)
    return replace(told, erased={**told.erased, FACILITATOR: "refused", REVIEWER: "refused"})


EXPECTED: dict[str, Rights] = {
    "/compare/": public("/compare/"),
    "/compare/<axis>.<form>": public(
        "/compare/markets.svg", alike="an axis of the table, and a form of file"
    ),
    # one's own is what one has saved oneself: tests/web/convergence/test_runs.py; here it is published
    "/compare/groups/<number>/change/": Rights(
        "/compare/groups/{saved_group}/change/", everybody("not so"), account("missing")
    ),
    "/compare/groups/save/": Rights("/compare/groups/save/", everybody("not so"), account("elsewhere")),
    "/compare/runs/": public("/compare/runs/"),
    "/compare/runs/<number>/": Rights("/compare/runs/{saved_run}/", public_only()),
    # nothing is wanted of it
    "/compare/runs/<number>/change/": Rights(
        "/compare/runs/{saved_run}/change/", everybody("not so"), account("missing")
    ),
    "/compare/runs/<number>/table.<form>": Rights("/compare/runs/{saved_run}/table.csv", public_only()),
    "/compare/runs/difference/": Rights(
        "/compare/runs/difference/?before={saved_run}&after={saved_run}", public_only()
    ),
    "/compare/runs/save/": Rights("/compare/runs/save/", everybody("not so"), account("elsewhere")),
    "/compare/table.<form>": public("/compare/table.csv", alike=FORM),
    "/compare/coding/": public("/compare/coding/"),
    "/compare/coding/<slug>/": Rights("/compare/coding/{priority}/", coders(), coders("missing")),
}


def made() -> dict[str, Any]:
    """Make comparisons and groups that somebody has saved: published, and for their author only."""
    stock = tables()
    question = convergences.Question(("es21",), ("mx_col",), analysis.thresholds(), Selection())
    kept = convergences.keep_run(
        convergences.Stock(stock.priorities, stock.territories),
        question,
        checksum=analysis.checksum("territories"),
        at=BEGAN,
    )
    said = {"name": "x", "saved_at": BEGAN}
    runs, groups = (
        [kind.objects.create(**given, **said, is_public=is_public).pk for is_public in (True, True, False)]
        for kind, given in ((SavedRun, {"digest": kept.digest}), (SavedGroup, {"codes": ["es21"]}))
    )
    return {"saved_run": saved(*runs), "saved_group": saved(*groups)}


def saved(first: int, second: int, hidden: int) -> ByState:
    """Two that are published, one that is not, and one that was removed."""
    return ByState(first, second, hidden, second, 999_999)
