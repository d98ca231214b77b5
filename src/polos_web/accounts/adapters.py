"""How allauth speaks and stores here: our words, one plain mail each, secrets sealed."""

import base64
from hashlib import sha256
from typing import Any, Never

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib import messages
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language, gettext

from polos_web.accounts.identity import stop
from polos_web.accounts.words import (
    CHANGE_SUBJECT,
    CHANGE_TEXT,
    CHANGES,
    ERRORS,
    MAILS,
    MESSAGES,
    SECOND_FACTOR_ERRORS,
)


class Accounts(DefaultAccountAdapter):
    """Registration, sign-in and mail."""

    error_messages = {**DefaultAccountAdapter.error_messages, **ERRORS}

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        user.name, user.joined_at = form.cleaned_data.get("name", ""), timezone.now()
        user.language = get_language() or "en"
        return super().save_user(request, user, form, commit=commit)

    def add_message(  # noqa: PLR0917 (as allauth calls it)
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        words = message or MESSAGES.get(message_template or "")
        if words:
            messages.add_message(request, level, str(words))

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMessage:
        name = template_prefix.rpartition("/")[2]
        if name in CHANGES:
            subject, text = str(CHANGE_SUBJECT), str(CHANGE_TEXT) % {"change": CHANGES[name]}
        else:
            subject, text = str(MAILS[name][0]), str(MAILS[name][1]) % context
        to = [email] if isinstance(email, str) else email
        return EmailMessage(f"Polos: {subject}", text, settings.DEFAULT_FROM_EMAIL, to, headers=headers)


class ThroughProvider(DefaultSocialAccountAdapter):
    """Registration and sign-in through the identity provider."""

    def new_user(self, request: HttpRequest, sociallogin: SocialLogin) -> Any:
        user: Any = super().new_user(request, sociallogin)
        user.joined_at = timezone.now()
        return user

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> Any:
        user: Any = sociallogin.user
        name = data.get("name")
        user.email = (data.get("email") or "").lower()
        user.name = name.strip()[:150] if isinstance(name, str) else ""
        return user

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        if not sociallogin.is_existing and not sociallogin.email_addresses:
            words = gettext(
                "The identity provider gave no address of e-mail. Register with an address first."
            )
            raise stop(request, words)

    def on_authentication_error(  # noqa: PLR0917 (as allauth calls it)
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> Never:
        raise stop(request)


class SecondFactors(DefaultMFAAdapter):
    """Authenticator apps and passkeys; their secrets are of no use without the key of the site."""

    error_messages = {**DefaultMFAAdapter.error_messages, **SECOND_FACTOR_ERRORS}

    def get_totp_issuer(self) -> str:
        return "Polos"

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return gettext("Passkey %(number)d") % {"number": count + 1}

    def encrypt(self, text: str) -> str:
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _box().decrypt(encrypted_text.encode()).decode()


def _box() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(sha256(f"second factors {settings.SECRET_KEY}".encode()).digest()))
