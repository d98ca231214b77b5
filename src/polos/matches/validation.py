"""An honest check: where do the partners that were really chosen stand in our ranking?"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

import numpy as np
import polars as pl
from numpy.typing import NDArray

from polos.errors import InputError
from polos.matches.codes import UnknownCode, ValidationCode
from polos.matches.counterparts import COLUMNS, Counterpart, counterparts
from polos.matches.evidence import Evidence
from polos.matches.explanation import Unknown
from polos.measures.caveats import Caveat
from polos.measures.coded_priorities import CodedPriorities, coded_priorities
from polos.parameters.counterparts import Weights, default_weights
from polos.table import Table

POOLS = ("subnational", "all")
_MIDDLE = (0.025, 0.975)
# Where the programme behind the pairings tells of them: its report of 2020 (a DOI) and its site.
TOLD_BY_THE_PROGRAMME = ("doi.org/10.2760/39443", "iuc-la.eu")


@dataclass(frozen=True)
class Place:
    """Where the chosen partner stands among candidates with a score.

    ``rank`` counts from 1, equal scores sharing the better rank; ``percentile`` (0 to 100) is the share of
    the other candidates that rank lower, equal ones counting half: 100 is the top, 50 is chance.
    """

    rank: int
    candidates: int
    percentile: float


@dataclass(frozen=True)
class Placement:
    """One pairing seen from one side: ``territory_id`` looks, ``chosen`` is whom it was really paired with.

    ``places`` has one place for each of ``POOLS``: among the other side's territories below the nation,
    and among all of them. Where the pairing cannot be ranked, it is empty and ``reasons`` say why.
    """

    pairing_id: str
    territory_id: str
    chosen: str
    chosen_side: str
    places: dict[str, Place]
    reasons: tuple[Unknown, ...]


@dataclass(frozen=True)
class Summary:
    """The mean percentile of the chosen partners of one side in one pool, beside two random baselines.

    ``chance_low`` and ``chance_high`` hold the middle 95 % of the mean when each partner is drawn at random
    from the same candidates, ``standard_error`` its exact standard error (mean 50). ``shuffled_mean``,
    ``shuffled_low`` and ``shuffled_high`` say the same when the really chosen partners are dealt out among
    the pairings at random: how high these partners stand for anybody.
    """

    chosen_side: str
    pool: str
    pairings: int
    mean_percentile: float
    chance_low: float
    chance_high: float
    standard_error: float
    shuffled_mean: float
    shuffled_low: float
    shuffled_high: float


@dataclass(frozen=True)
class Validation:
    """What :func:`validate_pairings` returns; ``unranked`` are the placements that could not be ranked."""

    placements: tuple[Placement, ...]
    summaries: tuple[Summary, ...]
    caveats: tuple[Caveat, ...]
    weights: Weights
    draws: int

    @property
    def unranked(self) -> tuple[Placement, ...]:
        """The pairings that could not be ranked from one side, with reasons."""
        return tuple(placement for placement in self.placements if not placement.places)


@dataclass(frozen=True)
class _View:
    """One pairing as seen from one side."""

    pairing_id: str
    looking: str
    chosen: str
    chosen_side: str


@dataclass(frozen=True)
class _Case:
    """One ranked pairing in one pool: the rank of the chosen partner, and every candidate's percentile."""

    chosen: str
    rank: int
    percentiles: dict[str, float]


@dataclass(frozen=True)
class _Looked:
    """A view with the list it gives, or why it gives none."""

    view: _View
    found: tuple[Counterpart, ...]
    reasons: tuple[Unknown, ...]


@dataclass(frozen=True)
class _Drawn:
    """How the baselines are drawn, and the weights of the score."""

    generator: np.random.Generator
    draws: int
    weights: Weights


def validate_pairings(
    pairings: Table,
    *,
    territories: Table,
    priorities: Table | CodedPriorities,
    generator: np.random.Generator,
    evidence: Sequence[Evidence] = (),
    weights: Weights | None = None,
    on: date | None = None,
    draws: int = 10_000,
) -> Validation:
    """Rank the really chosen partner of every pairing, from both sides, and compare with chance.

    Nothing is tuned on the result: twenty pairings are too few, and who was paired with whom also hung on
    letters of commitment and on calls, not on fit alone.

    Parameters
    ----------
    pairings
        With ``pairing_id``, ``eu_territory_id`` and ``lac_territory_id``.
    territories, priorities, evidence, weights, on
        As in :func:`polos.matches.counterparts.counterparts`.
    generator
        Randomness of the baselines; the same generator gives the same result.
    draws
        How often the baselines are drawn.

    Returns
    -------
    Validation
        A placement for each pairing and side, and for each side and pool a summary.

    Raises
    ------
    InputError
        When the baselines are not drawn at least once.
    """
    if draws < 1:
        raise _nothing_drawn(draws)
    weigh = weights or default_weights()
    coded = priorities if isinstance(priorities, CodedPriorities) else coded_priorities(priorities)
    looked = _looked(pairings, territories=territories, coded=coded, evidence=evidence, weights=weigh, on=on)
    level_of = dict(territories.rows.select("territory_id", "level").iter_rows())
    return _validated(looked, level_of, coded, scores=_score, drawn=_Drawn(generator, draws, weigh))


def validate_columns(
    pairings: Table,
    *,
    territories: Table,
    priorities: Table | CodedPriorities,
    generator: np.random.Generator,
    evidence: Sequence[Evidence] = (),
    weights: Weights | None = None,
    on: date | None = None,
    draws: int = 10_000,
) -> dict[str, Validation]:
    """Rank the really chosen partners by each column alone, and by the score of all together.

    Parameters
    ----------
    pairings, territories, priorities, generator, evidence, weights, on, draws
        As in :func:`validate_pairings`; ``weights`` are those of the score.

    Returns
    -------
    dict
        By column, in order, and last "together". A column alone ranks those of whom it is known, with or
        without a score. Seven columns looked at for two sides in two pools are many looks at few pairings:
        one of them outside of chance says little.

    Raises
    ------
    InputError
        When the baselines are not drawn at least once.
    """
    if draws < 1:
        raise _nothing_drawn(draws)
    weigh = weights or default_weights()
    coded = priorities if isinstance(priorities, CodedPriorities) else coded_priorities(priorities)
    looked = _looked(pairings, territories=territories, coded=coded, evidence=evidence, weights=weigh, on=on)
    level_of = dict(territories.rows.select("territory_id", "level").iter_rows())
    drawn = _Drawn(generator, draws, weigh)
    ways: dict[str, Callable[[Counterpart], float | None]] = {
        **{name: partial(_column, name) for name in COLUMNS},
        "together": _score,
    }
    return {
        name: _validated(looked, level_of, coded, scores=scores, drawn=drawn) for name, scores in ways.items()
    }


def _score(counterpart: Counterpart) -> float | None:
    return counterpart.score


def _column(name: str, counterpart: Counterpart) -> float | None:
    return counterpart.columns[name]


def _nothing_drawn(draws: int) -> InputError:
    return InputError(
        found=f"{draws} draws",
        needed="at least one",
        next_step="Draw 1,000 times or more.",
    )


def _looked(
    pairings: Table,
    *,
    territories: Table,
    coded: CodedPriorities,
    evidence: Sequence[Evidence],
    weights: Weights,
    on: date | None,
) -> list[_Looked]:
    """Return every pairing from both sides, with the list of counterparts or why there is none."""
    level_of = dict(territories.rows.select("territory_id", "level").iter_rows())
    found = []
    for view in _views(pairings):
        reasons = _not_on_record(view, level_of)
        listed: tuple[Counterpart, ...] = ()
        if not reasons:
            listed = counterparts(
                view.looking,
                territories=territories,
                priorities=coded,
                evidence=evidence,
                weights=weights,
                on=on,
            )
        found.append(_Looked(view, listed, reasons))
    return found


def _validated(
    looked: Sequence[_Looked],
    level_of: Mapping[str, str],
    coded: CodedPriorities,
    *,
    scores: Callable[[Counterpart], float | None],
    drawn: _Drawn,
) -> Validation:
    """Place the chosen partners by these scores, beside chance."""
    placements: list[Placement] = []
    cases: dict[tuple[str, str], list[_Case]] = {(side, pool): [] for side in ("EU", "LAC") for pool in POOLS}
    for one in looked:
        view = one.view
        reasons = one.reasons or _no_score(one.found, view, scores)
        known = {c.territory_id: round(s, 12) for c in one.found if (s := scores(c)) is not None}
        ranked = {} if reasons else {pool: _case(known, view.chosen, pool, level_of) for pool in POOLS}
        for pool, case in ranked.items():
            cases[view.chosen_side, pool].append(case)
        placements.append(_placement(view, ranked, reasons))
    summaries = tuple(
        _summary(key, of_pool, drawn.generator, drawn.draws) for key, of_pool in cases.items() if of_pool
    )
    pairings = len({one.view.pairing_id for one in looked})
    caveats = (*_caveats(pairings, summaries), *_drawn_from_pairings(coded, placements))
    return Validation(tuple(placements), summaries, caveats, drawn.weights, drawn.draws)


def _views(pairings: Table) -> Iterator[_View]:
    """Yield every pairing as seen from its LAC side, and then from its EU side."""
    rows = pairings.rows.select("pairing_id", "eu_territory_id", "lac_territory_id").sort("pairing_id")
    for pairing, eu, lac in rows.iter_rows():
        yield _View(pairing, lac, eu, "EU")
        yield _View(pairing, eu, lac, "LAC")


def _not_on_record(view: _View, level_of: Mapping[str, str]) -> tuple[Unknown, ...]:
    other = {"EU": "LAC", "LAC": "EU"}[view.chosen_side]
    pair = ((view.looking, other), (view.chosen, view.chosen_side))
    return tuple(
        Unknown(ValidationCode.TERRITORY_NOT_ON_RECORD, {"pairing": view.pairing_id, "side": side})
        for territory, side in pair
        if territory not in level_of
    )


def _no_score(
    found: Sequence[Counterpart], view: _View, scores: Callable[[Counterpart], float | None]
) -> tuple[Unknown, ...]:
    """Return why the chosen partner has no score, or nobody has."""
    chosen = next(c for c in found if c.territory_id == view.chosen)
    if scores(chosen) is not None:
        return ()
    without_own = UnknownCode.TERRITORY_WITHOUT_PRIORITIES
    why = tuple(unknown for unknown in chosen.explanation.unknowns if unknown.code == without_own)
    return why or (Unknown(ValidationCode.SCORE_NOT_KNOWN, {"territory": view.chosen}),)


def _case(known: Mapping[str, float], chosen: str, pool: str, level_of: Mapping[str, str]) -> _Case:
    """Tell the percentile of every candidate with a score; the chosen partner is always one."""
    scores = {
        territory: score
        for territory, score in known.items()
        if pool == "all" or territory == chosen or level_of[territory] != "nation"
    }
    values = np.array(list(scores.values()))
    worse = (values[None, :] < values[:, None]).sum(axis=1)
    equal = (values[None, :] == values[:, None]).sum(axis=1) - 1
    percentiles = 100 * (worse + equal / 2) / max(len(values) - 1, 1)
    rank = 1 + int((values > scores[chosen]).sum())
    return _Case(chosen, rank, dict(zip(scores, percentiles.tolist(), strict=True)))


def _placement(view: _View, ranked: Mapping[str, _Case], reasons: tuple[Unknown, ...]) -> Placement:
    places = {
        pool: Place(case.rank, len(case.percentiles), case.percentiles[case.chosen])
        for pool, case in ranked.items()
    }
    return Placement(view.pairing_id, view.looking, view.chosen, view.chosen_side, places, reasons)


def _summary(
    key: tuple[str, str], cases: Sequence[_Case], generator: np.random.Generator, draws: int
) -> Summary:
    all_percentiles = [np.array(list(case.percentiles.values())) for case in cases]
    by_chance = np.mean([generator.choice(values, draws) for values in all_percentiles], axis=0)
    dealt_out = _dealt_out(cases, generator, draws)
    chance_low, chance_high = np.quantile(by_chance, _MIDDLE)
    shuffled_low, shuffled_high = np.quantile(dealt_out, _MIDDLE)
    return Summary(
        chosen_side=key[0],
        pool=key[1],
        pairings=len(cases),
        mean_percentile=math.fsum(case.percentiles[case.chosen] for case in cases) / len(cases),
        chance_low=float(chance_low),
        chance_high=float(chance_high),
        standard_error=math.sqrt(math.fsum(values.var() for values in all_percentiles)) / len(cases),
        shuffled_mean=float(dealt_out.mean()),
        shuffled_low=float(shuffled_low),
        shuffled_high=float(shuffled_high),
    )


def _dealt_out(cases: Sequence[_Case], generator: np.random.Generator, draws: int) -> NDArray[np.float64]:
    """Return the mean percentile when the chosen partners are dealt out among the pairings, shape (draws,).

    A partner who has no score in another's list is left out of that draw's mean.
    """
    places = np.array([[case.percentiles.get(other.chosen, math.nan) for other in cases] for case in cases])
    order = generator.permuted(np.tile(np.arange(len(cases)), (draws, 1)), axis=1)
    return np.nanmean(places[np.arange(len(cases)), order], axis=1)


def _caveats(pairings: int, summaries: Sequence[Summary]) -> tuple[Caveat, ...]:
    found = [Caveat(ValidationCode.TOO_FEW_TO_TUNE, {"pairings": pairings})]
    for summary in summaries:
        if summary.chance_low <= summary.mean_percentile <= summary.chance_high:
            values = {
                "mean": summary.mean_percentile,
                "low": summary.chance_low,
                "high": summary.chance_high,
                "side": summary.chosen_side,
                "pool": summary.pool,
            }
            found.append(Caveat(ValidationCode.NOT_DISTINGUISHABLE, values))
    return tuple(found)


def _drawn_from_pairings(coded: CodedPriorities, placements: Sequence[Placement]) -> tuple[Caveat, ...]:
    """Name the paired territories whose priorities were read in what is told of the pairing itself."""
    paired = {placement.territory_id for placement in placements if placement.places}
    own = coded.details.filter(pl.col("territory_id").is_in(paired))
    told = pl.any_horizontal(
        pl.col("source_url").str.contains(a, literal=True) for a in TOLD_BY_THE_PROGRAMME
    )
    counted = own.group_by("territory_id").agg(told.fill_null(value=False).sum().alias("told"), pl.len())
    return tuple(
        Caveat(
            ValidationCode.DRAWN_FROM_PAIRING,
            {"territory": territory, "priorities": told_count, "own": count},
        )
        for territory, told_count, count in counted.filter(pl.col("told") > 0)
        .sort("territory_id")
        .iter_rows()
    )
