"""What allauth does to accounts, recorded in the transaction in which it does it."""

from typing import Any

from allauth.account import signals as account
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa import signals as second_factor
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from polos_web.accounts import actions
from polos_web.accounts.models import User

VERBS = {
    account.user_signed_up: "registered",
    account.user_logged_in: "signed in",
    account.password_changed: "changed password",
    account.password_set: "set password",
    account.password_reset: "reset password",
    second_factor.authenticator_reset: "made recovery codes",
}


def _recorder(verb: str) -> Any:
    def recorded(sender: Any, user: User, **facts: Any) -> None:
        actions.note(user, verb, at=timezone.now())

    return recorded


# Kept here, or they would be collected.
RECORDERS = {verb: _recorder(verb) for verb in VERBS.values()}
for signal, verb in VERBS.items():
    signal.connect(RECORDERS[verb])


@receiver(account.email_confirmed)
def confirmed(sender: Any, email_address: Any, **facts: Any) -> None:
    actions.note(email_address.user, "confirmed address", at=timezone.now(), address=email_address.email)


@receiver(account.email_added)
def added(sender: Any, user: User, email_address: Any, **facts: Any) -> None:
    actions.note(user, "added address", at=timezone.now(), address=email_address.email)


@receiver(account.email_removed)
def removed(sender: Any, user: User, email_address: Any, **facts: Any) -> None:
    actions.note(user, "removed address", at=timezone.now(), address=email_address.email)


@receiver(account.email_changed)
def changed(sender: Any, user: User, to_email_address: Any, **facts: Any) -> None:
    actions.note(user, "changed address", at=timezone.now(), address=to_email_address.email)


@receiver(second_factor.authenticator_added)
def proved_by_setting_up(
    sender: Any, request: HttpRequest, user: User, authenticator: Any, **facts: Any
) -> None:
    """Whoever has just set up a second factor need not show it again in this session."""
    record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)


# allauth tells of second factors after the transaction; their rows tell of them within it.
@receiver(post_save, sender=Authenticator)
def second_factor_added(sender: Any, instance: Authenticator, created: bool, **facts: Any) -> None:
    if created:
        actions.note(instance.user, "added second factor", at=timezone.now(), kind=instance.type)


@receiver(post_delete, sender=Authenticator)
def second_factor_removed(sender: Any, instance: Authenticator, **facts: Any) -> None:
    actions.note(instance.user, "removed second factor", at=timezone.now(), kind=instance.type)


@receiver(post_save, sender=SocialAccount)
def identity_added(sender: Any, instance: SocialAccount, created: bool, **facts: Any) -> None:
    if created:
        actions.note(instance.user, "added identity", at=timezone.now(), provider=instance.provider)


@receiver(post_delete, sender=SocialAccount)
def identity_removed(sender: Any, instance: SocialAccount, **facts: Any) -> None:
    actions.note(instance.user, "removed identity", at=timezone.now(), provider=instance.provider)
