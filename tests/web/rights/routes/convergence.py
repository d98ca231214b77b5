"""Who may what on the routes of ``convergence``."""

from web.rights.answers import Rights, public

EXPECTED: dict[str, Rights] = {
    "/compare/": public("/compare/"),
    "/compare/<axis>.<form>": public("/compare/markets.svg"),
}
