"""Commands of the application: ``polos serve``, and ``site``, ``audit``, ``search`` with theirs."""

import gc
import http.client
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import django
from cyclopts import App, Parameter
from cyclopts.validators import Number
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from granian.constants import Interfaces
from granian.server import Server

site = App(name="site", help="Look after the web application.")
registers = App(
    name="registers", help="Bring in and hand out whole registers, and sweep up what nothing holds."
)
archive = App(name="archive", help="Take everything a site holds away in one file, and load it elsewhere.")
search = App(name="search", help="Look after the search.")
audit = App(name="audit", help="Check the record of what was done.")

Json = Annotated[bool, Parameter(name="--json", negative="")]
DataFolder = Annotated[Path | None, Parameter(name="--data", help="The data folder; POLOS_DATA otherwise.")]


@site.command
def prepare(*, shared: Path | None = None, data: DataFolder = None) -> None:
    """Bring the database up to date and load what comes with the software.

    Parameters
    ----------
    shared
        A folder of statistics; its files of employment are added where it holds them.
    data
        The data folder.
    """
    _set_up(data)
    call_command("prepare", shared=shared)


@site.command
def operator(email: str, /, *, address: str = "http://127.0.0.1:8000", data: DataFolder = None) -> int:
    """Make the person with this address an operator, and print a link that works once to choose a password.

    Parameters
    ----------
    email
        The person's address of e-mail.
    address
        The address under which people reach this site.
    data
        The data folder.
    """
    _set_up(data)
    try:
        call_command("operator", email, address=address)
    except CommandError as problem:
        print(problem, file=sys.stderr)  # noqa: T201
        return 2
    return 0


@site.command
def work(*, data: DataFolder = None) -> None:
    """Do what takes longer than a page may, such as agendas, until stopped; "polos serve" does it by itself.

    Parameters
    ----------
    data
        The data folder.
    """
    _set_up(data)
    call_command("work")


@site.command
def digests(*, address: str = "http://127.0.0.1:8000", data: DataFolder = None) -> None:
    """Do what waits for its date: open questions, tell of overdue claims, write digests of what is new.

    Parameters
    ----------
    address
        The address under which people reach the site; links in the mails begin with it.
    data
        The data folder.
    """
    _set_up(data)
    call_command("digests", address=address)


@site.command
def letters(*, data: DataFolder = None) -> None:
    """Send the mails that could not be sent before.

    Parameters
    ----------
    data
        The data folder.
    """
    _set_up(data)
    call_command("letters")


@registers.command
def sweep(*, days: Annotated[int, Parameter(validator=Number(gte=1))] = 7, data: DataFolder = None) -> None:
    """Remove files that were handed in and that nothing holds, once they have lain for some days.

    Parameters
    ----------
    days
        How many days a file must have lain.
    data
        The data folder.
    """
    _set_up(data)
    call_command("sweep", days=days)


@audit.command
def verify(*, noted: str = "", json: Json = False, data: DataFolder = None) -> None:
    """Walk the chain of events and name those that are not as written; exit with 1 if there are any.

    The end of the chain is printed too. Note it somewhere else: only against an end noted earlier can a chain
    be found out that somebody with access to the database wrote anew.

    Parameters
    ----------
    noted
        An end of the chain noted earlier, as this command prints it, such as 12:ab34...
    json
        Answer as JSON.
    data
        The data folder.
    """
    _set_up(data)
    call_command("audit_verify", noted=noted, json=json)


@registers.command
def bring_in(
    kind: str,
    file: Path,
    /,
    *,
    by: str = "",
    language: str = "en",
    write: bool = False,
    without: bool = False,
    data: DataFolder = None,
) -> int:
    """Look at the rows of a file (CSV, XLSX, Parquet, JSON), and with --write bring them into a register.

    Parameters
    ----------
    kind
        The register, such as cluster, territory, actor or programme.
    file
        The file; its headings are the columns that the page "columns" of the register tells.
    by
        The address of e-mail of the person who does it, to be named with the rows; nobody otherwise.
    language
        The language of texts that do not name theirs.
    write
        Bring the rows in; without it nothing is written.
    without
        Leave out rows that are refused; without it one of them keeps all from being written.
    data
        The data folder.
    """
    _set_up(data)
    told = {"by": by, "language": language, "write": write, "without": without}
    return _called("bring_in", kind, str(file), **told)


@registers.command
def hand_out(kind: str, file: Path, /, *, everything: bool = False, data: DataFolder = None) -> int:
    """Write a register to a file whose name ends in .csv, .xlsx or .json.

    Parameters
    ----------
    kind
        The register, such as cluster, territory, actor or programme.
    file
        The file to write.
    everything
        Take what is not public too; this is recorded.
    data
        The data folder.
    """
    _set_up(data)
    return _called("hand_out", kind, str(file), everything=everything)


@archive.command(name="write")
def write_archive(file: Path, /, *, data: DataFolder = None) -> int:
    """Write everything the site holds to one file. Keep it as you keep a backup: it holds all keys.

    Parameters
    ----------
    file
        The file to write.
    data
        The data folder.
    """
    _set_up(data)
    return _called("archive", "write", str(file))


@archive.command(name="check")
def check_archive(file: Path, /, *, data: DataFolder = None) -> int:
    """Read all of an archive and say whether it is as it was written.

    Parameters
    ----------
    file
        The archive.
    data
        The data folder.
    """
    _set_up(data)
    return _called("archive", "check", str(file))


@archive.command(name="restore")
def restore_archive(file: Path, /, *, data: DataFolder = None) -> int:
    """Load an archive into an empty installation of the same version or a later one.

    Parameters
    ----------
    file
        The archive.
    data
        The data folder, which is empty or does not exist yet.
    """
    _set_up(data)
    return _called("archive", "restore", str(file))


@archive.command(name="add")
def add_part(file: Path, /, *, data: DataFolder = None) -> int:
    """Add what a programme does from its own part, which it has taken away from another installation.

    Its records come by `polos registers bring-in`, from the tables of the same file.

    Parameters
    ----------
    file
        The part of a programme.
    data
        The data folder.
    """
    _set_up(data)
    return _called("archive", "add", str(file))


def _called(command: str, *arguments: str, **options: Any) -> int:
    try:
        call_command(command, *arguments, **options)
    except CommandError as problem:
        print(problem, file=sys.stderr)  # noqa: T201
        return 2
    except PermissionDenied:
        refusal = (
            "Found somebody who may not do this. Needed an operator with a second factor, or nobody named."
        )
        print(refusal, file=sys.stderr)  # noqa: T201
        return 2
    return 0


@search.command
def reindex(*, data: DataFolder = None) -> None:
    """Make the index of the search anew from the records.

    Every write keeps the index, so this is needed only where somebody has changed the database by hand.

    Parameters
    ----------
    data
        The data folder.
    """
    _set_up(data)
    call_command("search_reindex")


def serve(*, host: str = "127.0.0.1", port: int = 8000, workers: int = 1, data: DataFolder = None) -> int:
    """Serve the pages until stopped with Ctrl+C.

    Parameters
    ----------
    host
        The address to listen on. Beyond this machine, name the public host in POLOS_HOSTS.
    port
        The port to listen on.
    workers
        How many processes answer; each takes one request at a time.
    data
        The data folder.
    """
    _set_up(data)
    if problem := _unprepared() or _taken(host, port):
        print(problem, file=sys.stderr)  # noqa: T201
        return 1
    server = Server(
        "polos_web.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=1,
        log_enabled=False,
    )
    threading.Thread(target=_announce, args=(host, port), daemon=True).start()
    with _worker():
        server.serve()
    return 0


def _set_up(data: Path | None) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "polos_web.settings.production")
    if data is not None:
        os.environ["POLOS_DATA"] = str(data)
    django.setup()
    # What the program is made of stays as long as it runs: looking through it for rubbish again and again
    # takes a fifth of the time of a large import.
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)


@contextmanager
def _worker() -> Iterator[None]:
    """Keep one process beside the pages for what takes longer than a page may; begin it again if it ends."""
    stopping, running = threading.Event(), [_started()]

    def keep() -> None:
        while not stopping.wait(1):
            if running[0].poll() is not None:
                running[0] = _started()

    threading.Thread(target=keep, daemon=True).start()
    try:
        yield
    finally:
        stopping.set()
        running[0].terminate()
        try:
            running[0].wait(timeout=5)
        except subprocess.TimeoutExpired:
            running[0].kill()


def _started() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "django", "work"], stdout=subprocess.DEVNULL, start_new_session=True
    )


def _announce(host: str, port: int) -> None:
    """Print one line as soon as the first page has been answered."""
    while not _answers(host, port):
        time.sleep(0.05)
    shown = f"[{host}]" if ":" in host else host
    print(f"Polos is ready on http://{shown}:{port} (Ctrl+C stops it).", flush=True)  # noqa: T201


def _answers(host: str, port: int) -> bool:
    connection = http.client.HTTPConnection(host, port, timeout=5)
    try:
        connection.request("GET", "/", headers={"Host": "localhost"})
        return connection.getresponse().status < 500
    except OSError:
        return False
    finally:
        connection.close()


def _unprepared() -> str | None:
    """Return what has to be done before pages can be served, or ``None``."""
    if not (settings.STATIC_ROOT / "manifest.json").is_file():
        return (
            f"Found no built files in {settings.STATIC_ROOT}. Needed them for the browser. "
            "Run: npm ci && npm run build"
        )
    if connection.vendor == "postgresql":
        return _unprepared_server()
    if not settings.DATABASES["default"]["NAME"].is_file():
        return f"Found no database in {settings.DATA_FOLDER}. Needed a prepared one. Run: polos site prepare"
    return None


def _unprepared_server() -> str | None:
    """Ask the server of POLOS_DATABASE, and leave no connection open that workers would share."""
    try:
        tables = connection.introspection.table_names()
    except OperationalError as problem:
        return (
            f"Found the PostgreSQL of POLOS_DATABASE not answering ({problem}). Needed it running. "
            "Start it, or correct POLOS_DATABASE."
        )
    finally:
        connection.close()
        connection.close_pool()  # pyrefly: ignore [missing-attribute] (which PostgreSQL's connection has)
    if "django_migrations" not in tables:
        return "Found no tables in POLOS_DATABASE. Needed a prepared database. Run: polos site prepare"
    return None


def _taken(host: str, port: int) -> str | None:
    """Return words for a port that cannot be had, or ``None``."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as problem:
            return (
                f"Found port {port} on {host} not to be had ({problem.strerror or problem}). "
                f"Needed a free port. Stop what is there, or choose another: polos serve --port {port + 1}"
            )
    return None
