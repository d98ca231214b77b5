"""Who may what on the routes of ``stewardship``."""

from web.rights.answers import Rights, account, everybody, keepers, operators

EXPECTED: dict[str, Rights] = {
    # records of every kind, by the example of one that is public
    "/records/<kind_name>/<slug>/claim/": Rights("/records/orchard/x/claim/", account(), account()),
    "/records/<kind_name>/<slug>/colleagues/": Rights(
        "/records/orchard/x/colleagues/", keepers(), {**account("refused"), "cluster owner": "shown"}
    ),
    "/records/<kind_name>/<slug>/colleagues/<number>/end/": Rights(
        "/records/orchard/x/colleagues/999999/end/", everybody("not so"), keepers("missing")
    ),
    "/records/<kind_name>/<slug>/correct/": Rights(
        "/records/orchard/x/correct/", everybody("shown"), everybody("shown")
    ),
    "/records/<kind_name>/<slug>/invitations/<number>/end/": Rights(
        "/records/orchard/x/invitations/999999/end/",
        everybody("not so"),
        {**account("refused"), "cluster owner": "missing"},
    ),
    "/records/claims/<number>/": Rights("/records/claims/999999/", account("missing"), account("missing")),
    "/records/desk/": Rights("/records/desk/", account()),
    # nobody was invited and nobody has asked: what is behind a private link is for whoever has it
    "/records/invitations/<token>/": Rights(
        "/records/invitations/x/", everybody("shown"), everybody("shown")
    ),
    "/records/requests/<number>/answer/": Rights(
        "/records/requests/999999/answer/", account("missing"), account("missing")
    ),
    "/records/requests/<token>/": Rights("/records/requests/x/", everybody("missing")),
    "/records/verifiers/": Rights("/records/verifiers/", operators(), operators()),
    "/records/verifiers/<number>/end/": Rights(
        "/records/verifiers/999999/end/", everybody("not so"), operators("missing")
    ),
}
