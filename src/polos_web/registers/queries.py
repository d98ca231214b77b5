"""Reads of the registers: what a record says to a reader, and how it came to say so."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from dataclasses import field as dataclass_field
from itertools import repeat
from types import MappingProxyType
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.text import capfirst

from polos.vocabularies import LANGUAGES
from polos_web.accounts.models import User
from polos_web.registers.differences import Piece, difference
from polos_web.registers.kinds import Block, Field, Kind, Reach, kind, kinds
from polos_web.registers.models import Draft, Fact, Record, State, Voice
from polos_web.registers.telling import Said, plain, said, title_of
from polos_web.registers.values import Entry, Reference, Value

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

    @property
    def said(self) -> Said:
        """The value as a page shows it."""
        return said(self.field.value, self.fact.value)

    @property
    def otherwise(self) -> tuple[tuple[Fact, Said], ...]:
        """What the others say, as a page shows it."""
        return tuple((fact, said(self.field.value, fact.value)) for fact in self.others)


@dataclass(frozen=True)
class Sheet:
    """Everything a record says to one reader; a field that is not in it is unknown.

    ``names`` holds the titles of the published records it refers to, by kind and short name; only the sheet
    of a single record has them.
    """

    record: Record
    told: Mapping[str, tuple[Told, ...]]
    names: Mapping[tuple[str, str], Any] = dataclass_field(default_factory=dict)

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
    def title(self) -> str:
        """What the record is called, in the language of the page; its short name where no title is known.

        Somebody whose name is not for this reader is called by what kind of record it is.
        """
        kind = self.record.kind
        named = title_of(self.value(kind.title))
        return named or (capfirst(str(kind.label)) if kind.is_of_people else self.record.slug)

    def name_of(self, kind_name: str, slug: str) -> str:
        """Return what a record it refers to is called; nothing where that is not public."""
        return title_of(self.names.get((kind_name, slug)))

    def address_of(self, kind_name: str) -> str:
        """Return the route of the pages of a register."""
        return kind(kind_name).address

    @property
    def disagreements(self) -> tuple[Told, ...]:
        """What speakers say differently."""
        return tuple(one for items in self.told.values() for one in items if one.others)


def record(kind: Kind, slug: str) -> Record | None:
    """Return a record, or ``None``; whether somebody may see it is for the caller to ask."""
    return Record.objects.filter(kind_name=kind.name, slug=slug).first()


def has_own_word(record: Record) -> bool:
    """Whether those who keep a claimed record have stated or confirmed anything since it is theirs."""
    own = Fact.objects.filter(record=record, voice=Voice.OWNER)
    return own.filter(stated_at__gte=record.claimed_at).exists() if record.claimed_at else own.exists()


def there_is(kind_name: str, slug: str) -> bool:
    """Whether a register, by its name, has a record of this short name, in whatever state."""
    return Record.objects.filter(kind_name=kind_name, slug=slug).exists()


def absent(named: Collection[tuple[str, str]]) -> set[tuple[str, str]]:
    """Return those of these records, by register and short name, that are not here in whatever state."""
    slugs: dict[str, set[str]] = defaultdict(set)
    for kind_name, slug in named:
        slugs[kind_name].add(slug)
    wanted = [Q(kind_name=kind_name, slug__in=some) for kind_name, some in slugs.items()]
    found = Record.objects.filter(Q(*wanted, _connector=Q.OR)) if wanted else Record.objects.none()
    return set(named) - set(found.values_list("kind_name", "slug"))


def count() -> int:
    """Return how many records there are, of all registers and in whatever state."""
    return Record.objects.count()


def of_kind(kind: Kind, *, state: State | None = None) -> list[Record]:
    """Return the records of a register, those in one state or all, by their short names."""
    found = Record.objects.filter(kind_name=kind.name).order_by("slug")
    return list(found if state is None else found.filter(state=state))


def of_slugs(kind: Kind, slugs: Iterable[str]) -> list[Record]:
    """Return the records of a register with these short names, in whatever state they are."""
    return list(Record.objects.filter(kind_name=kind.name, slug__in=list(slugs)).order_by("slug"))


def naming(field: str, *slugs: str | int, kind: Kind | None = None, is_public: bool = True) -> list[Record]:
    """Return the records that name one of these in a field: those everybody may see naming it, or all."""
    facts = Fact.objects.filter(field=field, value__in=slugs, ended_at__isnull=True)
    if is_public:
        facts = facts.filter(record__state=State.PUBLISHED, reach=Reach.PUBLIC.value)
    if kind is not None:
        facts = facts.filter(record__kind_name=kind.name)
    return list(Record.objects.filter(facts__in=facts).distinct().order_by("kind_name", "slug"))


def stating(kind: Kind, *fields: str) -> list[Record]:
    """Return the records of a register that everybody may see and that tell everybody one of these fields."""
    facts = Fact.objects.filter(
        field__in=fields,
        ended_at__isnull=True,
        reach=Reach.PUBLIC.value,
        record__kind_name=kind.name,
        record__state=State.PUBLISHED,
    )
    return list(Record.objects.filter(facts__in=facts).distinct().order_by("slug"))


def named_by(records: Iterable[Record]) -> list[Record]:
    """Return the records that any of these name, in any field."""
    wanted = Q(pk=None)
    facts = Fact.objects.filter(record__in=list(records), ended_at__isnull=True).select_related("record")
    for fact in facts:
        known = fact.record.kind.fields.get(fact.field)
        for kind_name, slug in references(known.value, fact.value) if known else ():
            wanted |= Q(kind_name=kind_name, slug=slug)
    return list(Record.objects.filter(wanted))


def references(value: Value, stored: Any) -> Iterator[tuple[str, str]]:
    """Give the records a value names, by register and short name."""
    if isinstance(value, Reference) and stored:
        yield value.to, stored
    if isinstance(value, Entry) and stored:
        for name, part in value.parts.items():
            yield from references(part, stored.get(name))


def sheet(record: Record, reaches: frozenset[Reach]) -> Sheet:
    """Return what a record says to a reader of these reaches, with the names of what it refers to."""
    told = sheets([record], reaches)[record.pk]
    return replace(told, names=_names(told))


def as_of(record: Record, version: int, reaches: frozenset[Reach]) -> Sheet:
    """Return what a record said at an earlier version; what ended since without a successor is left out."""
    readable = record.facts.filter(reach__in=[reach.value for reach in reaches])
    found = readable.filter(version__lte=version).order_by("version", "pk")
    latest = {(fact.field, fact.item, fact.voice): fact for fact in found}
    later = readable.filter(version__gt=version)
    followed = set(later.values_list("field", "item", "voice"))
    stood = [fact for key, fact in latest.items() if fact.stands or key in followed]
    return Sheet(record, _told(record.kind, sorted(stood, key=lambda fact: (fact.field, fact.item))))


def sheets(
    records: Sequence[Record], reaches: frozenset[Reach], *, voices: Iterable[Voice] = tuple(Voice)
) -> dict[int, Sheet]:
    """Return what each of the records says, by its number, with one question to the database at most."""
    spoken = frozenset(voices)
    standing = _standing(records, _read.get())
    return {
        one.pk: Sheet(
            one, _told(one.kind, (f for f in standing[one.pk] if f.reach in reaches and f.voice in spoken))
        )
        for one in records
    }


_read: ContextVar[Mapping[int, list[Fact]]] = ContextVar("what records say", default=MappingProxyType({}))


@contextmanager
def read_once(records: Sequence[Record]) -> Iterator[None]:
    """Read what these records say once for all sheets made of them in the block, which changes no fact."""
    token = _read.set(_standing(records, {}))
    try:
        yield
    finally:
        _read.reset(token)


def _standing(records: Sequence[Record], read: Mapping[int, list[Fact]]) -> dict[int, list[Fact]]:
    """Return the facts of the records that have not ended, by record, as far as read already from there."""
    standing: dict[int, list[Fact]] = {one.pk: read.get(one.pk, []) for one in records}
    unread = [number for number in standing if number not in read]
    for fact in Fact.objects.filter(record__in=unread, ended_at__isnull=True) if unread else ():
        standing[fact.record_id].append(fact)
    return standing


def history(record: Record, field: str, reaches: frozenset[Reach]) -> list[Fact]:
    """Return every statement a reader may see in a field, the latest first."""
    found = record.facts.filter(field=field, reach__in=[reach.value for reach in reaches])
    return list(found.select_related("author").order_by("-stated_at", "-pk"))


def fact(record: Record, number: int, reaches: frozenset[Reach]) -> Fact | None:
    """Return one statement of a record that a reader may see, or ``None``."""
    return record.facts.filter(pk=number, reach__in=[reach.value for reach in reaches]).first()


@dataclass(frozen=True)
class Step:
    """A statement and the one of the same speaker that it followed."""

    field: Field
    fact: Fact
    before: Fact | None

    @property
    def said(self) -> Said | None:
        """The value as a page shows it; ``None`` where the speaker knew of none."""
        return None if self.fact.value is None else said(self.field.value, self.fact.value)

    @property
    def is_new_value(self) -> bool:
        """Whether the value is another one than before, and not only its papers or its readers."""
        return self.before is None or self.before.value != self.fact.value

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """What changed, word by word."""
        earlier = plain(self.field.value, self.before.value) if self.before else ""
        return difference(earlier, plain(self.field.value, self.fact.value))


@dataclass(frozen=True)
class Change:
    """What came with one version of a record."""

    version: int
    steps: tuple[Step, ...]

    @property
    def first(self) -> Fact:
        """A statement of the change, which tells author and moment of all."""
        return self.steps[0].fact


def versions(record: Record, reaches: frozenset[Reach]) -> list[int]:
    """Return the versions with which a reader gets to see something new, the latest first."""
    found = record.facts.filter(reach__in=[reach.value for reach in reaches], field__in=record.kind.fields)
    return list(found.order_by("-version").values_list("version", flat=True).distinct())


def changes(record: Record, wanted: Sequence[int], reaches: frozenset[Reach]) -> list[Change]:
    """Return what came with each of the wanted versions, the latest first."""
    if not wanted:
        return []
    fields = record.kind.fields
    readable = record.facts.filter(reach__in=[reach.value for reach in reaches], field__in=fields)
    found = readable.filter(version__lte=max(wanted)).select_related("author").order_by("version", "pk")
    before: dict[tuple[str, str, str], Fact] = {}
    made: dict[int, list[Step]] = defaultdict(list)
    for fact in found:
        key = fact.field, fact.item, fact.voice
        made[fact.version].append(Step(fields[fact.field], fact, before.get(key)))
        before[key] = fact
    place = {code: at for at, code in enumerate(fields)}
    return [
        Change(version, tuple(sorted(made[version], key=lambda one: (place[one.fact.field], one.fact.item))))
        for version in sorted(wanted, reverse=True)
    ]


@dataclass(frozen=True)
class Account:
    """What one voice has said over time in a field, or in one item of it, the latest first."""

    voice: Voice
    item: str
    steps: tuple[Step, ...]


def accounts(record: Record, field: Field, reaches: frozenset[Reach]) -> list[Account]:
    """Return every statement in a field a reader may see, each with the one it followed; voices by rank."""
    by_speaker: dict[tuple[int, str, str], list[Fact]] = defaultdict(list)
    for fact in history(record, field.code, reaches):
        by_speaker[RANK[Voice(fact.voice)], fact.item, fact.voice].append(fact)
    return [
        Account(Voice(voice), item, tuple(map(Step, repeat(field), facts, [*facts[1:], None])))
        for (_, item, voice), facts in sorted(by_speaker.items(), key=lambda one: one[0])
    ]


@dataclass(frozen=True)
class Completeness:
    """How many fields of a block, or of a record, say something, and which do not."""

    filled: int
    missing: tuple[Field, ...]

    @property
    def of(self) -> int:
        """How many fields there are."""
        return self.filled + len(self.missing)


def completeness(sheet: Sheet, blocks: Iterable[Block]) -> Completeness:
    """Return how far blocks of a record are filled in, whoever said it."""
    fields = [field for block in blocks for field in block.fields]
    missing = tuple(field for field in fields if not sheet.of(field.code))
    return Completeness(len(fields) - len(missing), missing)


def titles(kind: Kind, *, most: int) -> list[tuple[str, str]]:
    """Return (short name, title) of published records of a register, for the choices of a form."""
    named = _shown_titles(_titles(Q(record__kind_name=kind.name)).order_by("record__slug")[: most * 2])
    told = [(slug, title_of(value)) for (_, slug), value in named.items()]
    return sorted(told, key=lambda option: option[1].casefold())[:most]


def names_of(kind_name: str, slugs: Collection[str]) -> dict[str, str]:
    """Return the titles of records of a register by their short names, public or not."""
    known = of_slugs(kind(kind_name), slugs)
    public = _shown_titles(_titles(Q(record__in=known)))
    return {one.slug: title_of(public.get((kind_name, one.slug))) or one.slug for one in known}


def public_names(kind_name: str, slugs: Collection[str]) -> dict[str, str]:
    """Return the titles of published records of a register by their short names, of those that are shown."""
    found = _shown_titles(_titles(Q(record__kind_name=kind_name, record__slug__in=list(slugs))))
    return {slug: title_of(value) for (_, slug), value in found.items()}


def titled(kind: Kind, title: str) -> list[str]:
    """Return the short names of published records of a register with this title, in whatever language.

    Capitals make no difference.
    """
    said = Q(value__original__iexact=title) | Q(value__iexact=title)
    for language in LANGUAGES:
        said |= Q(**{f"value__translations__{language}__text__iexact": title})
    named = _shown_titles(_titles(Q(record__kind_name=kind.name) & said))
    return sorted(slug for _, slug in named)


def called(kind_name: str, title: str) -> list[str]:
    """Return the short names of published records of a register, by its name, with this title."""
    return titled(kind(kind_name), title.replace("\x00", ""))  # which PostgreSQL takes in no text


def drafts(record: Record, person: User) -> dict[str, Draft]:
    """Return what somebody has filled in and not published, by block."""
    return {draft.block: draft for draft in record.drafts.filter(person=person)}


def drafts_of(person: User) -> list[Draft]:
    """Return everything somebody has filled in and not published."""
    return list(Draft.objects.filter(person=person).select_related("record"))


def begun_by(person: User) -> list[Record]:
    """Return the records that somebody has begun or filled in, and nobody has published."""
    mine = Fact.objects.filter(author=person, ended_at__isnull=True)
    return list(Record.objects.filter(state=State.DRAFT, pk__in=mine.values("record")))


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


def _titles(wanted: Q) -> QuerySet[Fact]:
    """Return the titles of published records, as far as everybody may read them."""
    title = Q()
    for one in kinds():
        title |= Q(record__kind_name=one.name, field=one.title)
    public = {"record__state": State.PUBLISHED, "reach": Reach.PUBLIC.value, "ended_at__isnull": True}
    return Fact.objects.filter(wanted, title, value__isnull=False, **public)


def _names(told: Sheet) -> dict[tuple[str, str], Any]:
    wanted = Q()
    for items in told.told.values():
        for one in items:
            for fact in (one.fact, *one.others):
                for kind_name, slug in references(one.field.value, fact.value):
                    wanted |= Q(record__kind_name=kind_name, record__slug=slug)
    if not wanted:
        return {}
    return _shown_titles(_titles(wanted))


def _shown_titles(found: QuerySet[Fact]) -> dict[tuple[str, str], Any]:
    """Return titles by kind and short name, each in the voice that stands before the others."""
    rows = found.values_list("record__kind_name", "record__slug", "value", "voice")
    ranked = sorted(rows, key=lambda row: RANK[Voice(row[3])], reverse=True)
    return {(kind_name, slug): value for kind_name, slug, value, _ in ranked}


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
        values = [fact.value for fact in first]
        rest = tuple(fact for fact in rest if fact.value not in values)
        shown = next((fact for fact in first if fact.value is not None), first[0])
        return tuple(Told(field, fact.item, fact, rest if fact is shown else ()) for fact in first)
    return tuple(Told(field, "", fact, tuple(o for o in rest if o.value != fact.value)) for fact in first)
