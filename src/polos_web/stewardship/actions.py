"""Writes about who answers for records: permission, change, event and letters in one transaction."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from polos_web.accounts.access import require
from polos_web.accounts.actions import entrust, release
from polos_web.accounts.models import Assignment, User
from polos_web.accounts.queries import addresses_of, people_with
from polos_web.accounts.roles import Operator, Reviewer
from polos_web.audit import actions as audit
from polos_web.registers import actions as records
from polos_web.registers.keepers import keepers
from polos_web.registers.models import Record
from polos_web.stewardship import access
from polos_web.stewardship.mails import Mails
from polos_web.stewardship.models import Claim, Invitation, Letter, Request, Standing, Verifier, Wish
from polos_web.stewardship.queries import country_of

TO_VERIFY = timedelta(days=14)
TO_ACCEPT = timedelta(days=14)


class LastOwner(Exception):
    """Without this owner nobody would decide about the record; another one has to be named first."""


class AnsweredAlready(Exception):
    """Somebody else has answered meanwhile; nothing was written."""


# ---- verifiers --------------------------------------------------------------------------------


@transaction.atomic
def name_verifier(
    person: User, institution: str, *, country: str, kind_name: str, by: User, at: datetime
) -> Verifier:
    """Name somebody of an institution to verify claims, of one country or of all."""
    require(access.may_assign_roles, by)
    named, _ = Verifier.objects.update_or_create(
        person=person,
        country=country,
        kind_name=kind_name,
        defaults={"institution": institution, "named_at": at},
    )
    facts = {"institution": institution, "country": country, "register": kind_name}
    audit.record(named, "named", by=by, of=person, at=at, details=facts)
    return named


@transaction.atomic
def dismiss_verifier(named: Verifier, *, by: User, at: datetime) -> None:
    """Let somebody verify claims no more."""
    require(access.may_assign_roles, by)
    audit.record(named, "dismissed", by=by, of=named.person, at=at)
    named.delete()


# ---- claims -----------------------------------------------------------------------------------


@transaction.atomic
def claim(record: Record, *, reason: str, evidence: str, by: User, at: datetime, site: str) -> Claim:
    """Say that one answers for a record, and ask those who were named to verify it.

    Where nobody was named, the operators are asked. A claim that is open already stays as it is.
    """
    require(access.may_claim, by, record)
    country = country_of(record)
    made, is_new = Claim.objects.get_or_create(
        record=record,
        person=by,
        standing=Standing.OPEN,
        defaults={
            "reason": reason,
            "evidence": evidence,
            "country": country,
            "made_at": at,
            "due_on": (at + TO_VERIFY).date(),
        },
    )
    if not is_new:
        return made
    audit.record(records.subject(record), "claim made", by=by, at=at, details={"claim": made.pk})
    for verifier in _by_number(_verifiers(made) or _operators(made, at)):
        Mails(site, at).ask_verifier(made, verifier)
    return made


def _verifiers(claim: Claim) -> set[User]:
    return {verifier.person for verifier in access.verifiers(claim).select_related("person")}


def _operators(claim: Claim, at: datetime) -> set[User]:
    return set(people_with(Operator, on=at.date())) - {claim.person}


def _by_number(people: set[User]) -> list[User]:
    return sorted(people, key=lambda person: person.pk)


def remind_of_overdue(*, at: datetime, site: str) -> int:
    """Tell, once for each claim whose deadline has passed, who may answer and who made it; return how many.

    Each is one transaction: a process that is killed tells nobody twice and leaves no claim out.
    """
    return sum(_remind(number, at=at, site=site) for number in access.overdue_claims(at.date()))


@transaction.atomic
def _remind(number: int, *, at: datetime, site: str) -> bool:
    wanted = Claim.objects.select_for_update().select_related("record", "person")
    claim = wanted.filter(pk=number, reminded_at=None).first()
    if claim is None or not claim.is_overdue(at.date()):
        return False
    claim.reminded_at = at
    claim.save(update_fields=["reminded_at"])
    told = {"claim": claim.pk, "due": claim.due_on.isoformat()}
    audit.record(records.subject(claim.record), "claim overdue", by=None, at=at, details=told)
    for person in _by_number(_verifiers(claim) | _operators(claim, at)):
        Mails(site, at).remind(claim, person)
    Mails(site, at).excuse(claim)
    return True


@transaction.atomic
def answer_claim(claim: Claim, *, is_granted: bool, answer: str, by: User, at: datetime, site: str) -> Claim:
    """Confirm a claim, which gives the record to whoever made it, or refuse it with a reason.

    Raises
    ------
    AnsweredAlready
        When it was answered meanwhile, or the record has been claimed by somebody else.
    """
    kept = Claim.objects.select_for_update().select_related("record", "person").get(pk=claim.pk)
    record = records.locked(kept.record)
    if not kept.is_open or (is_granted and record.is_claimed):
        raise AnsweredAlready
    require(access.may_answer_claim, by, kept)
    kept.standing = Standing.GRANTED if is_granted else Standing.REFUSED
    kept.answer, kept.answered_at, kept.answered_by = answer, at, by
    kept.save()
    audit.record(records.subject(record), f"claim {kept.standing}", by=by, at=at, details={"claim": kept.pk})
    roles = keepers(record.kind)
    if is_granted and roles is not None:
        entrust(roles.owner, kept.person, scope=record.slug, by=by, at=at)
    Mails(site, at).answer_claimant(kept)
    return kept


# ---- colleagues -------------------------------------------------------------------------------


@transaction.atomic
def invite(
    record: Record, email: str, *, is_owner: bool, language: str, by: User, at: datetime, site: str
) -> Invitation:
    """Ask a colleague by mail to keep a record too; asking again makes the link valid anew."""
    require(access.may_bring_in, by, record)
    roles = keepers(record.kind)
    assert roles is not None  # who may bring in somebody does so to a record with roles of its own
    role = roles.owner if is_owner or roles.editor is None else roles.editor
    made, _ = Invitation.objects.update_or_create(
        record=record,
        email=email.strip().lower(),
        defaults={
            "role": role.name,
            "invited_by": by,
            "made_at": at,
            "last_on": (at + TO_ACCEPT).date(),
        },
    )
    audit.record(records.subject(record), "colleague invited", by=by, at=at, details={"role": role.name})
    Mails(site, at).invite(made, by=by, language=language)
    return made


@transaction.atomic
def accept(invitation: Invitation, *, by: User, at: datetime) -> Assignment:
    """Keep a record as one was asked to; the link works once.

    Raises
    ------
    AnsweredAlready
        When the invitation has been used, taken back, or is too old.
    """
    kept = Invitation.objects.select_for_update().filter(pk=invitation.pk).first()
    if kept is None or not kept.is_valid(at.date()):
        raise AnsweredAlready
    held = entrust(kept.kind, by, scope=kept.record.slug, by=kept.invited_by or by, at=at)
    audit.record(records.subject(kept.record), "colleague joined", by=by, at=at, details={"role": kept.role})
    kept.delete()
    return held


@transaction.atomic
def take_back(invitation: Invitation, *, by: User, at: datetime) -> None:
    """Take an invitation back; its link does not work any more."""
    require(access.may_bring_in, by, invitation.record)
    audit.record(records.subject(invitation.record), "invitation taken back", by=by, at=at)
    invitation.delete()


@transaction.atomic
def part(record: Record, held: Assignment, *, by: User, at: datetime) -> None:
    """Let a colleague keep a record no more, or leave oneself.

    Raises
    ------
    LastOwner
        When nobody else owns the record.
    """
    audit.take_turn()
    require(access.may_end, by, record, held)
    if access.is_last_owner(held, record, at.date()):
        raise LastOwner
    release(held, by=by, at=at)


# ---- requests of anybody ----------------------------------------------------------------------


@transaction.atomic
def ask(
    record: Record,
    wish: Wish,
    *,
    text: str,
    field: str = "",
    evidence: str = "",
    email: str = "",
    language: str,
    at: datetime,
    site: str,
) -> Request:
    """Ask to correct or to remove a record; nobody needs an account for it.

    Its owners are told, or the reviewers where it has none; who left an address gets a private link.
    """
    made = Request.objects.create(
        record=record,
        wish=wish,
        field=field,
        text=text,
        evidence=evidence,
        email=email,
        language=language,
        made_at=at,
    )
    audit.record(
        records.subject(record), f"asked to {wish.value}", by=None, at=at, details={"request": made.pk}
    )
    people = access.owners(record, at.date()) or people_with(Reviewer, on=at.date())
    Mails(site, at).tell_keepers(made, people)
    Mails(site, at).acknowledge(made)
    return made


@transaction.atomic
def answer_request(
    request: Request, *, is_granted: bool, answer: str, by: User, at: datetime, site: str
) -> Request:
    """Answer a request; granting a removal withdraws the record. The asker's address goes with the answer.

    Raises
    ------
    AnsweredAlready
        When it was answered meanwhile.
    """
    kept = Request.objects.select_for_update().select_related("record").get(pk=request.pk)
    if not kept.is_open:
        raise AnsweredAlready
    require(access.may_answer_request, by, kept)
    kept.standing = Standing.GRANTED if is_granted else Standing.REFUSED
    kept.answer, kept.answered_at, kept.answered_by = answer, at, by
    if is_granted and kept.wish == Wish.REMOVE and kept.record.is_public:
        records.withdraw(kept.record, by=by, at=at)
    audit.record(
        records.subject(kept.record), f"request {kept.standing}", by=by, at=at, details={"request": kept.pk}
    )
    Mails(site, at).acknowledge(kept)
    kept.email = ""
    kept.save()
    return kept


# ---- erasure ----------------------------------------------------------------------------------


def erase_person(person: User, at: datetime) -> None:
    """Erase what this application holds about a person."""
    addresses = addresses_of(person)
    Claim.objects.filter(person=person).delete()
    Claim.objects.filter(answered_by=person).update(answered_by=None)
    Verifier.objects.filter(person=person).delete()
    Invitation.objects.filter(email__in=addresses).delete()
    Invitation.objects.filter(invited_by=person).update(invited_by=None)
    Request.objects.filter(answered_by=person).update(answered_by=None)
    Request.objects.filter(email__in=addresses).update(email="", text="", evidence="")
    Letter.objects.filter(Q(to__in=addresses) | Q(about=person)).delete()
