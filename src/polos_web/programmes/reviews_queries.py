"""Reads of a review: who may judge what, what was given, where it diverges, and what it advises.

Nobody sees a score of an application before all of its reviewers have given theirs, those who run the call
neither: what is given then is moderated, and not changed any more.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import get_language, gettext

from polos_web.accounts.access import WHOLE_SITE, scopes_of
from polos_web.accounts.roles import Permission
from polos_web.analysis import selection
from polos_web.analysis.selection import Application as Applicant
from polos_web.analysis.selection import ApplicationResult, Caveat, Reviewer
from polos_web.analysis.selection import Score as Given
from polos_web.programmes import board_queries, calls_queries
from polos_web.programmes.models import (
    Application,
    Call,
    Criteria,
    Decision,
    Moderation,
    Review,
    ReviewScore,
)
from polos_web.programmes.rows import Criterion
from polos_web.territories import queries as territories
from polos_web.ui.text import folded


@dataclass(frozen=True)
class Sheet:
    """The review of one application: who has judged it under the present criteria, who still has to.

    ``given`` are the complete scores by reviewer and criterion, ``barred`` why reviewers may not judge it.
    """

    application: Application
    given: Mapping[int, Mapping[str, ReviewScore]]
    waiting: tuple[Review, ...]
    barred: Mapping[int, tuple[Caveat, ...]]

    @property
    def is_complete(self) -> bool:
        """Whether somebody has judged it and nobody still has to."""
        return bool(self.given) and not self.waiting


def review(number: int) -> Review | None:
    """Return one invitation to review, or ``None``."""
    return Review.objects.select_related("call", "person").filter(pk=number).first()


def reviews(of: Call) -> list[Review]:
    """Return everybody who was asked to review a call."""
    return list(of.reviews.select_related("person", "invited_by"))


def judged(of: Call) -> list[Application]:
    """Return the applications of a call that count, by number."""
    return [one for one in of.applications.select_related("person", "call") if one.counts]


@dataclass(frozen=True)
class Belonging:
    """The territories of a reviewer, declared or kept as an officer, and those in or around one of these."""

    own: frozenset[str]
    related: Mapping[str, str]


def belonging(of: Review) -> Belonging:
    """Return where a reviewer belongs."""
    kept = scopes_of(of.person, Permission.EDIT_TERRITORY) if of.person is not None else frozenset()
    own = frozenset({*of.territories, *(kept - {WHOLE_SITE})})
    return Belonging(own, territories.related(own) if own else {})


def conflicts(of: Review, application: Application, place: Belonging | None = None) -> tuple[Caveat, ...]:
    """Return why a reviewer may not judge an application: own body or territory, declared conflict.

    Own is also a territory that contains one of the reviewer's, or lies in it. ``place`` is where the
    reviewer belongs, if that is known already.
    """
    place = place or belonging(of)
    bodies = {folded(body) for body in of.bodies}
    takes_part = {folded(body) for body in (application.organisation, *application.partners)}
    if of.person_id is not None and of.person_id == application.person_id:
        bodies, takes_part = bodies | {"applicant"}, takes_part | {"applicant"}
    declared = {application.name for said in of.conflicts.all() if said.application_id == application.pk}
    reviewer = Reviewer(_name(of), frozenset(bodies), place.own, frozenset(declared), related=place.related)
    return selection.conflicts_of(
        reviewer, Applicant(application.name, application.territory, frozenset(takes_part))
    )


def sheets(of: Call) -> list[Sheet]:
    """Return the review of every application that counts."""
    criteria = calls_queries.criteria_of(of)
    people = list(of.reviews.select_related("person").prefetch_related("conflicts"))
    scores: dict[tuple[int, int], dict[str, ReviewScore]] = defaultdict(dict)
    for score in ReviewScore.objects.filter(criteria=criteria):
        scores[score.application_id, score.review_id][score.criterion] = score
    places = {one: belonging(one) for one in people}
    return [_sheet(one, places, scores, criteria) for one in judged(of)]


def sheet(application: Application) -> Sheet:
    """Return the review of one application."""
    return next(one for one in sheets(application.call) if one.application.pk == application.pk)


def own_scores(of: Review, application: Application) -> dict[str, ReviewScore]:
    """Return what a reviewer gave an application under the present criteria, complete or not."""
    criteria = calls_queries.criteria_of(of.call)
    return {one.criterion: one for one in of.scores.filter(application=application, criteria=criteria)}


def earlier_scores(of: Review, application: Application) -> list[ReviewScore]:
    """Return what a reviewer gave an application under earlier criteria."""
    criteria = calls_queries.criteria_of(of.call)
    found = of.scores.filter(application=application).exclude(criteria=criteria)
    return list(found.select_related("criteria").order_by("-criteria__number", "criterion"))


# ---- what the scores say ----------------------------------------------------------------------


@dataclass(frozen=True)
class Divergence:
    """Scores of one criterion of an application that are far apart, and what was agreed."""

    application: Application
    criterion: Criterion
    scores: tuple[ReviewScore, ...]
    moderation: Moderation | None

    @property
    def lowest(self) -> float:
        """The lowest of them."""
        return min(one.value for one in self.scores)

    @property
    def highest(self) -> float:
        """The highest of them."""
        return max(one.value for one in self.scores)


def divergences(of: Call) -> list[Divergence]:
    """Return where the complete reviews of a call diverge, moderated or not."""
    agreed = moderations(of)
    criteria = calls_queries.criteria_of(of)
    found = []
    for sheet in sheets(of):
        if not sheet.is_complete:
            continue
        for one in criteria.scored:
            scores = tuple(given[one.id] for given in sheet.given.values())
            values = [score.value for score in scores]
            if max(values) - min(values) >= of.divergence:
                moderation = agreed.get((sheet.application.pk, one.id))
                found.append(Divergence(sheet.application, one, scores, moderation))
    return found


def moderations(of: Call) -> dict[tuple[int, str], Moderation]:
    """Return what was agreed under the present criteria, by application and criterion."""
    criteria = calls_queries.criteria_of(of)
    found = Moderation.objects.filter(criteria=criteria).select_related("by")
    return {(one.application_id, one.criterion): one for one in found}


def results(of: Call) -> dict[int, ApplicationResult]:
    """Return what the complete reviews of a call give, by application; an agreed score counts for all."""
    criteria, agreed = calls_queries.criteria_of(of), moderations(of)
    given = [
        _given(score, agreed.get((sheet.application.pk, score.criterion)))
        for sheet in sheets(of)
        if sheet.is_complete
        for scores in sheet.given.values()
        for score in scores.values()
    ]
    found = selection.results(criteria.rows, criteria.scale, given, divergence=of.divergence)
    return {int(one.application): one for one in found}


@dataclass(frozen=True)
class Rank:
    """An application in the order of its value: advice, and what was decided.

    ``rank`` is ``None`` where the value is unknown. ``is_within`` says whether it is among the places there
    are, ``None`` where nobody said how many. ``deviates``: one with a lower value is preferred to it, or it
    is preferred to one with a higher value.
    """

    application: Application
    result: ApplicationResult | None
    rank: int | None
    is_within: bool | None
    decision: Decision | None
    deviates: bool

    @property
    def value(self) -> float | None:
        """The weighted mean from 0 to 1, ``None`` where unknown."""
        return self.result.value if self.result else None


def ranking(of: Call) -> list[Rank]:
    """Return the applications of a call that count, the highest value first, unknown ones last."""
    found, applications = results(of), judged(of)
    decided = {
        one.application_id: one for one in Decision.objects.filter(application__call=of).select_related("by")
    }
    values = {one.pk: found[one.pk].value if one.pk in found else None for one in applications}
    known = [value for value in values.values() if value is not None]
    ranks = []
    for one in applications:
        value = values[one.pk]
        rank = None if value is None else 1 + sum(other > value for other in known)
        within = None if of.places is None or rank is None else rank <= of.places
        deviates = _deviates(one.pk, values, decided)
        ranks.append(Rank(one, found.get(one.pk), rank, within, decided.get(one.pk), deviates))
    return sorted(ranks, key=lambda one: (one.rank is None, one.rank or 0, one.application.pk))


def words_of(caveats: tuple[Caveat, ...], of: Review, application: Application) -> list[str]:
    """Return caveats about a reviewer in words of the page."""
    language = get_language() or "en"
    names = {
        _name(of): str(of.person or of.email),
        application.name: str(application.organisation),
        "applicant": str(application.organisation),
    }
    places = {str(one.values[name]) for one in caveats for name in ("own", "territory") if name in one.values}
    names |= {slug: board_queries.name_of("territory", slug, language) for slug in places}
    names |= {folded(body): body for body in (application.organisation, *application.partners)}
    return selection.sentences(caveats, language, names)


def refusal(caveats: tuple[Caveat, ...], of: Review, application: Application) -> str:
    """Say that a reviewer may not judge an application, why, and what follows."""
    said = [gettext("You may not judge this application."), *words_of(caveats, of, application)]
    return " ".join(
        [*said, gettext("The other reviewers judge it. If this is wrong, tell those who run the call.")]
    )


def _name(of: Review) -> str:
    """How a reviewer is known to the library; an application is known by a number."""
    return f"reviewer {of.pk}"


def _sheet(
    application: Application,
    people: Mapping[Review, Belonging],
    scores: Mapping[tuple[int, int], Mapping[str, ReviewScore]],
    criteria: Criteria,
) -> Sheet:
    needed = {one.id for one in criteria.scored}
    barred = {one.pk: found for one, place in people.items() if (found := conflicts(one, application, place))}
    free = [one for one in people if one.pk not in barred]
    given = {
        one.pk: scores[application.pk, one.pk]
        for one in free
        if needed and needed == set(scores.get((application.pk, one.pk), ()))
    }
    waiting = tuple(one for one in free if one.pk not in given and one.released_at is None)
    return Sheet(application, given, waiting, barred)


def _given(score: ReviewScore, agreed: Moderation | None) -> Given:
    value, why = score.value, score.justification
    if agreed is not None and agreed.agreed is not None:
        value, why = agreed.agreed, agreed.note
    return Given(str(score.application_id), score.criterion, str(score.review_id), value, why)


def _deviates(number: int, values: Mapping[int, float | None], decided: Mapping[int, Decision]) -> bool:
    own = decided.get(number)
    if own is None:
        return False
    is_in = own.outcome == "accepted"
    others = [pk for pk, one in decided.items() if pk in values and (one.outcome == "accepted") != is_in]
    if is_in:
        return any(_above(values[other], values[number]) for other in others)
    return any(_above(values[number], values[other]) for other in others)


def _above(one: float | None, other: float | None) -> bool:
    """Whether one value is known and stands above the other; what is known stands above the unknown."""
    return one is not None and (other is None or one > other)
