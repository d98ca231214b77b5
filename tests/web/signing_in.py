"""The codes of an authenticator app, and signing in with them on the running product, as people do."""

import time

from allauth.mfa import app_settings
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Page

PASSWORD, SECRET = "correct horse battery", "JBSWY3DPEHPK3PXP"


def code_now(secret: str = SECRET) -> str:
    """The code an app shows now; it is taken for thirty seconds more, so it cannot run out on the way."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // app_settings.TOTP_PERIOD))


def sign_in(page: Page, language: str, email: str, *, second_factor: bool = True) -> None:
    """With the password, then with the code of the authenticator app."""
    page.goto(f"/{language}/account/sign-in/")
    page.fill('main input[name="login"]', email)
    page.fill('main input[name="password"]', PASSWORD)
    page.click('main form.letter button[type="submit"]')
    if second_factor:
        page.fill('main input[name="code"]', code_now())
        page.click('main form.letter button[type="submit"]')
    page.wait_for_url(f"**/{language}/account/")
