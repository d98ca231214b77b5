"""From classes to divisions and from one NUTS vintage to another, on small lists and on the real ones."""

import polars as pl
import pytest

from polos import reference
from polos.vocabularies import nace
from polos.vocabularies.crosswalks import (
    ScianCrosswalk,
    honduran_departments,
    isic_divisions,
    mexican_states,
    nabs_chapters,
    nuts_flows,
    nuts_vintage,
    scian_divisions,
)


def links(*pairs):
    return pl.DataFrame(pairs, schema={"class": pl.String, "target": pl.String}, orient="row")


SMALL = ScianCrosswalk(
    scian=links(
        ("111110", "0111"), ("222221", "1399"), ("222221", "2740"), ("222221", "2790"),
        ("333331", "0321"), ("333332", "0322"), ("444441", "1010"), ("444442", "1100"),
        ("555510", "6010"), ("555520", "6020"),
    ),
    naics=links(("444443", "27.40"), ("666661", "60.10"), ("666662", "61.20")),
)  # fmt: skip


@pytest.mark.parametrize(
    ("code", "expected", "why"),
    [
        ("111110", [("01", 1.0, "SCIAN 2023 class")], "one link"),
        ("222221", [("13", 1 / 3, "SCIAN 2023 class"), ("27", 2 / 3, "SCIAN 2023 class")], "equal parts"),
        ("333339", [("03", 1.0, "SCIAN 2023 branch")], "the classes of its branch agree"),
        ("444443", [("27", 1.0, "NAICS 2017 class")], "the same class of NAICS is known"),
        ("666660", [("60", 0.5, "NAICS 2017 branch"), ("61", 0.5, "NAICS 2017 branch")], "NAICS below it"),
        ("555590", [("60", 1.0, "SCIAN 2023 subgroup")], "only its subgroup is known, and agrees"),
        ("444490", [], "its subgroup disagrees: nothing is guessed"),
        ("999999", [], "nothing like it is known"),
    ],
)  # fmt: skip
def test_a_class_is_brought_over_by_the_closest_basis_that_is_known(code, expected, why):
    found = SMALL.divisions(code)
    assert [(d, pytest.approx(w), b) for d, w, b in expected] == found, why


def test_weights_of_a_real_class_add_up_to_one_and_the_six_old_classes_have_a_basis(shared):
    classifications = shared / "data" / "classifications"
    crosswalk = scian_divisions(
        classifications / "isic_scian_naics" / "ciiu_rev_4_to_scian_2023.csv",
        classifications / "eurostat" / "NAICS2017_NACE.csv.gz",
    )
    classes = pl.read_parquet(shared / "data" / "mexico" / "metro_scian6_employment.parquet")[
        "scian2018"
    ].unique()
    found = {code: crosswalk.divisions(code) for code in classes.sort()}
    assert all(sum(weight for _, weight, _ in links) == pytest.approx(1) for links in found.values())
    assert {division for links in found.values() for division, _, _ in links} <= set(nace().codes)
    bridged = {code: links for code, links in found.items() if links[0][2] != "SCIAN 2023 class"}
    assert {code: [division for division, _, _ in links] for code, links in bridged.items()} == {
        "112511": ["03"],
        "112512": ["03"],
        "335110": ["27"],
        "515110": ["60", "61"],
        "515120": ["60", "61"],
        "515210": ["60", "61"],
    }
    in_the_correspondence = [links for links in found.values() if links[0][2] == "SCIAN 2023 class"]
    assert sum(len(links) > 1 for links in in_the_correspondence) == 73


def test_isic_classes_have_the_division_they_begin_with(shared):
    classes = isic_divisions(shared / "data" / "classifications" / "eurostat" / "ISIC4.csv")
    assert dict(classes.select("class", "division").iter_rows())["0111"] == "01"
    assert set(classes["division"]) == {code for code in nace().codes if len(code) == 2}


@pytest.fixture
def crosswalk(shared):
    return shared / "data" / "boundaries" / "nuts_crosswalks_2006_2024.parquet"


def test_shares_given_and_taken_add_up_to_one_but_for_redrawn_borders(crosswalk):
    flows = nuts_flows(crosswalk, "2013")
    given = flows.group_by("level", "from_code").agg(pl.col("given").sum())
    assert given["given"].is_between(0.99, 1 + 1e-12).all()


def test_a_region_that_was_cut_goes_by_population_and_a_renamed_one_whole(crosswalk):
    flows = nuts_flows(crosswalk, "2013").filter(pl.col("level") == 2)
    of = {key: rows for (key,), rows in flows.group_by("from_code")}
    assert of["PL34"].select("to_code", "given").rows() == [("PL84", 1.0)]
    cut = dict(of["PL12"].select("to_code", "given").iter_rows())
    assert cut["PL91"] == pytest.approx(2_891_600 / (2_891_600 + 2_384_400), rel=1e-3)
    assert "BE23" not in of["BE21"]["to_code"].to_list()


def test_regions_already_of_the_wanted_vintage_stay_as_they_are(crosswalk):
    flows = nuts_flows(crosswalk, "2021")
    assert (flows["from_code"] == flows["to_code"]).all()


@pytest.mark.parametrize(
    ("codes", "vintage"),
    [
        ({"FR52", "PL34", "AT11"}, "2013"),
        ({"FRH0", "PL84", "HR04"}, "2016"),
        ({"FRH0", "HR06"}, "2021"),
        ({"AT11"}, "2013"),
    ],
)
def test_the_vintage_is_the_one_that_knows_most_codes(crosswalk, codes, vintage):
    assert nuts_vintage(crosswalk, codes) == vintage


def test_the_states_and_departments_are_all_there():
    assert len(set(mexican_states().values())) == 32
    assert mexican_states()["06"] == "MX-COL"
    assert len(honduran_departments()) == 18
    assert honduran_departments()["HN-AT"] == "Atlántida"


def test_the_bridge_from_markets_gives_the_chapters_of_the_built_in_priorities_and_invents_none():
    """What they have beside it (space, education, research) was read in their names, not in their markets."""
    rows = reference.priorities().rows.select("markets", "nabs").iter_rows()
    beside = [set(nabs) - set(nabs_chapters(markets)) for markets, nabs in rows]
    assert set().union(*beside) == {"3", "9", "13"} and sum(map(bool, beside)) == 32
    rows = reference.priorities().rows.select("markets", "nabs").iter_rows()
    assert all(set(nabs_chapters(markets)) <= set(nabs) for markets, nabs in rows)
    assert nabs_chapters(["manufacturing", "culture", "tourism"]) == ["6", "10"]
    assert nabs_chapters(["trade", "services"]) == []
