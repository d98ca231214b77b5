"""The environment under which a test starts the product itself, on either database."""

import os
import sys
import uuid
from pathlib import Path

import psycopg
from psycopg.conninfo import make_conninfo

POLOS = Path(sys.executable).with_name("polos")
NOT_ITS_OWN = ("DJANGO_SETTINGS_MODULE", "POLOS_DATABASE", "POLOS_DATA")


def product(folder: Path, *, database: str = "") -> dict[str, str]:
    """Return the environment of the product over this data folder, without what the tests run under."""
    given = {name: value for name, value in os.environ.items() if name not in NOT_ITS_OWN}
    given["POLOS_DATA"] = str(folder)
    return given | ({"POLOS_DATABASE": database} if database else {})


def new_database() -> str:
    """Return the address of a new database on the temporary PostgreSQL; nothing where tests run on SQLite."""
    server = os.environ.get("POLOS_POSTGRESQL", "")
    if not server:
        return ""
    name = f"polos_{uuid.uuid4().hex}"
    with psycopg.connect(make_conninfo(server, dbname="postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    start, _, options = server.partition("?")
    return f"{start.rpartition('/')[0]}/{name}?{options}"
