"""Who may what on the routes of ``territories``."""

from typing import Any

from polos_web.registers.kinds import kind
from polos_web.registers.statements import Statement
from web.rights.answers import FACILITATOR, REVIEWER, Rights, public, public_only
from web.rights.records import in_every_state

EXPECTED: dict[str, Rights] = {
    "/territories/": public("/territories/"),
    "/territories/<territory_id>/": Rights("/territories/{territory}/", public_only()),
    "/territories/priorities/<slug>/": Rights(
        "/territories/priorities/{priority}/", public_only(FACILITATOR, REVIEWER)
    ),
    "/territories/priorities.csv": public("/territories/priorities.csv"),
    "/territories/territories.csv": public("/territories/territories.csv"),
}


def made() -> dict[str, Any]:
    """Make territories, and priorities of another one."""
    told = {"country": "ES", "level": "region", "form": "county", "latitude": 40.0, "longitude": 1.0}
    name = {"language": "es", "original": "Huerta"}
    said = [Statement(field, value) for field, value in {"name": name, **told}.items()]
    of_it = [Statement("name", name), Statement("territory", "es21")]
    return {
        "territory": in_every_state(kind("territory"), said),
        "priority": in_every_state(kind("priority"), of_it),
    }
