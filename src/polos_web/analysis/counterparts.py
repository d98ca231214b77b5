"""Counterparts of a territory by any mix of columns, and how firmly they stand."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np

from polos.matches.context_columns import context_columns
from polos.matches.counterparts import COLUMNS, FURTHER_COLUMNS, Counterpart
from polos.matches.counterparts import counterparts as ranked
from polos.matches.evidence import Evidence
from polos.matches.further import Further
from polos.matches.offers import offers_needs_column
from polos.matches.readiness import Governance, readiness_column
from polos.matches.robustness import Robustness, robustness
from polos.table import Table
from polos_web.analysis import cluster_fields, queries
from polos_web.analysis.input_output import Context, context
from polos_web.analysis.statistics import statistics
from polos_web.analysis.values import Selection

# The columns of territories: the seven that are always there, and the five that need more than registers.
FURTHER = tuple(name for name in FURTHER_COLUMNS if name not in ("sector", "evidence"))
ALL_COLUMNS = (*COLUMNS, *FURTHER)
DRAWS = cluster_fields.DRAWS


@dataclass(frozen=True, eq=False)
class Records:
    """What records say of territories beside priorities: offers and needs, and governance."""

    stated: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    governance: Mapping[str, Governance] = field(default_factory=dict)


@dataclass(frozen=True)
class Mix:
    """What counts how much, on which day, among whom; the activities chosen, and the input-output table."""

    territory: str
    weights: tuple[tuple[str, float], ...]
    on: date
    among: tuple[str, ...] | None = None
    chosen: tuple[str, ...] = ()
    table: str = ""


def standard_weights() -> dict[str, float]:
    """Return the weights of the library for every column; those of further columns are 0."""
    return {**asdict(queries.weights()), **dict.fromkeys(FURTHER, 0.0)}


def records(exchanges: Mapping[str, Sequence[Mapping[str, Any]]], governance: Mapping[str, str]) -> Records:
    """Return what records say, in the library's words.

    ``exchanges`` holds offers and needs by territory, as :func:`cluster_fields.stated` reads them;
    ``governance`` "institutional", "emerging" or "absent" by territory, and nothing where it is not known.
    """
    return Records(
        {territory: cluster_fields.stated(told) for territory, told in exchanges.items()},
        {territory: Governance(told) for territory, told in governance.items()},
    )


@dataclass(frozen=True, eq=False)
class Basis:
    """What counterparts are found in; two are the same only where nothing has changed."""

    priorities: Table
    territories: Table
    said: Records


def counterparts(basis: Basis, mix: Mix) -> tuple[Counterpart, ...]:
    """Rank the other side's territories for one, with the statistics and tables stored now."""
    return _counterparts(basis, statistics().evidence, context(), mix)


@lru_cache(maxsize=24)
def _counterparts(
    basis: Basis, evidence: tuple[Evidence, ...], held: Context, mix: Mix
) -> tuple[Counterpart, ...]:
    weights = dict(mix.weights)
    return ranked(
        mix.territory,
        territories=basis.territories,
        priorities=queries.coded(basis.priorities, basis.territories, Selection()),
        evidence=evidence,
        weights={name: weights[name] for name in COLUMNS},
        on=mix.on,
        among=mix.among,
        chosen=mix.chosen or None,
        further=_further(basis, evidence, held, mix),
    )


def _further(basis: Basis, evidence: tuple[Evidence, ...], held: Context, mix: Mix) -> tuple[Further, ...]:
    weights = dict(mix.weights)
    chain, seasons = held.first("input-output", mix.table), held.first("seasons")
    others = [t for t in basis.territories.rows["territory_id"].to_list() if t != mix.territory]
    of_context = context_columns(
        mix.territory,
        counterparts=others if mix.among is None else mix.among,
        evidence=evidence,
        input_output=chain.input_output if chain else None,
        seasons=seasons.seasons if seasons else None,
        structure=held.distances,
        weights=weights,
    )
    of_records = (
        offers_needs_column(basis.said.stated, mix.territory, weight=weights["offers_needs"]),
        readiness_column(basis.said.governance, mix.territory, weight=weights["readiness"]),
    )
    return (*of_context, *of_records)


def stays(found: tuple[Counterpart, ...]) -> Mapping[str, Robustness]:
    """Return for what share of all weights of the columns that count each stays among the first three."""
    counting = {str(part.code) for one in found for part in one.explanation.parts}
    return _stays(found) if len(counting) > 1 else {}


@lru_cache(maxsize=24)
def _stays(found: tuple[Counterpart, ...]) -> Mapping[str, Robustness]:
    return robustness(
        found, generator=np.random.default_rng(cluster_fields.SEED), top=cluster_fields.TOP, draws=DRAWS
    )
