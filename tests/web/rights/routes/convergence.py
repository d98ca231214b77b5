"""Who may what on the routes of ``convergence``."""

from web.rights.answers import Answers, Rights, account, everybody, public


def coders(answer: str = "shown") -> Answers:
    """For those who keep all priorities, and reviewers; the officer of the matrix keeps another territory."""
    return {**account("refused"), "facilitator": answer, "reviewer": answer}


EXPECTED: dict[str, Rights] = {
    "/compare/": public("/compare/"),
    "/compare/<axis>.<form>": public("/compare/markets.svg"),
    # nobody has saved anything under test; what is saved is its author's (tests/web/convergence/test_runs.py)
    "/compare/groups/<number>/change/": Rights(
        "/compare/groups/999999/change/", everybody("not so"), account("missing")
    ),
    "/compare/groups/save/": Rights("/compare/groups/save/", everybody("not so"), account("elsewhere")),
    "/compare/runs/": public("/compare/runs/"),
    "/compare/runs/<number>/": Rights("/compare/runs/999999/", everybody("missing")),
    "/compare/runs/<number>/change/": Rights(
        "/compare/runs/999999/change/", everybody("not so"), account("missing")
    ),
    "/compare/runs/<number>/table.<form>": Rights("/compare/runs/999999/table.csv", everybody("missing")),
    "/compare/runs/difference/": Rights(
        "/compare/runs/difference/?before=999998&after=999999", everybody("missing")
    ),
    "/compare/runs/save/": Rights("/compare/runs/save/", everybody("not so"), account("elsewhere")),
    "/compare/table.<form>": public("/compare/table.csv"),
    "/compare/coding/": public("/compare/coding/"),
    "/compare/coding/<slug>/": Rights("/compare/coding/at22-02/", coders(), coders("missing")),
}
