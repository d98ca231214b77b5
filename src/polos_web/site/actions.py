"""Loading of what comes with the software."""

from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from polos import reference
from polos_web.clusters import actions as clusters
from polos_web.cooperation import actions as cooperation
from polos_web.site.models import Loading
from polos_web.territories import actions as territories

# Raised when the same files have to be loaded anew, because the columns made from them have changed.
EDITION = "1"


def reference_checksum() -> str:
    """Return the checksum of all built-in tables the registers are loaded from."""
    tables = (
        reference.territories(),
        reference.priorities(),
        reference.clusters(),
        reference.pairings(),
        reference.pairing_facts(),
        reference.iuc_themes(),
    )
    return sha256("".join([EDITION, *(table.origin.checksum for table in tables)]).encode()).hexdigest()


@transaction.atomic
def load_reference() -> dict[str, int] | None:
    """Load the built-in records, all or nothing; return the counts, ``None`` where nothing changed."""
    checksum = reference_checksum()
    if Loading.objects.filter(name="reference", checksum=checksum).exists():
        return None
    counts = {
        **territories.load(territories=reference.territories(), priorities=reference.priorities()),
        "clusters": clusters.load(reference.clusters()),
        **cooperation.load(
            pairings=reference.pairings(), facts=reference.pairing_facts(), themes=reference.iuc_themes()
        ),
    }
    Loading.objects.update_or_create(
        name="reference",
        defaults={"checksum": checksum, "rows": sum(counts.values()), "loaded_at": timezone.now()},
    )
    return counts
