"""Who may what on the routes of ``accounts``."""

from web.rights.answers import PROVE, ByState, Rights, account, entrance, everybody, operators, public

# A passkey is one's own and nobody else's.
NONE = account("missing")
PASSKEY = ByState(account(), NONE, NONE, NONE, NONE)
REMOVED = ByState(account("elsewhere"), NONE, NONE, NONE, NONE)
A_SECRET = "a secret that was mailed"

EXPECTED: dict[str, Rights] = {
    # one's own account
    "/account/": Rights("/account/", account(), account()),
    "/account/addresses/": Rights("/account/addresses/", account(), account("elsewhere")),
    "/account/addresses/<key>/": Rights(
        "/account/addresses/a:b/", everybody("shown"), everybody("missing"), alike=A_SECRET
    ),
    "/account/addresses/sent/": public("/account/addresses/sent/"),
    "/account/again/": Rights("/account/again/", account(), account()),
    "/account/again/code/": Rights("/account/again/code/", account(), account()),
    # nobody here has a passkey, so another way to prove oneself is offered
    "/account/again/passkey/": Rights("/account/again/passkey/", PROVE, PROVE),
    "/account/erase/": Rights("/account/erase/", account(), account()),
    "/account/export.json": Rights("/account/export.json", everybody("not so"), account()),
    "/account/inactive/": public("/account/inactive/"),
    "/account/password/": Rights("/account/password/", account(), account()),
    "/account/password/new/": Rights("/account/password/new/", everybody("shown"), everybody("shown")),
    "/account/password/new/<uidb36>-<key>/": Rights(
        "/account/password/new/a-b/", everybody("shown"), everybody("shown"), alike=A_SECRET
    ),
    "/account/password/new/done/": public("/account/password/new/done/"),
    "/account/password/new/sent/": public("/account/password/new/sent/"),
    "/account/password/set/": Rights("/account/password/set/", account("elsewhere"), account("elsewhere")),
    "/account/register/": Rights("/account/register/", entrance(), entrance()),
    "/account/sign-in/": Rights("/account/sign-in/", entrance(), entrance()),
    "/account/sign-in/code/": Rights(
        "/account/sign-in/code/", entrance(outside="sign in"), entrance(outside="sign in")
    ),
    "/account/sign-in/passkey/": Rights(
        "/account/sign-in/passkey/", entrance(outside="sign in"), entrance(outside="sign in")
    ),
    # no identity provider is configured under test; tests/web/accounts/test_identity.py has one
    "/account/sign-in/provider/": Rights(
        "/account/sign-in/provider/", everybody("not so"), entrance(outside="missing")
    ),
    "/account/sign-in/provider/back/": Rights("/account/sign-in/provider/back/", everybody("missing")),
    "/account/sign-out/": Rights("/account/sign-out/", entrance(inside="shown", outside="elsewhere")),
    "/account/second-factors/": Rights("/account/second-factors/", account()),
    "/account/second-factors/app/add/": Rights("/account/second-factors/app/add/", account("elsewhere")),
    "/account/second-factors/app/remove/": Rights("/account/second-factors/app/remove/", account()),
    "/account/second-factors/codes/": Rights("/account/second-factors/codes/", account()),
    "/account/second-factors/codes/codes.txt": Rights("/account/second-factors/codes/codes.txt", account()),
    "/account/second-factors/codes/new/": Rights("/account/second-factors/codes/new/", account()),
    "/account/second-factors/passkeys/": Rights("/account/second-factors/passkeys/", account()),
    "/account/second-factors/passkeys/<pk>/": Rights(
        "/account/second-factors/passkeys/{passkey}/", PASSKEY, PASSKEY
    ),
    "/account/second-factors/passkeys/<pk>/remove/": Rights(
        "/account/second-factors/passkeys/{passkey}/remove/", PASSKEY, REMOVED
    ),
    "/account/second-factors/passkeys/add/": Rights(
        "/account/second-factors/passkeys/add/", account(), account()
    ),
    # operators
    "/account/audit/": Rights("/account/audit/", operators()),
    "/account/roles/": Rights("/account/roles/", operators(), operators()),
    "/account/roles/<number>/end/": Rights(
        "/account/roles/999999/end/", everybody("not so"), operators("missing"), alike="a role"
    ),
}
