"""Run as a script on the data folder of the product: the invented people of a selection.

``people NAME TERRITORY TERRITORY`` makes a manager of the programme ``NAME`` and an officer of each of the
two territories, all with an authenticator app, somebody who applies and two who review.
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


def keeper(name: str, role: str, scope: str) -> User:
    """Make somebody with a role, who signs in with a second factor."""
    made = person(name)
    Assignment.objects.create(person=made, role=role, scope=scope, begins_on=timezone.now().date())
    TOTP.activate(made, SECRET)
    return made


def people(name: str, first: str, second: str) -> list[str]:
    """Make everybody who takes part; return their addresses."""
    keepers = [
        keeper(f"manager-{name}", "programme manager", name),
        keeper(f"ana-{name}", "territory officer", first),
        keeper(f"bea-{name}", "territory officer", second),
    ]
    others = [person(f"{role}-{name}") for role in ("applicant", "rita", "rolf")]
    return [one.email or "" for one in (*keepers, *others)]


if __name__ == "__main__":
    print(json.dumps({"people": people}[sys.argv[1]](*sys.argv[2:])))
