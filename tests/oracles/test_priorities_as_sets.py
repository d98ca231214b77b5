"""Comparing declared priorities by sets, slowly and obviously; random tables compare both ways."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drawn_priorities import drawn_priorities
from polos.measures.coded_priorities import coded_priorities
from polos.measures.convergence import convergence
from polos.measures.overlap import rarity_weighted_overlap, related_priorities
from polos.vocabularies import nace

MARKETS = ("agriculture", "energy", "health", "manufacturing")
TECHNOLOGIES = ("photonics", "nanotechnology")
CLASSES = ("A", "01", "02", "C", "10", "26", "86")
TERRITORIES = ("e1", "e2", "e3", "a1", "a2", "a3")
BOUNDS = ((Fraction(0), "low"), (Fraction(1, 2), "medium"), (Fraction(4, 5), "high"))
EUROPE, AMERICA = TERRITORIES[:3], TERRITORIES[3:]

PRIORITY = st.tuples(
    st.sampled_from(TERRITORIES),
    st.lists(st.sampled_from(MARKETS), min_size=1, max_size=3, unique=True),
    st.lists(st.sampled_from(TECHNOLOGIES), max_size=2, unique=True),
    st.lists(st.sampled_from(CLASSES), max_size=2, unique=True),
    st.sampled_from(("own", "own", "own", "inherited")),
)
TABLES = st.lists(PRIORITY, min_size=1, max_size=14)


def table(rows):
    everybody = [(t, [], [], [], "inherited") for t in TERRITORIES]
    return drawn_priorities(
        "\n".join(
            f"{t} | {' '.join(markets)} | {' '.join(technologies)} | {' '.join(classes)} | scope={scope}"
            for t, markets, technologies, classes, scope in [*rows, *everybody]
        )
    )


def own(rows):
    return [row for row in rows if row[4] == "own"]


def cells_of(row):
    return {(market, technology) for market in row[1] for technology in row[2] or ["not_stated"]}


def declared_by(rows, territory, of):
    return set().union(*(of(row) for row in own(rows) if row[0] == territory))


def concepts_of(row):
    found = {("market", market) for market in row[1]} | {("technology", technology) for technology in row[2]}
    found |= {("cell", cell) for cell in cells_of(row) if cell[1] != "not_stated"}
    for code in row[3]:
        found |= {("section", nace().parent(code) or code)}
        found |= {("division", code)} if nace().parent(code) else set()
    return found


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(TABLES)
def test_counts_and_levels(rows):
    found = convergence(table(rows), EUROPE, AMERICA)
    sides = [[t for t in side if any(row[0] == t for row in own(rows))] for side in (EUROPE, AMERICA)]
    singles = 1 in map(len, sides) and all(sides)
    for m, market in enumerate(found.markets):
        for t, technology in enumerate(found.technologies):
            cell = (market, technology)
            counts = [sum(cell in declared_by(rows, r, cells_of) for r in side) for side in sides]
            assert [found.counts_a[m, t], found.counts_b[m, t]] == counts
            if not all(sides):
                level = "unknown"
            elif not all(counts):
                level = "none"
            else:
                if singles:
                    mine = [[row for row in own(rows) if row[0] in side] for side in sides]
                    emphasis = [Fraction(sum(cell in cells_of(r) for r in side), len(side)) for side in mine]
                else:
                    emphasis = [Fraction(n, len(side)) for n, side in zip(counts, sides, strict=True)]
                closeness = min(emphasis) / max(emphasis)
                level = (
                    "high"
                    if closeness >= Fraction(4, 5)
                    else "medium"
                    if closeness >= Fraction(1, 2)
                    else "low"
                )
            assert found.levels[m, t] == level, cell


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(TABLES)
def test_overlap(rows):
    coded = coded_priorities(table(rows))
    base = sorted({row[0] for row in own(rows)})
    assert list(coded.territories) == base
    of = {t: declared_by(rows, t, concepts_of) for t in base}
    weight = {
        k: -math.log2(sum(k in of[t] for t in base) / len(base)) for k in set().union(*of.values(), set())
    }
    for here in base:
        found = rarity_weighted_overlap(coded, here)
        for there in base:
            union = sum(weight[k] for k in of[here] | of[there])
            value = found.values[coded.row_of[there]]
            if union == 0:
                assert math.isnan(value)
            else:
                assert value == pytest.approx(sum(weight[k] for k in of[here] & of[there]) / union)


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(TABLES)
def test_related(rows):
    coded = coded_priorities(table(rows))
    base = sorted({row[0] for row in own(rows)})
    of = {t: declared_by(rows, t, cells_of) for t in base}
    every = sorted(set().union(*of.values(), set()))
    count = {c: sum(c in of[t] for t in base) for c in every}

    def phi(i, j):
        return sum(i in of[t] and j in of[t] for t in base) / max(count[i], count[j])

    def density(here, j):
        total = sum(phi(i, j) for i in every if i != j)
        return sum(phi(i, j) for i in of[here] if i != j) / total if total else math.nan

    for here in base:
        found = related_priorities(coded, here)
        for there in base:
            value = found.values[coded.row_of[there]]
            different = of[there] - of[here]
            densities = [d for d in (density(here, j) for j in sorted(different)) if not math.isnan(d)]
            if not different:
                assert value == 0.0
            elif not densities:
                assert math.isnan(value)
            else:
                assert value == pytest.approx(np.mean(densities), abs=1e-6)
