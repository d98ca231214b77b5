"""Who may what on the routes of ``stewardship``."""

from web.rights.answers import (
    REVIEWER,
    ByState,
    Rights,
    account,
    by_state,
    everybody,
    hidden,
    kept,
    operators,
    public_only,
    to_post,
)

# What is nobody's may be claimed by anybody; the example of one's own is claimed already.
TESTED_BESIDE = "whose they are is asked in the tests of stewardship"
REFUSED = account("refused")
CLAIM = ByState(REFUSED, REFUSED, hidden(REFUSED, REVIEWER), account(), hidden(REFUSED, REVIEWER))

EXPECTED: dict[str, Rights] = {
    # records of every kind, by the example of one that is public
    "/records/<kind_name>/<slug>/claim/": Rights("/records/orchard/{orchard}/claim/", CLAIM, CLAIM),
    "/records/<kind_name>/<slug>/colleagues/": Rights(
        "/records/orchard/{orchard}/colleagues/",
        kept(),
        by_state({**REFUSED, "cluster owner": "shown"}, REFUSED, REVIEWER),
    ),
    "/records/<kind_name>/<slug>/colleagues/<number>/end/": to_post(
        "/records/orchard/{orchard}/colleagues/999999/end/", kept("missing")
    ),
    "/records/<kind_name>/<slug>/correct/": Rights(
        "/records/orchard/{orchard}/correct/", public_only(), public_only()
    ),
    "/records/<kind_name>/<slug>/invitations/<number>/end/": to_post(
        "/records/orchard/{orchard}/invitations/999999/end/",
        by_state({**REFUSED, "cluster owner": "missing"}, REFUSED, REVIEWER),
    ),
    "/records/claims/<number>/": Rights(
        "/records/claims/999999/", account("missing"), account("missing"), alike=TESTED_BESIDE
    ),
    "/records/desk/": Rights("/records/desk/", account()),
    # nobody was invited and nobody has asked: what is behind a private link is for whoever has it
    "/records/invitations/<token>/": Rights(
        "/records/invitations/x/", everybody("shown"), everybody("shown"), alike=TESTED_BESIDE
    ),
    "/records/requests/<number>/answer/": Rights(
        "/records/requests/999999/answer/", account("missing"), account("missing"), alike=TESTED_BESIDE
    ),
    "/records/requests/<token>/": Rights("/records/requests/x/", everybody("missing"), alike=TESTED_BESIDE),
    "/records/verifiers/": Rights("/records/verifiers/", operators(), operators()),
    "/records/verifiers/<number>/end/": Rights(
        "/records/verifiers/999999/end/", everybody("not so"), operators("missing"), alike="an appointment"
    ),
}
