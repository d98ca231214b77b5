"""Writes of the register of territories."""

from datetime import datetime

from django.db import transaction

from polos.table import Table
from polos_web.analysis import actions as analysis
from polos_web.registers import actions as registers
from polos_web.registers.models import Voice
from polos_web.registers.queries import of_kind
from polos_web.territories import projecting, reference
from polos_web.territories.kinds import TERRITORY
from polos_web.territories.models import Containment, Priority, Territory
from polos_web.territories.projecting import country_names
from polos_web.ui.loading import replace_rows

__all__ = ["country_names", "load"]


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
    counts["priorities"] = replace_rows(Priority, priorities.rows.to_dicts())
    analysis.changed("territories", checksum=f"{territories.origin.checksum}+{priorities.origin.checksum}")
    return counts
