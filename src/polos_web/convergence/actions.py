"""Writes of the comparison of priorities: permission, change and audit event in one transaction."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from polos_web.accounts import access as accounts
from polos_web.accounts.access import require
from polos_web.accounts.models import User
from polos_web.analysis import convergences as library
from polos_web.analysis import queries as analysis
from polos_web.audit import actions as audit
from polos_web.convergence import access, coding
from polos_web.convergence.models import CODED, Coding, SavedGroup, SavedRun
from polos_web.registers import actions as registers
from polos_web.registers.kinds import Reach
from polos_web.registers.models import Record
from polos_web.registers.queries import sheet
from polos_web.registers.statements import Papers, Statement
from polos_web.territories import actions as territories
from polos_web.territories import queries as territories_queries
from polos_web.territories.tables import tables


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
        is_independent=(before is None or not others) and not coding.is_told_by_others(record, kind, by),
        coded_at=at,
    )
    audit.record(registers.subject(locked), "coded", by=by, at=at, details={"kind": kind, "codes": wanted})
    if any(one.chosen == made.chosen for one in others):
        _agree(locked, kind, wanted, by=by, at=at)
    return made


@transaction.atomic
def save_run(
    name: str,
    question: library.Question,
    *,
    chosen: Mapping[str, Any],
    names: Mapping[str, str],
    by: User,
    at: datetime,
) -> SavedRun:
    """Save a comparison of the data as they stand, with its intervals and what other choices would change.

    ``chosen`` is what its address said, ``names`` what the saved groups in it are called. It is the
    author's own until it is published.

    Raises
    ------
    PermissionDenied
    NotSo
        When it has no name.
    """
    require(accounts.is_signed_in, by)
    stock = tables()
    kept = library.keep_run(
        library.Stock(stock.priorities, stock.territories),
        question,
        checksum=analysis.checksum("territories"),
        at=at,
    )
    saved = SavedRun.objects.create(
        name=_named(name), digest=kept.digest, chosen=dict(chosen), names=dict(names), author=by, saved_at=at
    )
    audit.record(saved, "saved", by=by, at=at, details={"run": kept.digest})
    return saved


@transaction.atomic
def save_group(name: str, codes: Sequence[str], *, by: User, at: datetime) -> SavedGroup:
    """Save a group of territories under a name; it is the author's own until it is published.

    Raises
    ------
    PermissionDenied
    NotSo
        When it has no name, or nobody is in it.
    """
    require(accounts.is_signed_in, by)
    if not codes:
        raise NotSo(gettext("Nothing was chosen. Choose territories, countries or groups."))
    saved = SavedGroup.objects.create(name=_named(name), codes=list(codes), author=by, saved_at=at)
    audit.record(saved, "saved", by=by, at=at, details={"codes": list(codes)})
    return saved


@transaction.atomic
def show(saved: SavedRun | SavedGroup, *, is_public: bool, by: User, at: datetime) -> None:
    """Show a saved run or group to everybody, or to its author only."""
    require(access.may_change, by, saved)
    saved.is_public = is_public
    saved.save(update_fields=["is_public"])
    audit.record(saved, "published" if is_public else "withdrawn", by=by, at=at)


@transaction.atomic
def remove(saved: SavedRun | SavedGroup, *, by: User, at: datetime) -> None:
    """Forget a saved run or group."""
    require(access.may_change, by, saved)
    _forget(saved, by=by, at=at)


def erase_person(person: User, at: datetime) -> None:
    """Let what somebody coded or published stand unsigned; what was only the person's own goes."""
    Coding.objects.filter(coder=person).update(coder=None, note="")
    for own in (*SavedRun.objects.filter(author=person), *SavedGroup.objects.filter(author=person)):
        if own.is_public:
            type(own).objects.filter(pk=own.pk).update(author=None)
        else:
            _forget(own, by=None, at=at)


def _forget(saved: SavedRun | SavedGroup, *, by: User | None, at: datetime) -> None:
    audit.record(saved, "removed", by=by, at=at)
    saved.delete()
    if isinstance(saved, SavedRun) and not SavedRun.objects.filter(digest=saved.digest).exists():
        library.release_run(saved.digest)


def _named(name: str) -> str:
    text = " ".join(name.split())[:120]
    if not text:
        raise NotSo(gettext("Give it a name, so that you find it again."))
    return text


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
