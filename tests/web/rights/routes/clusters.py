"""Who may what on the routes of ``clusters``."""

from typing import Any

from polos_web.registers.kinds import kind
from polos_web.registers.statements import Statement
from web.rights.answers import REVIEWER, Rights, account, kept, public, public_only, to_post
from web.rights.records import in_every_state

EXPECTED: dict[str, Rights] = {
    "/clusters/": public("/clusters/"),
    "/clusters/<cluster_id>/": Rights("/clusters/{cluster}/", public_only(REVIEWER)),
    "/clusters/<cluster_id>/organisation/": to_post("/clusters/{cluster}/organisation/", kept("elsewhere")),
    "/clusters/<cluster_id>/publish/": to_post("/clusters/{cluster}/publish/", kept("elsewhere")),
    "/clusters/clusters.<form>": public("/clusters/clusters.csv", alike="a form of file"),
    "/clusters/compare/": public("/clusters/compare/?c=es-hegan&c=es-acicae"),
    "/clusters/compare/table.csv": public("/clusters/compare/table.csv?c=es-hegan&c=es-acicae"),
    "/clusters/new/": Rights("/clusters/new/", account(), account()),
}


def made() -> dict[str, Any]:
    """Make clusters."""
    name = {"language": "es", "original": "Huerto"}
    return {"cluster": in_every_state(kind("cluster"), [Statement("name", name), Statement("country", "ES")])}
