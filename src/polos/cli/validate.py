"""``polos validate``: hold the ranking against what really happened."""

from dataclasses import asdict
from typing import Any

import numpy as np
from cyclopts import App

from polos import reference
from polos.cli.output import DataFolder, Json, print_json, print_rows, say
from polos.cli.partners import FromZero
from polos.cli.reasons import said
from polos.matches.gathering import gather_evidence
from polos.matches.validation import Validation, validate_pairings
from polos.reports import wording
from polos.store import Store, data_folder

validate = App(name="validate", help="Hold the ranking against what really happened.")


@validate.command
def pairings(
    *, seed: FromZero = 2016, draws: int = 10_000, folder: DataFolder = None, as_json: Json = False
) -> None:
    """Tell where the really chosen partner of each pairing stands in our ranking, beside chance.

    Percentiles run from 0 (bottom) to 100 (top); chance is 50. Nothing was tuned on these pairings: they
    are too few. Shape of the JSON: ``seed``, ``draws``, ``weights``, ``datasets``, ``summaries``,
    ``placements`` (``places`` by pool, ``reasons`` where it cannot be ranked) and ``caveats``.

    Parameters
    ----------
    seed
        Seed of the random baselines; the same seed gives the same answer.
    draws
        How often the baselines are drawn.
    folder
        The data folder; else POLOS_DATA, else the user's data directory.
    as_json
        Answer as JSON.
    """
    datasets = Store(data_folder(folder)).datasets()
    found = validate_pairings(
        reference.pairings(),
        territories=reference.territories(),
        priorities=reference.priorities(),
        generator=np.random.default_rng(seed),
        evidence=gather_evidence(datasets),
        draws=draws,
    )
    if as_json:
        used = {"seed": seed, "draws": draws, "datasets": [one.name for one in datasets]}
        print_json(used | _plain(found))
        return
    print_rows([asdict(summary) for summary in found.summaries], as_json=False)
    print()
    print_rows(_rows(found), as_json=False)
    for placement in found.unranked:
        for reason in placement.reasons:
            say(f"{placement.pairing_id}, seen from {placement.territory_id}: {wording.say(reason, 'en')}")
    for caveat in found.caveats:
        say(wording.say(caveat, "en"))


def _plain(found: Validation) -> dict[str, Any]:
    return {
        "weights": found.weights,
        "summaries": found.summaries,
        "placements": [
            asdict(placement) | {"reasons": [said(reason) for reason in placement.reasons]}
            for placement in found.placements
        ],
        "caveats": [said(caveat) for caveat in found.caveats],
    }


def _rows(found: Validation) -> list[dict[str, str]]:
    return [
        {
            "pairing": placement.pairing_id,
            "seen from": placement.territory_id,
            "chosen": placement.chosen,
        }
        | {
            pool: f"{place.rank} of {place.candidates} ({place.percentile:.0f})"
            for pool, place in placement.places.items()
        }
        for placement in found.placements
        if placement.places
    ]
