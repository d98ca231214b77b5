"""Who may what on the routes of ``territories``."""

from typing import Any

from polos_web.registers import actions
from polos_web.registers.kinds import kind
from polos_web.registers.models import Voice
from polos_web.registers.statements import Statement
from web.people import BEGAN
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
    """Make territories, a priority of one's own, and others of another one."""
    told = {"country": "ES", "level": "region", "form": "county", "latitude": 40.0, "longitude": 1.0}
    name = {"language": "es", "original": "Huerta"}
    said = [Statement(field, value) for field, value in {"name": name, **told}.items()]
    of_it = [Statement("name", name), Statement("territory", "es21")]
    territories = in_every_state(kind("territory"), said)
    priorities = in_every_state(kind("priority"), of_it)
    own = [Statement("name", name), Statement("territory", territories.own)]
    actions.load(kind("priority"), [(priorities.own, own)], voice=Voice.OWNER, at=BEGAN)
    return {"territory": territories, "priority": priorities}
