"""``polos convergence``: compare the declared priorities of two groups of territories."""

from dataclasses import asdict, replace
from typing import Annotated, Any

import numpy as np
from cyclopts import Parameter
from cyclopts.validators import Number

from polos import reference
from polos.cli.output import Json, print_json, print_rows, say
from polos.cli.reasons import said
from polos.cli.territories import ids_of
from polos.errors import InputError
from polos.measures.coded_priorities import coded_priorities, selected
from polos.measures.convergence import Convergence, Level
from polos.measures.convergence import convergence as compare
from polos.measures.convergence_uncertainty import Sensitivity, sensitivity, sureness
from polos.parameters.convergence import Thresholds, default_thresholds
from polos.reports import wording
from polos.table import Table

_SEED = 2026  # the same comparison gives the same intervals
Names = Annotated[list[str] | None, Parameter(negative="")]


def convergence(
    *,
    eu: str = "all",
    lac: str = "all",
    years: str | None = None,
    provenance: Names = None,
    confidence: Names = None,
    minimum_count: int | None = None,
    medium: float | None = None,
    high: float | None = None,
    draws: Annotated[int, Parameter(validator=Number(gte=0))] = 0,
    sensitive: Annotated[bool, Parameter(negative="")] = False,
    as_json: Json = False,
) -> None:
    """Compare declared priorities: 14 markets by 7 technologies and "not stated".

    Levels say how close the emphasis of both sides is; thresholds are ours and can be changed. The
    result shows what is declared alike, not what complements. Shape of the JSON: ``groups``, ``base``,
    ``emphasis``, ``thresholds``, ``level_counts``, ``promising``, ``cells`` (with ``members`` where shared),
    ``market_profile``, ``technology_profile``, ``in_common``, ``sharing``, ``caveats``, ``origin``,
    and as asked ``sureness`` and ``sensitivity``.

    Parameters
    ----------
    eu
        Territories of the European Union: all, nations, subnational, or ids, codes or names by commas.
    lac
        Territories of Latin America and the Caribbean, likewise.
    years
        Only priorities whose period overlaps these years, such as 2021-2027.
    provenance
        Only priorities of this provenance: source or recalled. May be repeated.
    confidence
        Only priorities of this confidence: high, medium or low. May be repeated.
    minimum_count
        Territories that must touch a cell on each side.
    medium
        Closeness of emphasis from which a cell is medium (0 to 1).
    high
        Closeness of emphasis from which a cell is high (0 to 1).
    draws
        Add intervals of the shares, and how often each level comes out, from so many draws; 0 adds none.
    sensitive
        Add which cells change level when thresholds, weak codes or years are chosen otherwise.
    as_json
        Answer as JSON.
    """
    territories = reference.territories()
    priorities = selected(
        reference.priorities(), years=_years(years), provenances=provenance, confidences=confidence
    )
    result = compare(
        coded_priorities(priorities, territories),
        ids_of(territories, eu, side="EU"),
        ids_of(territories, lac, side="LAC"),
        thresholds=_thresholds(minimum_count, medium, high),
    )
    sure = sureness(result, generator=np.random.default_rng(_SEED), draws=draws) if draws else None
    changes = _sensitivity(priorities, result) if sensitive else None
    if as_json:
        print_json(_plain(result) | {"sureness": sure, "sensitivity": changes})
        return
    print_rows([_row(result, cell) for cell in _cells(result) if cell["level"] != Level.NONE], as_json=False)
    for one in changes or ():
        cells = ", ".join(f"{c.market} x {c.technology}: {c.before} to {c.after}" for c in one.changes)
        say(f"With {one.variant.code.replace('_', ' ')}: {cells or 'no cell changes its level'}.")
    for caveat in result.caveats:
        say(f"Keep in mind: {wording.say(caveat, 'en')}")


def _plain(result: Convergence) -> dict[str, Any]:
    return {
        "groups": {"a": result.group_a, "b": result.group_b},
        "base": {"a": result.base_a, "b": result.base_b},
        "emphasis": result.emphasis,
        "thresholds": asdict(result.thresholds),
        "level_counts": result.level_counts,
        "promising": [{"market": market, "technology": tech} for market, tech in result.promising],
        "cells": _cells(result),
        "market_profile": result.market_profile,
        "technology_profile": result.technology_profile,
        "in_common": result.in_common,
        "sharing": result.sharing,
        "caveats": [said(caveat) for caveat in result.caveats],
        "origin": {"name": result.origin.name, "steps": result.origin.steps},
    }


def _sensitivity(priorities: Table, result: Convergence) -> tuple[Sensitivity, ...]:
    return sensitivity(priorities, result.group_a, result.group_b, thresholds=result.thresholds)


def _cells(result: Convergence) -> list[dict[str, Any]]:
    return [
        {
            "market": market,
            "technology": technology,
            "count_a": result.counts_a[m, t],
            "count_b": result.counts_b[m, t],
            "share_a": result.shares_a[m, t],
            "share_b": result.shares_b[m, t],
            "emphasis_a": result.emphasis_a[m, t],
            "emphasis_b": result.emphasis_b[m, t],
            "closeness": result.closeness[m, t],
            "level": result.levels[m, t],
        }
        | ({"members": result.members(market, technology)} if _is_shared(result, m, t) else {})
        for m, market in enumerate(result.markets)
        for t, technology in enumerate(result.technologies)
    ]


def _is_shared(result: Convergence, m: int, t: int) -> bool:
    return result.levels[m, t] not in (Level.NONE, Level.UNKNOWN)


def _row(result: Convergence, cell: dict[str, Any]) -> dict[str, Any]:
    return {
        "market": cell["market"],
        "technology": cell["technology"],
        "eu": f"{cell['count_a']} of {result.base_a}",
        "lac": f"{cell['count_b']} of {result.base_b}",
        "closeness": cell["closeness"],
        "level": cell["level"],
    }


def _thresholds(minimum_count: int | None, medium: float | None, high: float | None) -> Thresholds:
    ours = default_thresholds()
    return replace(
        ours,
        minimum_count=ours.minimum_count if minimum_count is None else minimum_count,
        medium=ours.medium if medium is None else medium,
        high=ours.high if high is None else high,
    )


def _years(text: str | None) -> tuple[int, int] | None:
    if text is None:
        return None
    first, _, last = text.partition("-")
    if not (first.isdigit() and (last or first).isdigit()):
        raise InputError(
            found=f"{text!r} as years",
            needed="a year, or a first and a last year such as 2021-2027",
            next_step="Correct --years.",
        )
    return int(first), int(last or first)
