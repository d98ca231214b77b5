"""Who may run a programme's selection, apply to a call, and review what was handed in."""

from datetime import datetime

from django.db.models import Q, QuerySet

from polos_web.accounts.access import WHOLE_SITE, Asking, is_signed_in, may, scopes_of
from polos_web.accounts.roles import Permission
from polos_web.programmes.models import Application, Call, Review


def programmes_of(asking: Asking) -> frozenset[str]:
    """Return the programmes whose selection somebody runs; ``WHOLE_SITE`` among them stands for all."""
    return scopes_of(asking, Permission.EDIT_PROGRAMME)


def may_manage_some(asking: Asking) -> bool:
    """Whether somebody runs the selection of any programme."""
    return bool(programmes_of(asking))


def may_manage(asking: Asking, programme: str) -> bool:
    """Whether somebody runs the selection of this programme: its board, its calls and what comes of them."""
    return may(asking, Permission.EDIT_PROGRAMME, programme)


def managed(asking: Asking) -> QuerySet[Call]:
    """Return the calls ``may_manage`` lets somebody run."""
    scopes = programmes_of(asking)
    return Call.objects.all() if WHOLE_SITE in scopes else Call.objects.filter(programme__in=scopes)


def may_read(asking: Asking, call: Call) -> bool:
    """Whether somebody may read a call: everybody one that was opened, else who runs it."""
    return call.is_public or may_manage(asking, call.programme)


def may_apply(asking: Asking, call: Call) -> bool:
    """Whether somebody may hand something in: everybody with an account, to a call that was opened."""
    return is_signed_in(asking) and call.is_public


def is_applicant(asking: Asking, application: Application) -> bool:
    """Whether an application is somebody's own."""
    return is_signed_in(asking) and application.person_id == asking.pk


def may_read_application(asking: Asking, application: Application) -> bool:
    """Whether somebody may read an application: its applicant, and who runs the call once it was handed in.

    Reviewers read it on their own pages, after their declaration.
    """
    handed_in = application.state != "draft"
    return is_applicant(asking, application) or (handed_in and may_manage(asking, application.call.programme))


def may_change_application(asking: Asking, application: Application, at: datetime) -> bool:
    """Whether the applicant may still change it: a draft always, what was handed in until the deadline."""
    if not is_applicant(asking, application):
        return False
    return application.state == "draft" or (
        application.state == "submitted" and application.call.is_taking(at)
    )


def is_reviewer(asking: Asking, review: Review) -> bool:
    """Whether an invitation to review is somebody's own, and stands."""
    if not is_signed_in(asking) or review.released_at is not None:
        return False
    return asking.pk == review.person_id or _is_invited(asking.email, review)


def reviews_of(asking: Asking) -> QuerySet[Review]:
    """Return the invitations ``is_reviewer`` says are somebody's own."""
    if not is_signed_in(asking):
        return Review.objects.none()
    invited = Q(person=None, email=asking.email or "-")
    return Review.objects.filter(Q(person=asking) | invited, released_at=None)


def may_see_applications(asking: Asking, review: Review) -> bool:
    """Whether a reviewer may open applications: who has declared, while they are under review or later."""
    return is_reviewer(asking, review) and review.is_active and review.call.has_reached("in_review")


def _is_invited(email: str | None, review: Review) -> bool:
    return review.person_id is None and bool(email) and email == review.email
