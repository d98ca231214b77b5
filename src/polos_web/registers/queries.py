"""Reads of the registers: what a record says to a reader, and how it came to say so."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from polos_web.accounts.models import User
from polos_web.registers.kinds import Field, Kind, Reach
from polos_web.registers.models import Draft, Fact, Record, Voice

RANK = {Voice.OWNER: 0, Voice.IMPORTED: 1, Voice.REFERENCE: 2}


@dataclass(frozen=True)
class Told:
    """What a record says in one field, or one item of it: the fact shown, and those that say otherwise."""

    field: Field
    item: str
    fact: Fact
    others: tuple[Fact, ...] = ()

    @property
    def value(self) -> Any:
        """The value shown; ``None`` where the speaker knows of none."""
        return self.fact.value


@dataclass(frozen=True)
class Sheet:
    """Everything a record says to one reader; a field that is not in it is unknown."""

    record: Record
    told: Mapping[str, tuple[Told, ...]]

    def of(self, code: str) -> tuple[Told, ...]:
        """Return what is said in a field; nothing where it is unknown."""
        return tuple(one for one in self.told.get(code, ()) if one.value is not None)

    def one(self, code: str) -> Told | None:
        """Return what is said in a field that holds one value."""
        return next(iter(self.of(code)), None)

    def value(self, code: str) -> Any:
        """Return the value of a field that holds one, ``None`` where it is unknown."""
        found = self.one(code)
        return found.value if found else None

    def values(self, code: str) -> list[Any]:
        """Return the values of a field that holds several."""
        return [one.value for one in self.of(code)]

    @property
    def disagreements(self) -> tuple[Told, ...]:
        """What speakers say differently."""
        return tuple(one for items in self.told.values() for one in items if one.others)


def record(kind: Kind, slug: str) -> Record | None:
    """Return a record, or ``None``; whether somebody may see it is for the caller to ask."""
    return Record.objects.filter(kind_name=kind.name, slug=slug).first()


def sheet(record: Record, reaches: frozenset[Reach]) -> Sheet:
    """Return what a record says to a reader of these reaches."""
    return sheets([record], reaches)[record.pk]


def sheets(records: Sequence[Record], reaches: frozenset[Reach]) -> dict[int, Sheet]:
    """Return what each of the records says, by its number, with one question to the database."""
    standing: dict[int, list[Fact]] = defaultdict(list)
    found = Fact.objects.filter(
        record__in=[record.pk for record in records],
        ended_at__isnull=True,
        reach__in=[r.value for r in reaches],
    )
    for fact in found:
        standing[fact.record_id].append(fact)
    return {one.pk: Sheet(one, _told(one.kind, standing[one.pk])) for one in records}


def history(record: Record, field: str, reaches: frozenset[Reach]) -> list[Fact]:
    """Return every statement a reader may see in a field, the latest first."""
    found = record.facts.filter(field=field, reach__in=[reach.value for reach in reaches])
    return list(found.select_related("author").order_by("-stated_at", "-pk"))


def drafts(record: Record, person: User) -> dict[str, Draft]:
    """Return what somebody has filled in and not published, by block."""
    return {draft.block: draft for draft in record.drafts.filter(person=person)}


def holdings_of(person: User) -> dict[str, Any]:
    """Return what the registers hold about a person: statements by and about, and drafts."""
    mine = Fact.objects.filter(Q(author=person) | Q(about=person)).select_related("record")
    drafted = Draft.objects.filter(person=person).select_related("record")
    return {
        "statements": [
            {
                "record": str(fact.record),
                "field": fact.field,
                "value": fact.value,
                "stated_at": fact.stated_at.isoformat(),
                "about_you": fact.about_id == person.pk,
            }
            for fact in mine
        ],
        "drafts": [{"record": str(one.record), "block": one.block, "given": one.given} for one in drafted],
    }


def _told(kind: Kind, facts: Iterable[Fact]) -> dict[str, tuple[Told, ...]]:
    by_field: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        by_field[fact.field].append(fact)
    known = (kind.fields[code] for code in kind.fields if code in by_field)
    return {field.code: _of_field(field, by_field[field.code]) for field in known}


def _of_field(field: Field, facts: list[Fact]) -> tuple[Told, ...]:
    voices = sorted({fact.voice for fact in facts}, key=lambda voice: RANK[Voice(voice)])
    first = [fact for fact in facts if fact.voice == voices[0]]
    rest = tuple(fact for fact in facts if fact.voice != voices[0] and fact.value is not None)
    if field.is_many:
        said = [fact.value for fact in first]
        rest = tuple(fact for fact in rest if fact.value not in said)
        return tuple(Told(field, fact.item, fact, rest if at == 0 else ()) for at, fact in enumerate(first))
    return tuple(Told(field, "", fact, tuple(o for o in rest if o.value != fact.value)) for fact in first)
