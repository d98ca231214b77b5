"""Run as a script on the data folder of the product: the invented people of a selection.

``people NAME`` makes a manager of the programme ``NAME`` with an authenticator app, somebody who applies and
two who review.
"""

import json
import os
import sys

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "polos_web.settings.production"
django.setup()

from allauth.account.models import EmailAddress  # noqa: E402
from allauth.mfa.totp.internal.auth import TOTP  # noqa: E402
from django.utils import timezone  # noqa: E402

from polos_web.accounts.models import Assignment, User  # noqa: E402

PASSWORD, SECRET = "correct horse battery", "JBSWY3DPEHPK3PXP"


def person(name: str) -> User:
    """Make somebody with a password and a confirmed address."""
    made = User(email=f"{name}@example.org", name=name.title(), joined_at=timezone.now())
    made.set_password(PASSWORD)
    made.save()
    EmailAddress.objects.create(user=made, email=made.email, verified=True, primary=True)
    return made


def people(name: str) -> list[str]:
    """Make everybody who takes part; return their addresses."""
    manager = person(f"manager-{name}")
    Assignment.objects.create(
        person=manager, role="programme manager", scope=name, begins_on=timezone.now().date()
    )
    TOTP.activate(manager, SECRET)
    others = [person(f"{role}-{name}") for role in ("applicant", "rita", "rolf")]
    return [one.email or "" for one in (manager, *others)]


if __name__ == "__main__":
    print(json.dumps({"people": people}[sys.argv[1]](sys.argv[2])))
