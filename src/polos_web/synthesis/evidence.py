"""What stands behind the sentences of a table: counted from statements and votes, each time."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count

from polos_web.dialogue.models import SIDES, Contribution, Dialogue, Statement
from polos_web.synthesis.models import COLUMNS, Sentence, Synthesis, Topic
from polos_web.synthesis.queries import shown, topics


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


def disputed(rows: Iterable[Row]) -> int:
    """Return how many sentences somebody disagrees with."""
    return sum(one.evidence.is_disputed for row in rows for one in row.told)
