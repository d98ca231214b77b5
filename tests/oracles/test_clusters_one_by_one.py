"""Counterparts of clusters by sets, one pair at a time; random clusters compare both ways."""

import math
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polos.matches.cluster_field import Cluster, cluster_field
from polos.matches.clusters import COLUMNS, ClusterWeights, all_counterparts, cluster_counterparts, explained
from polos.matches.evidence import Evidence
from polos.matches.offers import Kind, Need, Offer, cover
from polos.measures.results import Grid, Pairs, Reason, undefined_where
from polos.provenance import Origin
from polos.vocabularies import nace

MARKETS, TECHNOLOGIES = ("energy", "health", "mining"), ("photonics", "nanotechnology")
CLASSES, COUNTRIES = ("10", "11", "26", "C", "01"), {"EU": ("ES", "PL"), "LAC": ("CL", "BR")}
DAY = date(2026, 3, 2)
ORIGIN = Origin("drawn at random")

STATED = st.builds(
    lambda is_need, kind, markets, classes: (Need if is_need else Offer)(
        "s", kind, markets=frozenset(markets), activities=frozenset(classes)
    ),
    st.booleans(),
    st.sampled_from([None, Kind.DESIGN, Kind.QUALITY]),
    st.sets(st.sampled_from(MARKETS), max_size=2),
    st.sets(st.sampled_from(CLASSES), max_size=2),
)


@st.composite
def fields(draw):
    clusters = []
    for k in range(draw(st.integers(2, 6))):
        side = draw(st.sampled_from(("EU", "LAC")))
        place = draw(st.one_of(st.none(), st.tuples(st.integers(-50, 60), st.integers(-100, 20))))
        clusters.append(
            Cluster(
                f"c{k}",
                side,
                country=draw(st.sampled_from(COUNTRIES[side])),
                territory_id=f"t{k}" if draw(st.booleans()) else None,
                markets=tuple(draw(st.sets(st.sampled_from(MARKETS)))),
                technologies=tuple(draw(st.sets(st.sampled_from(TECHNOLOGIES)))),
                activities=tuple(draw(st.sets(st.sampled_from(CLASSES)))),
                languages=tuple(draw(st.sets(st.sampled_from(("es", "pt", "pl"))))),
                latitude=place and float(place[0]),
                longitude=place and float(place[1]),
                stated=tuple(draw(st.lists(STATED, max_size=3))),
            )
        )
    cell = st.sampled_from([0.0, 1.0, math.nan])
    values = np.array([[draw(cell) for _ in range(3)] for _ in clusters])
    undefined = undefined_where(values, (Reason.UNKNOWN_CELL, np.isnan(values)))
    names = tuple(f"t{k}" for k in range(len(clusters)))
    presence = Grid(values, names, ("10", "11", "26"), undefined, ORIGIN)
    alike = Pairs(np.ones((3, 3)), ("10", "11", "26"), np.zeros((3, 3), np.uint8), ORIGIN)
    source = Evidence("drawn", presence, {}, {}, alike)
    return cluster_field(clusters, [source]), {one: row for one, row in zip(names, values, strict=True)}


def concepts(one):
    found = {("m", m) for m in one.markets} | {("t", t) for t in one.technologies}
    found |= {("mt", m, t) for m in one.markets for t in one.technologies}
    for code in one.activities:
        found |= {("s", nace().parent(code) or code)} | ({("d", code)} if nace().parent(code) else set())
    return found


def sector(every, one, other):
    coded = [concepts(c) for c in every if concepts(c)]

    def bits(codes):
        return sum(-math.log2(sum(code in own for own in coded) / len(coded)) for code in codes)

    either = bits(concepts(one) | concepts(other))
    if not concepts(one) or not concepts(other) or either < 1e-6:
        return None
    return bits(concepts(one) & concepts(other)) / either


def offers_needs(one, other):
    shares = []
    for asking, giving in ((one, other), (other, one)):
        needs = [s for s in asking.stated if isinstance(s, Need) and s.is_coded]
        offers = [s for s in giving.stated if isinstance(s, Offer) and s.is_coded]
        if needs and offers:
            shares.append(sum(max(cover(n, o).share for o in offers) for n in needs) / len(needs))
    return sum(shares) / len(shares) if shares else None


def evidence(specialised, one, other):
    shares = []
    for cluster in (one, other):
        row = specialised.get(cluster.territory_id, (math.nan, math.nan, math.nan))
        at = {"10": 0, "11": 1, "26": 2}
        known = [row[at[d]] for d in cluster.activities if d in at and not math.isnan(row[at[d]])]
        shares.append(sum(known) / len(known) if known else None)
    return None if None in shares else sum(shares) / 2


@pytest.mark.slow
@settings(max_examples=80, deadline=None)
@given(fields())
def test_columns_scores_and_explanations_pair_by_pair(drawn):
    field, specialised = drawn
    weights = ClusterWeights(sector=2, offers_needs=1, evidence=1, languages=0.5, hours=0.5, distance=0.25)
    for one in field.clusters:
        for found in cluster_counterparts(field, one.id, weights=weights, on=DAY):
            other = field.clusters[field.row(found.cluster_id)]
            expected = {
                "sector": sector(field.clusters, one, other),
                "offers_needs": offers_needs(one, other),
                "evidence": evidence(specialised, one, other),
            }
            total, parts = explained(field, one.id, other.id, weights=weights, on=DAY)
            for name in COLUMNS:
                if name in expected:
                    assert found.columns[name] == pytest.approx(expected[name], abs=1e-5), name
                assert parts[name].score == pytest.approx(found.columns[name], abs=1e-4), name
            assert (found.score is None) == (total.score is None)
            if found.score is not None:
                assert found.score == pytest.approx(total.score, abs=1e-4)


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(fields(), st.integers(1, 4))
def test_the_best_of_all_are_the_best_of_each(drawn, top):
    field, _ = drawn
    every = all_counterparts(field, on=DAY, top=top)
    for one in field.clusters:
        alone = [c.score for c in cluster_counterparts(field, one.id, on=DAY, top=top) if c.score is not None]
        found = every.of(one.id)
        assert [score for _, score in found] == pytest.approx(alone, abs=1e-5)
        assert all(field.clusters[field.row(other)].side != one.side for other, _ in found)
