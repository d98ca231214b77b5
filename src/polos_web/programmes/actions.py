"""Loading of the programmes that come with the software."""

from datetime import datetime

from django.db import transaction

from polos_web.programmes import reference
from polos_web.programmes.kinds import PROGRAMME
from polos_web.registers import actions as registers
from polos_web.registers.models import Voice


@transaction.atomic
def load(*, at: datetime) -> int:
    """Let the register say of every named programme exactly what the sources say; return how many."""
    rows = list(reference.rows())
    registers.load(PROGRAMME, rows, voice=Voice.REFERENCE, at=at, is_built_in=True)
    registers.end_absent(PROGRAMME, {slug for slug, _ in rows}, voice=Voice.REFERENCE, at=at)
    return len(rows)
