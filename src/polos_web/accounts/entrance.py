"""The pages of allauth: its views under our addresses, templates and words.

allauth names Django templates; each of its views is told ours instead, and most need only one: a form with a
heading, a sentence and a button. Its names of routes stay, because it looks them up itself.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.urls import path, re_path
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from polos_web.accounts import identity, receivers  # noqa: F401 (connects what records sign-in and the rest)
from polos_web.accounts.words import HINTS, KEY_NAME, LABELS

Text = str | Promise
REGISTER = ("account_signup", _("Register"))
SIGN_IN = ("account_login", _("Sign in"))
FORGOTTEN = ("account_reset_password", _("I do not know my password any more"))
ACCOUNT = ("accounts:home", _("Your account"))
FACTORS = ("mfa_index", _("Second factors"))


@dataclass(frozen=True)
class Page:
    """What a page says: heading, sentence, button, ways on; ``sends_mail`` adds where mail goes."""

    title: Text
    lead: Text = ""
    button: Text = ""
    links: tuple[tuple[str, Text], ...] = ()
    sends_mail: bool = False
    labels: tuple[tuple[str, Text], ...] = ()


def shown(view: Any, page: Page, template: str = "form", **options: Any) -> Callable[..., HttpResponseBase]:
    """Return a view of allauth with our template and words, whose writes are one transaction."""
    words = {
        "words": page,
        "labels": {**LABELS, **dict(page.labels)},
        "hints": HINTS,
        "mail_folder": settings.EMAIL_FILE_PATH if page.sends_mail else None,
    }
    called = view.as_view(template_name=f"accounts/{template}.html", extra_context=words, **options)
    return in_one_transaction(called)


def in_one_transaction(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let everything a POST writes, and the events that tell of it, be kept together or not at all."""

    @wraps(view)
    def called(request: HttpRequest, *arguments: Any, **options: Any) -> HttpResponseBase:
        if request.method != "POST":
            return view(request, *arguments, **options)
        with transaction.atomic():
            return view(request, *arguments, **options)

    return called


signup = shown(
    account.SignupView,
    Page(
        _("Register"),
        _("Looking around needs no account. With one you can keep profiles, alone or with colleagues."),
        _("Register"),
        (SIGN_IN,),
        sends_mail=True,
        labels=(("password1", _("Password")),),
    ),
)
login = shown(account.LoginView, Page(_("Sign in"), "", _("Sign in"), (REGISTER, FORGOTTEN)), "sign_in")


def sign_in(request: HttpRequest) -> HttpResponseBase:
    """The page for signing in, with the identity provider where there is one."""
    return identity.offered(login(request))


logout = shown(
    account.LogoutView, Page(_("Sign out"), _("Do you want to sign out?"), _("Sign out"), (ACCOUNT,))
)
inactive = shown(account.AccountInactiveView, Page(_("This account is not in use"), links=(SIGN_IN,)), "said")
reauthenticate = shown(
    account.ReauthenticateView,
    Page(_("Is it you?"), _("What comes next is only for you. Type your password again."), _("Go on")),
)
email = shown(
    account.EmailView, Page(_("Your addresses"), "", _("Add"), (ACCOUNT,), sends_mail=True), "email"
)
confirmation_sent = shown(
    account.EmailVerificationSentView,
    Page(
        _("Confirm your address"),
        _("A mail with a link is on its way to you. Open the link to confirm the address."),
        links=(SIGN_IN,),
        sends_mail=True,
    ),
    "said",
)
confirm = shown(
    account.ConfirmEmailView, Page(_("Confirm your address"), "", _("Confirm"), (SIGN_IN,)), "confirm"
)
change_password = shown(
    account.PasswordChangeView,
    Page(_("Change the password"), "", _("Change the password"), (ACCOUNT, FORGOTTEN)),
)
set_password = shown(
    account.PasswordSetView, Page(_("Set a password"), "", _("Set the password"), (ACCOUNT,))
)
reset_password = shown(
    account.PasswordResetView,
    Page(
        _("A new password"),
        _("Type your address, and a mail with a link to choose a new password goes there."),
        _("Send the link"),
        (SIGN_IN,),
        sends_mail=True,
    ),
)
reset_sent = shown(
    account.PasswordResetDoneView,
    Page(
        _("A mail is on its way"),
        _("Open its link to choose a new password. If no mail comes, look among unwanted mail."),
        links=(SIGN_IN,),
        sends_mail=True,
    ),
    "said",
)
choose_password = shown(
    account.PasswordResetFromKeyView,
    Page(_("Choose a password"), "", _("Set the password"), (FORGOTTEN,)),
    "choose_password",
)
password_chosen = shown(
    account.PasswordResetFromKeyDoneView, Page(_("The password was set."), links=(SIGN_IN,)), "said"
)

factors = shown(
    second_factor.IndexView,
    Page(
        _("Second factors"),
        _(
            "With a second factor, a stolen password alone opens nothing. "
            "It is your choice; for roles of staff it is needed."
        ),
        links=(ACCOUNT,),
    ),
    "factors",
)
authenticate = shown(
    second_factor.AuthenticateView,
    Page(
        _("The second step"), _("Type the code of your authenticator app, or a recovery code."), _("Sign in")
    ),
    "second_step",
)
prove = shown(
    second_factor.ReauthenticateView,
    Page(_("Is it you?"), _("Type the code of your authenticator app, or a recovery code."), _("Go on")),
)
add_app = shown(
    totp.ActivateTOTPView,
    Page(
        _("Set up an authenticator app"),
        _(
            "Let the app read this picture, or type the secret below it. "
            "Then type the code that the app shows."
        ),
        _("Set up"),
        (FACTORS,),
    ),
    "authenticator_app",
)
remove_app = shown(
    totp.DeactivateTOTPView,
    Page(
        _("Remove the authenticator app"),
        _("Codes of the app will not be asked for any more."),
        _("Remove"),
        (FACTORS,),
    ),
)
codes = shown(
    recovery.ViewRecoveryCodesView,
    Page(
        _("Recovery codes"),
        _(
            "Keep these codes somewhere safe. Each of them opens your account once, "
            "when the app or the passkey is lost."
        ),
        links=(FACTORS,),
    ),
    "recovery_codes",
)
new_codes = shown(
    recovery.GenerateRecoveryCodesView,
    Page(
        _("New recovery codes"),
        _("The present codes will not work any more."),
        _("Make new codes"),
        (FACTORS,),
    ),
)
keys = shown(passkeys.ListWebAuthnView, Page(_("Passkeys"), links=(FACTORS,)), "passkeys")
add_key = shown(
    passkeys.AddWebAuthnView,
    Page(
        _("Add a passkey"),
        _(
            "Your device or security key asks you to confirm. "
            "This needs JavaScript; an authenticator app does not."
        ),
        _("Add the passkey"),
        (FACTORS,),
        labels=(("name", KEY_NAME),),
    ),
    "passkey",
)
prove_key = shown(
    passkeys.ReauthenticateWebAuthnView,
    Page(_("Is it you?"), _("Confirm with your passkey."), _("Use a passkey")),
    "passkey",
)
rename_key = shown(
    passkeys.EditWebAuthnView,
    Page(_("Rename the passkey"), "", _("Rename"), (FACTORS,), labels=(("name", KEY_NAME),)),
)
remove_key = shown(
    passkeys.RemoveWebAuthnView,
    Page(_("Remove the passkey"), _("It will not open your account any more."), _("Remove"), (FACTORS,)),
)

urlpatterns = [
    path("register/", signup, name="account_signup"),
    path("sign-in/", sign_in, name="account_login"),
    path("sign-in/provider/", identity.there, name="identity_login"),
    path("sign-in/provider/back/", identity.back, name="identity_callback"),
    path("sign-in/code/", authenticate, name="mfa_authenticate"),
    path(
        "sign-in/passkey/",
        in_one_transaction(passkeys.LoginWebAuthnView.as_view()),
        name="mfa_login_webauthn",
    ),
    path("sign-out/", logout, name="account_logout"),
    path("inactive/", inactive, name="account_inactive"),
    path("again/", reauthenticate, name="account_reauthenticate"),
    path("again/code/", prove, name="mfa_reauthenticate"),
    path("again/passkey/", prove_key, name="mfa_reauthenticate_webauthn"),
    path("addresses/", email, name="account_email"),
    path("addresses/sent/", confirmation_sent, name="account_email_verification_sent"),
    re_path(r"^addresses/(?P<key>[-:\w]+)/$", confirm, name="account_confirm_email"),
    path("password/", change_password, name="account_change_password"),
    path("password/set/", set_password, name="account_set_password"),
    path("password/new/", reset_password, name="account_reset_password"),
    path("password/new/sent/", reset_sent, name="account_reset_password_done"),
    path("password/new/done/", password_chosen, name="account_reset_password_from_key_done"),
    re_path(
        r"^password/new/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        choose_password,
        name="account_reset_password_from_key",
    ),
    path("second-factors/", factors, name="mfa_index"),
    path("second-factors/app/add/", add_app, name="mfa_activate_totp"),
    path("second-factors/app/remove/", remove_app, name="mfa_deactivate_totp"),
    path("second-factors/codes/", codes, name="mfa_view_recovery_codes"),
    path("second-factors/codes/new/", new_codes, name="mfa_generate_recovery_codes"),
    path(
        "second-factors/codes/codes.txt",
        recovery.DownloadRecoveryCodesView.as_view(template_name="accounts/codes.txt"),
        name="mfa_download_recovery_codes",
    ),
    path("second-factors/passkeys/", keys, name="mfa_list_webauthn"),
    path("second-factors/passkeys/add/", add_key, name="mfa_add_webauthn"),
    path("second-factors/passkeys/<int:pk>/", rename_key, name="mfa_edit_webauthn"),
    path("second-factors/passkeys/<int:pk>/remove/", remove_key, name="mfa_remove_webauthn"),
]
