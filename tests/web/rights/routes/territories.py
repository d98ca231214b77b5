"""Who may what on the routes of ``territories``."""

from web.rights.answers import Rights, public

EXPECTED: dict[str, Rights] = {
    "/territories/": public("/territories/"),
    "/territories/<territory_id>/": public("/territories/es21/"),
    "/territories/priorities.csv": public("/territories/priorities.csv"),
    "/territories/territories.csv": public("/territories/territories.csv"),
}
