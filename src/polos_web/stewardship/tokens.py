"""Links that only this site can make: to accept an invitation, to look after a request without an account."""

from django.core.signing import BadSignature, Signer

from polos_web.stewardship.models import Invitation, Request

_INVITATIONS = Signer(salt="polos.stewardship.invitation")
_REQUESTS = Signer(salt="polos.stewardship.request")


def invitation_token(invitation: Invitation) -> str:
    """Return what the link of an invitation ends with."""
    return _INVITATIONS.sign(str(invitation.pk))


def invitation_of(token: str) -> Invitation | None:
    """Return the invitation of a link; ``None`` where it was not made here or has gone."""
    return Invitation.objects.select_related("record").filter(pk=_number(_INVITATIONS, token)).first()


def request_token(request: Request) -> str:
    """Return what the private link of a request ends with."""
    return _REQUESTS.sign(str(request.pk))


def request_of(token: str) -> Request | None:
    """Return the request of a private link; ``None`` where it was not made here."""
    return Request.objects.select_related("record").filter(pk=_number(_REQUESTS, token)).first()


def _number(signer: Signer, token: str) -> int | None:
    try:
        return int(signer.unsign(token))
    except (BadSignature, ValueError):
        return None
