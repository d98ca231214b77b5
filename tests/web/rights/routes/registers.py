"""Who may what on the routes of ``registers``."""

from typing import Any

from polos_web.registers.kinds import kind
from polos_web.registers.statements import Statement
from web.rights.answers import (
    REVIEWER,
    Rights,
    account,
    by_state,
    everybody,
    keepers,
    kept,
    operators,
    public,
    public_only,
    to_post,
)
from web.rights.records import in_every_state

REVIEWED = by_state(
    keepers("elsewhere", reviewer="elsewhere"), {**account("refused"), REVIEWER: "elsewhere"}, REVIEWER
)

EXPECTED: dict[str, Rights] = {
    "/records/<kind_name>/<slug>/edit/": Rights("/records/orchard/{orchard}/edit/", kept()),
    "/records/<kind_name>/<slug>/edit/<code>/": Rights(
        "/records/orchard/{orchard}/edit/identity/", kept(), kept("elsewhere")
    ),
    "/records/<kind_name>/<slug>/files/<number>/": Rights(
        "/records/orchard/{orchard}/files/999999/", everybody("missing")
    ),
    "/records/<kind_name>/<slug>/history/": Rights(
        "/records/orchard/{orchard}/history/", public_only(REVIEWER)
    ),
    "/records/<kind_name>/<slug>/history/<code>/": Rights(
        "/records/orchard/{orchard}/history/name/", public_only(REVIEWER)
    ),
    "/records/<kind_name>/<slug>/publish/": to_post("/records/orchard/{orchard}/publish/", kept("elsewhere")),
    "/records/<kind_name>/<slug>/restore/": to_post("/records/orchard/{orchard}/restore/", REVIEWED),
    "/records/<kind_name>/<slug>/translate/": Rights(
        "/records/orchard/{orchard}/translate/", kept(), kept("elsewhere")
    ),
    "/records/<kind_name>/<slug>/withdraw/": to_post("/records/orchard/{orchard}/withdraw/", REVIEWED),
    "/records/<kind_name>/bring-in/": Rights(
        "/records/orchard/bring-in/", operators(), operators("422"), alike="a register"
    ),
    "/records/<kind_name>/bring-in/<checksum>/": Rights(
        "/records/orchard/bring-in/none/", operators("missing"), operators("missing"), alike="a register"
    ),
    "/records/<kind_name>/columns/": public("/records/orchard/columns/", alike="a register"),
    "/records/<kind_name>/everything.<form>": Rights(
        "/records/orchard/everything.json", everybody("shown"), operators(), alike="a register"
    ),
    "/records/<kind_name>/new/": Rights("/records/orchard/new/", account(), account(), alike="a register"),
}


def made() -> dict[str, Any]:
    """Make orchards."""
    said = [Statement("name", {"language": "es", "original": "Huerto"})]
    return {"orchard": in_every_state(kind("orchard"), said)}
