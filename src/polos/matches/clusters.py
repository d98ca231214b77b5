"""Counterparts of clusters: by what they work in, what they offer and need, and what stands behind them."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from polos.errors import InputError, UnknownName
from polos.matches import circumstances
from polos.matches.cluster_field import Cluster, ClusterField, Statements, backed
from polos.matches.cluster_sector import explained_sector, sector_overlap
from polos.matches.codes import PartCode, UnknownCode
from polos.matches.counterparts import scored
from polos.matches.explanation import Explanation, Part, Unknown
from polos.matches.offers import explained_cover
from polos.parameters.counterparts import farthest_km, working_day

Values = NDArray[np.float32]
Rows = NDArray[np.int64]
COLUMNS = ("sector", "offers_needs", "evidence", "languages", "hours", "distance")
_EARTH_RADIUS_KM = 6371.0088
_BLOCK = 256


@dataclass(frozen=True)
class ClusterWeights:
    """What each column counts in the score of clusters; only the proportions matter. Ours, equal for three.

    Raises
    ------
    InputError
        When a weight is negative or not finite, or all are 0.
    """

    sector: float = 1.0
    offers_needs: float = 1.0
    evidence: float = 1.0
    languages: float = 0.0
    hours: float = 0.0
    distance: float = 0.0

    def __post_init__(self) -> None:
        weights = list(asdict(self).values())
        if not (all(0 <= weight < float("inf") for weight in weights) and any(weights)):
            raise InputError(
                found=f"the weights {', '.join(map(str, weights))}",
                needed="finite numbers from 0 on, at least one above 0",
                next_step="Correct the weights; 0 leaves a column out of the score.",
            )


@dataclass(frozen=True)
class ClusterCounterpart:
    """A cluster with which another could cooperate; a score or a column is None where it is unknown."""

    cluster_id: str
    rank: int | None
    score: float | None
    columns: dict[str, float | None]


@dataclass(frozen=True, eq=False)
class TopCounterparts:
    """The best counterparts of many clusters: ``rows``, shape (N, top), best first, -1 where there is none.

    ``scores`` has the same shape, NaN where there is none; rows are places in ``field.clusters``.
    """

    field: ClusterField
    rows: Rows
    scores: Values

    def of(self, cluster_id: str) -> tuple[tuple[str, float], ...]:
        """Return the counterparts of one cluster with their scores."""
        row = self.field.row(cluster_id)
        pairs = zip(self.rows[row].tolist(), self.scores[row].tolist(), strict=True)
        return tuple((self.field.clusters[k].id, score) for k, score in pairs if k >= 0)


def cluster_counterparts(
    field: ClusterField,
    cluster_id: str,
    *,
    weights: ClusterWeights | None = None,
    on: date | None = None,
    among: Sequence[str] | None = None,
    by: str | None = None,
    top: int | None = None,
) -> tuple[ClusterCounterpart, ...]:
    r"""Rank the clusters of the other side for one.

    .. math:: \text{score} = \frac{\sum_{k \text{ known}} w_k v_k}{\sum_{k \text{ known}} w_k}

    Columns k: ``sector`` (rarity-weighted overlap of markets, technologies, their cells and NACE classes),
    ``offers_needs`` (how far each side's offers cover the other's needs), ``evidence`` (how far employment in
    both territories backs what the clusters work in; unknown where it is for one of them), and for
    information ``languages``, ``hours`` and ``distance``. What is unknown stays out of the mean. A cluster
    without codes gets no score.

    Parameters
    ----------
    field
        All clusters, from :func:`polos.matches.cluster_field.cluster_field`.
    cluster_id
        The cluster that looks.
    weights
        Equal for sector, offers and needs, and evidence where not given.
    on
        The date for common working hours; unknown without it.
    among
        The candidates; all clusters of other sides where not given.
    by
        The column whose highest values come first, unknown ones last and equal ones by score; the score
        where not given. Ranks are those of the score in any case.
    top
        How many to return; all where not given.

    Returns
    -------
    tuple of ClusterCounterpart
        The highest score first, equal scores by id, those without a score last.

    Raises
    ------
    UnknownName
        When the cluster, or a candidate, is not in the field, or there is no such column.
    InputError
        When the cluster stands among its own candidates.
    """
    row = field.row(cluster_id)
    others = field.counterparts_of(row) if among is None else _rows_of(field, among, row)
    table = _columns(field, np.array([row]), others, on)
    scores = _scores(table, weights or ClusterWeights())[0]
    order = _highest_first(scores, field.order_of_ids[others])
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(1, len(order) + 1)
    if by is not None:
        order = _highest_first(_column(table, by)[0], rank)
    values = {name: column[0] for name, column in table.items()}
    return tuple(
        ClusterCounterpart(
            cluster_id=field.clusters[others[k]].id,
            rank=int(rank[k]) if np.isfinite(scores[k]) else None,
            score=_known(scores[k]),
            columns={name: _known(column[k]) for name, column in values.items()},
        )
        for k in order[:top].tolist()
    )


def _highest_first(values: Values, ties: Rows) -> Rows:
    """Return the places of values from high to low, unknown ones last, equal ones as ``ties`` says."""
    unknown = ~np.isfinite(values)
    return np.lexsort((ties, np.where(unknown, 0.0, -values.round(6)), unknown))


def _column(table: Mapping[str, Values], name: str) -> Values:
    if name not in table:
        raise UnknownName(
            found=f"the column {name!r}",
            needed=f"one of {', '.join(table)}",
            next_step="Name one of them, or none for the score.",
        )
    return table[name]


def _rows_of(field: ClusterField, among: Sequence[str], row: int) -> Rows:
    rows = np.array(sorted({field.row(one) for one in among}), dtype=np.int64)
    if row in rows:
        raise InputError(
            found=f"{field.clusters[row].id!r} among its own counterparts",
            needed="other clusters",
            next_step="Leave the cluster out of its candidates.",
        )
    return rows


def all_counterparts(
    field: ClusterField,
    *,
    weights: ClusterWeights | None = None,
    on: date | None = None,
    top: int = 20,
) -> TopCounterparts:
    """Return the best counterparts of every cluster, without explanations: those come on demand.

    Parameters
    ----------
    field, weights, on
        As in :func:`cluster_counterparts`.
    top
        How many for each, one or more.

    Returns
    -------
    TopCounterparts
        Equal scores in the order of the field.

    Raises
    ------
    InputError
        When ``top`` is below 1.
    """
    if top < 1:
        raise InputError(found=f"the best {top}", needed="at least one", next_step="Give, for example, 20.")
    size = len(field.clusters)
    rows, scores = np.full((size, top), -1, dtype=np.int64), np.full((size, top), np.nan, dtype=np.float32)
    for own in field.sides.values():
        others = field.counterparts_of(int(own[0]))
        for start in range(0, len(own), _BLOCK):
            block = own[start : start + _BLOCK]
            found = _scores(_columns(field, block, others, on), weights or ClusterWeights())
            best, amounts = _best(found, top)
            here = best >= 0
            rows[block] = np.where(here, others[best], -1) if len(others) else -1
            scores[block] = amounts
    return TopCounterparts(field, rows, scores)


def explained(
    field: ClusterField,
    cluster_id: str,
    counterpart_id: str,
    *,
    weights: ClusterWeights | None = None,
    on: date | None = None,
) -> tuple[Explanation, dict[str, Explanation]]:
    """Explain the score of a pair, and each of its columns; parts add up.

    Parameters
    ----------
    field, weights, on
        As in :func:`cluster_counterparts`.
    cluster_id, counterpart_id
        Who looks, and at whom.

    Returns
    -------
    tuple
        The explanation of the score, and those of the columns by name.

    Raises
    ------
    UnknownName
        When one of them is not in the field.
    """
    a, b = field.row(cluster_id), field.row(counterpart_id)
    ours, theirs = field.clusters[a], field.clusters[b]
    columns = {
        "sector": explained_sector(field, a, b),
        "offers_needs": explained_cover(ours.stated, theirs.stated, names=(ours.id, theirs.id)),
        "evidence": _explained_evidence(field, ours, theirs),
        "languages": circumstances.languages(_as_territory(ours), _as_territory(theirs)),
        "hours": circumstances.hours(_of_territory(ours), _of_territory(theirs), on),
        "distance": _explained_distance(ours, theirs),
    }
    weigh = {name: weight for name, weight in asdict(weights or ClusterWeights()).items() if weight > 0}
    return scored(columns, weigh, is_eligible=columns["sector"].score is not None), columns


def _columns(field: ClusterField, rows: Rows, others: Rows, on: date | None) -> dict[str, Values]:
    """Return every column for these rows and others, shape (rows, others); NaN where it is unknown."""
    return {
        "sector": sector_overlap(field, rows, others),
        "offers_needs": _offers_needs(field, rows, others),
        # Unknown where one of the two is: a mean of one territory would speak for both.
        "evidence": (field.backing[rows][:, None] + field.backing[others][None, :]) / np.float32(2),
        "languages": _languages(field, rows, others),
        "hours": _hours(field, rows, others, on),
        "distance": _distance(field, rows, others),
    }


def _scores(table: Mapping[str, Values], weights: ClusterWeights) -> Values:
    """Return the weighted mean of the known columns; NaN without codes on either side."""
    shape = next(iter(table.values())).shape
    total, weighed = np.zeros(shape, dtype=np.float32), np.zeros(shape, dtype=np.float32)
    for name, weight in asdict(weights).items():
        if weight > 0:
            known = ~np.isnan(table[name])
            np.add(total, np.float32(weight) * table[name], out=total, where=known)
            np.add(weighed, np.float32(weight), out=weighed, where=known)
    scores = np.divide(total, weighed, out=np.full(shape, np.nan, dtype=np.float32), where=weighed > 0)
    scores[np.isnan(table["sector"])] = np.nan
    return scores


def _offers_needs(field: ClusterField, rows: Rows, others: Rows) -> Values:
    ours = _covered(field, askers=rows, givers=others)
    theirs = _covered(field, askers=others, givers=rows).T
    return _mean_of_known(ours, theirs)


def _covered(field: ClusterField, *, askers: Rows, givers: Rows) -> Values:
    """Return how far the best offers cover the needs, mean over needs, shape (askers, givers)."""
    needs, offers = field.needs, field.offers
    size = len(field.clusters)
    values = np.full((len(askers), len(givers)), np.nan, dtype=np.float32)
    asked, given = _of(needs, askers, size), _of(offers, givers, size)
    if not len(asked) or not len(given):
        return values
    cover = needs.codes[asked] @ offers.codes[given].T
    kinds, other_kinds = needs.kind[asked][:, None], offers.kind[given][None, :]
    cover[(kinds >= 0) & (other_kinds >= 0) & (kinds != other_kinds)] = 0
    bare = needs.is_bare[asked]
    cover[bare] = (kinds == other_kinds)[bare]
    of_giver, first = np.unique(offers.owner[given], return_index=True)
    best = np.maximum.reduceat(cover, first, axis=1)
    of_asker, start = np.unique(needs.owner[asked], return_index=True)
    counts = np.diff(np.append(start, len(asked)))
    mean = np.add.reduceat(best, start, axis=0) / counts[:, None].astype(np.float32)
    at_asker, at_giver = np.searchsorted(askers, of_asker), np.searchsorted(givers, of_giver)
    values[np.ix_(at_asker, at_giver)] = mean
    return values


def _of(statements: Statements, rows: Rows, size: int) -> Rows:
    wanted = np.zeros(size, dtype=bool)
    wanted[rows] = True
    return np.flatnonzero(wanted[statements.owner])


def _mean_of_known(one: Values, other: Values) -> Values:
    """Return the mean of two, or the one that is known."""
    one, other = np.broadcast_arrays(one, other)
    mean = (one + other) / np.float32(2)
    return np.where(np.isnan(one), other, np.where(np.isnan(other), one, mean))


def _languages(field: ClusterField, rows: Rows, others: Rows) -> Values:
    here, there = field.languages[rows], field.languages[others]
    fewest = np.minimum(here.sum(axis=1)[:, None], there.sum(axis=1)[None, :])
    shared = here @ there.T
    return np.divide(shared, fewest, out=np.full(shared.shape, np.nan, dtype=np.float32), where=fewest > 0)


def _hours(field: ClusterField, rows: Rows, others: Rows, on: date | None) -> Values:
    if on is None:
        return np.full((len(rows), len(others)), np.nan, dtype=np.float32)
    zones, zone_of = field.zones_found
    offsets = np.array([np.nan if zone is None else zone.utc_offset(on) for zone in zones], np.float32)
    starts, ends = working_day()
    of_zones = _common_share(offsets, ends - starts)
    return of_zones[np.ix_(zone_of[rows], zone_of[others])]


def _common_share(offsets: Values, hours: float) -> Values:
    """Return the share of a working day that each two time zones have in common, shape (zones, zones)."""
    apart = np.abs(offsets[:, None] - offsets[None, :]) % 24
    common = np.maximum(0, hours - np.minimum(apart, 24 - apart))
    return (common / hours).astype(np.float32)


def _distance(field: ClusterField, rows: Rows, others: Rows) -> Values:
    cosine = field.directions[rows] @ field.directions[others].T
    apart = np.arccos(np.clip(cosine, -1, 1).astype(np.float32))
    # Single precision is three times as fast, and too coarse for places that lie together or face each other.
    coarse = np.abs(cosine) > 0.999
    apart[coarse] = np.arccos(np.clip(cosine[coarse], -1, 1))
    return np.maximum(0, 1 - apart * np.float32(_EARTH_RADIUS_KM / farthest_km()))


def _best(found: Values, top: int) -> tuple[Rows, Values]:
    """Return the places and scores of the best, shape (rows, top), equal scores in order; -1, NaN: none."""
    size = found.shape[1]
    places = np.full((len(found), top), -1, dtype=np.int64)
    scores = np.full((len(found), top), np.nan, dtype=np.float32)
    if not size:
        return places, scores
    ranked = np.where(np.isnan(found), np.float32(-1), found)
    limits = -np.partition(-ranked, min(top, size) - 1, axis=1)[:, min(top, size) - 1]
    for k, limit in enumerate(limits):
        near = np.flatnonzero(ranked[k] >= max(limit, np.float32(0)))
        best = near[np.argsort(-ranked[k, near], kind="stable")][:top]
        places[k, : len(best)], scores[k, : len(best)] = best, found[k, best]
    return places, scores


def _explained_evidence(field: ClusterField, ours: Cluster, theirs: Cluster) -> Explanation:
    found = {one.id: backed(one, field.sources) for one in (ours, theirs)}
    unknowns = tuple(
        Unknown(UnknownCode.EVIDENCE_NOT_KNOWN, {"owner": owner})
        for owner, divisions in found.items()
        if not divisions
    )
    if unknowns:
        return Explanation(None, (), unknowns)
    parts = [
        Part(
            PartCode.BACKED_DIVISION if is_backed else PartCode.NOT_BACKED_DIVISION,
            1 / (2 * len(divisions)) if is_backed else 0.0,
            {"owner": owner, "activity": division},
        )
        for owner, divisions in found.items()
        for division, is_backed in divisions.items()
    ]
    return Explanation(sum(part.amount for part in parts), tuple(parts))


def _explained_distance(ours: Cluster, theirs: Cluster) -> Explanation:
    without = [one for one in (ours, theirs) if one.latitude is None or one.longitude is None]
    if without:
        code = UnknownCode.PLACE_NOT_KNOWN
        return Explanation(None, (), tuple(Unknown(code, {"owner": one.id}) for one in without))
    return circumstances.distance(_as_territory(ours), _as_territory(theirs))


def _as_territory(cluster: Cluster) -> dict[str, object]:
    return {
        "territory_id": cluster.id,
        "country": cluster.country,
        "languages": cluster.languages,
        "latitude": cluster.latitude,
        "longitude": cluster.longitude,
    }


def _of_territory(cluster: Cluster) -> dict[str, object]:
    """Return the cluster under the id of its territory, whose time zone it has."""
    return _as_territory(cluster) | {"territory_id": cluster.territory_id or cluster.id}


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
