"""Who may claim a record, say whether a claim is right, bring colleagues in, and answer requests."""

from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from polos_web.accounts.access import Asking, is_signed_in, may, may_assign_roles
from polos_web.accounts.models import Assignment, User
from polos_web.accounts.queries import people_with
from polos_web.accounts.roles import Permission
from polos_web.registers import access as registers
from polos_web.registers.keepers import keepers
from polos_web.registers.models import Record
from polos_web.stewardship.models import Claim, Request, Standing, Verifier


def may_claim(asking: Asking, record: Record) -> bool:
    """Whether somebody may say to answer for a record: a public one that nobody owns."""
    return record.can_be_claimed and may(asking, Permission.CLAIM_CLUSTER)


def may_see_claim(asking: Asking, claim: Claim) -> bool:
    """Whether somebody may read a claim: who made it, who may answer it, operators."""
    is_own = is_signed_in(asking) and asking.pk == claim.person_id
    return is_own or is_verifier_of(asking, claim) or may_assign_roles(asking)


def may_answer_claim(asking: Asking, claim: Claim) -> bool:
    """Whether somebody may say if a claim is right.

    Its verifiers may; operators where there are none, or where the deadline has passed. Nobody answers one's
    own claim.
    """
    if not claim.is_open or not is_signed_in(asking) or asking.pk == claim.person_id:
        return False
    if is_verifier_of(asking, claim):
        return True
    return may_assign_roles(asking) and (claim.is_overdue(_today()) or not verifiers(claim).exists())


def is_verifier_of(asking: Asking, claim: Claim) -> bool:
    """Whether somebody was named to verify claims such as this."""
    if not is_signed_in(asking):
        return False
    return verifiers_of(claim.record.kind_name, claim.country).filter(person=asking).exists()


def verifiers_of(kind_name: str, country: str) -> QuerySet[Verifier]:
    """Return those who verify claims of a register in a country; an unknown country goes to those of all."""
    return Verifier.objects.filter(country__in={"", country}, kind_name__in={"", kind_name})


def verifiers(claim: Claim) -> QuerySet[Verifier]:
    """Return those who verify a claim, but whoever made it; where there is nobody, operators do."""
    return verifiers_of(claim.record.kind_name, claim.country).exclude(person=claim.person_id)


def overdue_claims(on: date) -> list[int]:
    """Return the numbers of the claims whose deadline has passed and of which nobody was reminded yet."""
    waiting = Claim.objects.filter(standing=Standing.OPEN, due_on__lt=on, reminded_at=None)
    return list(waiting.values_list("pk", flat=True))


def answerable_claims(asking: Asking) -> list[Claim]:
    """Return the open claims that ``may_answer_claim`` lets somebody answer."""
    if not is_signed_in(asking):
        return []
    found = Claim.objects.filter(standing=Standing.OPEN).select_related("record", "person")
    if not may_assign_roles(asking):
        named = Q(pk=None)
        for verifier in Verifier.objects.filter(person=asking):
            wanted = Q(country=verifier.country) if verifier.country else Q()
            named |= wanted & (Q(record__kind_name=verifier.kind_name) if verifier.kind_name else Q(pk__gt=0))
        found = found.filter(named)
    return [claim for claim in found if may_answer_claim(asking, claim)]


def may_bring_in(asking: Asking, record: Record) -> bool:
    """Whether somebody decides who keeps a record: its owners."""
    roles = keepers(record.kind)
    return roles is not None and may(asking, _decides(record), record.slug)


def may_end(asking: Asking, record: Record, held: Assignment) -> bool:
    """Whether somebody may end a colleague's role, or one's own."""
    is_own = is_signed_in(asking) and asking.pk == held.person_id
    return is_own or may_bring_in(asking, record)


def may_answer_request(asking: Asking, request: Request) -> bool:
    """Whether somebody may answer a request: who keeps the record, and reviewers."""
    return registers.is_keeper(asking, request.record) or may(asking, Permission.REVIEW)


def answerable_requests(asking: Asking) -> list[Request]:
    """Return the open requests that ``may_answer_request`` lets somebody answer."""
    found = Request.objects.filter(standing=Standing.OPEN).select_related("record")
    if not may(asking, Permission.REVIEW):
        found = found.filter(record__in=kept_by(asking))
    return list(found)


def kept_by(asking: Asking) -> QuerySet[Record]:
    """Return the records that somebody keeps by a role for just them."""
    return registers.kept(asking)


def is_last_owner(held: Assignment, record: Record, on: date) -> bool:
    """Whether without this role nobody would decide about a record."""
    roles = keepers(record.kind)
    if roles is None or held.role != roles.owner.name:
        return False
    return not [person for person in owners(record, on) if person.pk != held.person_id]


def owners(record: Record, on: date) -> list[User]:
    """Return the owners of a record."""
    roles = keepers(record.kind)
    if roles is None:
        return []
    return people_with(roles.owner, scope=record.slug, on=on)


def _decides(record: Record) -> Permission:
    is_cluster = record.kind.permission == Permission.EDIT_CLUSTER
    return Permission.OWN_CLUSTER if is_cluster else record.kind.permission


def _today() -> date:
    return timezone.now().date()
