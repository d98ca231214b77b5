"""Who may code priorities."""

from polos_web.accounts import access as accounts
from polos_web.accounts.access import Asking
from polos_web.accounts.roles import Permission
from polos_web.registers import access as registers
from polos_web.registers.models import Record, State


def may_code(asking: Asking, record: Record) -> bool:
    """Whether somebody may say which codes a priority has: who keeps it, and reviewers."""
    may = registers.is_keeper(asking, record) or accounts.may(asking, Permission.REVIEW)
    return may and record.state != State.WITHDRAWN
