"""Who may propose a pairing, answer for a side, read and look after it.

A side is answered for by those whose role is for just its record. What takes part of a pairing: both sides'
keepers, and the manager of its programme.
"""

from django.db.models import Q, QuerySet

from polos_web.accounts import access as accounts
from polos_web.accounts.access import WHOLE_SITE, Asking, is_signed_in
from polos_web.accounts.roles import Permission
from polos_web.cooperation.models import EXISTING, SIDES, KeptPairing

PERMISSIONS = {"territory": Permission.EDIT_TERRITORY, "cluster": Permission.EDIT_CLUSTER}


def keeps(asking: Asking, kind: str, slug: str) -> bool:
    """Whether somebody keeps a record by a role for just this record."""
    return slug in accounts.scopes_of(asking, PERMISSIONS[kind]) - {WHOLE_SITE}


def may_propose_some(asking: Asking) -> bool:
    """Whether somebody keeps a territory or a cluster, or manages a programme."""
    own = any(accounts.scopes_of(asking, one) - {WHOLE_SITE} for one in PERMISSIONS.values())
    return own or bool(accounts.scopes_of(asking, Permission.EDIT_PROGRAMME))


def may_propose(asking: Asking, kind: str, slugs: tuple[str, str], programme: str) -> bool:
    """Whether somebody may propose a pairing: for a programme its manager, else who keeps one of the two."""
    if programme:
        return accounts.may(asking, Permission.EDIT_PROGRAMME, programme)
    return any(keeps(asking, kind, slug) for slug in slugs)


def manages(asking: Asking, pairing: KeptPairing) -> bool:
    """Whether somebody manages the programme of a pairing."""
    return bool(pairing.programme) and accounts.may(asking, Permission.EDIT_PROGRAMME, pairing.programme)


def takes_part(asking: Asking, pairing: KeptPairing) -> bool:
    """Whether somebody keeps one of the two records, or manages the programme."""
    permission = PERMISSIONS[pairing.kind]
    return manages(asking, pairing) or any(
        accounts.may(asking, permission, slug) for slug in (pairing.a, pairing.b)
    )


def may_read(asking: Asking, pairing: KeptPairing) -> bool:
    """Whether somebody may know of a pairing: everybody once it exists, before only who takes part."""
    return pairing.exists or takes_part(asking, pairing)


def may_edit(asking: Asking, pairing: KeptPairing) -> bool:
    """Whether somebody may write down what becomes of a pairing that exists."""
    return pairing.exists and takes_part(asking, pairing)


def may_answer(asking: Asking, pairing: KeptPairing, side: str) -> bool:
    """Whether somebody may say yes or no for a side of a proposal; nobody says yes for both sides."""
    if pairing.state != "proposed" or not is_signed_in(asking):
        return False
    said = list(pairing.acceptances.all())
    if any(one.side == side or one.person_id == asking.pk for one in said):
        return False
    return keeps(asking, pairing.kind, pairing.slug(side))


def sides_to_answer(asking: Asking, pairing: KeptPairing) -> list[str]:
    """Return the sides that somebody may say yes or no for."""
    return [side for side in SIDES if may_answer(asking, pairing, side)]


def may_withdraw(asking: Asking, pairing: KeptPairing) -> bool:
    """Whether somebody may take a proposal back: the programme's manager, or a side that said yes to it."""
    if pairing.state != "proposed":
        return False
    said = [one.side for one in pairing.acceptances.all()]
    return manages(asking, pairing) or any(keeps(asking, pairing.kind, pairing.slug(side)) for side in said)


def own(asking: Asking) -> QuerySet[KeptPairing]:
    """Return the pairings somebody takes part in by a role for just a record or programme of them."""
    wanted = Q(pk=None)
    for kind, permission in PERMISSIONS.items():
        slugs = accounts.scopes_of(asking, permission) - {WHOLE_SITE}
        wanted |= Q(kind=kind) & (Q(a__in=slugs) | Q(b__in=slugs))
    programmes = accounts.scopes_of(asking, Permission.EDIT_PROGRAMME)
    managed = ~Q(programme="") if WHOLE_SITE in programmes else Q(programme__in=programmes)
    return KeptPairing.objects.filter(wanted | managed)


def public() -> QuerySet[KeptPairing]:
    """Return the pairings that everybody may know of."""
    return KeptPairing.objects.filter(state__in=EXISTING)
