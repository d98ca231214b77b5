"""Who may what on the routes of ``registers``."""

from web.rights.answers import Rights, account, everybody, keepers, operators, public

EXPECTED: dict[str, Rights] = {
    "/records/<kind_name>/<slug>/edit/": Rights("/records/orchard/x/edit/", keepers()),
    "/records/<kind_name>/<slug>/edit/<code>/": Rights(
        "/records/orchard/x/edit/identity/", keepers(), keepers("elsewhere")
    ),
    "/records/<kind_name>/<slug>/files/<number>/": Rights(
        "/records/orchard/x/files/999999/", everybody("missing")
    ),
    "/records/<kind_name>/<slug>/history/": public("/records/orchard/x/history/"),
    "/records/<kind_name>/<slug>/history/<code>/": public("/records/orchard/x/history/name/"),
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
}
