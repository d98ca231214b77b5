"""Who may what on the routes of ``cooperation``."""

from web.rights.answers import Rights, public

EXPECTED: dict[str, Rights] = {
    "/pairings/": public("/pairings/"),
    "/pairings/<pairing_id>/": public("/pairings/P01/"),
    "/pairings/pairings.csv": public("/pairings/pairings.csv"),
}
