"""Writes of the search: its entries follow every change, in the transaction of the change."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import islice

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import QuerySet

from polos_web.audit import actions as audit
from polos_web.dialogue import queries as dialogues
from polos_web.dialogue.models import Dialogue
from polos_web.registers.access import readable
from polos_web.registers.kinds import kind, kinds
from polos_web.registers.models import Record
from polos_web.search.facets import DIALOGUE, PRIORITY
from polos_web.search.indexing import by_lead, leading, of_dialogue, of_priorities, of_registers
from polos_web.search.models import Entry
from polos_web.territories.queries import own_priorities

# Raised when entries made from the same records have become others.
EDITION = "4"
AT_ONCE = 500
TERRITORY = "territory"
_SEEN_ELSEWHERE = ("titles", "country", "side", "latitude", "longitude")


def index(records: Sequence[Record]) -> None:
    """Bring the entries of these records up to date; what is not public any more has none."""
    for lead, slugs in by_lead(records).items():
        if lead == PRIORITY:
            there = Entry.objects.filter(kind_name=PRIORITY, slug__in=slugs)
            _replace(there, list(of_priorities(own_priorities().filter(pk__in=slugs))))
            continue
        moved = _write(lead, slugs)
        if lead == TERRITORY and moved:
            _index_what_lies_in(moved)


@transaction.atomic
def index_priorities(territories: Iterable[str] | None = None) -> int:
    """Bring the entries of declared priorities up to date, of some territories or all; return how many."""
    wanted = own_priorities(territories)
    there = Entry.objects.filter(kind_name=PRIORITY)
    if territories is not None:
        there = there.filter(territory__in=list(territories))
    return _replace(there, list(of_priorities(wanted)))


@transaction.atomic
def index_dialogue(dialogue: Dialogue) -> None:
    """Bring the entry of a dialogue up to date; one that not everybody reads has none."""
    made = [of_dialogue(dialogue)] if dialogues.is_public(dialogue) else []
    _replace(Entry.objects.filter(kind_name=DIALOGUE, slug=dialogue.slug), made)


@transaction.atomic
def reindex(*, at: datetime) -> int:
    """Make every entry anew; return how many there are."""
    Entry.objects.all().delete()
    count = index_priorities()
    for one in kinds():
        if leading(one) == one and one.name != PRIORITY:
            slugs = readable(AnonymousUser()).filter(kind_name=one.name).values_list("slug", flat=True)
            waiting = iter(list(slugs))
            while batch := list(islice(waiting, AT_ONCE)):
                count += len(Entry.objects.bulk_create(of_registers(one, batch)))
    count += len(Entry.objects.bulk_create(of_dialogue(one) for one in dialogues.public()))
    audit.record(audit.Subject("search", "index"), "rebuilt", by=None, at=at, details={"entries": count})
    return count


def _write(lead: str, slugs: set[str]) -> list[str]:
    """Write the entries of records; return those whose name or place is another one than before."""
    there = Entry.objects.filter(kind_name=lead, slug__in=slugs)
    before = {entry.slug: entry for entry in there} if lead == TERRITORY else {}
    made = of_registers(kind(lead), slugs)
    _replace(there, made)
    after = {entry.slug: entry for entry in made} if lead == TERRITORY else {}
    return [slug for slug in {*before, *after} if _seen(before.get(slug)) != _seen(after.get(slug))]


def _replace(there: QuerySet[Entry], made: list[Entry]) -> int:
    """Let exactly these entries stand in the place of those."""
    kept = {(entry.kind_name, entry.slug) for entry in made}
    gone = [
        number for number, *name in there.values_list("pk", "kind_name", "slug") if tuple(name) not in kept
    ]
    Entry.objects.filter(pk__in=gone).delete()
    Entry.objects.bulk_create(
        made,
        batch_size=AT_ONCE,
        update_conflicts=True,
        unique_fields=["kind_name", "slug"],
        update_fields=[
            column.attname
            for column in Entry._meta.concrete_fields
            if column.attname not in ("id", "kind_name", "slug")
        ],
    )
    return len(made)


def _seen(entry: Entry | None) -> tuple | None:
    """Return what entries of records in a territory take over from it."""
    return tuple(getattr(entry, name) for name in _SEEN_ELSEWHERE) if entry else None


def _index_what_lies_in(territories: list[str]) -> None:
    index_priorities(territories)
    inside = Entry.objects.filter(territory__in=territories).exclude(kind_name__in=[PRIORITY, TERRITORY])
    for lead in {entry.kind_name for entry in inside.only("kind_name")}:
        waiting = iter(list(inside.filter(kind_name=lead).values_list("slug", flat=True)))
        while batch := set(islice(waiting, AT_ONCE)):
            _write(lead, batch)
