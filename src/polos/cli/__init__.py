"""The command line: data on stdout, messages on stderr, ``--json`` everywhere.

Exit codes: 0 done; 1 something unexpected, such as a full disk or no connection; 2 the command or its
input was refused; 3 the data folder does not hold what was asked for. What was refused is said in three
parts: what was found, what was needed, what to do next.

``COMMANDS`` names the commands and where they are, so that only the one that is used is loaded; the list
of commands is printed from it. Installed applications add theirs by the entry-point group
``polos.commands``.
"""

import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import entry_points, version

#: Name, where it is, and what it does in one line.
COMMANDS = (
    ("data", "polos.cli.data:data", "Add, fetch, list, show and remove tables of employment."),
    ("convergence", "polos.cli.convergence:convergence", "Compare the declared priorities of two groups."),
    ("partners", "polos.cli.partners:partners", "Rank counterparts of a territory, each with its reasons."),
    ("specialisation", "polos.cli.specialisation:specialisation", "Show what a territory is specialised in."),
    ("pairing", "polos.cli.pairing:pairing", "Pair two sides as an assignment under quotas and rules."),
    ("validate", "polos.cli.validate:validate", "Check the ranking on the pairings that really happened."),
    ("agenda", "polos.cli.agenda:agenda", "Make agendas of meetings with their proof, and check them."),
    ("measures", "polos.cli.measures:measures", "List the measures."),
    ("measure", "polos.cli.measures:measure", "Compute a measure on a table of one's own."),
    (
        "dialogue",
        "polos.cli.dialogue:dialogue",
        "Recompute the numbers of an exported dialogue or survey.",
    ),
    (
        "explain-difference",
        "polos.cli.explain:explain_difference",
        "Say why two conventions give different numbers.",
    ),
)
GROUP = "polos.commands"
_HELP = {"--help", "-h"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if not given or given[0] in _HELP:
        sys.stdout.write(overview())
        return 0
    if given[0] == "--version":
        sys.stdout.write(f"{version('polos')}\n")
        return 0
    return import_module("polos.cli.program").run(given)


def commands() -> list[tuple[str, str, str]]:
    """Return the commands of the library and of installed applications: name, place, one line."""
    added = sorted(entry_points(group=GROUP), key=lambda entry: entry.name)
    return [*COMMANDS, *((entry.name, entry.value, f"See: polos {entry.name} --help") for entry in added)]


def overview() -> str:
    """Return the list of commands, without loading any."""
    listed = commands()
    width = max(len(name) for name, _, _ in listed)
    lines = "\n".join(f"  {name:<{width}}  {line}" for name, _, line in listed)
    return (
        "Usage: polos COMMAND [OPTIONS]\n\n"
        "With whom across the ocean should a region or cluster cooperate, on what, and why?\n\n"
        f"Commands:\n{lines}\n\n"
        "Data goes to stdout and messages to stderr; --json gives every answer as JSON.\n"
        "The data folder is --data, else POLOS_DATA, else the user's data directory.\n"
        "Exit codes: 0 done, 1 unexpected, 2 refused, 3 not stored.\n"
        "polos COMMAND --help says more about one command; polos --version gives the version.\n"
    )
