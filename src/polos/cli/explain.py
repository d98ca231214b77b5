"""``polos explain-difference``: say why two conventions give different numbers."""

from pathlib import Path
from typing import Any

from rapidfuzz import process

from polos.cli.files import read_frame
from polos.cli.output import DataFolder, Json, print_rows, say
from polos.errors import UnknownName
from polos.measures.conventions import CONVENTIONS, EFFECTS, RESULTS, Convention, differences, effects
from polos.measures.from_frames import from_frame
from polos.store import Store, data_folder
from polos.tables.activity import employment_matrix
from polos.tables.employment import own_unit


def explain_difference(
    one: str,
    other: str,
    /,
    *,
    dataset: str | None = None,
    population: Path | None = None,
    folder: DataFolder = None,
    as_json: Json = False,
) -> None:
    """Say which choices make the numbers of two packages differ.

    With ``--dataset``, each choice is switched alone in the first convention, and the largest change it
    makes in the index of territories and activities, relatedness, density, outlook, fitness and
    concentration is shown. Nothing listed means that the two agree in everything.

    Parameters
    ----------
    one, other
        POLOS or a package: PY_ECOMPLEXITY, DATAWHEEL, ECONCOMPLEX, ECONGEO, ECONOMICCOMPLEXITY, FERMI or
        ECONCI; STATA and ATLAS, which are known from documentation only. What is switched in a package
        follows its name, as in PY_ECOMPLEXITY_BOTH, ECONCOMPLEX_SQRT or FERMI_ICA; a name that is none of
        them lists all there are.
    dataset
        A stored dataset to measure the effects on.
    population
        The inhabitants of every territory, for what compares amounts per head: a .csv or .parquet file with
        the columns name and value.
    folder
        The data folder; else POLOS_DATA, else the user's data directory.
    as_json
        Answer as JSON.
    """
    first, second = _convention(one), _convention(other)
    for named in (first, second):
        if named.switch or named.basis == "documentation only":
            say(f"{named.name}: {', '.join(filter(None, (named.switch, named.basis)))}")
    rows: list[dict[str, Any]] = [
        {"choice": found.choice, first.name: found.one, second.name: found.other}
        for found in differences(first, second)
    ]
    if dataset is not None:
        employment = employment_matrix(Store(data_folder(folder)).dataset(dataset))
        people = None if population is None else _people(population)
        found = effects(employment, first, second, population=people)
        for row, effect in zip(rows, found, strict=True):
            moved = {name: effect.largest_change[name] for name in RESULTS}
            row.update({f"moves {name}": value for name, value in moved.items()})
    for row in rows:
        row["what follows"] = EFFECTS[row["choice"]]
    print_rows(rows, as_json=as_json)


def _people(path: Path) -> dict[str, float]:
    """Return inhabitants by unit, and by the unit a name is in a table of one's own."""
    told = from_frame("Mapping[str, float]", read_frame(path), path.name)
    return {**{own_unit(name): count for name, count in told.items()}, **told}


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
