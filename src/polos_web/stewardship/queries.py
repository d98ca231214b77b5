"""Reads about who answers for records."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from polos_web.accounts.models import Assignment, User
from polos_web.accounts.queries import addresses_of, assignments
from polos_web.registers import kinds
from polos_web.registers import queries as registers
from polos_web.registers.access import may_edit
from polos_web.registers.keepers import keepers
from polos_web.registers.kinds import PUBLIC, Reach
from polos_web.registers.models import Draft, Record
from polos_web.registers.values import Reference
from polos_web.stewardship import access
from polos_web.stewardship.models import Claim, Invitation, Letter, Request, Verifier


def country_of(record: Record) -> str:
    """Return the country of a record: its own, or that of the territory it names; nothing where unknown."""
    sheet = registers.sheet(record, PUBLIC)
    own = sheet.value("country")
    if isinstance(own, str):
        return own
    territory = sheet.value("territory")
    field = record.kind.fields.get("territory")
    if not territory or field is None or not isinstance(field.value, Reference):
        return ""
    found = registers.record(kinds.kind(field.value.to), territory)
    return country_of(found) if found is not None and found.kind_name != record.kind_name else ""


def verifiers() -> QuerySet[Verifier]:
    """Return everybody who was named to verify claims."""
    return Verifier.objects.select_related("person")


def claim(number: int) -> Claim | None:
    """Return a claim, or ``None``."""
    return Claim.objects.select_related("record", "person", "answered_by").filter(pk=number).first()


def open_claim(record: Record, person: User) -> Claim | None:
    """Return the claim that somebody has made and nobody answered, or ``None``."""
    return Claim.objects.filter(record=record, person=person, standing="open").first()


def request(number: int) -> Request | None:
    """Return a request, or ``None``."""
    return Request.objects.select_related("record", "answered_by").filter(pk=number).first()


def invitations(record: Record) -> list[Invitation]:
    """Return the invitations to a record that nobody has accepted, valid or too old."""
    return list(Invitation.objects.filter(record=record))


def invitation(record: Record, number: int) -> Invitation | None:
    """Return an invitation to a record, or ``None``."""
    return Invitation.objects.filter(record=record, pk=number).first()


def colleagues(record: Record, *, on: date) -> list[Assignment]:
    """Return the roles with which people keep just this record, owners first."""
    roles = keepers(record.kind)
    names = [role.name for role in roles.roles] if roles else []
    found = assignments().filter(scope=record.slug, role__in=names)
    held = [one for one in found if one.is_in_force(on) and one.person.is_active]
    return sorted(held, key=lambda one: (names.index(one.role), one.person.name.casefold(), one.pk))


@dataclass(frozen=True)
class Desk:
    """What waits for somebody: records and drafts, what to answer, and what others are to answer."""

    records: list[tuple[Record, str]]
    drafts: list[tuple[Draft, str]]
    to_verify: list[Claim]
    to_answer: list[Request]
    claims: list[Claim]
    invitations: list[Invitation]
    titles: dict[int, str]


def desk(person: User, *, on: date) -> Desk:
    """Return what waits for somebody."""
    kept = list(access.kept_by(person).order_by("kind_name", "slug")[:200])
    kept += [one for one in registers.begun_by(person) if one not in kept and may_edit(person, one)]
    sheets = registers.sheets(kept, frozenset(Reach))
    drafts = registers.drafts_of(person)
    to_verify, to_answer = access.answerable_claims(person), access.answerable_requests(person)
    claims = list(Claim.objects.filter(person=person).select_related("record"))
    invited = Invitation.objects.filter(email__in=addresses_of(person), last_on__gte=on)
    invitations = list(invited.select_related("record"))
    others = [one.record for one in (*drafts, *to_verify, *to_answer, *claims, *invitations)]
    named = registers.sheets(others, PUBLIC) | sheets
    return Desk(
        records=[(record, sheets[record.pk].title) for record in kept],
        drafts=[(draft, _name_of_block(draft)) for draft in drafts],
        to_verify=to_verify,
        to_answer=to_answer,
        claims=claims,
        invitations=invitations,
        titles={number: sheet.title for number, sheet in named.items()},
    )


def _name_of_block(draft: Draft) -> str:
    block = draft.record.kind.block(draft.block)
    return str(block.label) if block else draft.block


def care_of_cluster(slug: str, language: str) -> dict[str, Any] | None:
    """Return the record of a cluster's page, about which anybody can ask something."""
    return _care_of("cluster", slug)


def care_of_territory(slug: str, language: str) -> dict[str, Any] | None:
    """Return the record of a territory's page, about which anybody can ask something."""
    return _care_of("territory", slug)


def _care_of(kind_name: str, slug: str) -> dict[str, Any] | None:
    found = registers.record(kinds.kind(kind_name), slug)
    return {"record": found} if found is not None and found.is_public else None


def holdings_of(person: User) -> dict[str, Any]:
    """Return what this application holds about a person."""
    addresses = addresses_of(person)
    return {
        "claims": [
            {
                "record": str(one.record),
                "reason": one.reason,
                "evidence": one.evidence,
                "made_at": one.made_at.isoformat(),
                "due_on": one.due_on.isoformat(),
                "standing": one.standing,
                "answer": one.answer,
            }
            for one in Claim.objects.filter(person=person).select_related("record")
        ],
        "verifier_of": [
            {"institution": one.institution, "country": one.country, "register": one.kind_name}
            for one in Verifier.objects.filter(person=person)
        ],
        "invitations": [
            {"record": str(one.record), "role": one.role, "until": one.last_on.isoformat()}
            for one in Invitation.objects.filter(email__in=addresses).select_related("record")
        ],
        "requests": [
            {
                "record": str(one.record),
                "wish": one.wish,
                "text": one.text,
                "evidence": one.evidence,
                "made_at": one.made_at.isoformat(),
                "standing": one.standing,
            }
            for one in Request.objects.filter(email__in=addresses).select_related("record")
        ],
        "letters_on_their_way": Letter.objects.filter(to__in=addresses).count(),
    }
