"""Who may prepare and decide assignments of pairs: the managers of the programme they are for."""

from polos_web.accounts import access as accounts
from polos_web.accounts.access import WHOLE_SITE, Asking
from polos_web.accounts.roles import Permission
from polos_web.matchmaking.models import PairingPlan


def programmes_of(asking: Asking) -> frozenset[str]:
    """Return the programmes for which somebody prepares assignments."""
    return accounts.scopes_of(asking, Permission.EDIT_PROGRAMME) - {WHOLE_SITE}


def may_plan_some(asking: Asking) -> bool:
    """Whether somebody manages any programme."""
    return bool(accounts.scopes_of(asking, Permission.EDIT_PROGRAMME))


def may_plan_for(asking: Asking, programme: str) -> bool:
    """Whether somebody manages this programme."""
    return accounts.may(asking, Permission.EDIT_PROGRAMME, programme)


def may_plan(asking: Asking, plan: PairingPlan) -> bool:
    """Whether somebody manages the programme of a plan."""
    return may_plan_for(asking, plan.programme)
