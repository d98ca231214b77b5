"""Run a command beside a temporary PostgreSQL server: ``python tests/postgresql.py pytest tests/web``.

The server has a new folder, listens on a socket in it and on no port, keeps nothing once the command has
ended, and gives up safety on disk for speed. The command finds its address in POLOS_POSTGRESQL.
"""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

OWNER = "postgres"  # PostgreSQL refuses to run as root, and Debian's package brings this user
NAME = "polos"
FLAGS = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "listen_addresses=")


def programs() -> Path:
    """Return the folder of initdb and pg_ctl, the newest where there are several."""
    placed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    found = placed[-1] if placed else shutil.which("initdb")
    if found is None:
        raise SystemExit("Found no PostgreSQL. Needed initdb and pg_ctl. Run: sh tests/install_postgresql.sh")
    return Path(found).parent


@contextmanager
def server() -> Iterator[str]:
    """Yield the address of a server that runs until the block ends."""
    folder, bin_folder = Path(tempfile.mkdtemp(prefix="polos-pg-")), programs()
    data = folder / "data"
    as_owner: list[str] = []
    if os.geteuid() == 0:
        owner = pwd.getpwnam(OWNER)
        os.chown(folder, owner.pw_uid, owner.pw_gid)
        as_owner = ["runuser", "-u", OWNER, "--"]
    flags = " ".join(f"-c {flag}" for flag in (*FLAGS, f"unix_socket_directories={folder}"))
    control = [*as_owner, str(bin_folder / "pg_ctl"), "--pgdata", str(data), "--wait", "--silent"]
    cluster = ["--pgdata", data, "--username", NAME, "--auth", "trust", "--encoding", "UTF8"]
    try:
        _run([*as_owner, bin_folder / "initdb", *cluster, "--locale", "C.UTF-8", "--no-sync"])
        _run([*control, "--log", str(folder / "log"), "--options", flags, "start"])
        try:
            yield f"postgresql://{NAME}@/{NAME}?host={folder}"
        finally:
            _run([*control, "--mode", "immediate", "stop"])
    finally:
        shutil.rmtree(folder)


def _run(command: Sequence[str | Path]) -> None:
    # To a file: the server keeps what it is given for output, and a pipe would never end.
    with tempfile.TemporaryFile("w+") as said:
        done = subprocess.run(command, cwd="/", stdout=said, stderr=said, check=False)
        if done.returncode:
            said.seek(0)
            raise SystemExit(f"{' '.join(map(str, command))} ended with {done.returncode}: {said.read()}")


def main() -> int:
    with server() as address:
        given = {**os.environ, "POLOS_POSTGRESQL": address}
        return subprocess.run([sys.executable, "-m", *sys.argv[1:]], env=given, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
