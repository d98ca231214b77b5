"""Who may what on the routes of ``programmes``."""

from typing import Any

from polos_web.registers.kinds import kind
from polos_web.registers.statements import Statement
from web.rights.answers import (
    FACILITATOR,
    MANAGER,
    REVIEWER,
    Rights,
    account,
    by_state,
    public,
    public_only,
    to_post,
)
from web.rights.records import in_every_state

EXPECTED: dict[str, Rights] = {
    "/programmes/": public("/programmes/"),
    "/programmes/<slug>/": Rights("/programmes/{programme}/", public_only(REVIEWER)),
    "/programmes/<slug>/part.zip": to_post(
        "/programmes/{programme}/part.zip",
        by_state({**account("refused"), MANAGER: "shown"}, account("refused"), REVIEWER),
    ),
    "/programmes/documents/<slug>/": Rights(
        "/programmes/documents/{document}/", public_only(FACILITATOR, REVIEWER)
    ),
}


def made() -> dict[str, Any]:
    """Make programmes, and documents of none of them."""
    name = {"language": "es", "original": "Huerto"}
    titles = {"programme": "name", "document": "title"}
    return {one: in_every_state(kind(one), [Statement(title, name)]) for one, title in titles.items()}
