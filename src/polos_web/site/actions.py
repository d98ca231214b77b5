"""Loading of what comes with the software."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from polos import reference
from polos_web.actors import actions as actors
from polos_web.audit import actions as audit
from polos_web.audit.queries import is_recorded
from polos_web.clusters import actions as clusters
from polos_web.cooperation import actions as cooperation
from polos_web.dialogue import beginning as dialogues
from polos_web.programmes import actions as programmes
from polos_web.search import actions as search
from polos_web.site.models import Loading
from polos_web.site.statistics import Added, add_from
from polos_web.synthesis import published as syntheses
from polos_web.territories import actions as territories

# Raised when the same files have to be loaded anew, because the columns made from them have changed.
EDITION = "8"
# The tables that the registers of actors and programmes, and the dialogue of 2014, are loaded from.
PROGRAMMES = (
    "actors",
    "dialogue_templates",
    "factor_kinds",
    "factors",
    "idb_programmes",
    "iuc_components",
    "iuc_lessons",
    "iuc_process_steps",
    "lac_cluster_policies",
    "pilots",
    "sources",
)


def make_folders(data: Path) -> None:
    """Make the folders that a backup copies, so that it finds them where nothing was handed in yet."""
    for name in ("datasets", "documents"):
        (data / name).mkdir(parents=True, exist_ok=True)


def reference_checksum() -> str:
    """Return the checksum of all built-in tables the registers are loaded from."""
    tables = (
        reference.territories(),
        reference.territory_exonyms(),
        reference.priorities(),
        reference.clusters(),
        reference.pairings(),
        reference.pairing_facts(),
        reference.iuc_themes(),
        *(reference.facts(name) for name in PROGRAMMES),
        reference.topic_synthesis(),
    )
    return sha256("".join([EDITION, *(table.origin.checksum for table in tables)]).encode()).hexdigest()


@transaction.atomic
def load_reference() -> dict[str, int] | None:
    """Load the built-in records, all or nothing; return the counts, ``None`` where nothing changed."""
    checksum = reference_checksum()
    if Loading.objects.filter(name="reference", checksum=checksum).exists():
        return None
    now = timezone.now()
    counts = {
        **territories.load(territories=reference.territories(), priorities=reference.priorities(), at=now),
        "actors": actors.load(at=now),
        "clusters": clusters.load(reference.clusters()),
        "programmes": programmes.load(at=now),
        **cooperation.load(
            pairings=reference.pairings(), facts=reference.pairing_facts(), themes=reference.iuc_themes()
        ),
        "dialogue of 2014": dialogues.load(at=now),
        "synthesis of 2014": syntheses.load(at=now),
    }
    loading, _ = Loading.objects.update_or_create(
        name="reference",
        defaults={"checksum": checksum, "rows": sum(counts.values()), "loaded_at": now},
    )
    audit.record(loading, "loaded", by=None, at=now, details={"checksum": checksum, "rows": counts})
    return counts


@transaction.atomic
def bring_search_up_to_date() -> int | None:
    """Make the index of the search where there is none of this edition; ``None`` where there is one."""
    if Loading.objects.filter(name="search", checksum=search.EDITION).exists():
        return None
    now = timezone.now()
    count = search.reindex(at=now)
    told = {"checksum": search.EDITION, "rows": count, "loaded_at": now}
    Loading.objects.update_or_create(name="search", defaults=told)
    return count


def add_statistics(shared: Path, *, data: Path) -> Iterator[Added]:
    """Add the statistics of a folder to the store, and record each version once.

    The store lies outside the database: where a process ends between the two, the next run records it.
    """
    for added in add_from(shared, data=data):
        if added.version:
            _record_statistics(added)
        yield added


@transaction.atomic
def _record_statistics(added: Added) -> None:
    subject = audit.Subject("statistics", f"{added.source} {added.version}")
    if not is_recorded(subject.kind, subject.name, "added"):
        details = {"checksum": added.checksum}
        audit.record(subject, "added", by=None, at=timezone.now(), details=details)
