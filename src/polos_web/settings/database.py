"""Where records are kept: in SQLite in the data folder, or in the PostgreSQL of POLOS_DATABASE."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

SCHEMES = ("postgresql", "postgres")
# A worker answers one request at a time and so needs one connection; a second one is there for commands.
POOL = {"min_size": 1, "max_size": 2, "timeout": 10}


def database_settings(address: str, *, folder: Path) -> dict[str, Any]:
    """Read ``postgresql://user:password@host:5432/name``; an empty address means SQLite in ``folder``.

    Without a host, the server is asked through its socket: ``postgresql:///name``, or
    ``postgresql://user@/name?host=/run/postgresql`` where the socket lies elsewhere. What follows the
    question mark goes to the server's own client library, such as ``sslmode=verify-full``.

    Raises
    ------
    ValueError
        When the address cannot be read, with what was found, needed and the next step.
    """
    return _postgresql(address) if address else _sqlite(folder)


def _sqlite(folder: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": folder / "polos.sqlite3",
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 10,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA secure_delete=ON;",
        },
    }


def _postgresql(address: str) -> dict[str, Any]:
    try:
        parts = urlsplit(address)
        port = parts.port or ""
        options = dict(parse_qsl(parts.query, strict_parsing=bool(parts.query)))
    except ValueError as problem:
        raise _unreadable() from problem
    name = unquote(parts.path.removeprefix("/"))
    if parts.scheme not in SCHEMES or not name or "/" in name:
        raise _unreadable()
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or "") or options.pop("host", ""),
        "PORT": str(port),
        # Connections are kept by the pool, and tried before use: a restarted server is not a failed page.
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {**options, "pool": POOL},
    }


def _unreadable() -> ValueError:
    """Name the form and not what was found, which may hold a password."""
    return ValueError(
        "Found a POLOS_DATABASE that cannot be read. "
        "Needed postgresql://user:password@host:5432/name, or postgresql:///name for the server's socket. "
        "Correct it, or leave it out: records are then kept in SQLite in the data folder."
    )
