"""Reads of the coding and of the table: what stands behind every sentence is counted here, each time."""

import difflib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, QuerySet

from polos_web.accounts.access import Asking, is_signed_in
from polos_web.accounts.models import User
from polos_web.dialogue import queries as dialogues
from polos_web.dialogue.models import SIDES, Contribution, Dialogue, Question, Statement
from polos_web.synthesis.models import (
    COLUMNS,
    SCHEMES,
    Coder,
    Decision,
    Reading,
    Resolution,
    Sentence,
    Synthesis,
    Topic,
    Version,
)
from polos_web.translation.text import Text, from_plain

# ---- the synthesis ----------------------------------------------------------------------------


def synthesis(of: Dialogue) -> Synthesis | None:
    """Return the synthesis of a dialogue, ``None`` where nobody has begun one."""
    found = Synthesis.objects.filter(dialogue=of).first()
    if found is not None:
        found.dialogue = of
    return found


def topics(of: Synthesis) -> list[Topic]:
    """Return the topics in order."""
    return list(of.topics.all())


def topic(of: Synthesis, number: int) -> Topic | None:
    """Return one topic."""
    return of.topics.filter(pk=number).first()


def sentence(of: Synthesis, number: int) -> Sentence | None:
    """Return one sentence by its number."""
    found = of.sentences.select_related("topic").filter(number=number).first()
    if found is not None:
        found.synthesis = of
    return found


# ---- what stands behind a sentence ------------------------------------------------------------


@dataclass(frozen=True)
class Voice:
    """A statement as the table counts it: whose it is, how people voted, how many disagreed in words."""

    pk: int
    side: str
    territory: str
    country: str
    agree: int
    passed: int
    disagree: int
    disagreements: int


@dataclass(frozen=True)
class Evidence:
    """What a sentence stands on.

    ``behind`` are the statements it cites or rests on, ``against`` those cited against it; hidden ones are in
    neither. ``disagreements`` are contributions that disagree with one behind it.
    """

    behind: tuple[Voice, ...] = ()
    against: tuple[int, ...] = ()

    @property
    def territories(self) -> dict[str, int]:
        """How many territories of each side are behind it."""
        return {
            side: len({one.territory for one in self.behind if one.side == side and one.territory})
            for side in SIDES
        }

    @property
    def sides(self) -> dict[str, int]:
        """How many statements of each side are behind it."""
        return {side: sum(one.side == side for one in self.behind) for side in SIDES}

    @property
    def countries(self) -> frozenset[str]:
        """The countries behind it."""
        return frozenset(one.country for one in self.behind if one.country)

    @property
    def rests_on_one_country(self) -> bool:
        """Whether every voice behind it whose country is known comes from one and the same."""
        return len(self.countries) == 1

    @property
    def agree(self) -> int:
        return sum(one.agree for one in self.behind)

    @property
    def passed(self) -> int:
        return sum(one.passed for one in self.behind)

    @property
    def disagree(self) -> int:
        return sum(one.disagree for one in self.behind)

    @property
    def disagreements(self) -> int:
        return sum(one.disagreements for one in self.behind)

    @property
    def is_disputed(self) -> bool:
        """Whether anybody disagrees: a statement cited against it, a contribution, or a vote."""
        return bool(self.against or self.disagree or self.disagreements)

    def plain(self) -> dict[str, Any]:
        """Return the counts and names as plain values, for a version."""
        return {
            "statements": [one.pk for one in self.behind],
            "against": list(self.against),
            "territories": self.territories,
            "countries": sorted(self.countries),
            "agree": self.agree,
            "passed": self.passed,
            "disagree": self.disagree,
            "disagreements": self.disagreements,
        }


@dataclass(frozen=True)
class Told:
    """A sentence with what stands behind it."""

    sentence: Sentence
    evidence: Evidence
    rests_on: tuple[int, ...] = ()

    @property
    def is_cited(self) -> bool:
        """Whether anybody's words stand behind it."""
        return bool(self.evidence.behind)


@dataclass(frozen=True)
class Row:
    """A topic with its sentences by column."""

    topic: Topic
    cells: Mapping[str, tuple[Told, ...]] = field(default_factory=dict)

    @property
    def told(self) -> Iterator[Told]:
        """All sentences, column by column."""
        return (one for column in COLUMNS for one in self.cells[column])


def table(of: Synthesis) -> list[Row]:
    """Return the table: topics in order, in each column the sentences with what is behind them."""
    sentences = list(of.sentences.all())
    evidence, rests_on = _evidence(of, sentences)
    by_topic: dict[int, dict[str, list[Told]]] = defaultdict(lambda: {column: [] for column in COLUMNS})
    for one in sentences:
        told = Told(one, evidence[one.pk], tuple(rests_on.get(one.pk, ())))
        by_topic[one.topic_id][one.column].append(told)
    return [
        Row(topic, {column: tuple(told) for column, told in by_topic[topic.pk].items()})
        for topic in topics(of)
    ]


def told(of: Sentence) -> Told:
    """Return one sentence with what stands behind it."""
    evidence, rests_on = _evidence(of.synthesis, list(of.synthesis.sentences.all()))
    return Told(of, evidence[of.pk], tuple(rests_on.get(of.pk, ())))


def _evidence(
    of: Synthesis, sentences: Sequence[Sentence]
) -> tuple[dict[int, Evidence], dict[int, list[int]]]:
    """Return the evidence by sentence, and the numbers of the sentences each rests on."""
    number_of = {one.pk: one.number for one in sentences}
    basis: dict[int, list[int]] = defaultdict(list)
    for above, below in of.sentences.exclude(rests_on=None).values_list("pk", "rests_on"):
        basis[above].append(below)
    own: dict[int, set[int]] = defaultdict(set)
    against: dict[int, set[int]] = defaultdict(set)
    cited = of.sentences.exclude(citations=None).values_list(
        "pk", "citations__statement", "citations__is_against"
    )
    for pk, statement, is_against in cited:
        (against if is_against else own)[pk].add(statement)
    voices = {one.pk: one for one in _voices(of.dialogue)}
    found = {}
    for one in sentences:
        behind = set().union(*(own[pk] for pk in _down(one.pk, basis)))
        found[one.pk] = Evidence(
            tuple(voices[pk] for pk in sorted(behind) if pk in voices),
            tuple(pk for pk in sorted(against[one.pk]) if pk in voices),
        )
    numbers = {above: sorted(number_of[one] for one in below) for above, below in basis.items()}
    return found, numbers


def _down(pk: int, basis: Mapping[int, Sequence[int]]) -> set[int]:
    """Return a sentence and all it rests on, however far down."""
    seen, open_ones = set(), [pk]
    while open_ones:
        one = open_ones.pop()
        if one not in seen:
            seen.add(one)
            open_ones += basis.get(one, ())
    return seen


def shown(of: Dialogue) -> QuerySet[Statement]:
    """Return the statements that count: neither hidden nor merely suggested by a machine."""
    return of.statements.filter(is_hidden=False, is_suggestion=False)


def _voices(of: Dialogue) -> Iterator[Voice]:
    cited = shown(of).filter(citations__isnull=False).distinct()
    disagreeing = dict(
        of.statements.filter(
            citations__isnull=False,
            contribution__replies__kind="disagreement",
            contribution__replies__is_hidden=False,
        )
        .values_list("pk")
        .annotate(count=Count("contribution__replies", distinct=True))
    )
    votes: dict[int, Counter[int]] = defaultdict(Counter)
    tallies = of.statements.filter(citations__isnull=False, votes__isnull=False)
    for pk, value, count in tallies.values_list("pk", "votes__value").annotate(
        count=Count("votes", distinct=True)
    ):
        votes[pk][value] = count
    facts = cited.values_list("pk", "side", "contribution__territory", "contribution__country")
    for pk, side, territory, country in facts:
        count = votes[pk]
        yield Voice(pk, side, territory, country, count[1], count[0], count[-1], disagreeing.get(pk, 0))


@dataclass(frozen=True)
class Heard:
    """A statement beside a sentence, with the contributions that disagree with it."""

    statement: Statement
    voice: Voice | None
    disagreeing: tuple[Contribution, ...]


def heard(told: Told) -> tuple[list[Heard], list[Heard]]:
    """Return the statements behind a sentence and those against it, with their words and who disagrees."""
    voices = {one.pk: one for one in told.evidence.behind}
    wanted = {*voices, *told.evidence.against}
    found = (
        told.sentence.synthesis.dialogue.statements.filter(pk__in=wanted)
        .select_related("contribution__version__question__block", "contribution__participant")
        .prefetch_related("contribution__replies__participant")
    )
    said = [Heard(one, voices.get(one.pk), _disagreeing(one)) for one in found]
    return (
        [one for one in said if one.statement.pk in voices],
        [one for one in said if one.statement.pk not in voices],
    )


def _disagreeing(statement: Statement) -> tuple[Contribution, ...]:
    replies = statement.contribution.replies.all()
    return tuple(one for one in replies if one.kind == "disagreement" and not one.is_hidden)


# ---- versions ---------------------------------------------------------------------------------


def content(of: Synthesis) -> dict[str, Any]:
    """Return the table as plain values, as a version keeps it."""
    return {
        "topics": [
            {
                "code": row.topic.code,
                "title": row.topic.title.to_plain(),
                "sentences": [_plain(one) for one in row.told],
            }
            for row in table(of)
        ]
    }


def _plain(told: Told) -> dict[str, Any]:
    one = told.sentence
    return {
        "number": one.number,
        "column": one.column,
        "text": one.text.to_plain(),
        "source": one.source,
        "rests_on": list(told.rests_on),
        **told.evidence.plain(),
    }


def versions(of: Synthesis) -> list[Version]:
    """Return the versions, the latest first, with what was decided on them."""
    return list(of.versions.select_related("saved_by", "decision__recorded_by"))


def version(of: Synthesis, number: int) -> Version | None:
    """Return one version."""
    return of.versions.select_related("saved_by", "decision__recorded_by").filter(number=number).first()


def latest(of: Synthesis) -> Version | None:
    """Return the version saved last."""
    return of.versions.first()


def decision(of: Synthesis) -> Decision | None:
    """Return the decision that holds, while the table is adopted."""
    if not of.is_adopted:
        return None
    return Decision.objects.filter(version__synthesis=of).select_related("version", "recorded_by").first()


@dataclass(frozen=True)
class Change:
    """How a sentence of one version differs from the one before.

    ``words`` are runs (``"same"``, ``"new"``, ``"gone"``, words). ``languages`` are those whose wording
    changed while the words shown did not.
    """

    kind: str
    number: int
    column: str
    topic: Text
    words: tuple[tuple[str, str], ...]
    cited: tuple[int, ...] = ()
    uncited: tuple[int, ...] = ()
    languages: tuple[str, ...] = ()
    moved_from: str = ""


_TOKENS = re.compile(r"\s+|[^\s]+")


def difference(before: Mapping[str, Any] | None, after: Mapping[str, Any], language: str) -> list[Change]:
    """Return how a version differs from another, sentence by sentence; without another, all is new."""
    old, new = _by_number(before or {"topics": []}), _by_number(after)
    changes = []
    for number in sorted(old.keys() | new.keys()):
        if number not in old:
            changes.append(_whole("added", *new[number], language))
        elif number not in new:
            changes.append(_whole("removed", *old[number], language))
        elif (changed := _changed(old[number], new[number], language)) is not None:
            changes.append(changed)
    return changes


_Placed = tuple[Mapping[str, Any], Text]


def _by_number(content: Mapping[str, Any]) -> dict[int, _Placed]:
    return {
        one["number"]: (one, from_plain(topic["title"]))
        for topic in content["topics"]
        for one in topic["sentences"]
    }


def _whole(kind: str, one: Mapping[str, Any], topic: Text, language: str) -> Change:
    words = from_plain(one["text"]).shown(language).text
    run = ("new" if kind == "added" else "gone", words)
    return Change(kind, one["number"], one["column"], topic, (run,))


def _changed(old: _Placed, new: _Placed, language: str) -> Change | None:
    (was, topic_before), (one, topic) = old, new
    texts = from_plain(was["text"]), from_plain(one["text"])
    words = _runs(*(text.shown(language).text for text in texts))
    is_worded = any(kind != "same" for kind, _ in words)
    languages = () if is_worded else _languages_changed(*texts)
    cited = tuple(sorted(set(one["statements"]) - set(was["statements"])))
    uncited = tuple(sorted(set(was["statements"]) - set(one["statements"])))
    place = (was["column"], topic_before.original), (one["column"], topic.original)
    moved_from = was["column"] if place[0] != place[1] else ""
    if not (is_worded or languages or cited or uncited or moved_from):
        return None
    return Change(
        "changed", one["number"], one["column"], topic, words, cited, uncited, languages, moved_from
    )


def _languages_changed(before: Text, after: Text) -> tuple[str, ...]:
    codes = {before.language, after.language, *before.translations, *after.translations}
    return tuple(sorted(code for code in codes if before.shown(code).text != after.shown(code).text))


def _runs(before: str, after: str) -> tuple[tuple[str, str], ...]:
    old, new = _TOKENS.findall(before), _TOKENS.findall(after)
    found: list[tuple[str, str]] = []
    for kind, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(("same", "".join(old[a:b])))
            continue
        found += [run for run in (("gone", "".join(old[a:b])), ("new", "".join(new[c:d]))) if run[1]]
    return tuple(found)


# ---- coding -----------------------------------------------------------------------------------


def coders(of: Synthesis) -> list[Coder]:
    """Return the coders with how many statements each has read."""
    return list(of.coders.select_related("person").annotate(read=Count("readings")))


def coder(of: Synthesis, asking: Asking) -> Coder | None:
    """Return the place of somebody among the coders."""
    found = of.coders.filter(person=asking).first() if is_signed_in(asking) else None
    if found is not None:
        found.synthesis = of
    return found


def coder_by_number(of: Synthesis, number: int) -> Coder | None:
    """Return a coder by number."""
    return of.coders.filter(number=number).first()


def coded_by(asking: Asking) -> list[Coder]:
    """Return the places somebody has among coders of any dialogue."""
    if not is_signed_in(asking):
        return []
    return list(Coder.objects.filter(person=asking).select_related("synthesis__dialogue"))


def statements(of: Dialogue) -> list[Statement]:
    """Return the statements that count, question by question, with where they were said."""
    found = dialogues.statements(of)
    return sorted(found, key=lambda one: (_place(one.contribution), one.contribution_id, one.start))


def _place(contribution: Contribution) -> tuple[int, int]:
    question = contribution.version.question
    return question.block.place, question.place


def statement(of: Dialogue, number: int) -> Statement | None:
    """Return one statement that counts."""
    return dialogues.statements(of).filter(pk=number).first()


def passages(of: Dialogue, question: Question) -> list[Contribution]:
    """Return what was contributed to a question and is not hidden, replies after what they answer to."""
    said: list[Contribution] = []

    def gather(voices: Iterable[Any]) -> None:
        for voice in voices:
            said.append(voice.said)
            gather(voice.replies)

    for _, voices in dialogues.voices(question, None):
        gather(voices)
    return said


def readings(of: Coder) -> dict[int, Reading]:
    """Return what a coder gave, by statement."""
    return {one.statement_id: one for one in of.readings.all()}


def reading(of: Coder, statement: Statement) -> Reading | None:
    """Return what a coder gave one statement."""
    return of.readings.filter(statement=statement).first()


Coding = tuple[str, str, str, str]


def codings(of: Synthesis) -> list[Coding]:
    """Return rows (coder, statement, scheme, code) of statements that count; an empty code: none fits."""
    found = Reading.objects.filter(
        coder__synthesis=of, statement__is_hidden=False, statement__is_suggestion=False
    ).values_list("coder__number", "statement_id", "codes")
    rows = list(found)
    schemes = [one for one in SCHEMES if one != "concept" or any(codes.get(one) for _, _, codes in rows)]
    return [
        (f"coder {number}", name_of(statement), scheme, code)
        for number, statement, codes in rows
        for scheme in schemes
        for code in (codes.get(scheme) or [""])
    ]


def name_of(statement: int) -> str:
    """Return how a statement is called in exports and beside sentences."""
    return f"s{statement}"


@dataclass(frozen=True)
class Settled:
    """The codes of a statement: what each coder gave, what counts, and why where they differed."""

    statement: int
    given: Mapping[int, Mapping[str, Sequence[str]]]
    resolution: Resolution | None

    @property
    def is_same(self) -> bool:
        """Whether all who read it gave the same."""
        every = list(self.given.values())
        return all(one == every[0] for one in every)

    @property
    def is_open(self) -> bool:
        """Whether coders differ and nobody has resolved it."""
        return not self.is_same and self.resolution is None

    @property
    def codes(self) -> Mapping[str, Sequence[str]]:
        """The codes that count; none as long as coders differ."""
        if self.resolution is not None:
            return self.resolution.codes
        return next(iter(self.given.values())) if self.given and self.is_same else {}


def settled(of: Synthesis) -> dict[int, Settled]:
    """Return the codes by statement, once coders may see each other's; before, nothing."""
    if not of.codes_are_open:
        return {}
    given: dict[int, dict[int, Mapping[str, Sequence[str]]]] = defaultdict(dict)
    rows = Reading.objects.filter(
        coder__synthesis=of, statement__is_hidden=False, statement__is_suggestion=False
    )
    for number, pk, codes in rows.values_list("coder__number", "statement_id", "codes"):
        given[pk][number] = codes
    resolved = {one.statement_id: one for one in of.resolutions.select_related("resolved_by")}
    return {pk: Settled(pk, dict(sorted(given[pk].items())), resolved.get(pk)) for pk in sorted(given)}


@dataclass(frozen=True)
class Counted:
    """How many statements carry a code, by the side of who said it."""

    scheme: str
    code: str
    by_side: Mapping[str, int]
    unknown: int


def code_counts(of: Synthesis) -> list[Counted]:
    """Return how many statements carry each code that counts, by side."""
    side_of = dict(shown(of.dialogue).values_list("pk", "side"))
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for pk, one in settled(of).items():
        for scheme, codes in one.codes.items():
            for code in codes:
                counts[scheme, code][side_of[pk]] += 1
    return [
        Counted(scheme, code, {side: counts[scheme, code][side] for side in SIDES}, counts[scheme, code][""])
        for scheme in SCHEMES
        for _, code in sorted(key for key in counts if key[0] == scheme)
    ]


def citable(of: Synthesis, *, scheme_codes: Mapping[str, str], side: str, typed: str) -> list[Statement]:
    """Return the statements with these codes, of a side, whose words hold what was typed."""
    found = statements(of.dialogue)
    if side:
        found = [one for one in found if one.side == side]
    wanted = {scheme: code for scheme, code in scheme_codes.items() if code}
    if wanted:
        codes = settled(of)
        found = [
            one
            for one in found
            if one.pk in codes
            and all(code in codes[one.pk].codes.get(scheme, ()) for scheme, code in wanted.items())
        ]
    words = typed.casefold().split()
    return [one for one in found if all(word in _all_words(one.text) for word in words)]


def _all_words(text: Text) -> str:
    return " ".join([text.original, *(one.text for one in text.translations.values())]).casefold()


# ---- votes and the export ---------------------------------------------------------------------


def votes(of: Dialogue) -> list[tuple[str, str, int]]:
    """Return the votes on statements that count, as (participant, statement, vote); people are numbers."""
    number = numbers(of)
    found = shown(of).filter(votes__isnull=False)
    rows = found.values_list("votes__participant", "pk", "votes__value")
    return [(number[person], name_of(pk), value) for person, pk, value in rows]


def numbers(of: Dialogue) -> dict[int, str]:
    """Return the number of every participant, in the order of joining."""
    every = of.participants.order_by("pk").values_list("pk", flat=True)
    return {pk: f"p{place:04}" for place, pk in enumerate(every, 1)}


def people(of: Dialogue) -> list[dict[str, str]]:
    """Return who takes part, as numbers with side, helix and role."""
    number = numbers(of)
    rows = of.participants.order_by("pk").values_list("pk", "side", "helix", "role")
    return [
        {"participant": number[pk], "side": side, "helix": helix, "role": role}
        for pk, side, helix, role in rows
    ]


def rows_to_export(of: Dialogue) -> dict[str, list[list[Any]]]:
    """Return the tables of the archive of a dialogue; codings only once coders may see each other's."""
    number, made = numbers(of), synthesis(of)
    marked = of.statements.filter(is_suggestion=False).select_related(
        "contribution__version__question__block", "contribution"
    )
    found: dict[str, list[list[Any]]] = {
        "statements": [_statement_row(one, number) for one in marked],
        "participants": [list(one.values()) for one in people(of)],
        "votes": [
            [number[person], name_of(pk), value]
            for pk, person, value in of.statements.filter(is_suggestion=False, votes__isnull=False)
            .order_by("pk", "votes__participant")
            .values_list("pk", "votes__participant", "votes__value")
        ],
    }
    if made is not None and made.codes_are_open:
        found["codings"] = [list(one) for one in codings(made)]
    if made is not None:
        found["synthesis"] = [_sentence_row(row.topic, one) for row in table(made) for one in row.told]
    return found


def _statement_row(one: Statement, number: Mapping[int, str]) -> list[Any]:
    contribution = one.contribution
    question = contribution.version.question
    author = number[contribution.participant_id] if contribution.participant_id else None
    return [
        name_of(one.pk),
        question.block.title.original,
        contribution.version.text.original,
        one.text.original,
        one.text.language,
        contribution.nature,
        author,
        contribution.territory or None,
        contribution.country or None,
        one.side or None,
        one.is_hidden,
    ]


def _sentence_row(topic: Topic, told: Told) -> list[Any]:
    return [
        str(told.sentence.number),
        topic.title.original,
        told.sentence.column,
        told.sentence.text.original,
        [name_of(one.pk) for one in told.evidence.behind],
        [name_of(pk) for pk in told.evidence.against],
    ]


# ---- what is held about a person --------------------------------------------------------------


def holdings_of(person: User) -> dict[str, list[dict[str, Any]]]:
    """Return what syntheses hold about somebody with an account."""
    return {
        "codings": [
            {"dialogue": one.coder.synthesis.dialogue.slug, "statement": one.statement_id, "codes": one.codes}
            for one in Reading.objects.filter(coder__person=person).select_related(
                "coder__synthesis__dialogue"
            )
        ],
        "resolved": [
            {"statement": one.statement_id, "codes": one.codes, "note": one.note}
            for one in Resolution.objects.filter(resolved_by=person)
        ],
        "versions_saved": [
            {"dialogue": one.synthesis.dialogue.slug, "number": one.number, "note": one.note}
            for one in Version.objects.filter(saved_by=person).select_related("synthesis__dialogue")
        ],
        "decisions_recorded": [
            {"decided_by": one.decided_by, "decided_on": one.decided_on.isoformat(), "reasons": one.reasons}
            for one in Decision.objects.filter(recorded_by=person)
        ],
    }


def statement_words(of: Dialogue, wanted: Iterable[int]) -> dict[int, Statement]:
    """Return statements by their number, for pages that name several."""
    return {
        one.pk: one
        for one in of.statements.filter(pk__in=set(wanted)).select_related("contribution__version")
    }


def disputed(rows: Iterable[Row]) -> int:
    """Return how many sentences somebody disagrees with."""
    return sum(one.evidence.is_disputed for row in rows for one in row.told)


def cited(of: Sentence) -> dict[str, list[int]]:
    """Return what a sentence cites itself: statements behind and against it, and sentences it rests on."""
    rows = list(of.citations.values_list("statement_id", "is_against"))
    return {
        "behind": [pk for pk, is_against in rows if not is_against],
        "against": [pk for pk, is_against in rows if is_against],
        "rests_on": list(of.rests_on.values_list("number", flat=True)),
    }


def sentences_beside(of: Synthesis, sentence: Sentence | None) -> list[Sentence]:
    """Return the other sentences of the table, those a new one may rest on."""
    every = of.sentences.select_related("topic")
    return list(every.exclude(pk=sentence.pk) if sentence else every)


def rows_of(content: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the rows of a version as pages show them: titles and texts in their languages, by column."""
    return [
        {
            "title": from_plain(topic["title"]),
            "cells": {
                column: [
                    {**one, "text": from_plain(one["text"])}
                    for one in topic["sentences"]
                    if one["column"] == column
                ]
                for column in COLUMNS
            },
        }
        for topic in content["topics"]
    ]


def next_to_read(of: Coder, after: Statement) -> int | None:
    """Return the next statement a coder has not read, beginning after one."""
    read = set(of.readings.values_list("statement", flat=True))
    order = [one.pk for one in statements(of.synthesis.dialogue)]
    place = order.index(after.pk) if after.pk in order else 0
    return next((pk for pk in (*order[place + 1 :], *order[:place]) if pk not in read), None)


def saw_suggestions(of: Synthesis) -> bool:
    """Return whether any code was given beside a machine's suggestions."""
    return Reading.objects.filter(coder__synthesis=of, saw_suggestions=True).exists()
