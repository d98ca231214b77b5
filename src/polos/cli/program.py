"""Running one command: only its module is loaded, and what it refuses becomes a message and a code."""

import os
import sys

from cyclopts import App

from polos.cli import commands
from polos.errors import NotFetched, NotStored, PolosError

UNEXPECTED, REFUSED, NOT_STORED = 1, 2, 3


def program() -> App:
    """Return the application with every command by its place."""
    app = App(name="polos", result_action="return_value", version_flags=[])
    for name, place, line in commands():
        app.command(place, name=name, help=line if not line.startswith("See:") else None)
    return app


def run(arguments: list[str]) -> int:
    """Run a command; cyclopts itself exits with 2 when the arguments do not fit."""
    try:
        result = program()(arguments)
        sys.stdout.flush()
    except PolosError as error:
        return refuse(error)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        _say("Found", f"{error.strerror or error}{f': {error.filename}' if error.filename else ''}")
        _say("Needed", "files and a data folder that can be read and written")
        _say("Next", "Check the path, its permissions and the space left; nothing stored was changed.")
        return UNEXPECTED
    return result if isinstance(result, int) else 0


def refuse(error: PolosError) -> int:
    """Print the three parts of an error to stderr and return its exit code."""
    _say("Found", error.found)
    _say("Needed", error.needed)
    _say("Next", error.next_step)
    codes: dict[type[PolosError], int] = {NotStored: NOT_STORED, NotFetched: UNEXPECTED}
    return codes.get(type(error), REFUSED)


def _say(part: str, text: str) -> None:
    first, *others = text.splitlines()
    print(f"{part + ':':<8}{first}", *(f"{'':<8}{line}" for line in others), sep="\n", file=sys.stderr)
