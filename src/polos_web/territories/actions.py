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
    projecting.priorities(of_kind(PRIORITY))
    rows = {row["priority_id"]: row for row in priorities.rows.iter_rows(named=True)}
    there = list(Priority.objects.filter(pk__in=rows))
    for one in there:
        if one.markets == rows[one.pk]["markets"]:
            one.nabs = rows[one.pk]["nabs"]
    Priority.objects.bulk_update(there, ["nabs"], batch_size=500)
    return len(rows)


@transaction.atomic
def note_agreement(priority_id: str) -> None:
    """Note that two people agree on the codes of a priority as they stand; the caller has made sure of it."""
    Priority.objects.filter(pk=priority_id).update(coding="agreed", confidence="high")
    analysis.changed("territories", checksum=projecting.checksum())
