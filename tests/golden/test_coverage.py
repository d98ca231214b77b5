"""The counts that were published with the coded priorities, recomputed."""

import json

import pytest

from polos import reference
from polos.measures.coded_priorities import coded_priorities, selected
from polos.measures.convergence import convergence


@pytest.fixture(scope="module")
def coverage(shared):
    return json.loads((shared / "reference/priorities/coverage.json").read_text(encoding="utf-8"))


def sides(level=None):
    rows = reference.territories().rows
    rows = rows if level is None else rows.filter(rows["level"] != "nation")
    return tuple(rows.filter(rows["side"] == side)["territory_id"].to_list() for side in ("EU", "LAC"))


@pytest.fixture(scope="module")
def whole():
    return convergence(reference.priorities(), *sides(), territories=reference.territories())


def counts(result, cell):
    at = result.markets.index(cell["market"]), result.technologies.index(cell["technology"])
    return int(result.counts_a[at]), int(result.counts_b[at])


def test_the_base_is_74_and_45_territories_with_own_rows(whole, coverage):
    assert (
        {"EU": whole.base_a, "LAC": whole.base_b} == coverage["convergence"]["base"] == {"EU": 74, "LAC": 45}
    )


def test_all_98_cells_count_as_published(whole, coverage):
    cells = coverage["convergence"]["cells"]
    assert len(cells) == 98
    assert [counts(whole, cell) for cell in cells] == [(cell["eu"], cell["lac"]) for cell in cells]
    assert sum(n for level, n in whole.level_counts.items() if level != "none") == 22


def test_cells_of_rows_read_on_a_page_count_as_published(coverage):
    read = selected(reference.priorities(), provenances=["source"])
    result = convergence(coded_priorities(read, reference.territories()), *sides())
    for cell in coverage["convergence"]["cells"]:
        assert counts(result, cell) == (cell["eu_source_only"], cell["lac_source_only"])


def test_cells_of_subnational_territories_count_as_published(coverage):
    result = convergence(reference.priorities(), *sides("subnational"))
    for cell in coverage["convergence"]["cells"]:
        assert counts(result, cell) == (cell["eu_subnational"], cell["lac_subnational"])


@pytest.mark.parametrize("profile", ["market_profile", "technology_profile"])
def test_profiles_count_as_published(whole, coverage, profile):
    found = {line.code: (line.count_a, line.count_b) for line in getattr(whole, profile)}
    published = {code: (line["eu"], line["lac"]) for code, line in coverage[profile].items()}
    assert published.items() <= found.items()
    assert set(found) - set(published) <= {"not_stated"}


def test_national_cases_share_with_as_many_of_the_74_as_published(whole, coverage):
    told = {s.territory_id: s for s in whole.sharing if s.side == "b"}
    for case, published in coverage["lac_national_cases"].items():
        assert round(told[case].cells / told[case].base, 3) == published["share_of_eu_sharing_a_cell"]
        assert round(told[case].markets / told[case].base, 3) == published["share_of_eu_sharing_a_market"]


def test_507_of_725_priorities_state_no_technology(whole, coverage):
    caveat = next(c for c in whole.caveats if c.code == "technology_not_stated")
    assert caveat.values["unstated_a"] + caveat.values["unstated_b"] == 507
    assert coverage["priorities"]["own_without_technology"] == 507
    assert caveat.values["priorities_a"] + caveat.values["priorities_b"] == 725
