"""Who may what: the only place that decides.

Predicates are pure questions about a person and a thing; ``require`` turns a no into a refusal. Lists are cut
by the matching filter (``scopes_of``), so that a list never holds what its pages would refuse.
"""

from collections.abc import Callable
from datetime import date
from typing import Any, TypeGuard, cast

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils import timezone

from polos_web.accounts.models import Assignment, User
from polos_web.accounts.roles import Member, Operator, Permission, Role

Asking = User | AnonymousUser
WHOLE_SITE = ""


class SignInNeeded(PermissionDenied):
    """The page is for people with an account; this visitor has not signed in."""


def asking(request: HttpRequest) -> Asking:
    """Return who asks for a page."""
    return cast(Asking, request.user)


def person(request: HttpRequest) -> User:
    """Return the person who asks for a page, or ask for sign-in."""
    found = asking(request)
    require(is_signed_in, found)
    return cast(User, found)


class RoleNeeded(PermissionDenied):
    """Refused for want of a role; ``role`` is what the page says is needed."""

    def __init__(self, role: type[Role]) -> None:
        super().__init__()
        self.role = role.label


def require(
    predicate: Callable[..., bool], asking: Asking, *about: Any, role: type[Role] | None = None
) -> None:
    """Refuse unless the predicate holds; ``role`` is one that would do.

    Raises
    ------
    SignInNeeded
        When it does not hold for somebody who has not signed in.
    RoleNeeded
        When it does not hold for somebody who has, and ``role`` is given.
    PermissionDenied
        When it is not.
    """
    if predicate(asking, *about):
        return
    if not asking.is_authenticated:
        raise SignInNeeded
    raise RoleNeeded(role) if role else PermissionDenied


# ---- predicates -------------------------------------------------------------------------------


def is_signed_in(asking: Asking) -> TypeGuard[User]:
    """Whether this is a person with an account that is in use."""
    return isinstance(asking, User) and asking.is_active


def may(asking: Asking, permission: Permission, scope: str = WHOLE_SITE) -> bool:
    """Whether a role in force gives the permission, for the whole site or for just this thing."""
    return bool(scopes_of(asking, permission) & {WHOLE_SITE, scope})


def may_read_audit(asking: Asking) -> bool:
    return may(asking, Permission.READ_AUDIT)


def may_assign_roles(asking: Asking) -> bool:
    return may(asking, Permission.ASSIGN_ROLES)


def may_end_assignment(asking: Asking, assignment: Assignment) -> bool:
    """Operators end roles; the last operator's role stays, or nobody could assign any."""
    return may_assign_roles(asking) and not is_last_operator(assignment)


def may_erase(asking: Asking, person: User) -> bool:
    """Everybody may erase oneself and nobody else; the last operator names another one first."""
    own = is_signed_in(asking) and asking.pk == person.pk
    return own and not any(map(is_last_operator, _in_force(person)))


def is_staff(person: Asking) -> bool:
    """Whether the person has a role of staff, and so needs a second factor."""
    return is_signed_in(person) and any(held.kind.is_staff for held in _in_force(person))


# ---- filters ----------------------------------------------------------------------------------


def scopes_of(asking: Asking, permission: Permission) -> frozenset[str]:
    """Return the things for which somebody has the permission; ``WHOLE_SITE`` among them stands for all."""
    if not is_signed_in(asking):
        return frozenset()
    granted = {
        held.scope for held in _in_force(asking) if permission in held.kind.permissions and _counts(held)
    }
    return frozenset(granted | ({WHOLE_SITE} if permission in Member.permissions else set()))


def has_second_factor(person: Asking) -> bool:
    """Whether the person has an authenticator app or a passkey."""
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return Authenticator.objects.filter(user_id=person.pk, type__in=kinds).exists()


def is_last_operator(assignment: Assignment) -> bool:
    """Whether without this assignment nobody could assign roles."""
    if assignment.role != Operator.name:
        return False
    others = Assignment.objects.filter(role=Operator.name).exclude(person=assignment.person_id)
    return not any(other.is_in_force(_today()) for other in others)


def _counts(held: Assignment) -> bool:
    return not held.kind.is_staff or has_second_factor(held.person)


def _in_force(person: User) -> list[Assignment]:
    return [held for held in person.assignments.all() if held.is_in_force(_today())]


def _today() -> date:
    return timezone.now().date()
