"""Who may what on the routes of ``api``."""

from web.rights.answers import Rights, account, everybody, public, public_only, to_post

EXPECTED: dict[str, Rights] = {
    # keys of one's own, and the interface they open: signing in to the pages opens nothing there
    "/account/keys/": Rights("/account/keys/", account(), account()),
    "/account/keys/<number>/end/": Rights(
        "/account/keys/999999/end/", everybody("not so"), account("missing"), alike="a key, of oneself only"
    ),
    "/api/v1/": public("/api/v1/"),
    "/api/v1/<kind_name>": Rights("/api/v1/actor", everybody("shown"), everybody("401"), alike="a register"),
    "/api/v1/<kind_name>/<slug>": Rights("/api/v1/orchard/{orchard}", public_only()),
    "/api/v1/<kind_name>/<slug>/history": Rights("/api/v1/orchard/{orchard}/history", public_only()),
    "/api/v1/<kind_name>/<slug>/publish": to_post("/api/v1/orchard/{orchard}/publish", everybody("401")),
    "/api/v1/<kind_name>/<slug>/restore": to_post("/api/v1/orchard/{orchard}/restore", everybody("401")),
    "/api/v1/<kind_name>/<slug>/withdraw": to_post("/api/v1/orchard/{orchard}/withdraw", everybody("401")),
    "/api/v1/events": Rights("/api/v1/events", everybody("refused")),
    "/api/v1/kinds": public("/api/v1/kinds"),
    "/api/v1/openapi.json": public("/api/v1/openapi.json"),
}
