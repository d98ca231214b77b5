"""Writes of the coding: who codes, what each gave, and what counts where coders differ."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from polos_web.accounts import access as accounts
from polos_web.accounts import queries as people
from polos_web.accounts.models import User
from polos_web.audit import actions as audit
from polos_web.dialogue import actions as dialogues
from polos_web.dialogue.models import Contribution, Statement
from polos_web.synthesis import access, codings
from polos_web.synthesis.actions import locked
from polos_web.synthesis.models import Coder, Reading, Resolution, Synthesis, clean_codes
from polos_web.synthesis.refusals import NotNow

MOST_CODERS = 9


@transaction.atomic
def name_coder(synthesis: Synthesis, email: str, *, by: User, at: datetime) -> Coder:
    """Let somebody with an account code; coders are numbered in the order of being named."""
    held = locked(synthesis, by)
    person = people.person_of(email)
    if person is None:
        raise NotNow(gettext("Nobody has an account with this address."))
    if held.codes_are_open:
        raise NotNow(gettext("Coders see each other’s codes already; nobody new can code blind."))
    if held.coders.filter(person=person).exists():
        raise NotNow(gettext("This person codes already."))
    last = held.coders.order_by("-number").first()
    if last is not None and last.number >= MOST_CODERS:
        raise NotNow(gettext("A dialogue has %(most)s coders at most.") % {"most": MOST_CODERS})
    made = Coder.objects.create(
        synthesis=held, number=last.number + 1 if last else 1, person=person, named_at=at
    )
    audit.record(made, "named", by=by, of=person, at=at, details={"number": made.number})
    return made


@transaction.atomic
def remove_coder(coder: Coder, *, by: User, at: datetime) -> None:
    """Let a coder go who has not coded anything."""
    held = locked(coder.synthesis, by)
    if coder.readings.exists():
        raise NotNow(gettext("The coder has coded already; the codes stay."))
    audit.record(coder, "removed", by=by, at=at, details={"number": coder.number})
    coder.delete()
    _open_if_done(held, at)


@transaction.atomic
def show_suggestions(synthesis: Synthesis, *, suggests: bool, by: User, at: datetime) -> None:
    """Show coders what a machine finds in the words, or no longer."""
    held = locked(synthesis, by)
    held.suggests = suggests
    held.save(update_fields=["suggests"])
    audit.record(held, "showed suggestions" if suggests else "hid suggestions", by=by, at=at)


@transaction.atomic
def mark(
    synthesis: Synthesis,
    contribution: Contribution,
    passage: str,
    *,
    coder: Coder | None,
    by: User,
    at: datetime,
) -> Statement:
    """Mark a passage of a contribution as a statement; without words, all of it.

    Raises
    ------
    NotNow
        When the passage does not stand in the contribution as given.
    """
    accounts.require(access.may_mark, by, synthesis, coder)
    said = contribution.text.original
    wanted = passage.strip().replace("\r\n", "\n")
    start = said.replace("\r\n", "\n").find(wanted) if wanted else len(said) - len(said.lstrip())
    if start < 0:
        raise NotNow(gettext("These words do not stand in the contribution like this. Copy them from it."))
    end = start + len(wanted) if wanted else len(said.rstrip())
    return dialogues.mark(contribution, start, end, by=by, at=at, is_asked=True)


@transaction.atomic
def read(
    coder: Coder,
    statement: Statement,
    codes: Mapping[str, Collection[str]],
    *,
    by: User,
    at: datetime,
) -> Reading:
    """Give a statement codes, or none: both say that it was read."""
    accounts.require(access.is_coder, by, coder)
    _check_still_blind(coder)
    made, _ = Reading.objects.update_or_create(
        coder=coder,
        statement=statement,
        defaults={
            "codes": clean_codes({scheme: list(given) for scheme, given in codes.items()}),
            "saw_suggestions": coder.synthesis.suggests,
            "read_at": at,
        },
    )
    audit.record(made, "coded", by=by, at=at, details={"statement": statement.pk, "codes": made.codes})
    return made


def _check_still_blind(coder: Coder) -> None:
    if coder.synthesis.codes_are_open:
        raise NotNow(gettext("Coders see each other’s codes; what was coded stays as it is."))
    if coder.done_at is not None:
        raise NotNow(gettext("You have said that you are done; what you coded stays as it is."))


@transaction.atomic
def finish(coder: Coder, *, by: User, at: datetime) -> None:
    """Say that one has coded what one wants to code; when all have, they see each other's codes."""
    accounts.require(access.is_coder, by, coder)
    _check_still_blind(coder)
    if not coder.readings.exists():
        raise NotNow(gettext("You have not coded anything yet."))
    coder.done_at = at
    coder.save(update_fields=["done_at"])
    audit.record(coder, "finished", by=by, at=at, details={"read": coder.readings.count()})
    _open_if_done(coder.synthesis, at)


def _open_if_done(synthesis: Synthesis, at: datetime) -> None:
    held = Synthesis.objects.select_for_update().get(pk=synthesis.pk)
    every = list(held.coders.all())
    if len(every) > 1 and all(one.done_at for one in every) and not held.codes_are_open:
        _open(held, by=None, at=at)


def _open(synthesis: Synthesis, *, by: User | None, at: datetime) -> None:
    synthesis.coding_opened_at = at
    synthesis.save(update_fields=["coding_opened_at"])
    audit.record(synthesis, "opened the codes", by=by, at=at)


@transaction.atomic
def open_codes(synthesis: Synthesis, *, by: User, at: datetime) -> None:
    """Let coders see each other's codes before all have said that they are done; nobody codes after that."""
    held = locked(synthesis, by)
    if held.codes_are_open:
        raise NotNow(gettext("The codes are open already."))
    if not Reading.objects.filter(coder__synthesis=held).exists():
        raise NotNow(gettext("Nobody has coded anything yet."))
    _open(held, by=by, at=at)


@transaction.atomic
def resolve(
    synthesis: Synthesis,
    statement: Statement,
    codes: Mapping[str, Collection[str]],
    *,
    note: str,
    by: User,
    coder: Coder | None,
    at: datetime,
) -> Resolution:
    """Say which codes count for a statement on which coders differ, and why; what each gave stays."""
    accounts.require(access.may_see_codes, by, synthesis, coder)
    one = codings.settled(synthesis).get(statement.pk)
    if one is None or (one.is_same and one.resolution is None):
        raise NotNow(gettext("Coders do not differ on this statement."))
    made, _ = Resolution.objects.update_or_create(
        synthesis=synthesis,
        statement=statement,
        defaults={
            "codes": clean_codes({scheme: list(given) for scheme, given in codes.items()}),
            "note": note,
            "resolved_by": by,
            "resolved_at": at,
        },
    )
    details = {"statement": statement.pk, "codes": made.codes, "note": note}
    audit.record(made, "resolved", by=by, at=at, details=details)
    return made
