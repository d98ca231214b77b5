"""Who may what on the routes of ``convergence``."""

from web.rights.answers import Answers, Rights, account, public


def coders(answer: str = "shown") -> Answers:
    """For those who keep all priorities, and reviewers; the officer of the matrix keeps another territory."""
    return {**account("refused"), "facilitator": answer, "reviewer": answer}


EXPECTED: dict[str, Rights] = {
    "/compare/": public("/compare/"),
    "/compare/<axis>.<form>": public("/compare/markets.svg"),
    "/compare/coding/": public("/compare/coding/"),
    "/compare/coding/<slug>/": Rights("/compare/coding/at22-02/", coders(), coders("missing")),
}
