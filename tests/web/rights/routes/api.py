"""Who may what on the routes of ``api``."""

from web.rights.answers import Rights, account, everybody, public

EXPECTED: dict[str, Rights] = {
    # keys of one's own, and the interface they open: signing in to the pages opens nothing there
    "/account/keys/": Rights("/account/keys/", account(), account()),
    "/account/keys/<number>/end/": Rights(
        "/account/keys/999999/end/", everybody("not so"), account("missing")
    ),
    "/api/v1/": Rights("/api/v1/", everybody("missing")),
    "/api/v1/<kind_name>": Rights("/api/v1/actor", everybody("shown"), everybody("401")),
    "/api/v1/<kind_name>/<slug>": public("/api/v1/actor/corfo"),
    "/api/v1/<kind_name>/<slug>/history": public("/api/v1/actor/corfo/history"),
    "/api/v1/<kind_name>/<slug>/publish": Rights(
        "/api/v1/actor/corfo/publish", everybody("not so"), everybody("401")
    ),
    "/api/v1/<kind_name>/<slug>/restore": Rights(
        "/api/v1/actor/corfo/restore", everybody("not so"), everybody("401")
    ),
    "/api/v1/<kind_name>/<slug>/withdraw": Rights(
        "/api/v1/actor/corfo/withdraw", everybody("not so"), everybody("401")
    ),
    "/api/v1/events": Rights("/api/v1/events", everybody("refused")),
    "/api/v1/kinds": public("/api/v1/kinds"),
    "/api/v1/openapi.json": public("/api/v1/openapi.json"),
}
