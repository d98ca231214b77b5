"""Who may what on the routes of ``analysis``."""

from web.rights.answers import Rights, everybody, public

PUBLIC = "statistics are public"
EXPECTED: dict[str, Rights] = {
    "/specialisations/": public("/specialisations/"),
    # no statistics are loaded under test: the addresses are open to all, and there is nothing behind them
    "/specialisations/<dataset>/": Rights("/specialisations/none/", everybody("missing"), alike=PUBLIC),
    "/specialisations/<dataset>/<name>.csv": Rights(
        "/specialisations/none/cells.csv", everybody("missing"), alike=PUBLIC
    ),
    "/specialisations/<dataset>/<territory>.svg": Rights(
        "/specialisations/none/es21.svg", everybody("missing"), alike=PUBLIC
    ),
    "/specialisations/<dataset>/<unit>/": Rights(
        "/specialisations/none/es21/", everybody("missing"), alike=PUBLIC
    ),
}
