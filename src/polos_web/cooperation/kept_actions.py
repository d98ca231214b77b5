"""Writes about kept pairings: permission, change and audit event in one transaction."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext

from polos_web.accounts import access as accounts
from polos_web.accounts.models import User
from polos_web.audit import actions as audit
from polos_web.audit.facts import facts
from polos_web.cooperation import access, kept_queries, letters
from polos_web.cooperation.models import (
    REASONED,
    Acceptance,
    Indicator,
    KeptPairing,
    NextStep,
    Reading,
    Step,
    Turn,
)
from polos_web.registers import files
from polos_web.registers.erasing import drop_unused
from polos_web.ui.themes import split_themes

# Into which states one may move from which; what was paused or ended goes on as what it was before.
MOVES: dict[str, tuple[str, ...]] = {
    "agreed": ("active", "paused", "ended"),
    "active": ("paused", "ended"),
    "paused": ("reopened", "ended"),
    "ended": ("reopened",),
}
# Of what people write freely the audit keeps nothing: it could not be taken out of it any more.
TOLD_OF_STEP = ("stage", "day", "instrument", "valid_until", "is_public")
TOLD_OF_INDICATOR = ("baseline", "baseline_on", "target", "target_on", "is_public")
STEP_FIELDS = ("stage", "day", "words", "instrument", "topics", "valid_until", "link", "is_public")
INDICATOR_FIELDS = (
    "name", "unit", "baseline", "baseline_on", "target", "target_on", "source", "is_public",
)  # fmt: skip


class NotNow(Exception):
    """The pairing is not in a state in which this can be done; the words say why."""


# ---- from a proposal to a pairing -------------------------------------------------------------


@transaction.atomic
def propose(
    kind: str,
    two: tuple[str, str],
    *,
    by: User,
    at: datetime,
    site: str,
    programme: str = "",
    because: str = "",
    themes: Sequence[str] = (),
    origin: str = "proposal",
) -> KeptPairing:
    """Propose that two records become a pairing; it does not exist before both sides have said yes.

    Who proposes as the keeper of one of the two, and not for a programme, says yes for that side by it. The
    keepers of a side that has to answer get a letter.

    Raises
    ------
    NotNow
        When the two are a pairing already, or were proposed as one and have not answered.
    """
    accounts.require(access.may_propose, by, kind, two, programme)
    made = _make(kind, two, programme=programme, because=because, themes=themes, origin=origin, at=at)
    _turn(made, "proposed", by=by, at=at)
    details = {**facts(made, "kind", "a", "b", "programme", "origin"), **_told_of(themes)}
    audit.record(made, "proposed", by=by, at=at, details=details)
    kept = [] if programme else [side for side in "ab" if access.keeps(by, kind, made.slug(side))]
    if kept:
        _say_yes(made, kept[0], by=by, at=at)
    letters.ask_sides(made, by=by, at=at, site=site)
    return made


@transaction.atomic
def from_match(
    kind: str, two: tuple[str, str], people: tuple[User | None, User | None], *, at: datetime
) -> KeptPairing | None:
    """Make the pairing of two who have said yes to each other elsewhere; ``None`` where there is one.

    ``people`` are those who said so, in the order of ``two``.
    """
    if kept_queries.open_between(kind, two) is not None:
        return None
    said = dict(zip(two, people, strict=True))
    made = _make(kind, two, programme="", because="", themes=(), origin="match", at=at)
    _turn(made, "proposed", by=None, at=at)
    details = facts(made, "kind", "a", "b", "origin")
    audit.record(made, "proposed", by=None, at=at, details=details)
    for side in "ab":
        _say_yes(made, side, by=said[made.slug(side)], at=at)
    return made


def _make(
    kind: str,
    two: tuple[str, str],
    *,
    programme: str,
    because: str,
    themes: Sequence[str],
    origin: str,
    at: datetime,
) -> KeptPairing:
    a, b = sorted(two)
    if kept_queries.open_between(kind, two) is not None:
        raise NotNow(gettext("These two are a pairing already, or were proposed as one."))
    return KeptPairing.objects.create(
        kind=kind,
        a=a,
        b=b,
        programme=programme,
        because=because,
        themes=list(themes),
        origin=origin,
        proposed_at=at,
    )


@transaction.atomic
def accept(pairing: KeptPairing, side: str, *, by: User, at: datetime) -> None:
    """Say yes for a side; with the second yes the pairing exists."""
    audit.take_turn()
    pairing.refresh_from_db()
    accounts.require(access.may_answer, by, pairing, side)
    _say_yes(pairing, side, by=by, at=at)


def _say_yes(pairing: KeptPairing, side: str, *, by: User | None, at: datetime) -> None:
    Acceptance.objects.create(pairing=pairing, side=side, person=by, said_at=at)
    audit.record(pairing, "accepted", by=by, at=at, details={"side": pairing.slug(side)})
    if pairing.acceptances.count() == 2:
        pairing.state, pairing.began_at = "agreed", at
        pairing.save(update_fields=["state", "began_at"])
        _turn(pairing, "agreed", by=by, at=at)
        audit.record(pairing, "agreed", by=by, at=at)


@transaction.atomic
def decline(pairing: KeptPairing, side: str, *, reason: str, by: User, at: datetime) -> None:
    """Say no for a side, with a reason that those who take part read."""
    audit.take_turn()
    pairing.refresh_from_db()
    accounts.require(access.may_answer, by, pairing, side)
    _close(pairing, "declined", reason=reason, by=by, at=at)


@transaction.atomic
def withdraw(pairing: KeptPairing, *, by: User, at: datetime) -> None:
    """Take a proposal back."""
    audit.take_turn()
    pairing.refresh_from_db()
    accounts.require(access.may_withdraw, by, pairing)
    _close(pairing, "withdrawn", reason="", by=by, at=at)


def _close(pairing: KeptPairing, what: str, *, reason: str, by: User, at: datetime) -> None:
    if what in REASONED and not reason:
        raise NotNow(gettext("Say why."))
    pairing.state = what
    pairing.save(update_fields=["state"])
    _turn(pairing, what, reason=reason, by=by, at=at)
    audit.record(pairing, what, by=by, at=at)


@transaction.atomic
def move(pairing: KeptPairing, what: str, *, reason: str, by: User, at: datetime) -> None:
    """Call a pairing active, pause, end or re-open it.

    Raises
    ------
    NotNow
        When it cannot go there from where it is, lacks a reason, or is to be active without an indicator.
    """
    accounts.require(access.may_edit, by, pairing)
    if what not in MOVES.get(pairing.state, ()):
        raise NotNow(gettext("The pairing cannot go there from where it is."))
    if what in REASONED and not reason:
        raise NotNow(gettext("Say why."))
    if what == "active" and not pairing.indicators.exists():
        raise NotNow(
            gettext("A pairing is called active once it has an indicator with a baseline and a target.")
        )
    before = kept_queries.state_before(pairing) if what == "reopened" else what
    if before != what and kept_queries.open_between(pairing.kind, (pairing.a, pairing.b), but=pairing):
        raise NotNow(gettext("These two are a pairing already, or were proposed as one."))
    pairing.state = before
    pairing.save(update_fields=["state"])
    _turn(pairing, what, reason=reason, by=by, at=at)
    audit.record(pairing, what, by=by, at=at)


def _turn(pairing: KeptPairing, what: str, *, by: User | None, at: datetime, reason: str = "") -> None:
    Turn.objects.create(pairing=pairing, what=what, reason=reason, by=by, at=at)


@transaction.atomic
def describe(
    pairing: KeptPairing, *, themes: Sequence[str], summary: str, notes: str, by: User, at: datetime
) -> None:
    """Change what a pairing is about: its themes and words for everybody, notes for those who take part."""
    accounts.require(access.may_edit, by, pairing)
    said, before = (pairing.summary, pairing.notes), pairing.themes
    pairing.themes, pairing.summary, pairing.notes = list(themes), summary, notes
    pairing.save(update_fields=["themes", "summary", "notes"])
    if pairing.themes != before:
        audit.record(pairing, "changed themes", by=by, at=at, details=_told_of(themes))
    if said != (summary, notes):
        audit.record(pairing, "changed", by=by, at=at)


def _told_of(themes: Sequence[str]) -> dict[str, Any]:
    """Return what the audit says of themes: those of the list, and how many free topics there are."""
    known, free = split_themes(themes)
    return {"themes": known, "free_topics": len(free)}


# ---- what has happened, and what comes next ---------------------------------------------------


@transaction.atomic
def keep_step(
    pairing: KeptPairing,
    values: Mapping[str, Any],
    *,
    file: UploadedFile | None,
    by: User,
    at: datetime,
    step: Step | None = None,
) -> Step:
    """Write down something that has happened, or correct it; a new file takes the place of the one before.

    Raises
    ------
    WrongValue
        When the file is not of a kind that is taken.
    """
    accounts.require(access.may_edit, by, pairing)
    is_new = step is None
    step = step or Step(pairing=pairing, recorded_at=at)
    for name in STEP_FIELDS:
        setattr(step, name, values[name])
    if file is not None:
        _forget_file(step)
        step.document = files.keep(file)
    step.save()
    details = {
        "step": step.pk,
        **facts(step, *TOLD_OF_STEP),
        "document": (step.document or {}).get("checksum"),
    }
    audit.record(pairing, "added step" if is_new else "changed step", by=by, at=at, details=details)
    return step


@transaction.atomic
def remove_step(step: Step, *, by: User, at: datetime) -> None:
    """Remove something that was written down by mistake."""
    accounts.require(access.may_edit, by, step.pairing)
    details = {"step": step.pk, **facts(step, *TOLD_OF_STEP)}
    audit.record(step.pairing, "removed step", by=by, at=at, details=details)
    _forget_file(step)
    step.delete()


def _forget_file(step: Step) -> None:
    if step.document:
        drop_unused({step.document["checksum"]})


@transaction.atomic
def plan(
    pairing: KeptPairing, values: Mapping[str, Any], *, by: User, at: datetime, step: NextStep | None = None
) -> NextStep:
    """Say what comes next, who sees to it and by when; or change it."""
    accounts.require(access.may_edit, by, pairing)
    is_new = step is None
    step = step or NextStep(pairing=pairing, made_at=at)
    step.words, step.owner, step.due_on = values["words"], values["owner"], values["due_on"]
    step.save()
    details = {"next": step.pk, "owner": str(step.owner.pseudonym) if step.owner else ""}
    details |= facts(step, "due_on")
    audit.record(pairing, "planned" if is_new else "changed next step", by=by, at=at, details=details)
    return step


@transaction.atomic
def finish(step: NextStep, *, done_on: Any, outcome: str, by: User, at: datetime) -> None:
    """Say that a next step was taken, and what came of it."""
    accounts.require(access.may_edit, by, step.pairing)
    step.done_on, step.outcome = done_on, outcome
    step.save(update_fields=["done_on", "outcome"])
    details = {"next": step.pk, **facts(step, "done_on")}
    audit.record(step.pairing, "finished", by=by, at=at, details=details)


@transaction.atomic
def remove_next(step: NextStep, *, by: User, at: datetime) -> None:
    """Remove a next step that is not meant any more."""
    accounts.require(access.may_edit, by, step.pairing)
    details = {"next": step.pk, **facts(step, "due_on")}
    audit.record(step.pairing, "removed next step", by=by, at=at, details=details)
    step.delete()


# ---- indicators -------------------------------------------------------------------------------


@transaction.atomic
def keep_indicator(
    pairing: KeptPairing,
    values: Mapping[str, Any],
    *,
    by: User,
    at: datetime,
    indicator: Indicator | None = None,
) -> Indicator:
    """Add an indicator, or change it."""
    accounts.require(access.may_edit, by, pairing)
    is_new = indicator is None
    indicator = indicator or Indicator(pairing=pairing)
    for name in INDICATOR_FIELDS:
        setattr(indicator, name, values[name])
    indicator.save()
    details = {"indicator": indicator.pk, **facts(indicator, *TOLD_OF_INDICATOR)}
    verb = "added indicator" if is_new else "changed indicator"
    audit.record(pairing, verb, by=by, at=at, details=details)
    return indicator


@transaction.atomic
def remove_indicator(indicator: Indicator, *, by: User, at: datetime) -> None:
    """Remove an indicator with its values; an active pairing keeps one."""
    pairing = indicator.pairing
    accounts.require(access.may_edit, by, pairing)
    if pairing.state == "active" and pairing.indicators.count() == 1:
        raise NotNow(gettext("An active pairing keeps at least one indicator."))
    details = {"indicator": indicator.pk, **facts(indicator, *TOLD_OF_INDICATOR)}
    audit.record(pairing, "removed indicator", by=by, at=at, details=details)
    indicator.delete()


@transaction.atomic
def read(indicator: Indicator, values: Mapping[str, Any], *, by: User, at: datetime) -> Reading:
    """Add a value of an indicator; one of the same day is replaced."""
    accounts.require(access.may_edit, by, indicator.pairing)
    made, _ = Reading.objects.update_or_create(
        indicator=indicator,
        day=values["day"],
        defaults={"value": values["value"], "source": values["source"]},
    )
    details = {"indicator": indicator.pk, **facts(made, "value", "day")}
    audit.record(indicator.pairing, "added reading", by=by, at=at, details=details)
    return made
