"""With whom a territory could cooperate, on what, and why: columns side by side, each with its reasons."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from polos.errors import InputError, UnknownName
from polos.matches import circumstances
from polos.matches.codes import ColumnCode, UnknownCode, WarningCode
from polos.matches.declared import Declared
from polos.matches.evidence import Complementary, Evidence
from polos.matches.explanation import Explanation, Part, Unknown
from polos.matches.further import Further
from polos.measures.caveats import Caveat
from polos.measures.coded_priorities import CodedPriorities, coded_priorities
from polos.parameters.counterparts import Weights, default_weights
from polos.table import Table

COLUMNS = (
    "similar",
    "related",
    "complementary",
    "languages",
    "hours",
    "level",
    "distance",
)
FURTHER_COLUMNS = tuple(column.value for column in ColumnCode if column.value not in COLUMNS)


@dataclass(frozen=True, eq=False)
class Counterpart:
    """A territory with which another could cooperate.

    ``rank`` counts from 1 among those with a score; ``explanation`` holds the score and its parts, one for
    each column that counts and is known; ``columns`` holds every column's value (0 to 1, None where
    unknown), ``explanations`` its reasons, whose parts add up to the value.
    """

    territory_id: str
    rank: int | None
    explanation: Explanation
    columns: dict[str, float | None]
    explanations: dict[str, Explanation]
    warnings: tuple[Caveat, ...]

    @property
    def score(self) -> float | None:
        """The weighted mean of the known columns, or None."""
        return self.explanation.score


def counterparts(
    territory_id: str,
    *,
    territories: Table,
    priorities: Table | CodedPriorities,
    evidence: Sequence[Evidence] = (),
    weights: Weights | Mapping[str, float] | None = None,
    on: date | None = None,
    among: Sequence[str] | None = None,
    chosen: Sequence[str] | None = None,
    further: Sequence[Further] = (),
) -> tuple[Counterpart, ...]:
    r"""Rank the territories of the other side by how well they fit a territory, with every reason.

    .. math:: \text{score} = \frac{\sum_{k \text{ known}} w_k v_k}{\sum_{k \text{ known}} w_k}

    Columns k: ``similar`` (rarity-weighted overlap of declared priorities), ``related`` (how related what
    only the counterpart declares is to what is declared here), ``complementary`` (what its specialisations
    would add to activities missing here; from employment), and for information ``languages``, ``hours``,
    ``level`` and ``distance``, whose weight is 0 unless given. A column that is not known for a pair is an
    ``Unknown`` and stays out of the mean. A territory without own priorities gets no score.

    Parameters
    ----------
    territory_id
        The territory that looks for counterparts.
    territories, priorities
        The tables of all territories and priorities; they decide what is unusual and what is related.
    evidence
        Employment, as :func:`polos.matches.gathering.gather_evidence` brings it together.
    weights
        Those of ``parameters/data/counterparts.toml`` where not given; as a mapping all may be 0, where a
        further column counts.
    on
        The date for which common working hours are told; unknown without it.
    among
        The candidates; all territories of the other side where not given.
    chosen
        The NACE divisions to which "complementary" looks; those the own priorities name where not given.
    further
        Columns from what registers and employment do not hold: value chain and season
        (:mod:`polos.matches.value_links`), offers and needs (:mod:`polos.matches.offers`), structure
        (:mod:`polos.matches.likeness`), readiness (:mod:`polos.matches.readiness`); each with its weight.

    Returns
    -------
    tuple of Counterpart
        The highest score first, equal scores by id, those without a score last by id.

    Raises
    ------
    UnknownName
        When a territory is not in ``territories``.
    InputError
        When the territory stands among its own candidates.
    """
    weigh = {name: weight for name, weight in (weights or default_weights()).items() if weight > 0}
    weigh |= {column.code.value: column.weight for column in further if column.weight > 0}
    coded = priorities if isinstance(priorities, CodedPriorities) else coded_priorities(priorities)
    known = {row["territory_id"]: row for row in territories.rows.iter_rows(named=True)}
    ours = _known(known, territory_id)
    candidates = _candidates(known, ours, among)
    declared = Declared(coded, territory_id)
    complementary = complementary_column(
        evidence, coded, territory_id, counterparts=candidates, chosen=chosen
    )
    columns: dict[str, Callable[[str], Explanation]] = {
        "similar": declared.similar,
        "related": declared.related,
        "complementary": complementary.explain,
        "languages": lambda other: circumstances.languages(ours, known[other]),
        "hours": lambda other: circumstances.hours(ours, known[other], on),
        "level": lambda other: circumstances.level(ours, known[other]),
        "distance": lambda other: circumstances.distance(ours, known[other]),
        **{column.code.value: column.explain for column in further},
    }
    found = [
        _counterpart(
            other,
            {name: explain(other) for name, explain in columns.items()},
            weigh,
            warnings=(*_level_warning(ours, known[other]), *complementary.warnings(other)),
            has_priorities=declared.has_priorities and other in coded.row_of,
        )
        for other in candidates
    ]
    return _ranked(found)


def complementary_column(
    evidence: Sequence[Evidence],
    priorities: CodedPriorities,
    territory: str,
    *,
    counterparts: Sequence[str],
    chosen: Sequence[str] | None = None,
) -> Complementary:
    """Return the column "complementary" as :func:`counterparts` makes it, with the rows behind it."""
    return Complementary(
        evidence,
        territory,
        counterparts=counterparts,
        wanted=_named_divisions(priorities, territory) if chosen is None else frozenset(chosen),
        is_chosen=chosen is not None,
    )


def _known(known: dict[str, dict[str, Any]], territory: str) -> dict[str, Any]:
    if territory not in known:
        raise UnknownName(
            found=f"the territory {territory!r}",
            needed="the id of a territory on record",
            next_step="Look the id up among the territories.",
        )
    return known[territory]


def _candidates(
    known: dict[str, dict[str, Any]], ours: dict[str, Any], among: Sequence[str] | None
) -> tuple[str, ...]:
    if among is None:
        return tuple(sorted(t for t, row in known.items() if row["side"] != ours["side"]))
    for territory in among:
        _known(known, territory)
    if ours["territory_id"] in among:
        raise InputError(
            found=f"{ours['territory_id']!r} among its own counterparts",
            needed="other territories",
            next_step="Leave the territory out of its candidates.",
        )
    return tuple(sorted(set(among)))


def _named_divisions(coded: CodedPriorities, territory: str) -> frozenset[str]:
    """Return the NACE divisions that a territory's own priorities name."""
    if territory not in coded.row_of:
        return frozenset()
    marks = coded.declared[coded.row_of[territory], coded.columns["division"]]
    return frozenset(code for code, marked in zip(coded.codes("division"), marks, strict=True) if marked)


def _counterpart(
    territory: str,
    explanations: dict[str, Explanation],
    weights: Mapping[str, float],
    *,
    warnings: tuple[Caveat, ...],
    has_priorities: bool,
) -> Counterpart:
    return Counterpart(
        territory_id=territory,
        rank=None,
        explanation=scored(explanations, weights, is_eligible=has_priorities),
        columns={name: explanation.score for name, explanation in explanations.items()},
        explanations=explanations,
        warnings=warnings,
    )


def scored(
    explanations: dict[str, Explanation], weights: Mapping[str, float], *, is_eligible: bool
) -> Explanation:
    """Return the weighted mean of the known columns with its parts; None where it may have no score.

    What the first column does not know is said where nothing else says it.
    """
    unknowns = _unknowns(explanations, weights)
    known = {name: w for name, w in weights.items() if explanations[name].score is not None}
    total = sum(known.values())
    if not is_eligible:
        first = next(iter(explanations.values()))
        missing = (unknown for unknown in first.unknowns if unknown not in unknowns)
        return Explanation(None, (), (*unknowns, *missing))
    if not total:
        return Explanation(None, (), (*unknowns, Unknown(UnknownCode.NO_COLUMN_KNOWN)))
    parts = tuple(_column(name, explanations[name], weight, total) for name, weight in known.items())
    return Explanation(sum(part.amount for part in parts), parts, unknowns)


def _unknowns(explanations: dict[str, Explanation], counting: Iterable[str]) -> tuple[Unknown, ...]:
    """Return what is not known in the columns that count, each thing once."""
    found: list[Unknown] = []
    for name in counting:
        found += [unknown for unknown in explanations[name].unknowns if unknown not in found]
    return tuple(found)


def _column(name: str, explanation: Explanation, weight: float, total: float) -> Part:
    value, scale = explanation.score or 0.0, weight / total
    parts = tuple(
        Part(part.code, part.amount * scale, part.values, part.evidence) for part in explanation.parts
    )
    values = {"value": value, "weight": weight, "weights": total}
    return Part(ColumnCode(name), value * scale, values, parts=parts)


def _level_warning(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> tuple[Caveat, ...]:
    """Say that levels differ, and which of the two is a nation where one is."""
    if ours["level"] == theirs["level"]:
        return ()
    larger, other = (theirs, ours) if theirs["level"] == "nation" else (ours, theirs)
    values = {"other": other["territory_id"]}
    if larger["level"] == "nation":
        values |= {"nation": larger["territory_id"], "level": other["level"]}
        return (Caveat(WarningCode.NATION_WITH_SMALLER, values),)
    values |= {"territory": larger["territory_id"], "level": larger["level"], "other_level": other["level"]}
    return (Caveat(WarningCode.DIFFERENT_LEVELS, values),)


def _ranked(found: Sequence[Counterpart]) -> tuple[Counterpart, ...]:
    ordered = sorted(found, key=lambda c: (c.score is None, -round(c.score or 0.0, 12), c.territory_id))
    return tuple(
        replace(c, rank=None if c.score is None else rank) for rank, c in enumerate(ordered, start=1)
    )
