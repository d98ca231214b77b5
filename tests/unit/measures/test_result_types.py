"""Every result of a measure of territories: papers, a table in the caller's kind, a readable print."""

import inspect

import numpy as np
import pandas as pd
import polars as pl
import pytest

import polos
from polos import measures
from polos.errors import WrongRows
from polos.measures import samples
from polos.measures.composed import Composed
from polos.measures.numbers import Number
from polos.measures.results import ByTerritory, Grid, Pairs, Reason, Result
from polos.provenance import Origin
from unit.measures.arguments import OF_ONE_SURVEY, arguments, good
from unit.measures.test_bad_input import NAMES

#: Measures of what people answered or coded: they begin with counts and codes, not with a table of amounts.
OF_ANSWERS = (
    "polos.measures.agreement",
    "polos.measures.consensus",
    "polos.measures.opinion",
    "polos.measures.survey",
)
#: A list of limits to compute with.
PLAIN = {"class_limits"}
#: Options that a result need not repeat: how the years are gone through; a bandwidth's search, as the result
#: holds the bandwidth that was found; and what was tried on the way to a definition, which is listed with it.
NOT_REPEATED = {"through", "bandwidth_within", "groupings", "scalings", "starts"}


def of_territories() -> list[str]:
    return [
        name
        for name in NAMES
        if not getattr(measures, name).__module__.startswith(OF_ANSWERS)
        and name not in {*OF_ONE_SURVEY, *PLAIN}
    ]


@pytest.mark.parametrize("name", of_territories())
def test_every_result_has_papers_a_table_and_a_print(name):
    row, named = arguments(name, good())
    found = getattr(measures, name)(*row, **named)
    assert isinstance(found.origin, Origin)
    signature = inspect.signature(getattr(measures, name)).parameters.values()
    options = {one.name for one in signature if one.default not in (one.empty, None)} - NOT_REPEATED
    assert options <= found.parameters.keys()
    frame = found.to_frame()
    assert isinstance(frame, pl.DataFrame)
    assert frame.height
    printed = repr(found)
    assert " object at 0x" not in printed
    assert len(printed) < 6_000


def test_parts_of_the_same_labels_stand_side_by_side():
    """A cell of 3 among 10 and 20: value and bounds in one row, the reason where there is none."""
    counts = polos.Matrix([[3, 7], [20, 0], [0, 0]], ("n", "s", "w"), ("x", "y"), "", "", Origin("here"))
    found = measures.location_quotient_interval(counts)
    frame = found.to_frame()
    assert frame.columns == [
        *("territory", "activity"),
        *("value", "value_reason", "lower", "lower_reason", "upper", "upper_reason"),
    ]
    assert frame.height == 6
    first = frame.row(0, named=True)
    assert (first["territory"], first["activity"]) == ("n", "x")
    assert [first[part] for part in ("value", "lower", "upper")] == [
        part.at("n", "x") for part in (found.value, found.lower, found.upper)
    ]
    last = frame.row(5, named=True)
    assert last["value"] is None
    assert last["value_reason"] == Reason.EMPTY_TERRITORY.name.lower()


def test_parts_of_different_labels_stand_under_one_another():
    found = measures.economic_complexity(samples.presence())
    frame = found.to_frame()
    assert frame.columns == ["part", "territory", "activity", "value", "reason"]
    assert frame["part"].unique(maintain_order=True).to_list() == ["eci", "pci"]
    of_territories = frame.filter(pl.col("part") == "eci")
    assert of_territories["territory"].to_list() == list(found.eci.territories)
    assert of_territories["activity"].null_count() == len(of_territories)
    assert of_territories["value"].to_list() == found.eci.values.tolist()


def test_parts_within_parts_have_the_names_of_both():
    found = measures.shift_share(samples.jobs(2020), samples.jobs(2025))
    assert {"cells_mix", "totals_mix"} <= set(found.parts)
    assert found.parts["cells_mix"] is found.cells.mix


def test_the_print_of_a_composed_result_names_parts_and_what_is_no_table():
    printed = repr(measures.economic_complexity(samples.presence()))
    assert printed.startswith("eci = economic_complexity: 3 territories")
    assert "\npci = economic_complexity: 4 activities" in printed
    assert "\ndiagnostics = Diagnostics(" in printed


def _table(kind):
    frame = {"territory": ["n", "n", "s", "s"], "activity": ["x", "y"] * 2, "jobs": [3, 1, 2, 5]}
    return polos.Matrix.from_frame(kind(frame), territory="territory", activity="activity", value="jobs")


@pytest.mark.parametrize(
    ("kind", "expected"),
    [(pd.DataFrame, pd.DataFrame), (pl.DataFrame, pl.DataFrame), (pl.LazyFrame, pl.LazyFrame)],
)
def test_tables_come_back_in_the_callers_kind(kind, expected):
    presence = measures.specialised(_table(kind))
    assert isinstance(presence.to_frame(), expected)
    assert isinstance(measures.reflections(presence, steps=2).to_frame(), expected)
    assert isinstance(polos.over_years(measures.pool, {"2020": presence}).to_frame(), expected)
    assert isinstance(measures.group_coagglomeration(_table(kind), ("x", "y")).to_frame(), expected)


def test_one_number_acts_as_a_number_and_carries_its_papers():
    found = measures.group_coagglomeration(samples.jobs(), ("chips", "lasers"), reference=None)
    assert isinstance(found, Number)
    assert found == found.value == float(found)
    assert type(found + 0) is float
    assert repr(found) == f"group_coagglomeration: {found.value!r}"
    assert f"{found}" == str(found.value)
    assert found.parameters == {"activities": ("chips", "lasers")}
    assert found.origin.steps[-1] == "group_coagglomeration"
    assert found.to_frame().rows() == [(found.value, None)]


def test_parameters_say_what_was_asked():
    jobs = samples.jobs()
    sizes = dict.fromkeys(jobs.territories, 1.0)
    groups = dict(zip(jobs.activities, "abab", strict=False))
    said = {"reference": f"sizes of {len(sizes)} territories"}
    assert measures.hoover(jobs, reference=sizes).parameters == said
    assert measures.hoover(jobs).parameters == {}
    assert measures.raw_concentration(jobs, reference=sizes).parameters == said
    of_groups = measures.theil(jobs, dict.fromkeys(jobs.territories, "all"), reference=sizes)
    assert of_groups.parameters == {"groups": ["all"]} | said
    population = measures.revealed_population_advantage(jobs, population=sizes)
    assert population.parameters == {"population": f"of {len(sizes)} territories"}
    within = measures.location_quotient_within(jobs, groups=groups, reference=jobs)
    assert within.parameters["groups"] == list(dict.fromkeys(groups.values()))
    assert within.parameters["reference"] == jobs.origin.name
    present = measures.specialised(jobs)
    assert measures.proximity(present, dtype=np.float32).parameters == {"dtype": "float32"}
    assert measures.economic_complexity(present).parameters == {"dtype": "float64"}


NONE = np.zeros((2, 2), dtype=np.uint8)
DOUBLED = {
    "territory": lambda: Grid(np.eye(2), ("n", "n"), ("x", "y"), NONE, Origin("here")),
    "activity": lambda: Pairs(np.eye(2), ("x", "x"), NONE, Origin("here")),
    "territory alone": lambda: ByTerritory(np.ones(2), ("n", "n"), NONE[0], Origin("here")),
}


@pytest.mark.parametrize("case", DOUBLED)
def test_a_label_twice_is_refused(case):
    with pytest.raises(WrongRows, match=rf"the {case.split()[0]} '\w' twice.*Give each label once"):
        DOUBLED[case]()


@pytest.mark.parametrize("kind", [pd.DataFrame, pl.DataFrame])
def test_an_empty_frame_is_said_to_be_empty(kind):
    nothing = pd.DataFrame({"r": [], "a": [], "v": []})
    frame = nothing if kind is pd.DataFrame else pl.DataFrame({"r": [], "a": [], "v": []})
    with pytest.raises(WrongRows, match="an empty table: no row"):
        polos.Matrix.from_frame(frame, territory="r", activity="a", value="v")


def test_every_composed_result_holds_single_ones():
    assert all(isinstance(part, Result) for part in measures.fitness(samples.presence()).parts.values())
    assert isinstance(measures.fitness(samples.presence()), Composed)


def test_the_table_of_modular_complexity_has_records_and_activities():
    found = measures.modular_complexity(samples.patents())
    frame = found.to_frame()
    assert frame.columns == ["part", "record", "activity", "value", "reason"]
    assert frame.height == len(found.records) + len(found.activities.activities)
    assert frame["value"].to_list()[: len(found.records)] == found.of_records.tolist()


def test_several_numbers_make_one_row():
    growth = measures.territory_growth(samples.jobs(2020), samples.jobs(2025))
    found = measures.spatial_rank_concordance(growth, growth, samples.borders())
    assert found.to_frame().to_dicts() == [found.numbers]
    assert found.numbers["neighbours"] == 1
    assert found.numbers["probability"] is None
    assert "Origin" not in repr(found)
