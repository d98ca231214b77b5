"""The rights matrix: for every route and every role the answer it must give. A new route adds its line.

``EXPECTED`` maps a route, without its language, to an example of its address and the answers to GET and POST.
An answer is a word: ``shown`` (200), ``sign in`` (to the page for signing in), ``refused`` (403), ``missing``
(404), ``prove`` (to the page that asks for the password once more), ``elsewhere`` (to another page),
``not so`` (405: not with this method). ``own`` and ``other`` in an address stand for the number of one's own
and of somebody else's passkey.
"""

from dataclasses import dataclass

from polos_web.accounts.roles import ROLES

# Whoever asks: every role, and somebody whose account was erased while the browser still had its cookie.
ASKING = (*ROLES, "erased")
OPERATOR = "operator"
MANAGER = "programme manager"
OUTSIDE = ("visitor", "erased")
Answers = dict[str, str]


def everybody(answer: str) -> Answers:
    """The same answer for all."""
    return dict.fromkeys(ASKING, answer)


def entrance(*, inside: str = "elsewhere", outside: str = "shown") -> Answers:
    """For those who are not signed in; who is, is led on."""
    return {name: outside if name in OUTSIDE else inside for name in ASKING}


def account(answer: str = "shown") -> Answers:
    """For everybody with an account."""
    return entrance(inside=answer, outside="sign in")


def operators(answer: str = "shown") -> Answers:
    """For operators only."""
    return {**account("refused"), OPERATOR: answer}


def keepers(answer: str = "shown", *, reviewer: str = "refused") -> Answers:
    """For those who keep the record ``x``: editors and owners with this scope."""
    return {
        **account("refused"),
        "cluster editor": answer,
        "cluster owner": answer,
        "reviewer": reviewer,
    }


def organisers(answer: str = "shown") -> Answers:
    """For programme managers, of the programme the event belongs to."""
    return {**account("refused"), MANAGER: answer}


@dataclass(frozen=True)
class Rights:
    """An example of the address, and who gets what; ``post`` is empty where nothing is written."""

    example: str
    get: Answers
    post: Answers | None = None


def public(example: str) -> Rights:
    """A page for everybody, signed in or not, that writes nothing."""
    return Rights(example, everybody("shown"))


def of_organisers(example: str, answer: str = "elsewhere") -> Rights:
    """A form for those who organise the event."""
    return Rights(example, organisers("not so"), organisers(answer))


def by_link(example: str, answer: str = "elsewhere") -> Rights:
    """A form for whoever has the private link of its address."""
    return Rights(example, everybody("not so"), everybody(answer))


PROVE = entrance(inside="prove", outside="sign in")
EXPECTED: dict[str, Rights] = {
    "/": Rights("/", everybody("elsewhere")),
    # one's own account
    "/account/": Rights("/account/", account(), account()),
    "/account/addresses/": Rights("/account/addresses/", account(), account("elsewhere")),
    "/account/addresses/<key>/": Rights("/account/addresses/a:b/", everybody("shown"), everybody("missing")),
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
        "/account/password/new/a-b/", everybody("shown"), everybody("shown")
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
        "/account/second-factors/passkeys/{other}/", account("missing"), account("missing")
    ),
    "/account/second-factors/passkeys/<pk>/remove/": Rights(
        "/account/second-factors/passkeys/{other}/remove/", account("missing"), account("missing")
    ),
    "/account/second-factors/passkeys/add/": Rights(
        "/account/second-factors/passkeys/add/", account(), account()
    ),
    # operators
    "/account/audit/": Rights("/account/audit/", operators()),
    "/account/roles/": Rights("/account/roles/", operators(), operators()),
    "/account/roles/<number>/end/": Rights(
        "/account/roles/999999/end/", everybody("not so"), operators("missing")
    ),
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
    # the public part
    "/about/": public("/about/"),
    "/actors/": public("/actors/"),
    "/actors/<slug>/": public("/actors/corfo/"),
    "/actors/actors.csv": public("/actors/actors.csv"),
    # no contact person and no body is on record under test: open addresses with nothing behind them
    "/actors/bodies/<slug>/": Rights("/actors/bodies/none/", everybody("missing")),
    "/actors/contacts/<slug>/": Rights("/actors/contacts/none/", everybody("missing")),
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
    "/compare/": public("/compare/"),
    "/compare/<axis>.<form>": public("/compare/markets.svg"),
    "/counterparts/": public("/counterparts/"),
    "/counterparts/<territory>/<other>/": public("/counterparts/mx_col/pt11/"),
    "/counterparts/<territory>/<other>/brief.pdf": public("/counterparts/mx_col/pt11/brief.pdf"),
    "/counterparts/check/": public("/counterparts/check/"),
    # events: the numbers and the private link are those of an event of the programme "x" made by the test
    "/events/": public("/events/"),
    "/events/<number>/": Rights("/events/{event}/", organisers()),
    "/events/<number>/clusters/": Rights("/events/{event}/clusters/", organisers(), organisers("elsewhere")),
    "/events/<number>/edit/": Rights("/events/{event}/edit/", organisers(), organisers()),
    "/events/<number>/files/<kind>.csv": Rights("/events/{event}/files/requests.csv", organisers()),
    "/events/<number>/files/<kind>/": Rights("/events/{event}/files/requests/", organisers(), organisers()),
    "/events/<number>/interpreters/": Rights("/events/{event}/interpreters/", organisers(), organisers()),
    "/events/<number>/interpreters/<interpreter>/remove/": Rights(
        "/events/{event}/interpreters/999999/remove/", organisers("not so"), organisers("missing")
    ),
    "/events/<number>/move/": of_organisers("/events/{event}/move/"),
    "/events/<number>/participants/": Rights("/events/{event}/participants/", organisers()),
    "/events/<number>/participants/<person>/": Rights(
        "/events/{event}/participants/{place}/", organisers(), organisers()
    ),
    "/events/<number>/participants/<person>/erase/": Rights(
        "/events/{event}/participants/999999/erase/", organisers("not so"), organisers("missing")
    ),
    "/events/<number>/participants/<person>/link/": Rights(
        "/events/{event}/participants/999999/link/", organisers("not so"), organisers("missing")
    ),
    "/events/<number>/participants/new/": Rights(
        "/events/{event}/participants/new/", organisers(), organisers()
    ),
    "/events/<number>/participants/participants.csv": Rights(
        "/events/{event}/participants/participants.csv", organisers()
    ),
    "/events/<number>/requests/": Rights("/events/{event}/requests/", organisers()),
    "/events/<number>/requests/<wanted>/": Rights(
        "/events/{event}/requests/999999/", organisers("missing"), organisers("missing")
    ),
    "/events/<number>/requests/new/": Rights("/events/{event}/requests/new/", organisers(), organisers()),
    "/events/<number>/upload/<upload>/": Rights(
        "/events/{event}/upload/999999/", organisers("missing"), organisers("missing")
    ),
    # the event has no agenda yet: its pages lead to the making of one, and there is nothing to take away
    "/events/<number>/agenda/": Rights("/events/{event}/agenda/", organisers("elsewhere")),
    "/events/<number>/agenda/<person>.ics": Rights(
        "/events/{event}/agenda/{place}.ics", organisers("missing")
    ),
    "/events/<number>/agenda/agenda.xlsx": Rights(
        "/events/{event}/agenda/agenda.xlsx", organisers("missing")
    ),
    "/events/<number>/agenda/left-out/": Rights(
        "/events/{event}/agenda/left-out/", organisers("elsewhere"), organisers("elsewhere")
    ),
    "/events/<number>/agenda/make/": Rights("/events/{event}/agenda/make/", organisers(), organisers()),
    "/events/<number>/agenda/persons.pdf": Rights(
        "/events/{event}/agenda/persons.pdf", organisers("missing")
    ),
    "/events/<number>/agenda/stop/": of_organisers("/events/{event}/agenda/stop/"),
    "/events/<number>/agenda/tables.pdf": Rights("/events/{event}/agenda/tables.pdf", organisers("missing")),
    "/events/<number>/agenda/take/": of_organisers("/events/{event}/agenda/take/"),
    "/events/<number>/day/": Rights("/events/{event}/day/", organisers()),
    "/events/<number>/day/late/": of_organisers("/events/{event}/day/late/", "shown"),
    "/events/<number>/day/missing/": of_organisers("/events/{event}/day/missing/", "shown"),
    "/events/<number>/day/publish/": of_organisers("/events/{event}/day/publish/"),
    "/events/<number>/day/repair/": of_organisers("/events/{event}/day/repair/"),
    "/events/<number>/day/wishes/<wish>/": of_organisers("/events/{event}/day/wishes/999999/", "missing"),
    "/events/<number>/follow-up/": Rights("/events/{event}/follow-up/", organisers()),
    "/events/<number>/follow-up/follow-up.csv": Rights(
        "/events/{event}/follow-up/follow-up.csv", organisers()
    ),
    # whoever has the private link is the participant
    "/events/mine/<link>/": public("/events/mine/{link}/"),
    "/events/mine/<link>/agenda.ics": Rights("/events/mine/{link}/agenda.ics", everybody("missing")),
    "/events/mine/<link>/agenda.pdf": Rights("/events/mine/{link}/agenda.pdf", everybody("missing")),
    "/events/mine/<link>/change/": by_link("/events/mine/{link}/change/"),
    "/events/mine/<link>/rate/<request_number>/": by_link("/events/mine/{link}/rate/999999/", "missing"),
    "/events/mine/<link>/answers/": by_link("/events/mine/{link}/answers/"),
    "/events/mine/<link>/ask/": by_link("/events/mine/{link}/ask/"),
    "/events/mine/<link>/free/": by_link("/events/mine/{link}/free/", "shown"),
    "/events/mine/<link>/leave/": by_link("/events/mine/{link}/leave/"),
    "/events/new/": Rights("/events/new/", organisers(), organisers()),
    "/pairings/": public("/pairings/"),
    "/pairings/<pairing_id>/": public("/pairings/P01/"),
    "/pairings/pairings.csv": public("/pairings/pairings.csv"),
    "/programmes/": public("/programmes/"),
    "/programmes/<slug>/": public("/programmes/iuc-lac/"),
    # the manager's programme is another one
    "/programmes/<slug>/part.zip": Rights(
        "/programmes/iuc-lac/part.zip", everybody("not so"), account("refused")
    ),
    "/programmes/documents/<slug>/": Rights("/programmes/documents/none/", everybody("missing")),
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
    "/records/<kind_name>/<slug>/edit/": Rights("/records/orchard/x/edit/", keepers()),
    "/records/<kind_name>/<slug>/edit/<code>/": Rights(
        "/records/orchard/x/edit/identity/", keepers(), keepers("elsewhere")
    ),
    "/records/<kind_name>/<slug>/files/<number>/": Rights(
        "/records/orchard/x/files/999999/", everybody("missing")
    ),
    "/records/<kind_name>/<slug>/history/": public("/records/orchard/x/history/"),
    "/records/<kind_name>/<slug>/history/<code>/": public("/records/orchard/x/history/name/"),
    "/records/<kind_name>/<slug>/invitations/<number>/end/": Rights(
        "/records/orchard/x/invitations/999999/end/",
        everybody("not so"),
        {**account("refused"), "cluster owner": "missing"},
    ),
    "/records/<kind_name>/<slug>/publish/": Rights(
        "/records/orchard/x/publish/", everybody("not so"), keepers("elsewhere")
    ),
    "/records/<kind_name>/<slug>/restore/": Rights(
        "/records/orchard/x/restore/", everybody("not so"), keepers("elsewhere", reviewer="elsewhere")
    ),
    "/records/<kind_name>/<slug>/translate/": Rights(
        "/records/orchard/x/translate/", keepers(), keepers("elsewhere")
    ),
    "/records/<kind_name>/<slug>/withdraw/": Rights(
        "/records/orchard/x/withdraw/", everybody("not so"), keepers("elsewhere", reviewer="elsewhere")
    ),
    "/records/<kind_name>/bring-in/": Rights("/records/orchard/bring-in/", operators(), operators("422")),
    "/records/<kind_name>/bring-in/<checksum>/": Rights(
        "/records/orchard/bring-in/none/", operators("missing"), operators("missing")
    ),
    "/records/<kind_name>/columns/": public("/records/orchard/columns/"),
    "/records/<kind_name>/everything.<form>": Rights(
        "/records/orchard/everything.json", everybody("shown"), operators()
    ),
    "/records/<kind_name>/new/": Rights("/records/orchard/new/", account(), account()),
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
    "/search/": public("/search/"),
    "/search/entries.<form>": public("/search/entries.csv"),
    "/search/map/": public("/search/map/"),
    "/specialisations/": public("/specialisations/"),
    # no statistics are loaded under test: the addresses are open to all, and there is nothing behind them
    "/specialisations/<dataset>/": Rights("/specialisations/none/", everybody("missing")),
    "/specialisations/<dataset>/<name>.csv": Rights("/specialisations/none/cells.csv", everybody("missing")),
    "/specialisations/<dataset>/<territory>.svg": Rights(
        "/specialisations/none/es21.svg", everybody("missing")
    ),
    "/specialisations/<dataset>/<unit>/": Rights("/specialisations/none/es21/", everybody("missing")),
    "/territories/": public("/territories/"),
    "/territories/<territory_id>/": public("/territories/es21/"),
    "/territories/priorities.csv": public("/territories/priorities.csv"),
    "/territories/territories.csv": public("/territories/territories.csv"),
}

# The same routes with a record of one's own.
OWN: dict[str, Rights] = {
    "/account/second-factors/passkeys/<pk>/": Rights("/account/second-factors/passkeys/{own}/", account()),
    "/account/second-factors/passkeys/<pk>/remove/": Rights(
        "/account/second-factors/passkeys/{own}/remove/", account()
    ),
}
