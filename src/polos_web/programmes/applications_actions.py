"""Writes of those who apply, and what becomes of an application that came late."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from polos_web.accounts.access import require
from polos_web.accounts.models import User
from polos_web.audit import actions as audit
from polos_web.audit.facts import facts
from polos_web.programmes import access, calls_queries
from polos_web.programmes.models import Application, Attachment, Call
from polos_web.programmes.refusals import Changed, NotNow
from polos_web.registers.erasing import drop_unused

FIELDS = ("territory", "organisation", "partners", "language", "answers")
MOST_ATTACHMENTS = 20


@transaction.atomic
def begin(call: Call, values: Mapping[str, Any], *, by: User, at: datetime) -> Application:
    """Begin an application; nobody else sees it before it is handed in."""
    require(access.may_apply, by, call)
    if call.has_reached("decided"):
        raise NotNow(gettext("The call is decided; it takes nothing any more."))
    criteria = calls_queries.criteria_of(call)
    made = Application.objects.create(call=call, criteria=criteria, person=by, made_at=at, **values)
    audit.record(made, "begun", by=by, at=at, details=facts(made, *FIELDS))
    return made


@transaction.atomic
def change(
    application: Application, values: Mapping[str, Any], *, seen: int, by: User, at: datetime
) -> Application:
    """Change an application: a draft at any time, what was handed in until the deadline.

    Raises
    ------
    Changed
        When it was changed in another window since it was read.
    NotNow
        When the deadline has passed and it was handed in.
    """
    kept = _own(application, by=by, seen=seen)
    _require_open(kept, by, at)
    for name, value in values.items():
        setattr(kept, name, value)
    kept.criteria = calls_queries.criteria_of(kept.call)
    _keep(kept)
    audit.record(kept, "changed", by=by, at=at, details=facts(kept, *FIELDS))
    return kept


@transaction.atomic
def hand_in(application: Application, *, by: User, at: datetime) -> Application:
    """Hand an application in. What comes after the deadline is kept as late, and nothing of it is lost.

    Raises
    ------
    NotNow
        When the call has not opened yet, or is decided, or an answer is missing.
    """
    kept = _own(application, by=by)
    if kept.state != "draft":
        raise NotNow(gettext("It was handed in already."))
    if kept.call.has_reached("decided"):
        raise NotNow(gettext("The call is decided; it takes nothing any more."))
    if kept.call.state == "open" and at < kept.call.opens_at:
        raise NotNow(gettext("The call has not opened yet. What you wrote is kept; hand it in then."))
    criteria = calls_queries.criteria_of(kept.call)
    missing = [one.id for one in criteria.scored if not kept.answers.get(one.id, "").strip()]
    if missing:
        raise NotNow(gettext("Answers are missing on %(criteria)s.") % {"criteria": ", ".join(missing)})
    kept.state, kept.submitted_at, kept.criteria = "submitted", at, criteria
    kept.is_late = not kept.call.is_taking(at)
    _keep(kept)
    audit.record(kept, "handed in", by=by, at=at, details={"late": kept.is_late})
    return kept


@transaction.atomic
def withdraw(application: Application, *, reason: str, by: User, at: datetime) -> Application:
    """Withdraw an application that was handed in; it stays in the archive of the call as withdrawn."""
    kept = _own(application, by=by)
    if kept.state != "submitted":
        raise NotNow(gettext("It was not handed in, or was withdrawn already."))
    if kept.call.has_reached("decided"):
        raise NotNow(gettext("The call is decided. Write to those who run it."))
    kept.state, kept.withdrawn_at, kept.withdrawal_reason = "withdrawn", at, reason
    _keep(kept)
    audit.record(kept, "withdrawn", by=by, at=at, details={"reason": reason})
    return kept


@transaction.atomic
def attach(application: Application, values: Mapping[str, Any], *, by: User, at: datetime) -> Attachment:
    """Add a document to an application. ``values``: file, is_personal."""
    kept = _own(application, by=by)
    _require_open(kept, by, at)
    if kept.attachments.count() >= MOST_ATTACHMENTS:
        raise NotNow(gettext("An application holds at most %(most)s documents.") % {"most": MOST_ATTACHMENTS})
    made = Attachment.objects.create(application=kept, at=at, **values)
    audit.record(kept, "attached", by=by, at=at, details={"title": made.file["title"]})
    return made


@transaction.atomic
def detach(attachment: Attachment, *, by: User, at: datetime) -> None:
    """Take a document out of an application."""
    kept = _own(attachment.application, by=by)
    _require_open(kept, by, at)
    audit.record(kept, "detached", by=by, at=at, details={"title": attachment.file["title"]})
    drop_unused({attachment.file["checksum"]})
    attachment.delete()


@transaction.atomic
def rule(
    application: Application, *, admission: str, reason: str, seen: int, by: User, at: datetime
) -> Application:
    """Say whether a late application counts, and why; until the review is complete this can be changed."""
    kept = Application.objects.select_for_update().select_related("call").get(pk=application.pk)
    require(access.may_manage, by, kept.call.programme)
    if kept.version != seen:
        raise Changed
    if not kept.is_late or kept.state != "submitted":
        raise NotNow(gettext("Only an application that came late is admitted."))
    if kept.call.has_reached("moderated"):
        raise NotNow(gettext("The review is complete."))
    kept.admission, kept.admission_reason = admission, reason
    _keep(kept)
    audit.record(kept, "ruled", by=by, at=at, details={"admission": admission, "reason": reason})
    return kept


def _own(application: Application, *, by: User, seen: int | None = None) -> Application:
    kept = Application.objects.select_for_update().select_related("call").get(pk=application.pk)
    require(access.is_applicant, by, kept)
    if seen is not None and kept.version != seen:
        raise Changed
    return kept


def _require_open(application: Application, by: User, at: datetime) -> None:
    if not access.may_change_application(by, application, at):
        raise NotNow(gettext("The deadline has passed: the application stays as it was handed in."))


def _keep(application: Application) -> None:
    application.version += 1
    application.save()
