"""Who may what on the routes of ``actors``."""

from typing import Any

from polos_web.registers.kinds import kind
from polos_web.registers.statements import Statement
from web.rights.answers import FACILITATOR, REVIEWER, Rights, public, public_only
from web.rights.records import in_every_state

EXPECTED: dict[str, Rights] = {
    "/actors/": public("/actors/"),
    "/actors/<slug>/": Rights("/actors/{actor}/", public_only(FACILITATOR, REVIEWER)),
    "/actors/actors.csv": public("/actors/actors.csv"),
    "/actors/bodies/<slug>/": Rights("/actors/bodies/{body}/", public_only(FACILITATOR, REVIEWER)),
    "/actors/contacts/<slug>/": Rights("/actors/contacts/{contact}/", public_only(FACILITATOR, REVIEWER)),
}


def made() -> dict[str, Any]:
    """Make actors, bodies and contact persons."""
    name = {"language": "es", "original": "Huerto"}
    titles = {"actor": name, "body": name, "contact": "Huerto"}
    return {one: in_every_state(kind(one), [Statement("name", title)]) for one, title in titles.items()}
