"""Where the coding of priorities stands: who proposed what, whether a second coder agrees, how far all do."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from polos_web.accounts.models import User
from polos_web.accounts.queries import person_of
from polos_web.analysis import convergences as library
from polos_web.convergence import access
from polos_web.convergence.models import CODED, Coding
from polos_web.convergence.words import KINDS, STATES
from polos_web.registers.kinds import Reach
from polos_web.registers.models import Record, Voice
from polos_web.registers.queries import Sheet, history, sheet
from polos_web.registers.values import Code, Codes
from polos_web.territories import queries as territories
from polos_web.territories.kinds import PRIORITY
from polos_web.territories.models import Priority
from polos_web.translation.text import from_plain

# Both have to be agreed before a priority counts as agreed.
NEEDED = ("market", "technology")
COLUMNS = {"market": "markets", "technology": "technologies", "nace": "nace", "sdg": "sdg"}
EVERYTHING = frozenset(Reach)
# Texts of a record that are looked through for codes.
READ = ("name", "niche", "passage")


@dataclass(frozen=True)
class Stand:
    """Where the coding of one kind of code stands: its state, and the codes of each coder that stand."""

    kind: str
    state: str
    codings: tuple[Coding, ...]
    agreed: frozenset[str] | None


@dataclass(frozen=True)
class Line:
    """A priority in the list, with where each kind of its codes stands."""

    priority: Priority
    stands: Mapping[str, Stand]


@dataclass(frozen=True)
class Asked:
    """One kind of code as a coder gets to see it.

    ``shown`` are the codings this coder may see: the own one, and those of others only after it.
    ``hidden`` is how many others there are whose codes stay hidden until then. ``is_told``: somebody else has
    written codes of this kind into the record, where everybody reads them.
    """

    stand: Stand
    options: tuple[str, ...]
    mine: Coding | None
    shown: tuple[Coding, ...]
    hidden: int
    is_told: bool
    earlier: tuple[Coding, ...]
    recorded: frozenset[str]
    suggested: tuple[Any, ...]


@dataclass(frozen=True)
class Agreement:
    """How far coders agree on one kind of code, from what each chose before seeing the others."""

    kind: str
    priorities: int
    alike: int
    interval: Any


def options(kind: str) -> tuple[str, ...]:
    """Return the codes of a kind, in the order of their list."""
    value = PRIORITY.fields[kind].value
    assert isinstance(value, (Code, Codes)), "codes of priorities come from lists"
    return value.codes().codes


def stand(kind: str, codings: Iterable[Coding], recorded: Iterable[str]) -> Stand:
    """Return where the coding stands: two coders whose standing codes are the same agree."""
    standing = tuple(one for one in codings if one.kind == kind and one.ended_at is None)
    pairs = combinations(standing, 2)
    alike = sorted((one for one in pairs if one[0].chosen == one[1].chosen), key=_when, reverse=True)
    if alike:
        agreed = alike[0][0].chosen
        return Stand(kind, "agreed" if agreed == frozenset(recorded) else "changed", standing, agreed)
    state = ("open", "proposed", "disputed")[min(len(standing), 2)]
    return Stand(kind, state, standing, None)


def _when(pair: tuple[Coding, Coding]) -> Any:
    return max(one.coded_at for one in pair)


def stands(priority_id: str, recorded: Mapping[str, Iterable[str]]) -> dict[str, Stand]:
    """Return where every kind of code of a priority stands."""
    codings = list(Coding.objects.filter(priority_id=priority_id, ended_at__isnull=True))
    return {kind: stand(kind, codings, recorded[kind]) for kind in CODED}


def coded_among(records: Iterable[Record]) -> set[str]:
    """Return which of these priorities anybody has coded."""
    slugs = [record.slug for record in records]
    return set(Coding.objects.filter(priority_id__in=slugs).values_list("priority_id", flat=True))


def recorded(sheet: Sheet) -> dict[str, list[str]]:
    """Return the codes that a record says, by kind."""
    return {kind: sheet.value(kind) or [] for kind in CODED}


def asked(record: Record, person: User) -> tuple[Asked, ...]:
    """Return what a coder is asked of a priority, kind by kind."""
    told = sheet(record, EVERYTHING)
    codings = list(Coding.objects.filter(priority_id=record.slug).select_related("coder"))
    suggested = library.suggestions(_texts(told))
    return tuple(
        _asked(
            kind,
            [one for one in codings if one.kind == kind],
            recorded(told)[kind],
            suggested.get(kind, ()),
            person=person,
            is_told=is_told_by_others(record, kind, person),
        )
        for kind in CODED
    )


def is_told_by_others(record: Record, kind: str, person: User) -> bool:
    """Whether the record says codes of this kind, or did once, that somebody else has written there.

    Who can read these has seen what another chose. Codes of the built-in data are no person's.
    """
    return any(
        fact.value and fact.voice != Voice.REFERENCE and fact.author_id != person.pk
        for fact in history(record, kind, EVERYTHING)
    )


def suggested_for(record: Record, kind: str) -> list[list[Any]]:
    """Return what a machine suggests for a priority, as plain values: each code with the words."""
    found = library.suggestions(_texts(sheet(record, EVERYTHING))).get(kind, ())
    return [[one.code, sorted({words for _, words in one.mentioned})] for one in found]


def unread_languages(record: Record) -> list[str]:
    """Return the languages of its texts that no suggestion can be made from."""
    told = (sheet(record, EVERYTHING).value(field) for field in READ)
    texts = [from_plain(value) for value in told if value]
    return sorted(
        {
            text.language
            for text in texts
            if not any(map(library.is_read, (text.language, *text.translations)))
        }
    )


def listed(found: Iterable[Priority]) -> list[Line]:
    """Return priorities with where the coding of each stands."""
    rows = list(found)
    by_priority: dict[str, list[Coding]] = defaultdict(list)
    wanted = [row.pk for row in rows]
    for one in Coding.objects.filter(priority_id__in=wanted, ended_at__isnull=True):
        by_priority[one.priority_id].append(one)
    return [
        Line(row, {kind: stand(kind, by_priority[row.pk], getattr(row, COLUMNS[kind])) for kind in CODED})
        for row in rows
    ]


def chosen(territory: str, state: str) -> list[Priority]:
    """Return own priorities, of a territory or all, by where their markets or technologies stand."""
    found = territories.own_priorities([territory] if territory else None)
    if state == "nothing":
        return list(found.filter(markets=[]))
    if not state:
        return list(found)
    touched = set(Coding.objects.filter(kind__in=NEEDED).values_list("priority_id", flat=True))
    if state == "open":
        return list(found.exclude(pk__in=touched))
    lines = listed(found.filter(pk__in=touched))
    return [line.priority for line in lines if any(line.stands[kind].state == state for kind in NEEDED)]


def of_priority(slug: str, language: str) -> Mapping[str, Any] | None:
    """Return the section of a priority's page: where the coding of each kind stands, and no more."""
    row = territories.priorities_by_id([slug]).get(slug)
    if row is None:
        return None
    stands = listed([row])[0].stands
    return {"slug": slug, "lines": [(KINDS[kind], STATES[stands[kind].state]) for kind in CODED]}


def desk_of(email: str, language: str) -> Mapping[str, Any] | None:
    """Return the priorities whose markets or technologies wait for somebody; nothing where none do."""
    person = person_of(email)
    if person is None:
        return None
    standing = Coding.objects.filter(kind__in=NEEDED, ended_at__isnull=True)
    mine = access.may_code_of(person, standing.values_list("priority_id", flat=True))
    lines = listed(territories.own_priorities().filter(pk__in=mine))
    found = [line.priority for line in lines if any(_waits(line.stands[kind], person) for kind in NEEDED)]
    return {"waiting": found} if found else None


def _waits(stand: Stand, person: User) -> bool:
    """Whether a second coder is missing who may be this person, or the person disagrees with another."""
    has_coded = any(one.coder_id == person.pk for one in stand.codings)
    return stand.state == ("disputed" if has_coded else "proposed")


def agreements() -> tuple[Agreement, ...]:
    """Return how far coders agree, by kind of code.

    What counts is what each coder chose without having seen the others; what they came to after they had,
    or after another had written codes into the record, does not.
    """
    blind: dict[str, dict[str, dict[int, frozenset[str]]]] = {kind: defaultdict(dict) for kind in CODED}
    for one in Coding.objects.filter(is_independent=True).order_by("pk"):
        blind[one.kind][one.priority_id][one.place] = one.chosen
    return tuple(_agreement(kind, blind[kind]) for kind in CODED)


def codings_of(person: User) -> list[dict[str, Any]]:
    """Return what somebody has coded."""
    return [
        {
            "priority": one.priority_id,
            "kind": one.kind,
            "codes": one.codes,
            "note": one.note,
            "coded_at": one.coded_at.isoformat(),
        }
        for one in Coding.objects.filter(coder=person)
    ]


def _agreement(kind: str, blind: Mapping[str, Mapping[int, frozenset[str]]]) -> Agreement:
    coded = [by_place for by_place in blind.values() if len(by_place) > 1]
    places = range(1, max((max(one) for one in coded), default=0) + 1)
    coders = [[one.get(place) for one in coded] for place in places]
    alike = sum(len(set(one.values())) == 1 for one in coded)
    return Agreement(kind, len(coded), alike, library.agreement(coders, options(kind)))


def _asked(
    kind: str,
    codings: Sequence[Coding],
    recorded: Sequence[str],
    suggested: tuple[Any, ...],
    *,
    person: User,
    is_told: bool,
) -> Asked:
    now = stand(kind, codings, recorded)
    mine = next((one for one in now.codings if one.coder_id == person.pk), None)
    shown = now.codings if mine else ()
    return Asked(
        stand=now,
        options=options(kind),
        mine=mine,
        shown=shown,
        hidden=len(now.codings) - len(shown),
        is_told=is_told,
        earlier=tuple(one for one in codings if one.ended_at is not None) if mine else (),
        recorded=frozenset(recorded),
        suggested=suggested,
    )


def _texts(told: Sheet) -> Iterator[tuple[str, str, str]]:
    """Give the texts of a record, each in a language that can be read where there is one."""
    for field in READ:
        value = told.value(field)
        if value:
            text = from_plain(value)
            shown = {text.language: text.original} | {
                language: made.text for language, made in text.translations.items()
            }
            language = next(filter(library.is_read, shown), text.language)
            yield field, language, shown[language]
