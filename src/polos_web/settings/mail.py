"""Where mail goes: to the server of POLOS_MAIL, or into files of the data folder."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

PORTS = {"smtp": 587, "smtps": 465}


def mail_settings(address: str, *, folder: Path) -> dict[str, Any]:
    """Read ``smtp://user:password@host:587?from=polos@example.org``; an empty one means files in ``folder``.

    ``smtp`` begins in the open and goes on encrypted (STARTTLS), but for ``localhost``; ``smtps`` is
    encrypted from the beginning.

    Raises
    ------
    ValueError
        When the address cannot be read, with what was found, needed and the next step.
    """
    if not address:
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": folder / "mail",
            "DEFAULT_FROM_EMAIL": "polos@localhost",
        }
    parts = urlsplit(address)
    sender = parse_qs(parts.query).get("from", [""])[0]
    if parts.scheme not in PORTS or not parts.hostname or "@" not in sender:
        raise ValueError(
            "Found a POLOS_MAIL that cannot be read. "
            "Needed smtp://user:password@host:587?from=polos@example.org, or smtps://... "
            "Correct it, or leave it out: mail is then written to files."
        )
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_FILE_PATH": None,
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or PORTS[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and parts.hostname != "localhost",
        "EMAIL_TIMEOUT": 20,
        "DEFAULT_FROM_EMAIL": sender,
    }
