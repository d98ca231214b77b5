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
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from polos_web.registers import actions as registers, kinds
from polos_web.registers.files import keep
from polos_web.registers.forms import SIGNED_FILES
from polos_web.registers.statements import Statement
from polos_web.stewardship import actions as stewardship
from polos_web.stewardship.models import Wish
person = User(email="anastasia@example.org", name="Anastasia of the Mountains", joined_at=timezone.now())
person.set_password("correct horse battery")
person.save()
EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
actions.rename(person, "Anastasia of the Seas", at=timezone.now())
cluster = registers.create(
    kinds.kind("cluster"), "tres-hornos",
    [Statement("name", {"language": "es", "original": "Tres Hornos Inventados"}), Statement("country", "UY")],
    by=person, at=timezone.now(),
)
deed = keep(SimpleUploadedFile("deed.pdf", b"%PDF-1.7 a letter of Anastasia of the Seas"))
given = {"deed.kept": [signing.dumps(deed, salt=SIGNED_FILES)], "name.text": ["of Anastasia"]}
registers.save_draft(cluster, "identity", given, seen=1, by=person, at=timezone.now())
registers.publish(cluster, by=person, at=timezone.now())
stewardship.invite(
    cluster, "eva@example.org", is_owner=False, language="en", by=person, at=timezone.now(), site="https://x"
)
stewardship.ask(
    cluster, Wish.CORRECT, text="From Anastasia", email=person.email, language="es", at=timezone.now(),
    site="https://x",
)
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
