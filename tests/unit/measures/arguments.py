"""What every measure takes, made from one table of amounts, whatever the table holds.

A way to make an argument is looked for by measure and parameter, then by the parameter's name, then by its
kind. A measure whose parameters are not known here makes the tests that use this fail: give it a line.
"""

import inspect
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import polars as pl
from scipy.sparse import csr_array

from polos import measures
from polos.measures.consensus_delphi import DelphiRule
from polos.measures.results import (
    ByActivity,
    ByTerritory,
    Grid,
    Pairs,
    Reason,
    TerritoryPairs,
    Values,
    undefined_where,
)
from polos.measures.spatial_weights import SpatialWeights
from polos.measures.survey_results import Bounds
from polos.parameters.strength import strength_rule
from polos.provenance import Origin
from polos.tables.indicators import Indicators
from polos.tables.input_output import InputOutput
from polos.tables.matrix import Matrix
from polos.tables.plants import Plants
from polos.tables.points import Points
from polos.tables.records import Records
from polos.tables.votes import Votes
from unit.measures.drawing import matrix

ORIGIN = Origin("a table that is not as it should be")
RULE = "european_panorama_2021"
Maker = Callable[[Matrix], Any]


def arguments(name: str, table: Matrix) -> tuple[list[Any], dict[str, Any]]:
    """Return what the measure is called with: what stands in a row, and what is named."""
    row, named = [], {}
    for parameter in inspect.signature(getattr(measures, name)).parameters.values():
        maker = _maker(name, parameter)
        if parameter.kind is parameter.VAR_POSITIONAL:
            row += list(maker(table))
        elif maker is not None:
            named[parameter.name] = maker(table)
    return row, named


def _maker(name: str, parameter: inspect.Parameter) -> Maker:
    kind = getattr(parameter.annotation, "__name__", str(parameter.annotation))
    for known, key in (
        (BY_MEASURE, (name, parameter.name)),
        (BY_NAME, parameter.name),
        (BY_KIND, kind),
    ):
        if key in known:
            return known[key]
    if parameter.default is not parameter.empty:
        return None
    raise KeyError(f"no way to make {parameter.name}: {kind} of {name}")


# ---- tables and results ----------------------------------------------------------------------


def presence(table: Matrix) -> Grid:
    return measures.specialised(table)


def related(table: Matrix) -> Pairs:
    return measures.proximity(presence(table))


def indicators(table: Matrix) -> Indicators:
    return Indicators(np.array(table.values), table.territories, table.activities, ORIGIN, table.backend)


def neighbours(table: Matrix) -> SpatialWeights:
    count = len(table.territories)
    at = np.arange(max(count - 1, 0))
    links = csr_array((np.ones(len(at)), (at, at + 1)), shape=(count, count))
    return SpatialWeights(links, table.territories)


def by_territory(table: Matrix) -> ByTerritory:
    sums = table.values.sum(axis=1)
    return ByTerritory(sums, table.territories, _unknown(sums), ORIGIN, {}, table.backend)


def by_activity(table: Matrix) -> ByActivity:
    means = table.values.mean(axis=0) if len(table.territories) else np.zeros(len(table.activities))
    return ByActivity(means, table.activities, _unknown(means), ORIGIN, {}, table.backend)


def flows(table: Matrix) -> Pairs:
    sold = table.values.T @ table.values
    return Pairs(sold, table.activities, _unknown(sold), ORIGIN, {}, table.backend)


def links(table: Matrix) -> TerritoryPairs:
    between = table.values @ table.values.T
    return TerritoryPairs(between, table.territories, _unknown(between), ORIGIN, {}, table.backend)


def input_output(table: Matrix) -> InputOutput:
    sold = table.values.T @ table.values
    return InputOutput(sold, 2 * sold.sum(axis=0), table.activities, "", "", ORIGIN, backend=table.backend)


def calendar(table: Matrix) -> Matrix:
    """Twelve months, each with supply where an activity has any: the activities over and over."""
    supply = np.where(np.isnan(table.values), np.nan, table.values > 0)
    rows = table.territories if supply.size else ()
    months = np.resize(supply.T, (12, len(rows))).T if rows else np.zeros((0, 12))
    return Matrix(months, rows, tuple(f"{m:02}" for m in range(1, 13)), "", "", ORIGIN, table.backend)


def _unknown(values: Values) -> Any:
    return undefined_where(values, (Reason.UNKNOWN_CELL, np.isnan(values)))


# ---- plants, records, answers ----------------------------------------------------------------


def cells(table: Matrix, *, above: float = -1.0) -> Any:
    """One row for every cell, with its amount, in the caller's kind of table."""
    rows, columns = table.shape
    frame = pl.DataFrame(
        {
            "territory": [one for one in table.territories for _ in range(columns)],
            "activity": list(table.activities) * rows,
            "size": np.array(table.values).ravel(),
            "x": np.repeat(np.arange(rows), columns).astype(float),
            "y": np.tile(np.arange(columns), rows).astype(float),
        },
        schema_overrides={"territory": pl.String, "activity": pl.String, "size": pl.Float64},
    )
    kept = frame.with_columns(pl.col("size").fill_nan(None)).filter(
        ~(pl.col("size") <= above).fill_null(above >= 0)
    )
    return kept.to_pandas() if table.backend == "pandas" else kept


def plants(table: Matrix) -> Plants:
    return Plants.from_frame(cells(table), territory="territory", activity="activity", size="size")


def points(table: Matrix) -> Points:
    return Points.from_frame(cells(table), x="x", y="y", activity="activity", weight="size")


def named_rows(table: Matrix) -> Any:
    return cells(table, above=0.0)


def records(table: Matrix) -> Records:
    return Records.from_frame(named_rows(table), record="territory", activity="activity")


def votes(table: Matrix) -> Votes:
    known = np.clip(np.array(table.values), 0, 2) - 1
    return Votes(known, table.territories, table.activities, ORIGIN)


def scores(table: Matrix) -> dict[str, int | None]:
    """The first activity's amounts as answers from 1 to 5 of the territories, unknown ones as none."""
    given = _answers(table, 0) or [None] * len(table.territories)
    return {
        one: None if answer is None else 1 + answer % 5
        for one, answer in zip(table.territories, given, strict=True)
    }


def _answers(table: Matrix, column: int) -> list[int | None]:
    if not table.values.size:
        return []
    amounts = table.values[:, column % len(table.activities)]
    return [None if np.isnan(one) else int(min(one, 2**62)) for one in amounts]


def _counts(table: Matrix) -> list[list[int]]:
    return [[int(min(one, 2**62)) for one in row] for row in np.nan_to_num(table.values)]


def _part(table: Matrix) -> int:
    return sum(_counts(table)[0]) if table.values.size else 0


def _total(table: Matrix) -> int:
    return sum(map(sum, _counts(table)))


def _groups(table: Matrix) -> dict[str, str]:
    return {one: f"g{i % 2}" for i, one in enumerate(table.activities)}


def _first(labels: tuple[str, ...]) -> str:
    return labels[0] if labels else "none"


def _per_territory(table: Matrix) -> dict[str, float]:
    return dict(zip(table.territories, np.nan_to_num(table.values).sum(axis=1).tolist(), strict=True))


def _limits(_: Matrix) -> tuple[float, ...]:
    return (1.5, 5.5)


def _chain(table: Matrix) -> Any:
    return measures.class_transitions(indicators(table), limits=_limits(table)).probabilities


BY_KIND: Mapping[str, Maker] = {
    "Matrix": lambda table: table,
    "Grid": presence,
    "Pairs": related,
    "CrossPairs": lambda table: measures.cross_proximity(presence(table), presence(table)),
    "ByActivity": by_activity,
    "ByTerritory": by_territory,
    "TerritoryPairs": links,
    "InputOutput": input_output,
    "Indicators": indicators,
    "SpatialWeights": neighbours,
    "Points": points,
    "Plants": plants,
    "Records": records,
    "Votes": votes,
    "ClassPairs": _chain,
    "Generator": lambda _: np.random.default_rng(3),
    "DelphiRule": lambda _: DelphiRule(),
    "StrengthRule": lambda _: strength_rule(RULE),
}
BY_NAME: Mapping[str, Maker] = {
    "generator": lambda _: np.random.default_rng(3),
    "draws": lambda _: 20,
    "count": lambda _: 2,
    "steps": lambda _: 3,
    "nearest": lambda _: 2,
    "limits": _limits,
    "distances": lambda _: (0.5, 1.0, 2.0),
    "territory": lambda table: _first(table.territories),
    "activity": lambda table: _first(table.activities),
    "activities": lambda table: table.activities,
    "groups": _groups,
    "groupings": lambda table: (_groups(table),),
    "population": _per_territory,
    "income": _per_territory,
    "intensity": _per_territory,
    "gini": _per_territory,
    "values": indicators,
    "quotients": measures.location_quotient,
    "advantage": measures.location_quotient,
    "density": lambda table: measures.relatedness_density(presence(table), related(table)),
    "flows": flows,
    "presences": lambda table: (presence(table),),
    "relatedness": lambda table: (related(table), measures.location_correlation(table)),
    "years": lambda table: (table, table),
    "windows": lambda table: (presence(table), presence(table)),
    "chains": lambda table: (
        measures.class_transitions(indicators(table), limits=_limits(table)),
        measures.class_transitions(indicators(table), limits=_limits(table)),
    ),
    "similarity": measures.location_correlation,
    "similarities": measures.location_correlation,
    "definition": lambda table: measures.activity_groups(measures.location_correlation(table), count=2),
    "roster": lambda table: table.territories,
    "scores": scores,
    "rounds": lambda table: (scores(table), scores(table)),
    "one": scores,
    "two": scores,
    "scores_a": lambda table: _answers(table, 0),
    "scores_b": lambda table: _answers(table, 1),
    "relevance": lambda table: {"diagnosis": _answers(table, 0)},
    "support": lambda table: {"diagnosis": _answers(table, 1)},
    "ranks": lambda table: [[None if np.isnan(x) else float(x) for x in row] for row in table.values],
    "codings": lambda table: [[None if np.isnan(x) else str(x) for x in row] for row in table.values],
    "part": _part,
    "invited": _total,
    "answered": _part,
    "part_a": _part,
    "count_a": _total,
    "part_b": _part,
    "count_b": _total,
    "stated": lambda table: f"{_part(table)}%",
    "first": lambda table: Bounds(0, _part(table)),
    "second": lambda table: Bounds(0, _part(table)),
}
BY_MEASURE: Mapping[tuple[str, str], Maker] = {
    ("association_probability", "counts"): lambda table: measures.co_occurrence(presence(table)),
    ("association_strength", "counts"): lambda table: measures.co_occurrence(presence(table)),
    ("cosine", "counts"): lambda table: measures.co_occurrence(presence(table)),
    ("jaccard", "counts"): lambda table: measures.co_occurrence(presence(table)),
    ("relatedness_statistic", "counts"): lambda table: measures.co_occurrence(presence(table)),
    ("best_cluster_definition", "similarities"): lambda table: [measures.location_correlation(table)],
    ("best_cluster_definition", "counts"): lambda _: (2,),
    ("bootstrapped_location_quotient", "territory_of"): lambda table: {
        one: f"group{i % 2}" for i, one in enumerate(table.territories)
    },
    ("co_occurrence_of_records", "records"): named_rows,
    ("co_occurrence_of_records", "record"): lambda _: "territory",
    ("co_occurrence_of_records", "activity"): lambda _: "activity",
    ("duranton_overman_bands", "curve"): lambda table: measures.duranton_overman(
        points(table), _first(table.activities), distances=(0.5, 1.0, 2.0)
    ),
    ("marcon_puech_bands", "curve"): lambda table: measures.marcon_puech(
        points(table), _first(table.activities), distances=(0.5, 1.0, 2.0)
    ),
    ("economic_complexity_panel", "presences"): lambda table: {
        "2020": presence(table),
        "2021": presence(table),
    },
    ("location_quotient_interval", "counts"): lambda table: table,
    ("location_quotient_probability", "counts"): lambda table: table,
    ("theil", "groups"): lambda table: {one: f"g{i % 2}" for i, one in enumerate(table.territories)},
    ("group_informed_consensus", "groups"): lambda table: {"all": table.territories},
    ("statement_views", "groups"): lambda table: {"all": table.territories},
    ("group_overlap", "groups"): lambda table: measures.opinion_groups(
        votes(table), generator=np.random.default_rng(3)
    ),
    ("group_overlap", "declared"): lambda table: {"all": table.territories},
    ("group_stability", "groups"): lambda table: measures.opinion_groups(
        votes(table), generator=np.random.default_rng(3)
    ),
    ("structural_distance_intervals", "result"): lambda table: measures.structural_distance(
        indicators(table)
    ),
    ("season_overlap", "calendar"): calendar,
    ("season_complement", "calendar"): calendar,
    ("cross_proximity", "other"): presence,
    ("answer_counts", "answers"): lambda table: [
        None if one is None else str(one) for one in _answers(table, 0)
    ],
    ("answer_counts", "options"): lambda table: sorted({str(one) for one in _answers(table, 0)}),
    ("holm_correction", "probabilities"): lambda table: {
        one: None if answer is None else answer / 5 for one, answer in scores(table).items()
    },
    ("strength_sensitivity", "references"): lambda _: {"these": None},
    ("adjusted_rand_index", "one"): lambda table: _answers(table, 0),
    ("adjusted_rand_index", "two"): lambda table: _answers(table, 1),
    ("change_between_waves", "before"): lambda table: _answers(table, 0),
    ("change_between_waves", "after"): lambda table: _answers(table, 1),
    ("round_stability", "before"): scores,
    ("round_stability", "after"): scores,
    ("ordinal_consensus", "counts"): lambda table: (_counts(table) or [[]])[0],
    ("suppressed", "counts"): _counts,
    ("class_limits", "count"): lambda _: 2,
    ("exact_interval", "count"): _total,
    ("wilson_interval", "count"): _total,
    ("finite_population_correction", "count"): _part,
    ("exact_interval", "population"): _total,
    ("wilson_interval", "population"): _total,
    ("finite_population_correction", "population"): _total,
    ("count_behind_share", "base"): _total,
    ("joint_bounds", "count"): _total,
    ("input_multiplier", "inputs"): by_activity,
}
#: Measures of one printed survey, whose table has a schema of its own that its reader checks.
OF_ONE_SURVEY = ("published_figures", "published_steps")


def good() -> Matrix:
    """A table of five territories and four activities with which every measure has something to do."""
    return matrix([[9, 2, 1, 0], [7, 7, 2, 1], [1, 3, 8, 2], [2, 1, 9, 6], [0, 4, 4, 5]])
