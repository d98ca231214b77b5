"""Whole registers as rows of a table."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from polos_web.accounts.access import require
from polos_web.accounts.models import User
from polos_web.audit import actions as audit
from polos_web.registers import access
from polos_web.registers.columns import headings, row_of
from polos_web.registers.kinds import PUBLIC, Kind, Reach
from polos_web.registers.models import Record, State
from polos_web.registers.queries import sheets

__all__ = ["everything", "headings", "public"]

AT_ONCE = 1000
Rows = list[dict[str, Any]]


def public(kind: Kind) -> Rows:
    """Return what everybody may read of a register."""
    found = Record.objects.filter(kind_name=kind.name, state=State.PUBLISHED).order_by("slug")
    return _rows(found, PUBLIC)


@transaction.atomic
def everything(kind: Kind, form: str, *, by: User | None, at: datetime) -> Rows:
    """Return all of a register, and record that it was handed out.

    ``by`` is ``None`` on the command line of the machine itself.

    Raises
    ------
    PermissionDenied
        When the person neither keeps the whole register nor runs the site.
    """
    if by is not None:
        require(access.may_import, by, kind)
    rows = _rows(Record.objects.filter(kind_name=kind.name).order_by("slug"), frozenset(Reach))
    told = {"form": form, "records": len(rows)}
    audit.record(audit.Subject(kind.name, "*"), "exported", by=by, at=at, details=told)
    return rows


def _rows(records: Iterable[Record], reaches: frozenset[Reach]) -> Rows:
    found = list(records)
    rows: Rows = []
    for start in range(0, len(found), AT_ONCE):
        some = found[start : start + AT_ONCE]
        told = sheets(some, reaches)
        rows += [row_of(told[record.pk]) for record in some]
    return rows
