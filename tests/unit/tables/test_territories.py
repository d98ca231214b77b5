import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from polos import reference
from polos.errors import AmbiguousName, UnknownName, WrongRows
from polos.provenance import Origin
from polos.table import Table
from polos.tables.priorities import PRIORITIES
from polos.tables.territories import TERRITORIES, Notice, find, lies_within, thin_record


def territories(**rows):
    """Territories by id; what is not given is absent. ``iso`` alone is an exact code."""
    full = []
    for key, stated in rows.items():
        iso = stated.pop("iso", [])
        relation = stated.pop("relation", ("union_of" if len(iso) > 1 else "exact") if iso else None)
        named = {"name": key, "name_en": key, "country": "XX", "level": "region"}
        blank = {name: [] if kind == pl.List else None for name, kind in TERRITORIES.items()}
        codes = {"territory_id": key, "iso_3166_2": iso, "iso_relation": relation}
        full.append(blank | named | codes | stated)
    return Table(pl.DataFrame(full, schema=TERRITORIES), TERRITORIES, Origin("a test"))


def pairs(table, relation="within"):
    rows = lies_within(table).filter(pl.col("relation") == relation)
    return {(inner, outer): basis for inner, outer, basis, _ in rows.iter_rows()}


# ---- finding -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("mx_col", "mx_col"),
        ("MX-COL", "mx_col"),
        ("  colima ", "mx_col"),
        ("ES43", "es43"),
        ("pais vasco", "es21"),
        ("Basque country", "es21"),
        ("skane", "se224"),
        ("Slaskie", "pl22"),
        ("województwo podlaskie", "pl84"),
        ("GR", "el"),
        ("EL", "el"),
        ("SI03", "si03"),
        ("portugal", "pt"),
        ("medellín", "co_vab"),
        ("Cataluña", "es51"),
        ("flandes", "be2"),
        ("Andalousie", "es61"),
        ("Boêmia do Sul", "cz031"),
    ],
)
def test_people_find_a_territory_by_id_code_or_name(text, found):
    assert find(reference.territories(), text) == found


@pytest.mark.slow
def test_every_territory_is_found_by_its_id_and_by_both_of_its_names():
    table = reference.territories()
    for key, name, name_en in table.rows.select("territory_id", "name", "name_en").iter_rows():
        assert {find(table, text) for text in (key, name, name_en)} == {key}


def test_a_name_that_several_have_lists_them():
    table = territories(ar_x={"name": "Córdoba"}, es_co={"name": "Cordoba"}, co_cor={"name": "Córdoba"})
    with pytest.raises(AmbiguousName, match="exactly one territory") as refused:
        find(table, "cordoba")
    assert refused.value.candidates == ("ar_x", "co_cor", "es_co")


def test_a_whole_name_goes_before_a_part_of_another():
    table = territories(pt={"name": "Portugal"}, pt11={"name": "Norte (Portugal)"})
    assert find(table, "Portugal") == "pt"
    assert find(table, "Norte") == "pt11"


def test_the_code_of_a_state_is_not_taken_for_a_consortium_in_it():
    with pytest.raises(UnknownName, match=r"Did you mean one of these\? br_cioeste"):
        find(reference.territories(), "BR-SP")


def test_a_misspelt_name_is_answered_with_the_nearest():
    with pytest.raises(UnknownName, match=r"itc4 \(Lombardia\)"):
        find(reference.territories(), "Lombardi")


@pytest.mark.parametrize("text", ["León", "leon", " LEON "])
def test_a_word_in_several_names_lists_exactly_these(text):
    with pytest.raises(AmbiguousName) as refused:
        find(reference.territories(), text)
    assert refused.value.candidates == ("es41", "mx_nle")
    assert refused.value.found.endswith("any of: es41 (Castilla y León), mx_nle (Nuevo León)")


def test_a_word_in_one_name_is_suggested_first_and_never_taken():
    with pytest.raises(UnknownName, match=r"one of these\? br_sc \(Santa Catarina\), "):
        find(reference.territories(), "Santa")


def test_the_beginning_of_a_word_goes_before_a_like_spelling_and_its_middle_does_not():
    table = territories(
        a={"name": "Altona"}, b={"name": "Tonala"}, c={"name": "Bahía de Tonalá"}, d={"name": "Toma"}
    )
    with pytest.raises(UnknownName, match=r"one of these\? b \(Tonala\), c \(Bahía de Tonalá\), [ad] "):
        find(table, "tona")


def test_no_text_is_in_no_name():
    with pytest.raises(UnknownName):
        find(reference.territories(), "  ")


# ---- lying within --------------------------------------------------------------------------------


def test_nuts_codes_nest_by_their_beginnings():
    table = territories(
        silesia={"nuts_2021": ["PL22"]}, bielsko={"nuts_2021": ["PL225"]}, podlaskie={"nuts_2021": ["PL84"]}
    )
    assert pairs(table) == {("bielsko", "silesia"): "codes"}


def test_a_region_lies_in_its_nation_though_greece_has_two_codes():
    table = territories(
        es={"level": "nation", "country": "ES", "nuts_2021": ["ES"]},
        es11={"country": "ES", "nuts_2021": ["ES11"]},
        el={"level": "nation", "country": "GR", "nuts_2021": ["EL"]},
        el43={"country": "GR", "nuts_2021": ["EL43"], "iso": ["GR-M"]},
    )
    assert pairs(table) == {("es11", "es"): "codes", ("el43", "el"): "codes"}


def test_skane_lies_in_south_sweden():
    table = territories(se22={"nuts_2021": ["SE22"]}, se224={"nuts_2021": ["SE224"], "iso": ["SE-M"]})
    assert pairs(table) == {("se224", "se22"): "codes"}


def test_a_union_with_a_code_of_its_own_contains_all_its_parts():
    """The Southern Netherlands as a strategy area are NL4 and NL34."""
    table = territories(
        nl4={"nuts_2021": ["NL4", "NL34"]}, zeeland={"nuts_2021": ["NL34"]}, limburg={"nuts_2021": ["NL42"]}
    )
    assert pairs(table) == {("zeeland", "nl4"): "codes", ("limburg", "nl4"): "codes"}


def test_a_set_of_departments_lies_in_a_larger_set_and_overlaps_one_that_shares_some():
    table = territories(
        bogota={"iso": ["CO-DC", "CO-CUN"]},
        rape={"iso": ["CO-DC", "CO-CUN", "CO-BOY"]},
        other={"iso": ["CO-BOY", "CO-SAN"]},
    )
    assert pairs(table) == {("bogota", "rape"): "codes"}
    assert pairs(table, "overlaps") == {("other", "rape"): "codes"}


def test_nuts_areas_that_share_a_part_overlap():
    table = territories(a={"nuts_2021": ["XX1", "XX21"]}, b={"nuts_2021": ["XX2"]})
    assert pairs(table) == {}
    assert pairs(table, "overlaps") == {("a", "b"): "codes"}


def test_two_parts_of_one_state_say_nothing_about_each_other_and_lie_in_the_state():
    table = territories(
        cioeste={"iso": ["BR-SP"], "relation": "part_of"},
        abc={"iso": ["BR-SP"], "relation": "part_of"},
        sao_paulo={"iso": ["BR-SP"]},
    )
    assert pairs(table) == {("cioeste", "sao_paulo"): "codes", ("abc", "sao_paulo"): "codes"}
    assert pairs(table, "overlaps") == {}


def test_a_region_that_holds_more_than_its_code_contains_the_city_of_the_code():
    table = territories(
        si041={"iso": ["SI-061"], "relation": "contains"},
        ljubljana={"iso": ["SI-061"]},
    )
    assert pairs(table) == {("ljubljana", "si041"): "codes"}


def test_two_records_of_the_same_ground_overlap():
    table = territories(b={"iso": ["MX-COL"]}, a={"iso": ["MX-COL"]})
    assert pairs(table) == {}
    assert pairs(table, "overlaps") == {("a", "b"): "codes"}


def test_chains_are_followed_to_their_end():
    table = territories(
        c={"nuts_2021": ["XX111"], "parent_territory_id": "b", "country": "XY"},
        b={"nuts_2021": ["XX11"]},
        a={"nuts_2021": ["XX1"]},
    )
    assert pairs(table) == {("c", "b"): "declared", ("b", "a"): "codes", ("c", "a"): "codes"}


def test_a_declared_parent_that_is_not_in_the_table_is_left_out():
    assert lies_within(territories(a={"parent_territory_id": "elsewhere"})).is_empty()


def test_a_ring_of_declared_parents_is_refused():
    table = territories(a={"parent_territory_id": "b"}, b={"parent_territory_id": "a"})
    with pytest.raises(WrongRows, match="lying in itself, through b"):
        lies_within(table)


def test_containment_in_the_reference_data():
    found = pairs(reference.territories())
    assert found["pl225", "pl22"] == "declared"
    assert found["el43", "el"] == "declared"
    assert found["co_bog", "co_rape"] == "codes"  # the LAC sides of P11 and P13
    assert found["br_cioeste", "br"] == "declared"
    assert {outer for inner, outer in found if inner == "co_bog"} == {"co_rape", "co"}
    for alone in ("se224", "nl4", "es11", "fry2"):
        assert not [pair for pair in found if alone in pair]
    assert pairs(reference.territories(), "overlaps") == {}
    sides = dict(reference.territories().rows.select("territory_id", "side").iter_rows())
    assert all(sides[inner] == sides[outer] for inner, outer in found)


def test_the_reference_data_have_this_schema():
    assert reference.territories().schema == TERRITORIES


# ---- thin records --------------------------------------------------------------------------------


def record(*rows):
    blank = {name: [] if kind == pl.List else None for name, kind in PRIORITIES.items()}
    sound = {
        "territory_id": "here",
        "scope": "own",
        "provenance": "source",
        "confidence": "high",
        "period_start": 2021,
        "period_end": 2027,
    }
    return Table(
        pl.DataFrame([blank | sound | row for row in rows], schema=PRIORITIES), PRIORITIES, Origin("a test")
    )


def test_four_current_priorities_read_on_a_page_are_no_thin_record():
    assert thin_record(record({}, {}, {}, {}), "here") == ()


def test_other_territories_do_not_help():
    assert thin_record(record({}, {}, {}, {"territory_id": "there"}), "here") == (
        Notice("few_priorities", {"count": 3, "few_below": 4}),
    )


def test_nothing_and_nothing_of_its_own_are_two_things():
    assert thin_record(record({}), "nowhere") == (Notice("no_priorities"),)
    inherited = record({"scope": "inherited"}, {"scope": "inherited", "provenance": "recalled"})
    assert thin_record(inherited, "here") == (Notice("inherited_only", {"count": 2}),)


def test_each_weakness_says_how_many_rows_it_concerns():
    rows = record(
        {"provenance": "recalled", "confidence": "low"},
        {"confidence": "low"},
        {"period_start": 2006, "period_end": 2014},
        {"period_start": 2014, "period_end": 2020},
        {"scope": "inherited", "provenance": "recalled"},
    )
    assert thin_record(rows, "here") == (
        Notice("recalled_priorities", {"count": 1, "total": 4}),
        Notice("low_confidence", {"count": 2, "total": 4}),
        Notice("old_period", {"count": 2, "total": 4, "current_from": 2021, "first": 2006, "last": 2020}),
    )


def test_a_period_that_ends_in_the_first_current_year_is_not_old():
    assert thin_record(record(*[{"period_start": 2015, "period_end": 2021}] * 4), "here") == ()


def test_a_period_that_is_not_known_is_not_called_old():
    assert thin_record(record(*[{"period_start": None, "period_end": None}] * 4), "here") == ()


def test_thin_records_in_the_reference_data():
    codes = {
        i: [n.code for n in thin_record(reference.priorities(), i)] for i in ("pl225", "do", "ar_w", "fr")
    }
    assert codes == {
        "pl225": ["inherited_only"],
        "do": ["recalled_priorities", "old_period"],
        "ar_w": ["few_priorities"],
        "fr": ["no_priorities"],
    }


# ---- groups with members ---------------------------------------------------------------------------


def test_a_member_lies_in_its_group_with_all_that_lies_in_the_member():
    table = territories(
        group={"member_ids": ["a", "b"], "country": "YY", "level": "consortium"},
        a={},
        b={"country": "ZZ"},
        part={"parent_territory_id": "a"},
    )
    assert pairs(table) == {
        ("a", "group"): "declared",
        ("b", "group"): "declared",
        ("part", "a"): "declared",
        ("part", "group"): "declared",
    }


def test_a_group_overlaps_with_what_holds_some_of_its_members_and_lies_in_what_holds_all():
    table = territories(
        group={"member_ids": ["a", "b"], "level": "consortium"},
        a={"parent_territory_id": "north"},
        b={"parent_territory_id": "south"},
        north={"parent_territory_id": "land"},
        south={"parent_territory_id": "land"},
        land={},
    )
    assert pairs(table)["group", "land"] == "codes"
    assert pairs(table, "overlaps") == {("group", "north"): "declared", ("group", "south"): "declared"}


def test_a_group_over_a_border_lies_in_neither_nation_and_overlaps_with_both():
    table = territories(
        group={"member_ids": ["a", "b"], "country": "AA", "level": "consortium"},
        a={"country": "AA"},
        b={"country": "BB"},
        aland={"country": "AA", "level": "nation"},
        bland={"country": "BB", "level": "nation"},
    )
    assert ("group", "aland") not in pairs(table) and ("a", "aland") in pairs(table)
    assert {("aland", "group"), ("bland", "group")} <= set(pairs(table, "overlaps"))


def test_two_groups_with_a_member_in_common_overlap():
    table = territories(first={"member_ids": ["a", "b"]}, second={"member_ids": ["b", "c"]}, a={}, b={}, c={})
    assert pairs(table, "overlaps") == {("first", "second"): "declared"}


def test_a_member_that_is_not_in_the_table_says_nothing():
    assert lies_within(territories(group={"member_ids": ["elsewhere", "group"]})).is_empty()


def test_groups_that_are_members_of_each_other_are_refused():
    with pytest.raises(WrongRows, match="lying in itself"):
        lies_within(territories(a={"member_ids": ["b"]}, b={"member_ids": ["a"]}))


@pytest.mark.slow
@given(
    st.dictionaries(st.sampled_from("ghi"), st.sets(st.sampled_from("abcd"), min_size=1), max_size=3),
    st.dictionaries(st.sampled_from("abcd"), st.sampled_from("NS")),
)
def test_groups_stand_to_others_as_the_ground_of_their_members_says(groups, parents):
    """The slow way: every territory is the set of smallest places, and sets are compared."""
    land = {place: {"parent_territory_id": parents.get(place)} for place in "abcd"}
    table = territories(**{g: {"member_ids": sorted(m)} for g, m in groups.items()}, **land, N={}, S={})
    ground = {place: {place} for place in "abcd"}
    ground |= {big: {big, *(place for place in parents if parents[place] == big)} for big in "NS"}
    ground |= {group: set(inside) for group, inside in groups.items()}
    for group, inside in groups.items():
        for other in set(ground) - {group}:
            held = ground[other] & inside
            is_around = other not in "abcd" and inside <= ground[other] and not ground[other] <= inside
            assert ((group, other) in pairs(table)) == is_around
            pair = (min(group, other), max(group, other))
            is_held = other in groups and ground[other] < inside
            is_shared = bool(held) and other not in "abcd" and not is_around and not is_held
            assert (pair in pairs(table, "overlaps")) == is_shared
