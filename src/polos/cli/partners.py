"""``polos partners``: rank counterparts of a territory, each with its reasons."""

from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from typing import Annotated, Any

import numpy as np
from cyclopts import Parameter
from cyclopts.validators import Number

from polos import reference
from polos.cli.output import DataFolder, Json, print_json, print_rows, say
from polos.cli.reasons import explained, said
from polos.errors import InputError
from polos.matches.context_columns import CONTEXT_COLUMNS, context_columns
from polos.matches.counterparts import COLUMNS, Counterpart, counterparts
from polos.matches.gathering import gather_evidence
from polos.matches.robustness import Robustness, robustness
from polos.measures.structure import structural_distance
from polos.parameters.counterparts import Weights, default_weights
from polos.reports import wording
from polos.store import ContextStore, ContextTable, Dataset, Store, data_folder
from polos.table import Table
from polos.tables.territories import find
from polos.vocabularies import nace

Names = Annotated[list[str] | None, Parameter(negative="")]
Flag = Annotated[bool, Parameter(negative="")]
Stays = dict[str, Robustness] | None
_SEED = 2026  # the same list gives the same shares
FromZero = Annotated[int, Parameter(validator=Number(gte=0))]


def partners(
    territory: str,
    /,
    *,
    top: FromZero = 10,
    weight: Names = None,
    on: str | None = None,
    dataset: Names = None,
    activity: Names = None,
    table: str | None = None,
    robust: Flag = False,
    folder: DataFolder = None,
    as_json: Json = False,
) -> None:
    """Rank the territories of the other side, with separate columns and every reason.

    A score is not a decision: people decide, and ``polos validate pairings`` tells how little the order
    says about who was really paired. Shape of the JSON: ``territory_id``, ``weights``, ``on``,
    ``datasets``, ``context``, ``counterparts`` (``rank``, ``territory_id``, ``name``, ``score``, ``columns``,
    ``explanation`` with ``parts`` that add up and ``unknowns``, ``explanations`` by column, ``warnings``);
    each part, unknown and warning has a ``code``, ``values`` and a ``sentence``.

    Parameters
    ----------
    territory
        A territory id, an official code or an unambiguous name.
    top
        How many to list; 0 lists all.
    weight
        The weight of a column, such as similar=2 or languages=1. May be repeated. value_chain, season and
        structure stand beside the others where a table of context is stored (polos data add --as
        input-output, seasons or indicators), with weight 0 unless given.
    on
        The date for common working hours (yyyy-mm-dd); today where not given.
    dataset
        Only these stored datasets; all of them where not given. May be repeated.
    activity
        Look for complements to this NACE division, in place of those the priorities name. May be repeated.
    table
        The stored input-output table for the value chain; the first by name where not given.
    robust
        Add for what share of all weights, with its standard error, each stays among the first three.
    folder
        The data folder; else POLOS_DATA, else the user's data directory.
    as_json
        Answer as JSON.
    """
    territories = reference.territories()
    territory_id = find(territories, territory)
    (weights, of_context), day = _weights(weight or []), _day(on)
    datasets = stored(Store(data_folder(folder)), dataset)
    _require_divisions(activity or [])
    evidence, context = gather_evidence(datasets), _context(ContextStore(data_folder(folder)), table)
    _require_tables(of_context, context)
    found = counterparts(
        territory_id,
        territories=territories,
        priorities=reference.priorities(),
        evidence=evidence,
        weights=weights,
        on=day,
        chosen=activity,
        further=context_columns(
            territory_id,
            counterparts=_across(territories, territory_id),
            evidence=evidence,
            weights=of_context,
            **_tables(context),
        ),
    )
    shown_columns = (*COLUMNS, *(name for name in CONTEXT_COLUMNS if context[name]))
    stays = robustness(found, generator=np.random.default_rng(_SEED)) if robust else None
    listed = found[: top or None]
    names = dict(territories.rows.select("territory_id", "name").iter_rows())
    if as_json:
        print_json(
            {
                "territory_id": territory_id,
                "weights": asdict(weights) | of_context,
                "on": day.isoformat(),
                "datasets": [one.name for one in datasets],
                "context": {column: one.name for column, one in context.items() if one},
                "counterparts": [_plain(counterpart, names, stays) for counterpart in listed],
            }
        )
        return
    print_rows([_row(one, names, stays, shown_columns) for one in listed], as_json=False)
    unknowns = {wording.say(u, "en"): None for one in listed for u in one.explanation.unknowns}
    for sentence in list(unknowns)[:5]:
        say(f"Not known: {sentence}")
    say("People decide; a score is not a decision. Reasons: --json. Check: polos validate pairings.")


def stored(store: Store, names: list[str] | None) -> tuple[Dataset, ...]:
    """Return the datasets of these names, or all that are stored."""
    return store.datasets() if names is None else tuple(store.dataset(name) for name in names)


def _context(store: ContextStore, table: str | None) -> dict[str, ContextTable | None]:
    """Return the table of context behind each column, the first of its kind by name."""
    first = {kind: next(iter(store.tables(kind)), None) for kind in ("input-output", "seasons", "indicators")}
    chosen = first["input-output"] if table is None else store.table(table)
    if chosen is not None and chosen.papers.kind != "input-output":
        raise InputError(
            found=f"{table!r}, which is {chosen.papers.kind}",
            needed="the name of an input-output table",
            next_step="See: polos data list",
        )
    return {"value_chain": chosen, "season": first["seasons"], "structure": first["indicators"]}


def _tables(context: dict[str, ContextTable | None]) -> dict[str, Any]:
    chain, season, structure = (context[column] for column in CONTEXT_COLUMNS)
    return {
        "input_output": chain.input_output if chain else None,
        "seasons": season.seasons if season else None,
        "structure": structural_distance(structure.indicators) if structure else None,
    }


def _require_tables(weights: dict[str, float], context: dict[str, ContextTable | None]) -> None:
    without = [column for column, weight in weights.items() if weight and context[column] is None]
    if without:
        raise InputError(
            found=f"a weight for {without[0]!r}, for which no table is stored",
            needed="an input-output table, a season calendar or indicators",
            next_step="Add one with: polos data add FILE --as input-output (or seasons, or indicators)",
        )


def _across(territories: Table, territory_id: str) -> tuple[str, ...]:
    sides = dict(territories.rows.select("territory_id", "side").iter_rows())
    return tuple(sorted(one for one, side in sides.items() if side != sides[territory_id]))


def _row(
    counterpart: Counterpart, names: dict[str, str], stays: Stays, columns: tuple[str, ...]
) -> dict[str, Any]:
    shown = {} if stays is None else {"in first three": _stays(stays.get(counterpart.territory_id))}
    return (
        {
            "rank": counterpart.rank,
            "territory": counterpart.territory_id,
            "name": names[counterpart.territory_id],
            "score": _rounded(counterpart.score),
        }
        | {column: _rounded(counterpart.columns[column]) for column in columns}
        | shown
    )


def _stays(robust: Robustness | None) -> str:
    return "not known" if robust is None else f"{robust.share:.0%} ± {robust.standard_error:.1%}"


def _rounded(value: float | None) -> str:
    return "not known" if value is None else f"{value:.3f}"


def _plain(counterpart: Counterpart, names: dict[str, str], stays: Stays) -> dict[str, Any]:
    robust = {} if stays is None else {"robustness": stays.get(counterpart.territory_id)}
    return robust | {
        "rank": counterpart.rank,
        "territory_id": counterpart.territory_id,
        "name": names[counterpart.territory_id],
        "score": counterpart.score,
        "columns": counterpart.columns,
        "explanation": explained(counterpart.explanation),
        "explanations": {name: explained(one) for name, one in counterpart.explanations.items()},
        "warnings": [said(warning) for warning in counterpart.warnings],
    }


def _require_divisions(activities: list[str]) -> None:
    strange = [code for code in activities if not (code.isdigit() and code in nace())]
    if strange:
        raise InputError(
            found=f"{strange[0]!r} as an activity",
            needed="a NACE division of two digits, such as 10",
            next_step="Correct --activity.",
        )


def _weights(given: list[str]) -> tuple[Weights, dict[str, float]]:
    """Return the weights of the columns that are always there, and of those that rest on context."""
    known = asdict(default_weights()) | dict.fromkeys(CONTEXT_COLUMNS, 0.0)
    changed: dict[str, float] = {}
    for text in given:
        name, _, number = text.partition("=")
        try:
            changed[name] = float(number)
        except ValueError:
            raise _wrong_weight(text, known) from None
        if name not in known:
            raise _wrong_weight(text, known)
    of_context = {name: changed.pop(name) for name in CONTEXT_COLUMNS if name in changed}
    return replace(default_weights(), **changed), of_context


def _wrong_weight(text: str, known: dict[str, float]) -> InputError:
    return InputError(
        found=f"{text!r} as a weight",
        needed=f"a column and a number such as similar=2; the columns are {', '.join(known)}",
        next_step="Correct --weight.",
    )


def _day(text: str | None) -> date:
    if text is None:
        return datetime.now(tz=UTC).date()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(
            found=f"{text!r} as a date", needed="a date such as 2026-11-21", next_step="Correct --on."
        ) from None
