"""Fetching a file from an address: the only place of the library that opens a socket."""

import http.client
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

from polos.errors import NotFetched
from polos.sources.snapshot import Snapshot, read_snapshot

SECONDS = 60
LARGEST = 500_000_000
_PIECE = 1 << 20


def download(address: str, folder: Path, *, name: str) -> Snapshot:
    """Fetch an address into a file of a folder; an earlier file of this name stays until all has come.

    Raises
    ------
    NotFetched
        When the address is not of the web, cannot be reached, refuses, breaks off, or sends more than
        ``LARGEST`` bytes.
    """
    if urlsplit(address).scheme not in {"http", "https"}:
        raise _not_fetched(address, "an address that is not of the web", "Give one with http or https.")
    folder.mkdir(parents=True, exist_ok=True)
    incoming = folder / f".incoming-{name}"
    try:
        with urllib.request.urlopen(address, timeout=SECONDS) as answer:  # noqa: S310 (scheme is checked)
            _copy(address, answer, incoming)
    except urllib.error.HTTPError as error:
        with error:
            said = error.read(300).decode("utf-8", errors="replace")
        raise _not_fetched(
            address, f"the answer {error.code} ({said})", "Try another year, or later."
        ) from error
    except (OSError, http.client.HTTPException) as error:
        raise _not_fetched(address, f"no answer ({error})", "Check the connection, or try later.") from error
    else:
        return read_snapshot(incoming.replace(folder / name), address=address)
    finally:
        incoming.unlink(missing_ok=True)


def _copy(address: str, answer: http.client.HTTPResponse, to: Path) -> None:
    size = 0
    with to.open("wb") as file:
        while piece := answer.read(_PIECE):
            size += len(piece)
            if size > LARGEST:
                raise _not_fetched(address, f"more than {LARGEST:,} bytes", "Ask for less, such as one year.")
            file.write(piece)
    announced = answer.headers.get("Content-Length")
    if announced is not None and int(announced) != size:
        raise _not_fetched(address, f"{size:,} of {announced} bytes", "Try again.")


def _not_fetched(address: str, found: str, next_step: str) -> NotFetched:
    return NotFetched(
        found=f"{found} at {address}", needed="the file that was asked for", next_step=next_step
    )
