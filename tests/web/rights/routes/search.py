"""Who may what on the routes of ``search``."""

from web.rights.answers import Rights, public

EXPECTED: dict[str, Rights] = {
    "/search/": public("/search/"),
    "/search/entries.<form>": public("/search/entries.csv", alike="a form of file"),
    "/search/latest.atom": public("/search/latest.atom"),
    "/search/map/": public("/search/map/"),
}
