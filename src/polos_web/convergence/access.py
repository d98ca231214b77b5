"""Who may code priorities, and see or change what is saved."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from polos_web.accounts import access as accounts
from polos_web.accounts.access import Asking
from polos_web.accounts.roles import Permission
from polos_web.convergence.models import SavedGroup, SavedRun
from polos_web.registers import access as registers
from polos_web.registers.models import Record, State
from polos_web.territories.kinds import PRIORITY


def may_code(asking: Asking, record: Record) -> bool:
    """Whether somebody may say which codes a priority has: who keeps it, and reviewers."""
    may = registers.is_keeper(asking, record) or accounts.may(asking, Permission.REVIEW)
    return may and record.state != State.WITHDRAWN


def may_code_of(asking: Asking, slugs: Iterable[str]) -> set[str]:
    """Return which of these public priorities ``may_code`` lets somebody code."""
    wanted = set(slugs)
    if any(accounts.may(asking, one) for one in (Permission.REVIEW, PRIORITY.permission)):
        return wanted
    return wanted & registers.own(asking, PRIORITY).slugs if accounts.is_signed_in(asking) else set()


def may_see(asking: Asking, saved: SavedRun | SavedGroup) -> bool:
    """Whether somebody may see a saved run or group: everybody a public one, its author any."""
    return saved.is_public or may_change(asking, saved)


def may_change(asking: Asking, saved: SavedRun | SavedGroup) -> bool:
    """Whether somebody may publish, hide or remove what is saved: its author."""
    return accounts.is_signed_in(asking) and saved.author_id == asking.pk


def visible_runs(asking: Asking) -> QuerySet[SavedRun]:
    """Return the runs ``may_see`` lets somebody see."""
    return SavedRun.objects.filter(_visible(asking))


def visible_groups(asking: Asking) -> QuerySet[SavedGroup]:
    """Return the groups ``may_see`` lets somebody see."""
    return SavedGroup.objects.filter(_visible(asking))


def _visible(asking: Asking) -> Q:
    return Q(is_public=True) | (Q(author=asking.pk) if accounts.is_signed_in(asking) else Q(pk=None))
