"""Reads of statements: what people vote on, how they voted, and what has become of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, QuerySet

from polos_web.dialogue.models import PROPOSED, USES, Dialogue, Participant, Statement, Use, Vote


@dataclass(frozen=True)
class Judged:
    """A statement with the counts of its votes, and how the reader voted (``None``: not at all)."""

    statement: Statement
    agree: int
    disagree: int
    passed: int
    own: int | None

    @property
    def count(self) -> int:
        """How many have voted."""
        return self.agree + self.disagree + self.passed


def statements(of: Dialogue, *, with_hidden: bool = False, reached: str = "") -> QuerySet[Statement]:
    """Return the statements people vote on; suggestions that nobody has confirmed are not among them.

    ``reached`` leaves those that have led to one of ``USES``, or with ``PROPOSED`` to nothing yet.
    """
    found = Statement.objects.filter(dialogue=of, is_suggestion=False)
    if reached:
        led = Use.objects.filter(statement=OuterRef("pk"))
        found = found.filter(~Exists(led) if reached == PROPOSED else Exists(led.filter(kind=reached)))
    related = found.select_related("contribution__version__question__block", "contribution__participant")
    shown = related.prefetch_related("uses")
    return shown if with_hidden else shown.filter(is_hidden=False)


def how_far(of: Dialogue, *, with_hidden: bool = False) -> dict[str, int]:
    """Return how many statements are proposed only, and how many have led to each use there is."""
    shown = statements(of, with_hidden=with_hidden)
    rows = Use.objects.filter(statement__in=shown.order_by()).values("kind")
    counts = dict(rows.annotate(count=Count("statement", distinct=True)).values_list("kind", "count"))
    found = {PROPOSED: statements(of, with_hidden=with_hidden, reached=PROPOSED).count(), **counts}
    return {kind: found[kind] for kind in (PROPOSED, *USES) if found.get(kind)}


def statement(of: Dialogue, number: int) -> Statement | None:
    """Return one statement, hidden or not."""
    return Statement.objects.filter(dialogue=of, pk=number).select_related("contribution", "dialogue").first()


def judged(found: Sequence[Statement], person: Participant | None) -> list[Judged]:
    """Return statements with the counts of their votes."""
    numbers = [one.pk for one in found]
    rows = Vote.objects.filter(statement__in=numbers).values("statement", "value").annotate(count=Count("pk"))
    counts = {(row["statement"], row["value"]): row["count"] for row in rows}
    own = dict(
        Vote.objects.filter(statement__in=numbers, participant=person).values_list("statement", "value")
    )
    return [
        Judged(
            one,
            counts.get((one.pk, 1), 0),
            counts.get((one.pk, -1), 0),
            counts.get((one.pk, 0), 0),
            own.get(one.pk) if person else None,
        )
        for one in found
    ]


def next_statement(of: Dialogue, person: Participant) -> Statement | None:
    """Return the statement that somebody should judge next: of others, the one with the fewest votes.

    Those with as many votes come in an order of the person's own, so that all are seen.
    """
    waiting = statements(of).exclude(votes__participant=person).exclude(contribution__participant=person)
    counted = dict(waiting.annotate(count=Count("votes")).values_list("pk", "count"))
    if not counted:
        return None
    least = sorted(number for number, count in counted.items() if count == min(counted.values()))
    return statements(of).get(pk=least[person.pk % len(least)])


def vote_counts(of: Dialogue, person: Participant | None) -> dict[str, int]:
    """Return how many statements there are, how many people voted, and how many the reader has judged."""
    shown = statements(of)
    votes = Vote.objects.filter(statement__in=shown)
    return {
        "statements": shown.count(),
        "people": votes.values("participant").distinct().count(),
        "votes": votes.count(),
        "own": votes.filter(participant=person).count() if person else 0,
    }
