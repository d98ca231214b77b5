"""Who may what on the routes of ``matchmaking``."""

from web.rights.answers import Rights, account, public

EXPECTED: dict[str, Rights] = {
    "/contacts/": Rights("/contacts/", account()),
    "/contacts/<kind_name>/<slug>/": Rights("/contacts/cluster/es-hegan/", account("refused")),
    "/contacts/<kind_name>/<slug>/<other>/": Rights(
        "/contacts/cluster/es-hegan/es-acicae/", account("refused"), account("refused")
    ),
    "/counterparts/": public("/counterparts/"),
    "/counterparts/<territory>/<other>/": public("/counterparts/mx_col/pt11/"),
    "/counterparts/<territory>/<other>/brief.pdf": public("/counterparts/mx_col/pt11/brief.pdf"),
    "/counterparts/check/": public("/counterparts/check/"),
    "/counterparts/clusters/": public("/counterparts/clusters/?q=acicae"),
    "/counterparts/clusters/<cluster_id>/": public("/counterparts/clusters/es-acicae/"),
    "/counterparts/clusters/<cluster_id>/<other>/": public(
        "/counterparts/clusters/es-acicae/br-porto-digital/"
    ),
    "/counterparts/clusters/<cluster_id>/list.<form>": public("/counterparts/clusters/es-acicae/list.csv"),
}
