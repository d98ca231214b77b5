"""Who may what on the routes of ``actors``."""

from web.rights.answers import Rights, everybody, public

EXPECTED: dict[str, Rights] = {
    "/actors/": public("/actors/"),
    "/actors/<slug>/": public("/actors/corfo/"),
    "/actors/actors.csv": public("/actors/actors.csv"),
    # no contact person and no body is on record under test: open addresses with nothing behind them
    "/actors/bodies/<slug>/": Rights("/actors/bodies/none/", everybody("missing")),
    "/actors/contacts/<slug>/": Rights("/actors/contacts/none/", everybody("missing")),
}
