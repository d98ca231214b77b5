"""Who may organise an event. Participants need no right but their private link."""

from polos_web.accounts import access as accounts
from polos_web.accounts.access import Asking
from polos_web.accounts.roles import Permission
from polos_web.events.models import Event


def programmes_of(asking: Asking) -> frozenset[str]:
    """Return the programmes for which somebody organises events."""
    return accounts.scopes_of(asking, Permission.EDIT_PROGRAMME)


def may_organise_some(asking: Asking) -> bool:
    """Whether somebody organises events of any programme."""
    return bool(programmes_of(asking))


def may_organise_for(asking: Asking, programme: str) -> bool:
    """Whether somebody organises events of this programme."""
    return accounts.may(asking, Permission.EDIT_PROGRAMME, programme)


def may_organise(asking: Asking, event: Event) -> bool:
    """Whether somebody organises this event."""
    return may_organise_for(asking, event.programme)
