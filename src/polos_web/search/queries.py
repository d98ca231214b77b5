"""Reads of the search: what fits words and facets, in the same order on both databases."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import add
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import Case, IntegerField, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.expressions import CombinedExpression
from django.urls import reverse

from polos_web.registers.access import readable
from polos_web.registers.kinds import kind
from polos_web.search import facets
from polos_web.search.models import Entry, count_words_match, words_match
from polos_web.search.words import Asked, asked, coded

# What a word counts for where it stands: in the title, also as it was typed, among codes and places.
IN_TITLE, AS_TYPED, IN_KEYS, WHOLE_TITLE = 4, 1, 2, 8
RANKED_WORDS = 8
# Up to here entries are counted by facet and put on the map; beyond, a reader narrows the search first.
COUNTED = 5000
ON_MAP = 500
COLUMNS = (
    "kind", "id", "is_stand_in", "title", "title_language", "summary", "summary_language", "place",
    "latitude", "longitude",
    *(name for name in facets.LABELS if name != facets.WHAT), "address",
)  # fmt: skip


@dataclass(frozen=True)
class Wanted:
    """Words, and a code for each facet that is set."""

    question: str
    chosen: Mapping[str, str]

    @property
    def is_empty(self) -> bool:
        """Whether everything fits."""
        return not self.question.strip() and not self.codes

    @property
    def codes(self) -> dict[str, str]:
        """The facets that are set."""
        return {facet: code for facet, code in self.chosen.items() if code}


@dataclass(frozen=True)
class Found(Sequence[Entry]):
    """What fits, best first: a sequence that reads only the entries asked for. ``counts`` is by facet and
    code, ``None`` where more than ``COUNTED`` entries fit."""

    ordered: QuerySet[Entry]
    total: int
    numbers: tuple[int, ...] | None
    counts: Counter[str] | None

    def __len__(self) -> int:
        return self.total

    def __getitem__(self, part: Any) -> Any:
        if self.numbers is None:
            return list(_shown(self.ordered)[part]) if isinstance(part, slice) else self.ordered[part]
        wanted = self.numbers[part] if isinstance(part, slice) else (self.numbers[part],)
        entries = _shown(Entry.objects).in_bulk(wanted)
        told = [entries[number] for number in wanted if number in entries]
        return told if isinstance(part, slice) else told[0]


def found(wanted: Wanted) -> Found:
    """Return the entries that have every word of the question, in some form, and every chosen code."""
    total, ordered = _count(wanted), ranked(matching(wanted), wanted)
    if total > COUNTED:
        return Found(ordered, total, None, None)
    rows = list(ordered.values_list("pk", "codes"))
    counts = Counter(" ".join(codes for _, codes in rows).split())
    return Found(ordered, len(rows), tuple(number for number, _ in rows), counts)


def matching(wanted: Wanted) -> QuerySet[Entry]:
    """Return the entries that fit, in no order."""
    expression = _expression(wanted)
    if expression is None:
        return Entry.objects.none()
    if not expression:
        return Entry.objects.order_by()
    return Entry.objects.order_by().filter(pk__in=words_match(expression))


def ranked(fitting: QuerySet[Entry], wanted: Wanted) -> QuerySet[Entry]:
    """Put entries in order: by where their words stand, then by title."""
    words = asked(wanted.question)[:RANKED_WORDS]
    if not words:
        return fitting.order_by("sort_key", "kind_name", "slug")
    whole = " ".join(word.word.removeprefix("w") for word in words)
    points = [_points(word) for word in words] + [_if(WHOLE_TITLE, sort_key=whole)]
    return fitting.annotate(points=reduce(add, points)).order_by("-points", "sort_key", "kind_name", "slug")


def placed(found: Found) -> list[Entry]:
    """Return the best entries whose place is known, as many as a map can show."""
    return list(_shown(found.ordered).filter(latitude__isnull=False, longitude__isnull=False)[:ON_MAP])


def rows(wanted: Wanted, language: str, *, site: str) -> Iterator[dict[str, Any]]:
    """Give what fits, best first, as rows of ``COLUMNS``; ``site`` is the address of this site."""
    for entry in _shown(ranked(matching(wanted), wanted)).iterator(2000):
        title, summary = entry.title(language), entry.summary(language)
        yield {
            "kind": entry.kind_name,
            "id": entry.slug,
            "is_stand_in": entry.is_stand_in,
            "title": title[0],
            "title_language": title[1],
            "summary": summary[0],
            "summary_language": summary[1],
            "place": entry.place,
            "latitude": entry.latitude,
            "longitude": entry.longitude,
            **{name: entry.of(name) for name in facets.LABELS if name != facets.WHAT},
            "address": site + address_of(entry),
        }


def latest(wanted: Wanted, most: int) -> list[tuple[Entry, datetime]]:
    """Return the records among what fits that were changed last, with the moment; the latest first."""
    records = readable(AnonymousUser()).filter(kind_name=OuterRef("kind_name"), slug=OuterRef("slug"))
    changed = matching(wanted).annotate(at=Subquery(records.values("changed_at"))).filter(at__isnull=False)
    moments = dict(changed.order_by("-at", "kind_name", "slug").values_list("pk", "at")[:most])
    entries = _shown(Entry.objects).in_bulk(moments)
    return [(entries[number], at) for number, at in moments.items()]


def address_of(entry: Entry) -> str:
    """Return the address of what an entry stands for."""
    if entry.kind_name == facets.PRIORITY:
        return f"{reverse('territories:detail', args=[entry.page])}#{entry.anchor}"
    if entry.kind_name == facets.DIALOGUE:
        return reverse("dialogue:dialogue", args=[entry.page])
    return reverse(kind(entry.kind_name).address, args=[entry.page])


def count() -> int:
    """Return how many entries there are."""
    return Entry.objects.count()


def _shown(entries: Any) -> Any:
    return entries.defer("title_words", "key_words", "body_words")


# ---- expressions of the two indexes -----------------------------------------------------------


def _expression(wanted: Wanted) -> str | None:
    """Return what to ask the index: nothing where everything fits, ``None`` where nothing can."""
    words = asked(wanted.question)
    if wanted.question.strip() and not words:
        return None
    parts = [_either(word.forms) for word in words]
    parts += [_one(coded(facet, code)) for facet, code in wanted.codes.items()]
    return _all(parts)


def _count(wanted: Wanted) -> int:
    expression = _expression(wanted)
    return count_words_match(expression) if expression else matching(wanted).count()


def _points(word: Asked) -> CombinedExpression:
    title = _if(IN_TITLE, pk__in=words_match(_either(word.forms, "title_words", "A")))
    typed = _if(AS_TYPED, pk__in=words_match(_either([word.word], "title_words", "A")))
    return title + typed + _if(IN_KEYS, pk__in=words_match(_either(word.forms, "key_words", "B")))


def _if(points: int, **condition: Any) -> Case:
    return Case(When(**condition, then=Value(points)), default=Value(0), output_field=IntegerField())


def _one(form: str) -> str:
    return _either([form])


def _either(forms: Iterable[str], column: str = "", weight: str = "") -> str:
    if connection.vendor == "postgresql":
        return "(" + " | ".join(f"{form}:{weight}" if weight else form for form in forms) + ")"
    either = " OR ".join(f'"{form}"' for form in forms)
    return f"({column} : ({either}))" if column else f"({either})"


def _all(parts: Iterable[str]) -> str:
    return (" & " if connection.vendor == "postgresql" else " AND ").join(parts)
