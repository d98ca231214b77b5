"""How far governance is institutionalised, as records tell it: bodies of territories, and of organisations.

Of a territory: a body on record that says its mandate and its members is institutional, one that says less is
emerging. Of a cluster: an organisation that says which body decides and at which level is institutional, one
that says either is emerging. Where nothing is stated it is unknown, and never absent: nobody states that.
"""

from collections.abc import Iterable

from django.contrib.auth.models import AnonymousUser

from polos_web.actors.kinds import BODY
from polos_web.clusters.kinds import ORGANISATION
from polos_web.registers import access
from polos_web.registers import queries as registers
from polos_web.registers.kinds import PUBLIC, Kind
from polos_web.registers.models import Record, State
from polos_web.registers.queries import Sheet

INSTITUTIONAL, EMERGING = "institutional", "emerging"


def of_territories() -> dict[str, str]:
    """Return the governance of each territory that has a public body on record; the better where several."""
    found: dict[str, str] = {}
    for sheet in _sheets(registers.of_kind(BODY, state=State.PUBLISHED)):
        territory = sheet.value("territory")
        if territory and found.get(territory) != INSTITUTIONAL:
            is_whole = sheet.value("mandate") is not None and bool(sheet.values("member"))
            found[territory] = INSTITUTIONAL if is_whole else EMERGING
    return found


def of_clusters(cluster_ids: Iterable[str]) -> dict[str, str]:
    """Return the governance of those of the clusters whose organisation says anything of it."""
    found = {}
    for sheet in public_sheets(ORGANISATION, cluster_ids):
        told = [sheet.value(field) is not None for field in ("governance_body", "governance_level")]
        if any(told):
            found[sheet.record.slug] = INSTITUTIONAL if all(told) else EMERGING
    return found


def public_sheets(kind: Kind, slugs: Iterable[str]) -> Iterable[Sheet]:
    """Return what those of the records that everybody may read say to everybody."""
    found = registers.of_slugs(kind, slugs)
    return _sheets([record for record in found if access.may_read(AnonymousUser(), record)])


def _sheets(records: list[Record]) -> Iterable[Sheet]:
    return registers.sheets(records, PUBLIC).values()
