"""``polos validate``: hold the ranking against what really happened."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import numpy as np
from cyclopts import App, Parameter

from polos import reference
from polos.cli.output import DataFolder, Json, print_json, print_rows, say
from polos.cli.partners import FromZero
from polos.cli.reasons import said
from polos.matches.gathering import gather_evidence
from polos.matches.text_evaluation import agreement, czech_texts, priority_texts
from polos.matches.validation import Validation, validate_columns, validate_pairings
from polos.reports import wording
from polos.store import Dataset, Store, data_folder

_DAY = date(2026, 3, 2)  # common hours are told for a day without summer time

validate = App(name="validate", help="Hold the ranking against what really happened.")


@validate.command
def pairings(
    *,
    seed: FromZero = 2016,
    draws: int = 10_000,
    by_column: Annotated[bool, Parameter(negative="")] = False,
    folder: DataFolder = None,
    as_json: Json = False,
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
    by_column
        Rank by each column alone and by all together, and print the means beside chance only.
    folder
        The data folder; else POLOS_DATA, else the user's data directory.
    as_json
        Answer as JSON.
    """
    datasets = Store(data_folder(folder)).datasets()
    if by_column:
        _print_columns(datasets, seed, draws, as_json=as_json)
        return
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


def _print_columns(datasets: Sequence[Dataset], seed: int, draws: int, *, as_json: bool) -> None:
    found = validate_columns(
        reference.pairings(),
        territories=reference.territories(),
        priorities=reference.priorities(),
        generator=np.random.default_rng(seed),
        evidence=gather_evidence(datasets),
        on=_DAY,
        draws=draws,
    )
    rows = [{"column": name} | asdict(summary) for name, one in found.items() for summary in one.summaries]
    print_rows(rows, as_json=as_json)
    say("Many looks at few pairings: one of them outside of chance says little. Nothing was tuned on them.")


@validate.command
def texts(
    *,
    official: Annotated[bool, Parameter(negative="")] = False,
    czech: Path | None = None,
    as_json: Json = False,
) -> None:
    """Tell how far codes found in free texts agree with codes given to them.

    The texts are the names of the own priorities, in English, Spanish, Portuguese and French, those in other
    languages by their English name. Their codes are machine-made and unreviewed: this measures agreement,
    not accuracy. Shape of the JSON: a list of ``language``, ``kind``, ``texts``, ``found``, ``given``,
    ``both``, ``precision`` and ``recall``.

    Parameters
    ----------
    official
        Use official labels alone, without the words that we added to them.
    czech
        Add the domains of the Czech regions from this file (domeny_plne_texty.json): the hard case.
    as_json
        Answer as JSON.
    """
    coded = list(priority_texts(reference.priorities()))
    if czech is not None:
        coded += czech_texts(json.loads(czech.read_text(encoding="utf-8")))
    rows = [
        asdict(one) | {"precision": one.precision, "recall": one.recall}
        for one in agreement(coded, official_only=official)
    ]
    print_rows(rows, as_json=as_json)


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
