"""What the three real files become, and what a table of one's own becomes."""

import polars as pl
import pytest

from polos import reference
from polos.errors import AmbiguousName, WrongRows
from polos.sources import eurostat_sbs, hn_ciiu, mx_scian, own_table
from polos.sources.rows import read_text_rows
from polos.sources.source import read_companions
from polos.tables.employment import employment_of, plain, repaired_name


def employment(source, path, *, companions=None):
    rows = read_text_rows(path, source.columns, source.needed)
    beside = read_companions(source, path.parent, folder=companions)
    return employment_of(source, rows, beside, reference.territories())


@pytest.fixture(scope="module")
def europe(shared):
    file = shared / "data" / "eu_employment" / "eurostat_sbs_nuts2_nace2_2014.parquet"
    return employment(eurostat_sbs.SOURCE, file)


@pytest.fixture(scope="module")
def mexico(shared):
    return employment(mx_scian.SOURCE, shared / "data" / "mexico" / "metro_scian6_employment.parquet")


@pytest.fixture(scope="module")
def honduras(shared):
    return employment(hn_ciiu.SOURCE, shared / "data" / "honduras" / "department_ciiu4_employment.csv.gz")


def cell(of, unit, activity):
    found = of.cells.filter((pl.col("unit_id") == unit) & (pl.col("activity") == activity))
    return found.select("employment", "status").row(0)


def test_the_european_file_keeps_confidential_cells_unknown(europe):
    levels = dict(europe.units["level"].value_counts().iter_rows())
    assert levels == {"nation": 28, "nuts1": 98, "nuts2": 275}
    regions = europe.units.filter(pl.col("level") == "nuts2")["unit_id"]
    cells = europe.cells.filter(pl.col("unit_id").is_in(regions.implode()))
    assert cells.height == 275 * 68
    assert cells.filter(pl.col("status") == "confidential").height == 2293
    assert cell(europe, "DE91", "29") == (None, "confidential")
    assert cell(europe, "BE", "08") == (2886, "known")
    assert cell(europe, "BE", "05") == (0, "zero")
    whole = cells.group_by("unit_id").agg((pl.col("status") == "confidential").any().alias("hidden"))
    assert whole.filter(~pl.col("hidden")).height == 19


def test_groups_are_left_out_and_section_totals_are_kept_apart(europe):
    assert europe.admitted.rows_left_out == 8421
    assert europe.sections.height == 4812
    assert (
        europe.sections.filter(pl.col("unit_id") == "BE", pl.col("section") == "C")["employment"].item()
        == 505698
    )
    assert not europe.cells["activity"].str.contains(r"\.|[A-Z]").any()


def test_no_job_is_lost_when_mexican_classes_become_divisions(mexico, shared):
    file = pl.read_parquet(shared / "data" / "mexico" / "metro_scian6_employment.parquet")
    assert mexico.cells["employment"].sum() == pytest.approx(file["employment"].sum(), abs=1e-3)
    assert mexico.admitted.counts == {}
    assert mexico.units.height == 70


def test_a_mexican_class_that_reaches_several_divisions_is_split_by_its_weights(mexico, shared):
    file = pl.read_parquet(shared / "data" / "mexico" / "metro_scian6_employment.parquet")
    shared_out = mexico.splits.filter((pl.col("division") == "27") & (pl.col("weight") < 1))
    zone = file.filter(pl.col("scian2018").is_in(shared_out["class"].implode()))["zm"][0]
    classes = mexico.splits.filter(pl.col("division") == "27").select("class", "weight")
    assert (
        mexico.splits.group_by("class")
        .agg(pl.col("weight").sum())["weight"]
        .is_between(0.999999, 1.000001)
        .all()
    )
    expected = (
        file.filter(pl.col("zm") == zone)
        .join(classes, left_on="scian2018", right_on="class")
        .select((pl.col("employment") * pl.col("weight")).sum())
        .item()
    )
    assert cell(mexico, f"MX-{zone.replace('.', '')}", "27") == (pytest.approx(expected), "known")


def test_absent_mexican_cells_are_not_recorded_rather_than_zero(mexico):
    absent = mexico.cells.filter(pl.col("status") == "not recorded")
    assert absent.height > 1000
    assert absent["employment"].is_null().all()


def test_real_names_of_zones_are_repaired(mexico):
    names = dict(mexico.units.select("unit_id", "name").iter_rows())
    assert names["MX-06101"] == "Colima-Villa de Álvarez"
    assert names["MX-11102"] == "León"
    assert names["MX-23101"] == "Cancún"
    assert names["MX-27101"] == "Villahermosa"
    assert names["MX-09101"] == "Ciudad de México"
    assert all(letter.isascii() or letter in "áéíóúüñÁÉÍÓÚÜÑ" for name in names.values() for letter in name)
    assert "Names of zones that were mis-encoded and repaired: 17." in mexico.notes


@pytest.mark.parametrize("name", ["Castaños", "León", "Ciudad Juárez", "Straight", "Łódź"])
def test_a_name_that_is_right_stays_as_it_is(name):
    assert repaired_name(name) == name


def test_honduran_codes_get_their_zero_back_and_odd_ones_go_to_their_division(honduras):
    assert honduras.cells["employment"].sum() == 761_221
    assert honduras.cells["activity"].n_unique() == 87
    odd = honduras.splits.filter(pl.col("basis") == "ISIC division")
    assert odd.select("class", "division").rows() == [("1051", "10"), ("8431", "84"), ("8611", "86")]
    assert honduras.notes == (
        "Classes of CIIU Rev. 4 brought over by the basis ISIC division: 3 (1051, 8431, 8611).",
    )
    assert "HN-AT" in honduras.units["unit_id"].to_list()


def test_zeros_of_the_honduran_file_are_statements(honduras):
    assert set(honduras.cells["status"]) == {"known", "zero"}


@pytest.fixture
def honduran(tmp_path, shared):
    def of(text):
        path = tmp_path / "hn.csv"
        path.write_text(text, encoding="utf-8")
        return employment(hn_ciiu.SOURCE, path, companions=shared / "data" / "classifications")

    return of


def test_departments_are_found_without_accents_and_in_capitals(honduran):
    found = honduran(
        "department,ciiu4,employment\nATLANTIDA,111,1\n Islas de la bahia ,0111,2\nColón,111,3\n"
    )
    assert found.units["unit_id"].to_list() == ["HN-AT", "HN-CL", "HN-IB"]


def test_a_department_in_two_spellings_is_a_repeated_key(honduran):
    found = honduran("department,ciiu4,employment\nCopán,111,1\nCopan,0111,2\nCortes,111,3\n")
    assert found.admitted.counts == {"duplicate_key": 2}
    assert cell(found, "HN-CP", "01") == (None, "rejected")


def test_a_class_rejected_for_its_number_makes_its_division_unknown_and_no_other(honduran):
    found = honduran("department,ciiu4,employment\nYoro,1071,x\nYoro,1072,5\nYoro,1101,5\n")
    assert cell(found, "HN-YO", "10") == (None, "rejected")
    assert cell(found, "HN-YO", "11") == (5, "known")


def test_a_code_of_no_division_is_rejected(honduran):
    found = honduran("department,ciiu4,employment\nYoro,0401,5\nYoro,12345,5\nYoro,1101,5\n")
    assert found.admitted.counts == {"unknown_activity": 2}


@pytest.fixture
def mexican(tmp_path, shared):
    def of(text):
        (tmp_path / "mx.csv").write_text(text, encoding="utf-8")
        (tmp_path / "metro_zones_names.csv").write_bytes(
            (shared / "data" / "mexico" / "metro_zones_names.csv").read_bytes()
        )
        for folder in ("classifications", "boundaries"):
            if not (tmp_path / folder).exists():
                (tmp_path / folder).symlink_to(shared / "data" / folder)
        return employment(mx_scian.SOURCE, tmp_path / "mx.csv", companions=tmp_path)

    return of


def test_zone_keys_are_the_same_with_points_without_and_without_their_zero(mexican):
    found = mexican(
        "zm,scian2018,employment\n06.1.01,311110,1\n06101,312110,2\n6101,315110,3\n33.1.01,311110,1\n"
    )
    assert found.units["unit_id"].to_list() == ["MX-06101"]
    assert found.admitted.counts == {"unknown_unit": 1}


def test_a_class_no_list_has_is_rejected(mexican):
    assert mexican("zm,scian2018,employment\n06101,999999,1\n06101,311110,1\n").admitted.counts == {
        "unknown_activity": 1
    }


@pytest.fixture
def own(tmp_path):
    def of(*rows, heading="territory,activity,employment"):
        path = tmp_path / "own.csv"
        path.write_text("\n".join([heading, *rows]) + "\n", encoding="utf-8")
        return employment(own_table.SOURCE, path)

    return of


def test_ones_own_territories_are_found_by_id_code_or_name(own):
    found = own("cl_bi,10,5", "CL-AN,10,6", "Maule,10,7")
    assert found.links.select("unit_id", "territory_id", "relation").rows() == [
        ("own:cl_an", "cl_an", "same"),
        ("own:cl_bi", "cl_bi", "same"),
    ]
    assert found.notes == ("Territories that are not on record and stay units of their own: 1 (Maule).",)


def test_two_spellings_of_a_territory_are_one(own):
    assert own("Biobío,10,5", "biobio,11,5").units["name"].to_list() == ["Biobío"]


@pytest.mark.parametrize(
    ("code", "division"),
    [
        ("10", "10"),
        ("C10", "10"),
        ("1", "01"),
        ("10.7", "10"),
        ("10.71", "10"),
        ("1071", "10"),
        ("0111", "01"),
    ],
)
def test_ones_own_codes_lead_to_their_division(own, code, division):
    assert own(f"cl_bi,{code},5").cells["activity"].to_list() == [division]


@pytest.mark.parametrize("code", ["111", "04", "A10", "10.711", "XX", "10-12"])
def test_a_code_that_reads_two_ways_or_none_is_rejected(own, code):
    assert own(f"cl_bi,{code},5", "cl_bi,20,1").admitted.counts == {"unknown_activity": 1}


def test_ones_own_section_totals_are_kept_apart(own):
    found = own("cl_bi,C,9", "cl_bi,10,5", "cl_bi,11,")
    assert found.sections.select("section", "employment").rows() == [("C", 9)]
    assert cell(found, "own:cl_bi", "11") == (None, "unknown")


def test_a_division_beside_its_own_parts_is_refused(own):
    with pytest.raises(WrongRows, match="both 10 and 1071 for cl_bi"):
        own("cl_bi,10,9", "cl_bi,1071,5")


def test_an_ambiguous_name_lists_its_candidates_and_is_linked_to_nothing(own, monkeypatch):
    def two(territories, text):
        raise AmbiguousName(name=text, candidates=["a", "b"], kind="territory")

    monkeypatch.setattr("polos.tables.employment.find", two)
    found = own("Biobío,10,5")
    assert found.links.is_empty()
    assert found.notes[-1] == "Biobío is linked to nothing, as it may be a, b: give the id."


def test_more_territories_than_any_map_has_are_refused(own, monkeypatch):
    monkeypatch.setattr("polos.tables.employment.MOST_ROWS", 3)
    with pytest.raises(WrongRows, match="2 territories and 2 divisions"):
        own("north,10,1", "south,11,1")


@pytest.mark.parametrize(
    ("heading", "rows", "refused"),
    [
        ("geo,nace_r2,indic_sb,TIME_PERIOD,OBS_VALUE,OBS_FLAG", ["AT11,C10,V16110,2014,10,"], False),
        (
            "geo,nace_r2,indic_sb,TIME_PERIOD,OBS_VALUE,OBS_FLAG",
            ["AT11,C10,V16110,2014,10,", "AT11,C10,V16110,2015,10,"],
            True,
        ),
    ],
)
def test_a_file_of_several_years_is_refused(tmp_path, shared, heading, rows, refused):
    path = tmp_path / "sdmx.csv"
    path.write_text("\n".join([heading, *rows]) + "\n", encoding="utf-8")
    if refused:
        with pytest.raises(WrongRows, match="the periods 2014 and 2015"):
            employment(eurostat_sbs.SOURCE, path, companions=shared / "data")
    else:
        assert cell(employment(eurostat_sbs.SOURCE, path, companions=shared / "data"), "AT11", "10") == (
            10,
            "known",
        )


def test_sdmx_csv_leaves_out_other_series_totals_and_groups(tmp_path, shared):
    path = tmp_path / "sdmx.csv"
    path.write_text(
        "geo,nace_r2,indic_sb,TIME_PERIOD,OBS_VALUE,OBS_FLAG\n"
        "AT11,C10,V16110,2014,10,\nAT11,C10,V11110,2014,3,\nAT11,C11,V16110,2014,,c\n"
        "AT11,C,V16110,2014,40,\nEU28,C10,V16110,2014,99,\nATZZ,C10,V16110,2014,1,\n"
        "AT11,G451,V16110,2014,2,\nAT11,B-N_S95_X_K,V16110,2014,60,\nAT11,B10,V16110,2014,1,\n",
        encoding="utf-8",
    )
    found = employment(eurostat_sbs.SOURCE, path, companions=shared / "data")
    assert found.cells.rows() == [("AT11", "10", 10, "known"), ("AT11", "11", None, "confidential")]
    assert found.admitted.counts == {"unknown_activity": 1}
    assert found.admitted.rows_left_out == 4


def test_folding_keeps_words_apart():
    assert plain("  Islas de La  Bahía ") == "islas de la bahia"
