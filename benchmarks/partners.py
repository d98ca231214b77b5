"""The counterparts of one territory, on made-up employment of 400 units in 88 divisions (synthetic)."""

import numpy as np
import polars as pl

from benchmarks.figures import Figure, Workplace, milliseconds
from polos import reference
from polos.matches.counterparts import counterparts
from polos.matches.evidence import Evidence
from polos.measures.relatedness import proximity
from polos.measures.specialisation import specialised
from polos.provenance import Origin
from polos.table import Table
from polos.tables.matrix import Matrix
from polos.vocabularies import nace

UNITS = 400


def measure(place: Workplace) -> list[Figure]:
    territories, priorities = many_territories()
    employment = synthetic_employment(tuple(territories.rows["territory_id"]))
    first = territories.rows["territory_id"][0]

    def proposals():
        evidence = as_evidence(employment)
        return counterparts(first, territories=territories, priorities=priorities, evidence=[evidence])

    evidence = as_evidence(employment)
    found = counterparts(first, territories=territories, priorities=priorities, evidence=[evidence])
    known = sum(one.columns["complementary"] is not None for one in found)
    assert known > UNITS / 4, "the synthetic employment says nothing about most counterparts"
    size = f"{UNITS} units, {employment.shape[1]} divisions, {len(found)} counterparts"
    how = f"synthetic: {size}; from the matrix of employment to the list, priorities coded before"
    return [Figure("partners for one territory", milliseconds(proposals), "ms", 150, how)]


def many_territories() -> tuple[Table, Table]:
    """Repeat the built-in territories with their priorities, under new ids, until there are 400."""
    territories, priorities = reference.territories(), reference.priorities()
    copies = range(-(-UNITS // territories.rows.height))
    places = pl.concat([renamed(territories.rows, copy) for copy in copies]).head(UNITS)
    declared = pl.concat([renamed(priorities.rows, copy) for copy in copies])
    declared = declared.join(places.select("territory_id"), on="territory_id", how="semi")
    return (
        Table(places, territories.schema, Origin("synthetic")),
        Table(declared, priorities.schema, Origin("synthetic")),
    )


def renamed(rows: pl.DataFrame, copy: int) -> pl.DataFrame:
    ends = [name for name in ("territory_id", "priority_id") if name in rows.columns]
    return rows.with_columns(pl.format("{}_{}", pl.col(name), pl.lit(copy)).alias(name) for name in ends)


def synthetic_employment(units: tuple[str, ...]) -> Matrix:
    """Draw employment with a few strong activities a unit; one cell in eight is unknown."""
    draw = np.random.default_rng(2026)
    divisions = tuple(code for code in nace().codes if code.isdigit())
    values = draw.lognormal(5, 2, (len(units), len(divisions))).round()
    values[draw.random(values.shape) < 1 / 8] = np.nan
    return Matrix(values, units, divisions, "persons", "synthetic", Origin("synthetic"))


def as_evidence(employment: Matrix) -> Evidence:
    presence = specialised(employment)
    units = employment.territories
    return Evidence(
        dataset="synthetic",
        presence=presence,
        relation=dict.fromkeys(units, "same"),
        units={unit: ((unit, 1.0),) for unit in units},
        relatedness=proximity(presence),
    )
