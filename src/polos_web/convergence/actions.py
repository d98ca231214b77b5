"""Writes of the comparison of priorities: permission, change and audit event in one transaction."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from polos_web.accounts.access import require
from polos_web.accounts.models import User
from polos_web.audit import actions as audit
from polos_web.convergence import access, coding
from polos_web.convergence.models import CODED, Coding
from polos_web.registers import actions as registers
from polos_web.registers.kinds import Reach
from polos_web.registers.models import Record
from polos_web.registers.queries import sheet
from polos_web.registers.statements import Papers, Statement
from polos_web.territories import actions as territories
from polos_web.territories import queries as territories_queries


class NotSo(ValueError):
    """What was sent cannot be taken; the words say what was found and what was needed."""


@transaction.atomic
def code(
    record: Record,
    kind: str,
    codes: Collection[str],
    *,
    fits_none: bool = False,
    note: str = "",
    by: User,
    at: datetime,
) -> Coding:
    """Say which codes of a kind a priority has; where a second coder says the same, the record says so too.

    ``fits_none`` says that no code of the list fits, which is not the same as not having coded.

    Raises
    ------
    PermissionDenied
    NotSo
        When a code is not of the list, none is given and it is not said that none fits, or both are.
    """
    require(access.may_code, by, record)
    locked = registers.locked(record)
    wanted = _checked(kind, codes, fits_none=fits_none)
    standing = list(Coding.objects.filter(priority_id=record.slug, kind=kind, ended_at__isnull=True))
    before = next((one for one in standing if one.coder_id == by.pk), None)
    others = [one for one in standing if one is not before]
    if before is not None and before.codes == wanted and before.note == note:
        return before
    if before is not None:
        Coding.objects.filter(pk=before.pk).update(ended_at=at)
    made = Coding.objects.create(
        priority_id=record.slug,
        kind=kind,
        place=before.place if before else _place(record.slug, by),
        coder=by,
        codes=wanted,
        note=note[:500],
        suggested=coding.suggested_for(record, kind),
        is_independent=before is None or not others,
        coded_at=at,
    )
    audit.record(registers.subject(locked), "coded", by=by, at=at, details={"kind": kind, "codes": wanted})
    if any(one.chosen == made.chosen for one in others):
        _agree(locked, kind, wanted, by=by, at=at)
    return made


def erase_person(person: User, at: datetime) -> None:
    """Let what somebody coded stand unsigned."""
    Coding.objects.filter(coder=person).update(coder=None, note="")


def follow(records: Sequence[Record]) -> None:
    """Let the rows of priorities say where two coders agree on the codes as they stand now."""
    for line in coding.listed(territories_queries.priorities_by_id(coding.coded_among(records)).values()):
        is_agreed = all(line.stands[kind].state == "agreed" for kind in coding.NEEDED)
        if is_agreed and line.priority.coding != "agreed":
            territories.note_agreement(line.priority.pk)


def _agree(record: Record, kind: str, codes: list[str], *, by: User, at: datetime) -> None:
    """Let the record say what two coders agree on, with the papers that stood there before."""
    told = sheet(record, frozenset(Reach))
    before = told.one(kind)
    if (before is None and codes) or (before is not None and set(before.value) != set(codes)):
        fact = before.fact if before else told.told["name"][0].fact
        papers = Papers(fact.source, fact.place, fact.dated, "high", fact.note if before else "")
        registers.settled(record, [Statement(kind, codes or None, papers=papers)], by=by, at=at)
    audit.record(registers.subject(record), "codes agreed", by=by, at=at, details={"kind": kind})
    follow([record])


def _place(priority_id: str, by: User) -> int:
    """Return which coder of the priority this is."""
    coders = Coding.objects.filter(priority_id=priority_id).order_by("place")
    mine, last = coders.filter(coder=by).first(), coders.last()
    return mine.place if mine else last.place + 1 if last else 1


def _checked(kind: str, codes: Collection[str], *, fits_none: bool) -> list[str]:
    if kind not in CODED:
        raise NotSo(gettext("Found “%(found)s”. Needed: a kind of code.") % {"found": kind[:40]})
    known = coding.options(kind)
    unknown = sorted(set(codes) - set(known))
    if unknown:
        words = gettext("Found “%(found)s”. Needed: codes of the list.")
        raise NotSo(words % {"found": unknown[0][:40]})
    if not codes and not fits_none:
        raise NotSo(gettext("Nothing was chosen. Choose codes, or say that none of the list fits."))
    if codes and fits_none:
        raise NotSo(gettext("Codes were chosen, and that none fits. Choose one of the two."))
    return [one for one in known if one in set(codes)]
