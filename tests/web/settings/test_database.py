"""Which database an address in POLOS_DATABASE means, and what holds on both."""

from pathlib import Path
from threading import Thread
from time import sleep

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone

from polos_web.accounts import actions
from polos_web.accounts.models import Assignment
from polos_web.accounts.roles import Operator
from polos_web.settings.database import database_settings

FOLDER = Path("var")


def meant(address):
    found = database_settings(address, folder=FOLDER)
    return found["USER"], found["PASSWORD"], found["HOST"], found["PORT"], found["NAME"]


def test_without_an_address_records_are_kept_in_the_data_folder():
    found = database_settings("", folder=FOLDER)
    assert found["ENGINE"].endswith("sqlite3") and found["NAME"] == FOLDER / "polos.sqlite3"
    assert found["CONN_MAX_AGE"] is None and found["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


@pytest.mark.parametrize(
    ("address", "parts"),
    [
        ("postgresql://polos:a%40b@db.example.org:6432/p", ("polos", "a@b", "db.example.org", "6432", "p")),
        ("postgres://db.example.org/polos", ("", "", "db.example.org", "", "polos")),
        ("postgresql:///polos", ("", "", "", "", "polos")),
        ("postgresql://polos@/polos?host=/run/postgresql", ("polos", "", "/run/postgresql", "", "polos")),
        ("postgresql://polos@%2Frun%2Fpostgresql/polos", ("polos", "", "/run/postgresql", "", "polos")),
    ],
)
def test_an_address_names_a_server_or_a_socket(address, parts):
    assert meant(address) == parts


def test_connections_are_kept_by_the_pool_and_tried_before_use():
    found = database_settings("postgresql:///polos?sslmode=verify-full", folder=FOLDER)
    assert found["CONN_MAX_AGE"] == 0 and found["CONN_HEALTH_CHECKS"] and found["OPTIONS"]["pool"]
    assert found["OPTIONS"]["sslmode"] == "verify-full"


@pytest.mark.parametrize(
    "address",
    [
        "polos",
        "mysql://db/polos",
        "postgresql://secret-word@db",
        "postgresql://db/",
        "postgresql://db/a/b",
        "postgresql://db:port/polos",
        "postgresql://db/polos?sslmode",
    ],
)
def test_what_cannot_be_read_is_refused_without_being_repeated(address):
    with pytest.raises(ValueError, match="POLOS_DATABASE that cannot be read") as refusal:
        database_settings(address, folder=FOLDER)
    assert "secret-word" not in str(refusal.value) and "Needed postgresql://" in str(refusal.value)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_operators_who_end_each_others_role_at_once_leave_one(make_person):
    """On PostgreSQL writes run side by side; what one of them has read must still hold when it writes."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite admits one writer at a time.")
    one, two = (make_person(name, "operator", second_factor=True) for name in ("one", "two"))
    refused = []

    def second_ends_the_first():
        try:
            actions.end_assignment(one.assignments.get(), by=two, at=timezone.now())
        except PermissionDenied as refusal:
            refused.append(refusal)
        finally:
            connection.close()

    other = Thread(target=second_ends_the_first)
    with transaction.atomic():
        actions.end_assignment(two.assignments.get(), by=one, at=timezone.now())
        other.start()
        sleep(0.3)  # the other one waits by now for its turn, or has gone through where nothing holds it
    other.join()
    assert len(refused) == 1
    assert (
        sum(held.is_in_force(timezone.now().date()) for held in Assignment.objects.filter(role=Operator.name))
        == 1
    )
