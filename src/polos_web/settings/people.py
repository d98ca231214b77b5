"""Accounts: sign-in by address and password, second factors, limits."""

from typing import Any

# What Django and allauth bring for accounts, besides the application's own.
APPLICATIONS = (
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
)
# Sessions are read when a page asks who is there; a visitor without a cookie costs no query.
MIDDLEWARE = (
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "polos_web.accounts.policy.Policy",
    "polos_web.accounts.exports.Exports",
)
_FORMS = "polos_web.accounts.forms"
_VALIDATION = "django.contrib.auth.password_validation"

SETTINGS: dict[str, Any] = {
    # A block with many offers, each with its reach and papers, has more inputs than Django allows otherwise.
    "DATA_UPLOAD_MAX_NUMBER_FIELDS": 4000,
    "AUTH_USER_MODEL": "accounts.User",
    "AUTHENTICATION_BACKENDS": ["allauth.account.auth_backends.AuthenticationBackend"],
    "AUTH_PASSWORD_VALIDATORS": [
        {
            "NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator",
            "OPTIONS": {"user_attributes": ("name", "email")},
        },
        {"NAME": f"{_VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
        {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
        {"NAME": f"{_VALIDATION}.NumericPasswordValidator"},
    ],
    "LOGIN_URL": "account_login",
    "LOGIN_REDIRECT_URL": "accounts:home",
    "PASSWORD_RESET_TIMEOUT": 24 * 60 * 60,
    "MESSAGE_STORAGE": "django.contrib.messages.storage.cookie.CookieStorage",
    "ACCOUNT_ADAPTER": "polos_web.accounts.adapters.Accounts",
    "ACCOUNT_LOGIN_METHODS": {"email"},
    "ACCOUNT_SIGNUP_FIELDS": ["email*", "password1*"],
    "ACCOUNT_SIGNUP_FORM_CLASS": "polos_web.accounts.signup.SignupFields",
    "ACCOUNT_USER_MODEL_USERNAME_FIELD": None,
    "ACCOUNT_EMAIL_VERIFICATION": "mandatory",
    "ACCOUNT_EMAIL_NOTIFICATIONS": True,
    "ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION": True,
    "ACCOUNT_LOGIN_ON_PASSWORD_RESET": True,
    "ACCOUNT_LOGOUT_REDIRECT_URL": "site:home",
    "ACCOUNT_SESSION_REMEMBER": True,
    "ACCOUNT_PREVENT_ENUMERATION": True,
    "ACCOUNT_MAX_EMAIL_ADDRESSES": 3,
    # Beside allauth's own: each of these sends letters, or leaves an event. For everybody, staff included.
    "ACCOUNT_RATE_LIMITS": {
        "request": "6/h/ip,30/d/ip",
        "claim": "10/h/ip",
        "invitation": "30/h/ip",
        "contact": "120/h/ip",
        "export": "300/h/ip",
    },
    "ACCOUNT_FORMS": {
        "change_password": f"{_FORMS}.ChangePassword",
        "set_password": f"{_FORMS}.SetPassword",
        "reset_password_from_key": f"{_FORMS}.ResetPassword",
    },
    "SOCIALACCOUNT_ADAPTER": "polos_web.accounts.adapters.ThroughProvider",
    # To whoever the provider has confirmed an address of, the account of that address belongs.
    "SOCIALACCOUNT_EMAIL_AUTHENTICATION": True,
    "SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT": True,
    "MFA_ADAPTER": "polos_web.accounts.adapters.SecondFactors",
    "MFA_SUPPORTED_TYPES": ["totp", "recovery_codes", "webauthn"],
    "MFA_PASSKEY_LOGIN_ENABLED": True,
    "MFA_TOTP_TOLERANCE": 1,
    "SESSION_COOKIE_NAME": "polos_session",
    "SESSION_COOKIE_HTTPONLY": True,
    "SESSION_COOKIE_SAMESITE": "Lax",
    "CSRF_COOKIE_HTTPONLY": True,
    "CSRF_FAILURE_VIEW": "polos_web.ui.refusals.forged",
}


def proxy_settings(count: str) -> dict[str, Any]:
    """Return what changes behind web servers with TLS: who asks, by which scheme, cookies kept to TLS.

    Raises
    ------
    ValueError
        When the count is no whole number.
    """
    if not (count.isascii() and count.isdigit()):
        raise ValueError(
            f"Found {count!r} in POLOS_PROXIES. Needed how many web servers with TLS stand in front. "
            "Correct it, or leave it out where there is none."
        )
    if int(count) == 0:
        return {}
    return {
        "ALLAUTH_TRUSTED_PROXY_COUNT": int(count),
        "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https"),
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
    }
