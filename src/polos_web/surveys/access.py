"""Who may keep a survey. Respondents need no right but their private link."""

from polos_web.accounts import access as accounts
from polos_web.accounts.access import Asking
from polos_web.accounts.roles import Permission
from polos_web.surveys.models import Survey


def programmes_of(asking: Asking) -> frozenset[str]:
    """Return the programmes for which somebody keeps surveys."""
    return accounts.scopes_of(asking, Permission.EDIT_PROGRAMME)


def may_keep_some(asking: Asking) -> bool:
    """Whether somebody keeps surveys of any programme."""
    return bool(programmes_of(asking))


def may_keep_for(asking: Asking, programme: str) -> bool:
    """Whether somebody keeps surveys of this programme."""
    return accounts.may(asking, Permission.EDIT_PROGRAMME, programme)


def may_keep(asking: Asking, survey: Survey) -> bool:
    """Whether somebody keeps this survey."""
    return may_keep_for(asking, survey.programme)
