"""The identity provider of the operator's choice: what is asked of it, believed and kept.

Kept is the number under which it knows the person, and nothing else of what it tells. An address counts as
confirmed only where it says so in so many words.
"""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialLogin, SocialToken
from allauth.socialaccount.providers.base import ProviderException
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from allauth.utils import build_absolute_uri
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import override

NEEDED = ("issuer", "authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri")


class Conversation(OpenIDConnectOAuth2Adapter):
    """The requests to the provider."""

    @property
    def openid_config(self) -> dict[str, Any]:
        found = super().openid_config
        named = self.get_provider().app.settings["server_url"]
        if not isinstance(found, dict) or any(not isinstance(found.get(name), str) for name in NEEDED):
            raise ProviderException("The provider does not describe itself.")
        if found["issuer"].rstrip("/") != named:
            raise ProviderException("The provider is not the one that was named.")
        return found

    def get_callback_url(self, request: HttpRequest, app: Any) -> str:
        """Return the one address to be registered with the provider, whatever the reader's language."""
        with override("en"):
            return build_absolute_uri(request, reverse("identity_callback"))

    def parse_token(self, data: dict[str, Any]) -> SocialToken:
        return SocialToken(token=data["access_token"])  # used for one question and not stored


class IdentityProvider(OpenIDConnectProvider):
    """The provider named in POLOS_ISSUER."""

    id = "identity"
    name = "OpenID Connect"
    oauth2_adapter_class = Conversation

    def sociallogin_from_response(self, request: HttpRequest, response: dict[str, Any]) -> SocialLogin:
        subjects = [response.get(part, {}).get("sub") for part in ("id_token", "userinfo")]
        if len(set(subjects)) != 1 or not isinstance(subjects[0], str) or not 0 < len(subjects[0]) <= 191:
            raise ProviderException("The provider does not say clearly who this is.")
        return super().sociallogin_from_response(request, response)

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        return {}

    def extract_email_addresses(self, data: dict[str, Any]) -> list[EmailAddress]:
        found = super().extract_email_addresses(data)
        for address in found:
            address.verified = address.verified is True or address.verified == "true"
        return found


provider_classes = [IdentityProvider]
