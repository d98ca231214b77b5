"""Erasure on a real data folder: no file keeps the person, nor the key under which details could be read."""

import json
import subprocess
import sys

import pytest

from web.product import product

SCRIPT = """
import django, json
django.setup()
from django.core.mail import send_mail
from django.utils import timezone
from allauth.account.models import EmailAddress
from polos_web.accounts import actions
from polos_web.accounts.models import User
from polos_web.audit.models import PersonKey
person = User(email="anastasia@example.org", name="Anastasia of the Mountains", joined_at=timezone.now())
person.set_password("correct horse battery")
person.save()
EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
actions.rename(person, "Anastasia of the Seas", at=timezone.now())
send_mail("Anastasia", "Text for Anastasia", "polos@localhost", [person.email])
key = bytes(PersonKey.objects.get(pk=person.pseudonym).key).hex()
"""
ERASE = """
actions.erase(person, by=person, at=timezone.now())
"""
TELL = "print(json.dumps(key))"


def run(folder, script):
    given = product(folder) | {"DJANGO_SETTINGS_MODULE": "polos_web.settings.production"}
    subprocess.run([sys.executable, "-m", "django", "migrate", "-v0"], env=given, check=True)
    command = [sys.executable, "-c", script]
    return json.loads(subprocess.run(command, env=given, capture_output=True, text=True, check=True).stdout)


def holding(folder, *needles):
    """Which files hold any of these."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert files
    return {path.name for path in files if any(needle in path.read_bytes() for needle in needles)}


@pytest.mark.slow
@pytest.mark.parametrize("erased", [False, True])
def test_no_file_of_the_data_folder_keeps_somebody_who_was_erased(tmp_path, erased):
    key = bytes.fromhex(run(tmp_path, SCRIPT + (ERASE if erased else "") + TELL))
    found = holding(tmp_path, b"nastasia", key)
    assert found == set() if erased else any("sqlite3" in name for name in found) and len(found) > 1
