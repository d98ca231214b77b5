"""Run as a script on the data folder of the product: ``people WORD TERRITORY TERRITORY`` makes three people.

All invented: a manager of the programme ``WORD`` and the officers of the two territories, each with a
password and an authenticator app; the word is in their addresses.
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


def person(name: str, role: str, scope: str) -> str:
    """Make somebody with a role; return the address."""
    now = timezone.now()
    made = User(email=f"{name}@example.org", name=name.title(), joined_at=now)
    made.set_password(PASSWORD)
    made.save()
    EmailAddress.objects.create(user=made, email=made.email, verified=True, primary=True)
    Assignment.objects.create(person=made, role=role, scope=scope, begins_on=now.date())
    TOTP.activate(made, SECRET)
    return f"{made.email}"


def people(word: str, first: str, second: str) -> list[str]:
    """Make the three of one story."""
    return [
        person(f"olga-{word}", "programme manager", word),
        person(f"ana-{word}", "territory officer", first),
        person(f"bea-{word}", "territory officer", second),
    ]


if __name__ == "__main__":
    print(json.dumps(people(*sys.argv[2:])))
