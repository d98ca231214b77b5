"""Bringing up to date what is made from records, in the transaction that changed them."""

from collections.abc import Sequence

from polos_web.registers import projections
from polos_web.registers.models import Record
from polos_web.registers.queries import read_once


def project(kind_name: str, records: Sequence[Record]) -> None:
    """Bring everything that hangs on these records up to date; what they say is read once for all of it."""
    if records:
        with read_once(records):
            for projection in projections.of(kind_name):
                projection.function(records)
