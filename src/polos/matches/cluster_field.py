"""Clusters as arrays: what each works in, states, speaks and stands on, to be compared with all others."""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from polos.errors import UnknownName, WrongRows
from polos.matches.circumstances import zone_of
from polos.matches.evidence import Evidence, first_source
from polos.matches.offers import FIELDS, Kind, Need, Offer
from polos.parameters.counterparts import Zone
from polos.table import Table
from polos.vocabularies import markets, nace, technologies

Codes = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Cluster:
    """What is compared of a cluster; unknown coordinates are None, no codes an empty tuple."""

    id: str
    side: str
    country: str = ""
    territory_id: str | None = None
    markets: tuple[str, ...] = ()
    technologies: tuple[str, ...] = ()
    activities: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    latitude: float | None = None
    longitude: float | None = None
    stated: tuple[Offer | Need, ...] = ()


@dataclass(frozen=True, eq=False)
class Statements:
    """The needs, or the offers, of many owners as rows of numbers, sorted by owner.

    ``codes`` has shape (S, K): for needs what each code counts in its cover, for offers 1 where it is
    given. ``owner`` is the row of the cluster, ``kind`` the place of the kind (-1: not stated), ``is_bare``
    marks those that state nothing beside it.
    """

    codes: Codes
    owner: NDArray[np.int64]
    kind: NDArray[np.int64]
    is_bare: NDArray[np.bool_]
    stated: tuple[Offer | Need, ...]


@dataclass(frozen=True, eq=False)
class ClusterField:
    """All clusters that are compared with one another, built once.

    ``declared`` has shape (N, K): 1 where a cluster is coded with a concept (market, technology, cell,
    division, section); ``weights``, shape (K,), is -log2 of the share of coded clusters that are.
    ``backing``, shape (N,), is the share of a cluster's divisions in which its territory is specialised, NaN
    where that is unknown.
    """

    clusters: tuple[Cluster, ...]
    concepts: tuple[tuple[str, str], ...]
    declared: Codes
    weights: Codes
    share: Codes
    backing: NDArray[np.float32]
    sources: Mapping[str, Evidence]
    needs: Statements
    offers: Statements
    zones: tuple[Zone | None, ...]
    languages: Codes
    directions: NDArray[np.float64]
    row_of: Mapping[str, int] = field(default_factory=dict)

    def row(self, cluster_id: str) -> int:
        """Return the row of a cluster.

        Raises
        ------
        UnknownName
            When it is not in the field.
        """
        if cluster_id not in self.row_of:
            raise UnknownName(
                found=f"the cluster {cluster_id!r}",
                needed="the id of a cluster of the field",
                next_step="Look the id up among the clusters.",
            )
        return self.row_of[cluster_id]

    @cached_property
    def sides(self) -> dict[str, NDArray[np.int64]]:
        """The rows of the clusters of each side."""
        side = np.array([one.side for one in self.clusters])
        return {name: np.flatnonzero(side == name) for name in sorted(set(side.tolist()))}

    @cached_property
    def order_of_ids(self) -> NDArray[np.int64]:
        """The place of each cluster when all are ordered by id, shape (N,)."""
        places = np.empty(len(self.clusters), dtype=np.int64)
        places[sorted(range(len(self.clusters)), key=lambda row: self.clusters[row].id)] = np.arange(
            len(places)
        )
        return places

    @cached_property
    def zones_found(self) -> tuple[tuple[Zone | None, ...], NDArray[np.int64]]:
        """The different time zones, and for each cluster which of them is its own, shape (N,)."""
        zones = tuple(dict.fromkeys(self.zones))
        place = {zone: k for k, zone in enumerate(zones)}
        return zones, np.array([place[zone] for zone in self.zones], dtype=np.int64)

    def counterparts_of(self, row: int) -> NDArray[np.int64]:
        """Return the rows of the clusters of other sides."""
        own = self.clusters[row].side
        rows = [rows for side, rows in self.sides.items() if side != own]
        return np.sort(np.concatenate(rows)) if rows else np.zeros(0, dtype=np.int64)


def clusters_of(
    table: Table, statements: Mapping[str, Sequence[Offer | Need]] | None = None
) -> tuple[Cluster, ...]:
    """Return the rows of a register of clusters (as :func:`polos.reference.clusters`) as clusters.

    ``statements`` holds coded offers and needs by cluster id; the free words of the register are not used.
    """
    stated = statements or {}
    rows = table.rows.iter_rows(named=True)
    return tuple(_cluster(row, tuple(stated.get(row["cluster_id"], ()))) for row in rows)


def cluster_field(clusters: Sequence[Cluster], evidence: Sequence[Evidence] = ()) -> ClusterField:
    """Bring clusters into arrays, with what employment says of their territories.

    Parameters
    ----------
    clusters
        Each id once; codes are those of the vocabularies (markets, technologies, NACE).
    evidence
        Employment, as :func:`polos.matches.gathering.gather_evidence` brings it together.

    Returns
    -------
    ClusterField
        Built once, used for any cluster.

    Raises
    ------
    WrongRows
        When an id stands twice.
    """
    ids = [one.id for one in clusters]
    if len(set(ids)) < len(ids):
        repeated = next(one for one in ids if ids.count(one) > 1)
        raise WrongRows(
            found=f"the cluster {repeated!r} twice",
            needed="each cluster once",
            next_step="Drop or rename the repeated cluster.",
        )
    concepts, declared = _marks(map(_concepts, clusters))
    _, languages = _marks({("language", code) for code in one.languages} for one in clusters)
    base = max(int(declared.any(axis=1).sum()), 1)
    share = declared.sum(axis=0) / base
    sources, columns = first_source(evidence), _statement_columns(clusters)
    return ClusterField(
        clusters=tuple(clusters),
        concepts=concepts,
        declared=declared,
        weights=np.maximum(-np.log2(np.maximum(share, 1e-12)), 0.0).astype(np.float32),
        share=share.astype(np.float32),
        backing=np.array([_backing(one, sources) for one in clusters], dtype=np.float32),
        sources=sources,
        needs=_statements(clusters, Need, columns),
        offers=_statements(clusters, Offer, columns),
        zones=tuple(zone_of({"territory_id": one.territory_id, "country": one.country}) for one in clusters),
        languages=languages,
        directions=np.array([_direction(one) for one in clusters]).reshape(-1, 3),
        row_of={one: row for row, one in enumerate(ids)},
    )


def backed(cluster: Cluster, sources: Mapping[str, Evidence]) -> dict[str, bool]:
    """Return for each division of a cluster whether its territory is specialised in it, where known."""
    source = sources.get(cluster.territory_id or "")
    if source is None:
        return {}
    row = source.presence.territories.index(cluster.territory_id or "")
    at = {division: k for k, division in enumerate(source.presence.activities)}
    found = {d: source.presence.values[row, at[d]] for d in cluster.activities if d in at}
    return {division: bool(value) for division, value in found.items() if not np.isnan(value)}


def _backing(cluster: Cluster, sources: Mapping[str, Evidence]) -> float:
    found = backed(cluster, sources)
    return sum(found.values()) / len(found) if found else float("nan")


def _cluster(row: Mapping[str, Any], stated: tuple[Offer | Need, ...]) -> Cluster:
    return Cluster(
        id=row["cluster_id"],
        side=row["side"],
        country=row["country"] or "",
        territory_id=row["territory_id"],
        markets=tuple(row["markets"] or ()),
        technologies=tuple(row["technologies"] or ()),
        activities=tuple(row["nace"] or ()),
        languages=tuple(row["languages"] or ()),
        latitude=row["latitude"],
        longitude=row["longitude"],
        stated=stated,
    )


def _concepts(cluster: Cluster) -> set[tuple[str, str]]:
    """Return (kind, code) for all a cluster is coded with; a division implies its section."""
    for known, codes in ((markets(), cluster.markets), (technologies(), cluster.technologies)):
        for code in codes:
            known[code]  # refuses a code that no list has
    found = {("market", market) for market in cluster.markets}
    found |= {("technology", technology) for technology in cluster.technologies}
    found |= {("cell", f"{m}|{t}") for m in cluster.markets for t in cluster.technologies}
    for code in cluster.activities:
        section = nace().parent(code)
        found |= {("section", section), ("division", code)} if section else {("section", code)}
    return found


def _marks(rows: Iterable[set[tuple[str, str]]]) -> tuple[tuple[tuple[str, str], ...], Codes]:
    """Return what occurs, in order, and 1 where a row has it; one row is looked at at a time."""
    place: dict[tuple[str, str], int] = {}
    found, counts = array("q"), array("q")
    for own in rows:
        found.extend(place.setdefault(concept, len(place)) for concept in own)
        counts.append(len(own))
    columns = tuple(sorted(place))
    sorted_place = np.empty(len(columns), dtype=np.int64)
    sorted_place[[place[concept] for concept in columns]] = np.arange(len(columns))
    marks = np.zeros((len(counts), len(columns)), dtype=np.float32)
    marks[np.repeat(np.arange(len(counts)), counts), sorted_place[np.array(found)]] = 1.0
    return columns, marks


def _direction(cluster: Cluster) -> tuple[float, float, float]:
    """Return the unit vector to a place on the sphere, NaN where the place is unknown."""
    if cluster.latitude is None or cluster.longitude is None:
        return (np.nan, np.nan, np.nan)
    north, east = np.radians(cluster.latitude), np.radians(cluster.longitude)
    return (np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north))


def _statements(
    clusters: Sequence[Cluster], kind: type[Offer] | type[Need], columns: Mapping[tuple[str, str], int]
) -> Statements:
    """Return the coded statements of one kind; the places of codes are the same for needs and offers."""
    own = [
        (row, one)
        for row, cluster in enumerate(clusters)
        for one in cluster.stated
        if isinstance(one, kind) and one.is_coded
    ]
    codes = np.zeros((len(own), len(columns)), dtype=np.float32)
    for k, (_, one) in enumerate(own):
        for code, amount in _amounts(one).items():
            codes[k, columns[code]] = amount
    return Statements(
        codes=codes,
        owner=np.array([row for row, _ in own], dtype=np.int64),
        kind=np.array([-1 if one.kind is None else _KINDS.index(one.kind) for _, one in own], dtype=np.int64),
        is_bare=np.array([not any(getattr(one, name) for name in FIELDS) for _, one in own], dtype=bool),
        stated=tuple(one for _, one in own),
    )


def _statement_columns(clusters: Sequence[Cluster]) -> dict[tuple[str, str], int]:
    found = {code for cluster in clusters for one in cluster.stated for code in _amounts(one)}
    return {code: k for k, code in enumerate(sorted(found))}


def _amounts(stated: Offer | Need) -> Mapping[tuple[str, str], float]:
    """Return (field, code) with what it counts: in a need its share of the cover, in an offer 1."""
    counted = _of_offer if isinstance(stated, Offer) else _of_need
    return counted(tuple(getattr(stated, name) for name in FIELDS))


# Many state the same codes: each combination is counted out once.
@lru_cache(maxsize=8192)
def _of_offer(fields: tuple[frozenset[str], ...]) -> Mapping[tuple[str, str], float]:
    stated = dict(zip(FIELDS, fields, strict=True))
    given = {(name, code) for name, codes in stated.items() for code in codes}
    sections = {nace().parent(code) for code in stated["activities"]}
    return dict.fromkeys(given | {("activities", one) for one in sections if one}, 1.0)


@lru_cache(maxsize=8192)
def _of_need(fields: tuple[frozenset[str], ...]) -> Mapping[tuple[str, str], float]:
    named = {name: codes for name, codes in zip(FIELDS, fields, strict=True) if codes}
    return {(name, code): 1 / (len(named) * len(codes)) for name, codes in named.items() for code in codes}


_KINDS = tuple(Kind)
