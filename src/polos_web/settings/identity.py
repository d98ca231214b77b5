"""Sign-in through one identity provider that speaks OpenID Connect; none unless the environment names it."""

from typing import Any
from urllib.parse import urlsplit

PROVIDER = "identity"
ON_THIS_MACHINE = ("127.0.0.1", "::1", "localhost")


def identity_settings(issuer: str, *, client: str, secret: str) -> dict[str, Any]:
    """Return allauth's settings for the provider with this address, or for none where nothing is given.

    Accounts are bound to the issuer: another one never opens them because it counts its people alike.

    Raises
    ------
    ValueError
        When a part is missing or the address is not encrypted, with what was found, needed and the next step.
    """
    if not (issuer or client or secret):
        return {"SOCIALACCOUNT_PROVIDERS": {}}
    parts = urlsplit(issuer)
    encrypted = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in ON_THIS_MACHINE)
    if not (encrypted and parts.hostname and client and secret) or parts.query or parts.fragment:
        raise ValueError(
            "Found POLOS_ISSUER, POLOS_CLIENT and POLOS_SECRET that name no identity provider together. "
            "Needed all three, and an issuer such as https://id.example.org/realms/polos. "
            "Correct them, or leave all of them out."
        )
    app = {
        "provider_id": issuer,
        "name": parts.hostname,
        "client_id": client,
        "secret": secret,
        "settings": {"server_url": issuer.rstrip("/"), "oauth_pkce_enabled": True},
    }
    return {"SOCIALACCOUNT_PROVIDERS": {PROVIDER: {"APPS": [app]}}}
