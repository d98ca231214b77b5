"""Writes of a review: invitations, declarations, scores, moderation, decisions."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from polos_web.accounts.access import require
from polos_web.accounts.models import User
from polos_web.audit import actions as audit
from polos_web.audit.facts import facts
from polos_web.programmes import access, calls_queries, reviews_queries
from polos_web.programmes.models import (
    Application,
    Call,
    Decision,
    Moderation,
    Review,
    ReviewConflict,
    ReviewScore,
)
from polos_web.programmes.refusals import Changed, NotNow
from polos_web.stewardship import letters
from polos_web.ui.environment import day


class ConflictOfInterest(NotNow):
    """A reviewer may not judge this application; the message says why."""


@transaction.atomic
def invite(call: Call, email: str, *, language: str, by: User, at: datetime, site: str) -> Review:
    """Ask somebody by mail to review the applications of a call."""
    require(access.may_manage, by, call.programme)
    if call.has_reached("moderated"):
        raise NotNow(gettext("The review is complete."))
    made, is_new = Review.objects.get_or_create(
        call=call, email=email.strip().lower(), defaults={"invited_at": at, "invited_by": by}
    )
    if not is_new and made.released_at is None:
        raise NotNow(gettext("This person was asked already."))
    if not is_new:
        made.released_at, made.release_reason = None, ""
        made.save()
    audit.record(made, "invited", by=by, at=at, details={"call": call.pk})
    _write(made, language, by=by, at=at, site=site)
    return made


def _write(review: Review, language: str, *, by: User, at: datetime, site: str) -> None:
    with translation.override(language):
        text = gettext(
            "You are asked to review the applications to the call “%(call)s”, which closes on %(day)s. "
            "Sign in with this address of e-mail, say first where you belong, and then see the applications:"
            "\n\n%(link)s\n\nIf you do not want to, tell those who asked you."
        )
        told = {
            "call": review.call.title.shown(language).text,
            "day": day(review.call.closes_at.astimezone(review.call.timezone)),
            "link": f"{site.rstrip('/')}{reverse('programmes:review', args=[review.pk])}",
        }
        letters.write(review.email, gettext("A review"), text % told, at=at, about=by)


@transaction.atomic
def release(review: Review, *, reason: str, by: User, at: datetime) -> None:
    """Release a reviewer: complete scores stay and count, others are not waited for any more."""
    require(access.may_manage, by, review.call.programme)
    if review.call.has_reached("moderated"):
        raise NotNow(gettext("The review is complete."))
    review.released_at, review.release_reason = at, reason
    review.save()
    audit.record(review, "released", by=by, at=at, details={"reason": reason})


@transaction.atomic
def declare(
    review: Review,
    *,
    territories: Sequence[str],
    bodies: Sequence[str],
    statement: str,
    by: User,
    at: datetime,
) -> Review:
    """Say where one belongs, before anything of an application is shown."""
    require(access.is_reviewer, by, review)
    kept = Review.objects.select_for_update().get(pk=review.pk)
    kept.person, kept.declared_at = by, at
    kept.territories, kept.bodies, kept.statement = list(territories), list(bodies), statement
    kept.save()
    audit.record(kept, "declared", by=by, at=at, details=facts(kept, "territories", "bodies", "statement"))
    return kept


@transaction.atomic
def bar(review: Review, application: Application, *, reason: str, by: User, at: datetime) -> None:
    """Note a conflict of interest with one application; what was scored of it does not count any more.

    The reviewer may say so, and those who run the call, who learn of it from elsewhere. What was agreed on
    the application's scores took the reviewer's into account: it is open again.
    """
    if not access.may_manage(by, review.call.programme):
        require(access.is_reviewer, by, review)
    if review.call.has_reached("moderated"):
        raise NotNow(gettext("The review is complete. Tell those who run the call."))
    ReviewConflict.objects.update_or_create(
        review=review, application=application, defaults={"reason": reason, "at": at}
    )
    details = {"application": application.pk, "reason": reason}
    audit.record(review, "conflict", by=by, of=review.person, at=at, details=details)
    if review.scores.filter(application=application).exists():
        for agreed in Moderation.objects.filter(application=application):
            details = facts(agreed, "criterion", "agreed", "note")
            audit.record(agreed, "moderation opened again", by=by, at=at, details=details)
            agreed.delete()


@transaction.atomic
def score(
    review: Review,
    application: Application,
    scores: Mapping[str, tuple[float, str]],
    *,
    version: int,
    by: User,
    at: datetime,
) -> None:
    """Give an application scores, each with its justification, under the present criteria.

    ``version`` is the number of the criteria the reviewer read. Scores can be changed until all reviewers of
    the application have given theirs.

    Raises
    ------
    ConflictOfInterest
        When the reviewer may not judge it, such as one of the own territory.
    Changed
        When the criteria have changed since.
    NotNow
        When the call is not in review, or all scores are in.
    """
    Call.objects.select_for_update().get(pk=review.call_id)
    kept = Review.objects.select_related("call").get(pk=review.pk)
    require(access.may_see_applications, by, kept)
    if kept.call.state != "in_review":
        raise NotNow(gettext("The call is not in review."))
    found = reviews_queries.conflicts(kept, application)
    if found:
        raise ConflictOfInterest(reviews_queries.refusal(found, kept, application))
    criteria = calls_queries.criteria_of(kept.call)
    if criteria.number != version:
        raise Changed
    if reviews_queries.sheet(application).is_complete:
        raise NotNow(gettext("All scores of this application are in: what differs is moderated now."))
    for criterion, (value, why) in scores.items():
        known = criteria.one(criterion)
        low, high = criteria.scale
        if known is None or not low <= value <= high or not why.strip():
            raise NotNow(gettext("A score lies on the scale and has its justification."))
        ReviewScore.objects.update_or_create(
            review=kept,
            application=application,
            criteria=criteria,
            criterion=criterion,
            defaults={"value": value, "justification": why, "at": at},
        )
    kept.scores.filter(application=application, criteria=criteria).exclude(criterion__in=scores).delete()
    details = {"application": application.pk, "version": version, "scores": dict(scores)}
    audit.record(kept, "scored", by=by, at=at, details=details)


@transaction.atomic
def moderate(
    application: Application, criterion: str, *, agreed: float | None, note: str, by: User, at: datetime
) -> Moderation:
    """Note what was agreed of scores that diverge: a score for all, or that the divergence stays."""
    call = Call.objects.select_for_update().get(pk=application.call_id)
    require(access.may_manage, by, call.programme)
    if call.state != "in_review":
        raise NotNow(gettext("The call is not in review."))
    criteria = calls_queries.criteria_of(call)
    diverging = {
        (one.application.pk, one.criterion.id): one.criterion for one in reviews_queries.divergences(call)
    }
    if (application.pk, criterion) not in diverging:
        raise NotNow(gettext("These scores do not diverge, or are not all in."))
    made, _ = Moderation.objects.update_or_create(
        application=application,
        criteria=criteria,
        criterion=criterion,
        defaults={"agreed": agreed, "note": note, "by": by, "at": at},
    )
    audit.record(made, "moderated", by=by, at=at, details=facts(made, "criterion", "agreed", "note"))
    return made


@transaction.atomic
def decide(
    application: Application,
    *,
    outcome: str,
    reason: str,
    deviation: str,
    is_public: bool,
    seen: int,
    by: User,
    at: datetime,
) -> Decision:
    """Decide on an application, with a reason. The ranking is advice; what goes against it says why.

    Raises
    ------
    Changed
        When somebody else has decided on it since it was read.
    NotNow
        When the review is not complete, or the call is decided.
    """
    kept = Application.objects.select_for_update().select_related("call").get(pk=application.pk)
    require(access.may_manage, by, kept.call.programme)
    if kept.version != seen:
        raise Changed
    if kept.call.state != "moderated" or not kept.counts:
        raise NotNow(gettext("Decisions are taken once the review is complete, on applications that count."))
    made, _ = Decision.objects.update_or_create(
        application=kept,
        defaults={
            "outcome": outcome,
            "reason": reason,
            "deviation": deviation,
            "is_public": is_public,
            "by": by,
            "at": at,
        },
    )
    kept.version += 1
    kept.save(update_fields=["version"])
    audit.record(
        made, "decided", by=by, at=at, details=facts(made, "outcome", "reason", "deviation", "is_public")
    )
    return made
