"""``polos specialisation``: show what a territory is specialised in."""

from dataclasses import asdict
from typing import Annotated, Any

from cyclopts import Parameter

from polos import reference
from polos.cli.output import DataFolder, Json, print_json, print_rows, say
from polos.cli.partners import FromZero, stored
from polos.errors import NotStored
from polos.measures.employment_profile import ActivityLine, EmploymentProfile, employment_profiles
from polos.store import Dataset, Store, data_folder
from polos.tables.territories import find
from polos.vocabularies import nace

Names = Annotated[list[str] | None, Parameter(negative="")]

_RELATIONS = {
    "same": "The statistical unit is the territory itself",
    "contains": "The figures are those of the larger unit that contains the territory",
    "part of": "The figures are those of the units inside the territory",
    "converted": "The figures were converted from an older delineation",
}


def specialisation(
    territory: str,
    /,
    *,
    top: FromZero = 15,
    dataset: Names = None,
    folder: DataFolder = None,
    as_json: Json = False,
) -> None:
    """Show what a territory does more than others: activities by location quotient.

    The quotient is the activity's share of employment here, divided by its share in all units of the same
    source. Shape of the JSON: ``territory_id``, ``name``, ``profiles`` (one for each dataset that covers the
    territory: ``relation``, ``units``, ``complete``, ``known_sum``, ``unknown_share``,
    ``unobserved_sections``, ``unknown_activities`` and ``lines`` with ``activity``, ``label``,
    ``employment``, ``lower``, ``upper``, ``quotient``, ``specialised``, ``undefined``).

    Parameters
    ----------
    territory
        A territory id, an official code or an unambiguous name.
    top
        How many activities to list; 0 lists all, also those without a quotient.
    dataset
        Only these stored datasets; all of them where not given. May be repeated.
    folder
        The data folder; else POLOS_DATA, else the user's data directory.
    as_json
        Answer as JSON.
    """
    territories = reference.territories()
    territory_id = find(territories, territory)
    store = Store(data_folder(folder))
    datasets = stored(store, dataset)
    profiles = employment_profiles(datasets, territory_id)
    if not profiles:
        raise _nothing(territory_id, datasets)
    names = dict(territories.rows.select("territory_id", "name").iter_rows())
    if as_json:
        listed = [_plain(profile, top) for profile in profiles]
        print_json({"territory_id": territory_id, "name": names[territory_id], "profiles": listed})
        return
    for profile in profiles:
        _print(profile, top)


def _nothing(territory: str, datasets: tuple[Dataset, ...]) -> NotStored:
    if not datasets:
        return NotStored(
            found="no statistics in the data folder",
            needed=f"employment that covers {territory!r}",
            next_step="Add a file with: polos data add FILE --as SOURCE",
        )
    return NotStored(
        found=f"no employment of {territory!r} in {', '.join(one.name for one in datasets)}",
        needed="a dataset that covers the territory",
        next_step="Add one with: polos data add FILE --as SOURCE",
    )


def _print(profile: EmploymentProfile, top: int) -> None:
    units = ", ".join(unit for unit, _ in profile.units)
    say(f"{profile.dataset}. {_RELATIONS[profile.relation]}: {units}.")
    if not profile.complete:
        say("These units do not make up the whole territory.")
    say(f"Cells that are not known: {profile.unknown_share:.0%}.")
    if not profile.takes_part:
        say("It covers too few divisions to be compared with other sources: quotients are within it alone.")
    if profile.unobserved_sections:
        say(f"Not observed, or not in full, sections: {', '.join(profile.unobserved_sections)}.")
    rows = [_row(line) for line in _listed(profile, top)]
    print_rows([{"dataset": profile.dataset, **row} for row in rows], as_json=False)


def _row(line: ActivityLine) -> dict[str, Any]:
    return {
        "activity": line.activity,
        "label": nace().label(line.activity),
        "employment": line.employment,
        "quotient": None if line.quotient is None else round(line.quotient, 2),
        "specialised": line.specialised,
    }


def _listed(profile: EmploymentProfile, top: int) -> tuple[ActivityLine, ...]:
    defined = tuple(line for line in profile.lines if line.quotient is not None)
    return defined[:top] if top else profile.lines


def _plain(profile: EmploymentProfile, top: int) -> dict[str, Any]:
    lines = [asdict(line) | {"label": nace().label(line.activity)} for line in _listed(profile, top)]
    unknown = [line.activity for line in profile.lines if line.quotient is None]
    return asdict(profile) | {"unknown_activities": unknown, "lines": lines}
