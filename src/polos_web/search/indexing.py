"""Entries made from what registers say to everybody; of declared priorities, from their rows.

Two registers that share their pages, such as a cluster and its organisation, make one entry: that of the
register with more facets. Nothing personal is indexed, also where its owner has made it public.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.contrib.auth.models import AnonymousUser

from polos.vocabularies import Vocabulary, countries
from polos_web.dialogue.models import Dialogue
from polos_web.dialogue.queries import asked_in
from polos_web.registers.access import readable
from polos_web.registers.kinds import PUBLIC, Field, Kind, faceted, kind, kinds
from polos_web.registers.queries import Sheet, sheets
from polos_web.registers.values import Code, Codes, Line, Upload, Value, Words
from polos_web.registers.values import Entry as Parts
from polos_web.search.facets import DIALOGUE, PRIORITY, WHAT, codes_of, name_of
from polos_web.search.models import Entry
from polos_web.search.words import ANY_LANGUAGE, LANGUAGES, NO_LANGUAGE, coded, plain_words, tokens
from polos_web.territories.models import Priority, Territory
from polos_web.territories.queries import places

LONGEST_SUMMARY = 240
TITLE_FIELDS = ("acronym", "full_name")


@dataclass
class Found:
    """The forms of words of an entry: of its titles, of what it is and where, of everything else."""

    title: set[str] = field(default_factory=set)
    key: set[str] = field(default_factory=set)
    body: set[str] = field(default_factory=set)


def leading(one: Kind) -> Kind:
    """Return the register whose entry a record of this one belongs to."""
    same = [other for other in kinds() if other.address == one.address]
    return max(same, key=lambda other: (len(list(faceted(other))), other.name == one.name))


def of_registers(lead: Kind, slugs: Iterable[str]) -> list[Entry]:
    """Make the entries of these records, as far as they are public and have a title."""
    told = _sheets(lead, slugs)
    territories = _territories(sheet.value("territory") for sheet in told[lead.name].values())
    others = [sheet_of for name, sheet_of in told.items() if name != lead.name]
    return [
        _of_sheet(sheet, [of[slug] for of in others if slug in of], territories)
        for slug, sheet in told[lead.name].items()
    ]


def of_priorities(priorities: Iterable[Priority]) -> Iterator[Entry]:
    """Make the entries of priorities from their rows; each leads to its place on a territory's page."""
    for priority in priorities:
        territory = priority.territory
        titles = {"en": priority.name_en, priority.name_lang: priority.name}
        codes = [
            f"{WHAT}:{PRIORITY}", f"side:{territory.side}", f"country:{territory.country}",
            f"form:{territory.form}",
            *(f"market:{code}" for code in priority.markets),
            *(f"technology:{code}" for code in priority.technologies),
        ]  # fmt: skip
        found = Found(title=tokens((text, language) for language, text in titles.items()))
        found.key = _names(territory) | _said(countries, territory.country)
        found.body = tokens([(priority.niche or "", "en")])
        yield _entry(
            PRIORITY,
            priority.priority_id,
            found,
            codes,
            page=territory.territory_id,
            anchor=priority.priority_id,
            titles=titles,
            language=priority.name_lang,
            place=territory.name,
            territory=territory.territory_id,
            latitude=territory.latitude,
            longitude=territory.longitude,
        )


def of_dialogue(dialogue: Dialogue) -> Entry:
    """Make the entry of a dialogue from its title and what it asks, not from what people say in it."""
    titles, language = _texts(dialogue.title.to_plain())
    found = Found(title=tokens((text, code) for code, text in titles.items()))
    asked = [_texts(text.to_plain())[0] for text in asked_in(dialogue)]
    found.body = tokens((words, code) for texts in asked for code, words in texts.items())
    about = _texts(dialogue.description.to_plain())[0] if dialogue.description else {}
    return _entry(
        DIALOGUE,
        dialogue.slug,
        found,
        [f"{WHAT}:{DIALOGUE}"],
        page=dialogue.slug,
        titles=titles,
        summaries={code: _cut(words) for code, words in about.items()},
        language=language,
    )


def _sheets(lead: Kind, slugs: Iterable[str]) -> dict[str, dict[str, Sheet]]:
    """Return what is public of the records with these short names, by register and short name."""
    same = [other.name for other in kinds() if other.address == lead.address]
    records = list(readable(AnonymousUser()).filter(kind_name__in=same, slug__in=list(slugs)))
    told: dict[str, dict[str, Sheet]] = {name: {} for name in same}
    for sheet in sheets(records, PUBLIC).values():
        if sheet.value(sheet.record.kind.title) and not _title_field(sheet.record.kind).is_personal:
            told[sheet.record.kind_name][sheet.record.slug] = sheet
    return told


def _title_field(one: Kind) -> Field:
    return one.fields[one.title]


def _of_sheet(sheet: Sheet, others: Sequence[Sheet], territories: Mapping[str, Territory]) -> Entry:
    record, found, codes = sheet.record, Found(), [f"{WHAT}:{sheet.record.kind_name}"]
    for one in (sheet, *others):
        for told in _public(one):
            _learn(found, one.record.kind, told.field, told.value)
            if told.field.facet:
                codes += [f"{name_of(told.field)}:{code}" for code in codes_of(told.field.value, told.value)]
    territory = territories.get(sheet.value("territory") or "")
    if territory is not None:
        found.key |= _names(territory)
        codes += [f"country:{territory.country}"] if territory.country else []
    named = [code.removeprefix("country:") for code in codes if code.startswith("country:")]
    codes += [f"side:{countries().parent(code)}" for code in named if code in countries()]
    codes += [f"side:{sheet.value('side')}"] if sheet.value("side") and not named else []
    titles, language = _texts(sheet.value(record.kind.title))
    latitude, longitude = sheet.value("latitude"), sheet.value("longitude")
    if (latitude is None or longitude is None) and territory is not None:
        latitude, longitude = territory.latitude, territory.longitude
    return _entry(
        record.kind_name,
        record.slug,
        found,
        codes,
        page=record.slug,
        titles=titles,
        summaries=_summary(sheet),
        language=language,
        is_stand_in=sheet.told[record.kind.title][0].fact.confidence == "low" and not record.is_claimed,
        place=sheet.value("place") or (territory.name if territory is not None else ""),
        territory=territory.territory_id if territory is not None else "",
        latitude=latitude,
        longitude=longitude,
    )


def _entry(kind_name: str, slug: str, found: Found, codes: Sequence[str], **facts: Any) -> Entry:
    once = list(dict.fromkeys(codes))
    country = [code.removeprefix("country:") for code in once if code.startswith("country:")]
    sides = [code.removeprefix("side:") for code in once if code.startswith("side:")]
    original = facts["titles"].get(facts["language"]) or next(iter(facts["titles"].values()))
    return Entry(
        kind_name=kind_name,
        slug=slug,
        codes=" ".join(once),
        country=country[0] if len(country) == 1 else "",
        side=sides[0] if len(sides) == 1 else "",
        sort_key=" ".join(plain_words(original))[:300],
        title_words=" ".join(sorted(found.title)),
        key_words=" ".join(sorted(found.key - found.title)),
        body_words=" ".join(
            sorted((found.body - found.key - found.title) | {coded(*code.split(":", 1)) for code in once})
        ),
        **facts,
    )


def _public(sheet: Sheet) -> Iterator[Any]:
    for code, one in sheet.record.kind.fields.items():
        if not one.is_personal:
            yield from sheet.of(code)


def _learn(found: Found, one: Kind, told: Field, stored: Any) -> None:
    learnt = _words(told.value, stored)
    if told.code == one.title or told.code in TITLE_FIELDS:
        found.title |= learnt
    elif isinstance(told.value, Words) and told.value.is_long:
        found.body |= learnt
    else:
        found.key |= learnt


def _words(value: Value, stored: Any) -> set[str]:  # noqa: PLR0911 (one answer for each kind of value)
    """Return the forms of the words of a value; of codes, of their words in all four languages."""
    match value:
        case Words():
            return tokens((text, language) for language, text in _texts(stored)[0].items())
        case Line():
            return tokens([(stored, NO_LANGUAGE)])
        case Code():
            return set(_said(value.codes, stored))
        case Codes():
            return {form for code in stored for form in _said(value.codes, code)}
        case Upload():
            return tokens([(stored["title"], ANY_LANGUAGE)])
        case Parts():
            known = [(name, part) for name, part in value.parts.items() if stored.get(name) is not None]
            return {form for name, part in known for form in _words(part, stored[name])}
    return set()


@cache
def _said(lists: Any, code: str) -> frozenset[str]:
    """Return the forms of the words for a code in all languages; a code that has gone stands for itself."""
    known: Vocabulary = lists()
    if code not in known:
        return frozenset(tokens([(code, NO_LANGUAGE)]))
    return frozenset(tokens((known.label(code, language), language) for language in LANGUAGES))


def _texts(stored: Any) -> tuple[dict[str, str], str]:
    """Return a stored text by language and its own language; a line is in none."""
    if not isinstance(stored, dict):
        return {"": str(stored)}, ""
    made = {language: one["text"] for language, one in stored["translations"].items()}
    return {stored["language"]: stored["original"], **made}, stored["language"]


def _summary(sheet: Sheet) -> dict[str, str]:
    """Return the first text after its name and place that says what it is, or what it offers."""
    for block in sheet.record.kind.blocks[1:]:
        for one in block.fields:
            told = sheet.one(one.code)
            words = None if told is None or one.is_personal else _worded(one.value, told.value)
            if words is not None:
                return {language: _cut(text) for language, text in _texts(words)[0].items()}
    return {}


def _worded(value: Value, stored: Any) -> Any:
    """Return the text of a value, or of the part of an entry that is one; ``None`` where there is none."""
    match value:
        case Words():
            return stored
        case Parts():
            parts = (stored.get(name) for name, part in value.parts.items() if isinstance(part, Words))
            return next((part for part in parts if part), None)
    return None


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_SUMMARY else text[:LONGEST_SUMMARY].rsplit(" ", 1)[0] + " …"


def _territories(slugs: Iterable[str | None]) -> dict[str, Territory]:
    wanted = {slug for slug in slugs if slug}
    return {one.territory_id: one for one in places().filter(pk__in=wanted)} if wanted else {}


def _names(territory: Territory) -> set[str]:
    own = territory.languages[0] if territory.languages else ANY_LANGUAGE
    known = {"en": territory.name_en, **territory.names}
    return tokens([(territory.name, own), *((name, language) for language, name in known.items())])


def by_lead(records: Iterable[Any]) -> dict[str, set[str]]:
    """Return the short names of records, by the register whose entries they belong to."""
    found: dict[str, set[str]] = defaultdict(set)
    for record in records:
        found[leading(kind(record.kind_name)).name].add(record.slug)
    return found
