"""``polos dialogue``: recompute the numbers of an exported dialogue or survey."""

from pathlib import Path

import numpy as np
from cyclopts import App

from polos.cli.output import Json, print_json, say
from polos.errors import WrongRows
from polos.measures.dialogue_results import recomputed
from polos.sources.dialogue_archive import read_archive
from polos.tables.dialogue import from_archive

dialogue = App(name="dialogue", help="Recompute the numbers of an exported dialogue or survey.")
_SHOWN = 10


@dialogue.command
def recompute(archive: Path, /, *, as_json: Json = False) -> int:
    """Recompute every number of an archive from its contributions, votes, codings and answers.

    Counts have to be the same, other numbers the same to 1e-9; the exit code is 2 where one is not. Shape
    of the JSON: ``title``, ``compared``, ``disagreements`` (``name``, ``exported``, ``recomputed``,
    ``missing``).

    Parameters
    ----------
    archive
        The ZIP that the export of a dialogue gave.
    as_json
        Answer as JSON.
    """
    content, exported = from_archive(read_archive(archive))
    found = recomputed(content, exported, np.random.default_rng)
    if as_json:
        print_json({"title": content.title, "compared": found.compared, "disagreements": found.disagreements})
        return 2 if found.disagreements else 0
    if found.disagreements:
        lines = [
            f"{one.name}: exported {one.exported}, recomputed {one.recomputed}"
            + (f" (not {one.missing})" if one.missing else "")
            for one in found.disagreements[:_SHOWN]
        ]
        more = len(found.disagreements) - _SHOWN
        raise WrongRows(
            found="\n".join(
                [
                    f"{len(found.disagreements)} of {found.compared} numbers that are not the same:",
                    *lines,
                    *([f"and {more} more"] if more > 0 else []),
                ]
            ),
            needed="the same numbers from the same contributions, votes, codings and answers",
            next_step="Ask who exported the archive with which version; --json lists all of them.",
        )
    say(f"{content.title}: all numbers are the same.")
    print(found.compared)
    return 0
