"""Writes of calls: permission, change and event in one transaction."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext, ngettext

from polos_web.accounts.access import require
from polos_web.accounts.models import User
from polos_web.analysis import selection
from polos_web.audit import actions as audit
from polos_web.audit.facts import plain
from polos_web.programmes import access, calls_mails, calls_queries, reviews_queries
from polos_web.programmes.models import CALL_STATES, Call, CallMove, Candidate, Criteria, Decision
from polos_web.programmes.refusals import Changed, NotNow

# Where a call can go from each state: forward first.
MOVES = {
    "draft": ("open",),
    "open": ("closed", "draft"),
    "closed": ("in_review", "open"),
    "in_review": ("moderated", "closed"),
    "moderated": ("decided", "in_review"),
    "decided": ("published", "moderated"),
    "published": ("archived",),
    "archived": (),
}


@transaction.atomic
def make(
    programme: str,
    values: Mapping[str, Any],
    *,
    candidate: Candidate | None,
    template: str,
    by: User,
    at: datetime,
) -> Call:
    """Begin a call as a draft, with the criteria of a template or none yet."""
    require(access.may_manage, by, programme)
    call = Call.objects.create(programme=programme, candidate=candidate, made_at=at, **values)
    rows = selection.built_in(template) if template else []
    Criteria.objects.create(call=call, number=1, template=template, rows=rows, by=by, at=at)
    audit.record(call, "made", by=by, at=at, details={name: plain(value) for name, value in values.items()})
    return call


@transaction.atomic
def change(
    call: Call, values: Mapping[str, Any], *, candidate: Candidate | None, seen: int, by: User, at: datetime
) -> Call:
    """Change what a call says, until its review begins.

    Raises
    ------
    Changed
        When somebody else has changed the call since it was read.
    NotNow
        When the review has begun.
    """
    kept = _locked(call, by=by, seen=seen)
    if kept.has_reached("in_review"):
        raise NotNow(gettext("The review has begun: what the call says stays as those who applied read it."))
    changed = {name: plain(value) for name, value in values.items() if getattr(kept, name) != value}
    for name, value in values.items():
        setattr(kept, name, value)
    kept.candidate = candidate
    _keep(kept)
    audit.record(kept, "changed", by=by, at=at, details=changed)
    return kept


@transaction.atomic
def translate(
    call: Call, language: str, given: Mapping[str, tuple[str, str]], *, seen: int, by: User, at: datetime
) -> Call:
    """Keep translations by the name of their passage, each with the wording it was made from.

    Raises
    ------
    Changed
        When somebody else has changed the call since it was read.
    """
    kept = _locked(call, by=by, seen=seen)
    criteria = calls_queries.criteria_of(kept)
    news = {
        one.name: calls_queries.translated(one.text, given[one.name][0], language, given[one.name][1])
        for one in calls_queries.passages(kept)
        if one.name in given and one.text.language != language
    }
    for name, text in news.items():
        what, _dash, which = name.partition("-")
        if what == "budget":
            kept.budget[int(which)]["item"] = text.to_plain()
        elif what == "criterion":
            next(row for row in criteria.rows if row["id"] == which)["text"] = text.to_plain()
        else:
            setattr(kept, name, text)
    criteria.save(update_fields=["rows"])
    _keep(kept)
    told = {"language": language, "texts": sorted(news)}
    audit.record(kept, "translated", by=by, at=at, details=told)
    return kept


@transaction.atomic
def set_criteria(
    call: Call,
    rows: Sequence[Mapping[str, Any]],
    *,
    scale: tuple[int, int],
    seen: int,
    reason: str,
    by: User,
    at: datetime,
) -> Criteria:
    """Let other criteria hold from now on: a new version. Scores stay with the version they were given by.

    Raises
    ------
    Changed
        When somebody else has made another version since.
    NotNow
        When the review is complete, or an opened call would change without a reason.
    """
    kept = _locked(call, by=by)
    before = calls_queries.criteria_of(kept)
    if before.number != seen:
        raise Changed
    if kept.has_reached("moderated"):
        raise NotNow(
            gettext("The review is complete. Take the call back to the review to change the criteria.")
        )
    if kept.state != "draft" and not reason:
        raise NotNow(gettext("The call has been opened: say why its criteria change."))
    made = Criteria.objects.create(
        call=kept,
        number=before.number + 1,
        rows=list(rows),
        lowest=scale[0],
        highest=scale[1],
        reason=reason,
        by=by,
        at=at,
    )
    told = {"version": made.number, "reason": reason, "scores before": before.scores.count()}
    audit.record(kept, "changed criteria", by=by, at=at, details=told)
    return made


@transaction.atomic
def set_result(call: Call, values: Mapping[str, Any], *, seen: int, by: User, at: datetime) -> Call:
    """Write what the published result says: ``outcome``, ``shows_scores``, ``shows_reasons``."""
    kept = _locked(call, by=by, seen=seen)
    if not kept.has_reached("moderated") or kept.state == "archived":
        raise NotNow(gettext("There is a result once the review is complete, and it stays in the archive."))
    for name, value in values.items():
        setattr(kept, name, value)
    _keep(kept)
    audit.record(
        kept, "worded result", by=by, at=at, details={name: plain(value) for name, value in values.items()}
    )
    return kept


@transaction.atomic
def move(call: Call, state: str, *, reason: str = "", by: User, at: datetime, site: str) -> Call:
    """Take a call to another state. Once its result is published, those who applied get a mail.

    Raises
    ------
    NotNow
        When it cannot go there from where it is, or something is missing; the message names it.
    """
    kept = _locked(call, by=by)
    if state not in MOVES[kept.state]:
        raise NotNow(gettext("The call cannot go there from where it is."))
    is_back = CALL_STATES.index(state) < CALL_STATES.index(kept.state)
    early = state == "closed" and not is_back and at < kept.closes_at
    if (is_back or early) and not reason.strip():
        raise NotNow(gettext("Say why: the reason stays in the history of the call."))
    found = BACK[state](kept, at) if is_back else FORWARD[state](kept, at)
    if found:
        raise NotNow(found)
    if state == "decided":
        _freeze(kept)
    if state == "published":
        kept.published_at = at
    before, kept.state = kept.state, state
    _keep(kept)
    CallMove.objects.create(call=kept, before=before, after=state, reason=reason, by=by, at=at)
    told = {"from": before, "to": state, "reason": reason}
    audit.record(kept, "moved", by=by, at=at, details=told)
    if state == "published":
        calls_mails.tell_applicants(kept, at=at, site=site)
    return kept


def obstacle(call: Call, state: str, at: datetime) -> str:
    """Return what keeps a call from its next state, in words; nothing where nothing does."""
    return FORWARD[state](call, at)


# ---- what has to hold before each step --------------------------------------------------------


def _before_opening(call: Call, at: datetime) -> str:
    if not calls_queries.criteria_of(call).scored:
        return gettext("The call has no criteria yet.")
    if call.eligibility is None:
        return gettext("The call does not say who can apply.")
    if call.closes_at <= at:
        return gettext("The deadline has passed already.")
    return ""


def _before_review(call: Call, at: datetime) -> str:
    found = list(call.applications.all())
    if not any(one.counts for one in found):
        return gettext("There is no application to review.")
    late = sum(one.waits for one in found)
    if late:
        words = ngettext(
            "Of %(count)s late application nobody has said if it counts. Open it and say so.",
            "Of %(count)s late applications nobody has said if they count. Open each and say so.",
            late,
        )
        return words % {"count": late}
    if not call.reviews.filter(released_at=None).exists():
        return gettext("Nobody has been asked to review.")
    return ""


def _before_moderated(call: Call, at: datetime) -> str:
    sheets = reviews_queries.sheets(call)
    waiting = [one.application.name for one in sheets if not one.is_complete]
    if waiting:
        return gettext("Scores are missing for the applications %(numbers)s.") % {
            "numbers": ", ".join(waiting)
        }
    open_ones = [one for one in reviews_queries.divergences(call) if one.moderation is None]
    if open_ones:
        named = ", ".join(f"{one.application.name} ({one.criterion.id})" for one in open_ones)
        return gettext("Divergent scores are not moderated yet: %(names)s.") % {"names": named}
    return ""


def _before_decided(call: Call, at: datetime) -> str:
    ranks = reviews_queries.ranking(call)
    missing = [one.application.name for one in ranks if one.decision is None]
    if missing:
        return gettext("Nothing is decided yet on the applications %(numbers)s.") % {
            "numbers": ", ".join(missing)
        }
    silent = [
        one.application.name
        for one in ranks
        if one.deviates and not (one.decision and one.decision.deviation)
    ]
    if silent:
        words = gettext("The decisions on %(numbers)s go against the ranking. People may do that; say why.")
        return words % {"numbers": ", ".join(silent)}
    return ""


def _before_published(call: Call, at: datetime) -> str:
    return "" if call.outcome else gettext("Write what came of the call first.")


def _nothing(call: Call, at: datetime) -> str:
    return ""


def _back_to_draft(call: Call, at: datetime) -> str:
    if call.applications.exists():
        return gettext("Somebody has begun an application. Close the call instead.")
    return ""


def _open_again(call: Call, at: datetime) -> str:
    return "" if call.closes_at > at else gettext("Move the deadline into the future first.")


def _back_before_review(call: Call, at: datetime) -> str:
    if call.reviews.filter(scores__isnull=False).exists():
        return gettext("Scores have been given already.")
    return ""


Check = Callable[[Call, datetime], str]
FORWARD: dict[str, Check] = {
    "open": _before_opening,
    "closed": _nothing,
    "in_review": _before_review,
    "moderated": _before_moderated,
    "decided": _before_decided,
    "published": _before_published,
    "archived": _nothing,
}
BACK: dict[str, Check] = {
    "draft": _back_to_draft,
    "open": _open_again,
    "closed": _back_before_review,
    "in_review": _nothing,
    "moderated": _nothing,
}


def _freeze(call: Call) -> None:
    """Keep with every decision what the scores advised when it was taken."""
    for one in reviews_queries.ranking(call):
        Decision.objects.filter(application=one.application).update(
            value=one.value, rank=one.rank, deviates=one.deviates
        )


def _locked(call: Call, *, by: User, seen: int | None = None) -> Call:
    kept = Call.objects.select_for_update().get(pk=call.pk)
    require(access.may_manage, by, kept.programme)
    if seen is not None and kept.version != seen:
        raise Changed
    return kept


def _keep(call: Call) -> None:
    call.version += 1
    call.save()
