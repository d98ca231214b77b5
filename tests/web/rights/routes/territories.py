"""Who may what on the routes of ``territories``."""

from typing import Any

from polos_web.registers.kinds import kind
from polos_web.registers.statements import Statement
from web.rights.answers import Rights, public, public_only
from web.rights.records import in_every_state

EXPECTED: dict[str, Rights] = {
    "/territories/": public("/territories/"),
    "/territories/<territory_id>/": Rights("/territories/{territory}/", public_only()),
    "/territories/priorities/<slug>/": public("/territories/priorities/at22-02/"),
    "/territories/priorities.csv": public("/territories/priorities.csv"),
    "/territories/territories.csv": public("/territories/territories.csv"),
}


def made() -> dict[str, Any]:
    """Make territories."""
    told = {"country": "ES", "level": "region", "form": "county", "latitude": 40.0, "longitude": 1.0}
    name = {"language": "es", "original": "Huerta"}
    said = [Statement(field, value) for field, value in {"name": name, **told}.items()]
    return {"territory": in_every_state(kind("territory"), said)}
