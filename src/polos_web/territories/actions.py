"""Writes of the registers of territories and priorities."""

from datetime import datetime

from django.db import transaction

from polos.table import Table
from polos_web.analysis import actions as analysis
from polos_web.registers import actions as registers
from polos_web.registers.models import Voice
from polos_web.registers.queries import of_kind
from polos_web.territories import projecting, reference
from polos_web.territories.kinds import PRIORITY, TERRITORY
from polos_web.territories.models import Containment, Priority, Territory


@transaction.atomic
def load(*, territories: Table, priorities: Table, at: datetime) -> dict[str, int]:
    """Let the registers say of these territories what the tables say, and hold exactly these priorities."""
    rows = list(reference.rows(territories))
    registers.load(TERRITORY, rows, voice=Voice.REFERENCE, at=at, is_built_in=True)
    registers.end_absent(TERRITORY, {slug for slug, _ in rows}, voice=Voice.REFERENCE, at=at)
    kept = of_kind(TERRITORY)
    Territory.objects.exclude(pk__in=[record.slug for record in kept]).delete()
    projecting.territories(kept)
    for row in territories.rows.iter_rows(named=True):
        beside = {column: row[column] for column in projecting.BESIDE}
        Territory.objects.filter(pk=row["territory_id"]).update(**beside)
    counts = {"territories": len(rows), "containments": Containment.objects.count()}
    counts["priorities"] = _load_priorities(priorities, at=at)
    analysis.changed("territories", checksum=projecting.checksum())
    return counts


def _load_priorities(priorities: Table, *, at: datetime) -> int:
    said = list(reference.priority_rows(priorities))
    registers.load(PRIORITY, said, voice=Voice.REFERENCE, at=at, is_built_in=True)
    registers.end_absent(PRIORITY, {slug for slug, _ in said}, voice=Voice.REFERENCE, at=at)
    shown = set(Priority.objects.values_list("pk", flat=True))
    projecting.priorities([record for record in of_kind(PRIORITY) if record.slug not in shown])
    Priority.objects.exclude(pk__in=[record.slug for record in of_kind(PRIORITY)]).delete()
    rows = {row["priority_id"]: row for row in priorities.rows.iter_rows(named=True)}
    there = list(Priority.objects.filter(pk__in=rows))
    for one in there:
        row = rows[one.pk]
        one.nabs = row["nabs"] if one.markets == row["markets"] else one.nabs
        one.name_en = row["name_en"] if one.name == row["name"] else one.name_en
    Priority.objects.bulk_update(there, ["nabs", "name_en"], batch_size=500)
    return len(rows)


@transaction.atomic
def note_agreement(priority_id: str) -> None:
    """Note that two people agree on the codes of a priority as they stand; the caller has made sure of it."""
    Priority.objects.filter(pk=priority_id).update(coding="agreed", confidence="high")
    analysis.changed("territories", checksum=projecting.checksum())
