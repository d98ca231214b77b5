"""Every code that is used is declared with exactly the values it carries."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from polos import reference
from polos.matches import codes
from polos.matches.counterparts import counterparts
from polos.matches.validation import validate_pairings
from polos.measures.convergence import convergence


def test_no_code_stands_in_two_families():
    rules = len(codes.FAULTS) + len(codes.VIOLATIONS)
    assert len(codes.all_codes()) == sum(len(family) for family in codes.FAMILIES) + rules


@pytest.mark.parametrize("family", codes.FAMILIES)
def test_every_code_is_explained_where_it_is_declared(family):
    for code in family:
        assert code.value in family.__doc__ or family is codes.ColumnCode


def said(explanation):
    yield from explanation.unknowns
    for part in explanation.parts:
        yield part
        yield from part.parts


def everything():
    territories, priorities = reference.territories(), reference.priorities()
    ids = {side: rows["territory_id"].to_list() for (side,), rows in territories.rows.group_by("side")}
    for groups in ((ids["EU"], ids["LAC"]), (["si041"], ["mx", "mx_col"]), (["es43"], ["mx_col", "es43"])):
        yield from convergence(priorities, *groups, territories=territories).caveats
        yield from convergence(priorities, *groups).caveats
    for looking in ("mx", "si041"):
        for found in counterparts(looking, territories=territories, priorities=priorities):
            yield from found.warnings
            for explanation in (found.explanation, *found.explanations.values()):
                yield from said(explanation)
    pairings = reference.pairings()
    few = replace(pairings, rows=pairings.rows.filter(pl.col("pairing_id").is_in(["P03", "P04"])))
    checked = validate_pairings(
        few,
        territories=territories,
        priorities=priorities,
        generator=np.random.default_rng(1),
        draws=10,
    )
    yield from checked.caveats
    for placement in checked.placements:
        yield from placement.reasons


def test_values_are_those_declared():
    declared, seen = codes.all_codes(), set()
    for thing in everything():
        assert tuple(sorted(thing.values)) == tuple(sorted(declared[thing.code])), thing.code
        seen.add(str(thing.code))
    assert len(seen) > 30
