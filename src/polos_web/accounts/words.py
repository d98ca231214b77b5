"""What pages, messages and mails about accounts say."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise

LABELS: dict[str, Text] = {
    "name": _("Your name, as others see it"),
    "language": _("Language of mails to you"),
    "login": _("E-mail address"),
    "email": _("E-mail address"),
    "password": _("Password"),
    "password1": _("New password"),
    "oldpassword": _("Present password"),
    "code": _("Code"),
    "certain": _("Yes, erase me."),
    "role": _("Role"),
    "scope": _("For"),
    "begins_on": _("First day"),
    "ends_on": _("Last day"),
    "passwordless": _("Let this passkey replace the password when I sign in"),
}
HINTS: dict[str, Text] = {
    "password1": _("At least 10 letters, numbers or signs; not a common password, not your name or address."),
    "scope": _("The title or the short name of the cluster, territory or programme, where the role has one."),
    "ends_on": _("Leave it empty where there is none."),
}
KEY_NAME = _("Name of this passkey, such as the device it is on")

ERRORS: dict[str, Text] = {
    "account_inactive": _("This account is not in use."),
    "cannot_remove_primary_email": _("This is your main address. Make another one the main address first."),
    "duplicate_email": _("This address already belongs to your account."),
    "email_password_mismatch": _("Address and password do not fit."),
    "email_taken": _("Somebody has registered with this address."),
    "enter_current_password": _("This is not your present password."),
    "incorrect_code": _("This code is not right."),
    "incorrect_password": _("This password is not right."),
    "invalid_or_expired_key": _("This link is not valid any more."),
    "invalid_login": _("Address and password do not fit."),
    "invalid_password_reset": _("This link is not valid any more."),
    "too_many_login_attempts": _("Too many attempts failed. Wait some minutes and try again."),
    "unknown_email": _("Nobody with this address has an account."),
    "unverified_primary_email": _("Confirm your main address first."),
    "same_as_current": _("This is what it was before."),
    "rate_limited": _("Too many requests came at once. Wait a little and try again."),
    "max_email_addresses": _("An account can have at most %d addresses."),
}
SECOND_FACTOR_ERRORS: dict[str, Text] = {
    "add_email_blocked": _("Remove the second factor before adding an address."),
    "cannot_delete_authenticator": _("This second factor cannot be removed."),
    "cannot_generate_recovery_codes": _("Recovery codes need an authenticator app or a passkey first."),
    "incorrect_code": _("This code is not right."),
    "unverified_email": _("Confirm your address before setting up a second factor."),
}

# By the name allauth gives the template of the message; what is not listed is not said.
MESSAGES: dict[str, Text] = {
    "account/messages/cannot_delete_primary_email.txt": ERRORS["cannot_remove_primary_email"],
    "account/messages/email_confirmation_failed.txt": _("This address could not be confirmed."),
    "account/messages/email_confirmation_sent.txt": _("A link to confirm the address is on its way."),
    "account/messages/email_confirmed.txt": _("The address is confirmed."),
    "account/messages/email_deleted.txt": _("The address was removed."),
    "account/messages/logged_out.txt": _("You have signed out."),
    "account/messages/password_changed.txt": _("The password was changed."),
    "account/messages/password_set.txt": _("The password was set."),
    "account/messages/primary_email_set.txt": _("The main address was changed."),
    "account/messages/unverified_primary_email.txt": ERRORS["unverified_primary_email"],
    "mfa/messages/recovery_codes_generated.txt": _(
        "There are new recovery codes. The old ones do not work any more."
    ),
    "mfa/messages/totp_activated.txt": _("The authenticator app is set up."),
    "mfa/messages/totp_deactivated.txt": _("The authenticator app was removed."),
    "mfa/messages/webauthn_added.txt": _("The passkey was added."),
    "mfa/messages/webauthn_removed.txt": _("The passkey was removed."),
}

# Subject and text of each mail, by the last part of the name allauth gives it.
_CONFIRM = (
    _("Confirm your address"),
    _(
        "Somebody, probably you, gave this address for an account. Open this link to confirm it:\n\n"
        "%(activate_url)s\n\nIf it was not you, do nothing."
    ),
)
MAILS: dict[str, tuple[Text, Text]] = {
    "email_confirmation": _CONFIRM,
    "email_confirmation_signup": _CONFIRM,
    "password_reset_key": (
        _("A new password"),
        _(
            "Somebody, probably you, asked for a new password. Open this link to choose one:\n\n"
            "%(password_reset_url)s\n\nIf it was not you, do nothing; the password stays as it is."
        ),
    ),
    "unknown_account": (
        _("No account with this address"),
        _(
            "Somebody, probably you, asked for a new password, but nobody with this address has an account. "
            "You can register here:\n\n%(signup_url)s"
        ),
    ),
    "account_already_exists": (
        _("You have an account already"),
        _(
            "Somebody, probably you, tried to register with this address, which has an account already. "
            "If you do not know its password any more, ask for a new one here:\n\n%(password_reset_url)s"
        ),
    ),
}
CHANGE_SUBJECT = _("Your account was changed")
CHANGE_TEXT = _(
    "%(change)s\n\nIf it was not you, choose a new password at once and tell those who run this server."
)
CHANGES: dict[str, Text] = {
    "account_connected": _("Your account can be opened through the identity provider of this site now."),
    "password_changed": _("The password of your account was changed."),
    "password_reset": _("The password of your account was changed."),
    "password_set": _("The password of your account was set."),
    "email_changed": _("The main address of your account was changed."),
    "email_deleted": _("An address of your account was removed."),
    "email_confirm": _("An address of your account was confirmed."),
    "totp_activated": _("An authenticator app was added to your account."),
    "totp_deactivated": _("The authenticator app was removed from your account."),
    "webauthn_added": _("A passkey was added to your account."),
    "webauthn_removed": _("A passkey was removed from your account."),
    "recovery_codes_generated": _("New recovery codes were made for your account."),
}
