"""What pages say of who answers for a record, and of what a reader has claimed."""

from typing import Any

from polos_web.accounts.access import Asking, is_signed_in
from polos_web.registers.claiming import waiting
from polos_web.registers.models import Record
from polos_web.registers.queries import has_own_word


def told(record: Record, asking: Asking) -> dict[str, Any]:
    """Return whether a record's own people have said anything, and the claim of the reader that waits."""
    may_wait = is_signed_in(asking) and not record.is_claimed
    return {
        "has_own_word": record.is_claimed and has_own_word(record),
        "waiting": waiting(record, asking) if may_wait else None,
    }
