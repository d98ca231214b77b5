"""Who may what on the routes of ``clusters``."""

from web.rights.answers import Rights, account, everybody, public

EXPECTED: dict[str, Rights] = {
    "/clusters/": public("/clusters/"),
    "/clusters/<cluster_id>/": public("/clusters/es-hegan/"),
    "/clusters/<cluster_id>/organisation/": Rights(
        "/clusters/es-hegan/organisation/", everybody("not so"), account("missing")
    ),
    "/clusters/<cluster_id>/publish/": Rights(
        "/clusters/es-hegan/publish/", everybody("not so"), account("refused")
    ),
    "/clusters/clusters.<form>": public("/clusters/clusters.csv"),
    "/clusters/compare/": public("/clusters/compare/?c=es-hegan&c=es-acicae"),
    "/clusters/compare/table.csv": public("/clusters/compare/table.csv?c=es-hegan&c=es-acicae"),
    "/clusters/new/": Rights("/clusters/new/", account(), account()),
}
