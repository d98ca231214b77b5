"""Who may what on the routes of ``site``."""

from web.rights.answers import Rights, everybody, public

EXPECTED: dict[str, Rights] = {
    "/": Rights("/", everybody("elsewhere")),
    "/about/": public("/about/"),
}
