"""Signing in through the identity provider: there, and back again."""

from typing import Any
from urllib.parse import urlsplit

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.base import AuthProcess, ProviderException
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import get_language, gettext, override
from django.views.decorators.http import require_GET, require_POST

from polos_web.accounts.provider import Conversation, IdentityProvider
from polos_web.ui.security import policy

LANGUAGE = "sign_in_language"


def name_of_provider() -> str | None:
    """Return what the provider is called, or ``None`` where none is configured."""
    configured = settings.SOCIALACCOUNT_PROVIDERS.get(IdentityProvider.id)
    return configured["APPS"][0]["name"] if configured else None


def offered(answer: HttpResponseBase) -> HttpResponseBase:
    """Let a page for signing in offer the provider, and its form lead there."""
    name, context = name_of_provider(), getattr(answer, "context_data", None)
    if name and context is not None:
        context["identity_provider"] = name
        issuer = urlsplit(settings.SOCIALACCOUNT_PROVIDERS[IdentityProvider.id]["APPS"][0]["provider_id"])
        answer.headers["Content-Security-Policy"] = policy(forms_to=f"{issuer.scheme}://{issuer.netloc}")
    return answer


@require_POST
def there(request: HttpRequest) -> HttpResponseBase:
    """Send somebody to the provider."""
    if request.user.is_authenticated:
        return redirect("accounts:home")
    provider = _provider(request)
    request.session[LANGUAGE] = get_language()
    try:
        return provider.redirect(request, process=AuthProcess.LOGIN)
    except (OSError, ProviderException):
        return not_signed_in(request)


@require_GET
def back(request: HttpRequest) -> HttpResponseBase:
    """Receive somebody from the provider: sign in, or register, in one transaction."""
    provider = _provider(request)
    with override(request.session.pop(LANGUAGE, get_language())):
        try:
            with transaction.atomic():
                return OAuth2CallbackView.adapter_view(Conversation(request, provider.app.provider_id))(
                    request
                )
        except (OSError, ProviderException, OAuth2Error):
            return not_signed_in(request)


def not_signed_in(request: HttpRequest, words: str = "") -> HttpResponse:
    """Say that it did not work, where other ways to sign in are."""
    said = words or gettext("The identity provider did not sign you in. Try again, or use another way.")
    messages.error(request, said)
    return redirect("account_login")


def stop(request: HttpRequest, words: str = "") -> ImmediateHttpResponse:
    """Return what ends a conversation with the provider at once, when raised."""
    return ImmediateHttpResponse(not_signed_in(request, words))


def _provider(request: HttpRequest) -> Any:
    try:
        return get_adapter(request).get_provider(request, provider=IdentityProvider.id)
    except SocialApp.DoesNotExist as absent:
        raise Http404 from absent
