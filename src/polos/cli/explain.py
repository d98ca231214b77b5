"""``polos explain-difference``: say why two conventions give different numbers."""

from typing import Any

from rapidfuzz import process

from polos.cli.output import DataFolder, Json, print_rows
from polos.errors import UnknownName
from polos.measures.conventions import CONVENTIONS, EFFECTS, Convention, differences, effects
from polos.store import Store, data_folder
from polos.tables.activity import employment_matrix


def explain_difference(
    one: str,
    other: str,
    /,
    *,
    dataset: str | None = None,
    folder: DataFolder = None,
    as_json: Json = False,
) -> None:
    """Say which choices make the numbers of two packages differ.

    With ``--dataset``, each choice is switched alone in the first convention, and the largest change it
    makes in the index of territories and activities, relatedness, density and outlook is shown. Nothing
    listed means that the two agree in everything.

    Parameters
    ----------
    one, other
        POLOS, PY_ECOMPLEXITY, DATAWHEEL, ECONCOMPLEX, ECONGEO, ECONOMICCOMPLEXITY; STATA and ATLAS, which
        are known from documentation only.
    dataset
        A stored dataset to measure the effects on.
    folder
        The data folder; else POLOS_DATA, else the user's data directory.
    as_json
        Answer as JSON.
    """
    first, second = _convention(one), _convention(other)
    rows: list[dict[str, Any]] = [
        {"choice": found.choice, first.name: found.one, second.name: found.other}
        for found in differences(first, second)
    ]
    if dataset is not None:
        employment = employment_matrix(Store(data_folder(folder)).dataset(dataset))
        for row, effect in zip(rows, effects(employment, first, second), strict=True):
            moved = {name: effect.largest_change[name] for name in _SHOWN}
            row.update({f"moves {name}": value for name, value in moved.items()})
    for row in rows:
        row["what follows"] = EFFECTS[row["choice"]]
    print_rows(rows, as_json=as_json)


_SHOWN = ("presence", "eci", "pci", "relatedness", "density", "outlook_index", "outlook_gain", "fitness")


def _convention(name: str) -> Convention:
    wanted = name.upper().replace("-", "_")
    if wanted in CONVENTIONS:
        return CONVENTIONS[wanted]
    near = [match for match, _, _ in process.extract(wanted, list(CONVENTIONS), limit=3)]
    raise UnknownName(
        found=f"the convention {name!r}",
        needed=f"one of {', '.join(CONVENTIONS)}",
        next_step=f"Did you mean {' or '.join(near)}?",
    )
