"""Who may what on the routes of ``matchmaking``."""

from web.rights.answers import Rights, public

EXPECTED: dict[str, Rights] = {
    "/counterparts/": public("/counterparts/"),
    "/counterparts/<territory>/<other>/": public("/counterparts/mx_col/pt11/"),
    "/counterparts/<territory>/<other>/brief.pdf": public("/counterparts/mx_col/pt11/brief.pdf"),
    "/counterparts/check/": public("/counterparts/check/"),
}
