"""The commands of the line: convergence, partners, specialisation, validate."""

import json
import shutil

import pytest

from polos.cli import main
from polos.measures.employment_profile import employment_profiles
from polos.store import Store

FILES = {
    "eurostat-sbs": "data/eu_employment/eurostat_sbs_nuts2_nace2_2014.parquet",
    "mx-scian": "data/mexico/metro_scian6_employment.parquet",
    "hn-ciiu": "data/honduras/department_ciiu4_employment.csv.gz",
}


@pytest.fixture(scope="module")
def filled(shared, tmp_path_factory):
    folder = tmp_path_factory.mktemp("data")
    for source, path in FILES.items():
        Store(folder).add(source, shared / path)
    return folder


@pytest.fixture
def run(capsys, tmp_path, monkeypatch):
    monkeypatch.setenv("POLOS_DATA", str(tmp_path))

    def call(*arguments, data=None):
        code = main([*arguments, *(() if data is None else ("--data", str(data)))])
        out, err = capsys.readouterr()
        return code, json.loads(out) if "--json" in arguments and out else out, err

    return call


def test_convergence_of_both_sides(run):
    code, found, _ = run("convergence", "--eu", "all", "--lac", "all", "--json")
    assert code == 0
    assert found["base"] == {"a": 74, "b": 45}
    assert len(found["cells"]) == 14 * 8
    cells = {(c["market"], c["technology"]): c for c in found["cells"]}
    ict = cells["ict", "digital_agenda"]
    assert (ict["count_a"], ict["count_b"], ict["level"]) == (51, 29, "high")
    assert len(ict["members"]["a"]) == 51
    assert "members" not in cells["tourism", "photonics"]
    assert cells["tourism", "photonics"]["closeness"] is None
    assert all(caveat["sentence"].endswith(".") for caveat in found["caveats"])


def test_thresholds_and_filters_are_taken_and_kept_in_the_answer(run):
    code, found, _ = run(
        "convergence", "--high", "0.95", "--medium", "0.9", "--provenance", "source", "--json"
    )
    assert (code, found["thresholds"]["high"], found["thresholds"]["medium"]) == (0, 0.95, 0.9)
    assert found["level_counts"]["high"] < 4
    assert any("provenances=['source']" in step for step in found["origin"]["steps"])


def test_two_single_territories_by_name_or_code(run):
    _, found, _ = run("convergence", "--eu", "Extremadura", "--lac", "MX-COL", "--json")
    assert found["groups"] == {"a": ["es43"], "b": ["mx_col"]}
    assert found["emphasis"] == "priorities"


def test_people_get_shared_cells_on_stdout_and_caveats_on_stderr(run):
    code, out, err = run("convergence", "--eu", "subnational", "--lac", "nations", "--years", "2021-2027")
    assert code == 0
    assert out.splitlines()[0].split() == ["market", "technology", "eu", "lac", "closeness", "level"]
    assert " none" not in out
    assert "Keep in mind: " in err


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        (("convergence", "--eu", "mx_col"), "mx_col for EU"),
        (("convergence", "--eu", "es43,Extremadura"), "es43 twice"),
        (("convergence", "--years", "soon"), "'soon' as years"),
        (("convergence", "--years", "2027-2021"), "the years 2027 to 2021"),
        (("convergence", "--provenance", "hearsay"), "the code 'hearsay'"),
        (("convergence", "--confidence", "total"), "the code 'total'"),
        (("convergence", "--high", "1.5"), "1.5 for high"),
        (("convergence", "--medium", "0.9"), "medium 0.9 above high 0.8"),
        (("partners", "nowhere"), "'nowhere'"),
        (("partners", "mx_col", "--weight", "similar"), "'similar' as a weight"),
        (("partners", "mx_col", "--weight", "luck=1"), "'luck=1' as a weight"),
        (("partners", "mx_col", "--weight", "similar=-1"), "-1.0 as the weight of 'similar'"),
        (("partners", "mx_col", "--on", "today"), "'today' as a date"),
    ],
)
def test_bad_input_is_refused_with_what_was_found(run, arguments, found):
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert err.startswith(f"Found:  {found}")
    assert "Needed:" in err
    assert "Next:" in err


@pytest.mark.parametrize(
    "arguments",
    [
        ("partners", "mx_col", "--top", "-1"),
        ("partners", "mx_col", "--top", "few"),
        ("specialisation", "es43", "--top", "-1"),
        ("validate", "pairings", "--seed", "-1"),
    ],
)
def test_a_number_that_cannot_be_is_refused(capsys, arguments):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    out, err = capsys.readouterr()
    assert (ended.value.code, out) == (2, "")
    assert arguments[-1] in err


def test_partners_without_statistics_say_that_they_are_not_loaded(run):
    code, found, _ = run("partners", "Colima", "--top", "10", "--on", "2026-11-21", "--json")
    assert code == 0
    assert (found["territory_id"], found["datasets"], len(found["counterparts"])) == ("mx_col", [], 10)
    first = found["counterparts"][0]
    assert (first["rank"], first["columns"]["complementary"]) == (1, None)
    assert [unknown["code"] for unknown in first["explanation"]["unknowns"]] == ["statistics_not_loaded"]
    assert sum(part["amount"] for part in first["explanation"]["parts"]) == pytest.approx(first["score"])
    assert all(part["sentence"] for part in first["explanation"]["parts"][0]["parts"])


@pytest.mark.slow
def test_partners_with_statistics_lead_down_to_employment_cells(run, filled):
    _, found, _ = run("partners", "mx_col", "--top", "0", "--json", data=filled)
    assert found["datasets"] == sorted(FILES)
    assert len(found["counterparts"]) == 76
    known = [c for c in found["counterparts"] if c["columns"]["complementary"] is not None]
    assert len(known) > 60
    part = known[0]["explanations"]["complementary"]["parts"][0]
    activity = part["values"]["activity"]
    assert part["evidence"][0] == f"mx-scian/MX-06101/{activity}"
    assert part["evidence"][1].startswith("eurostat-sbs/")
    assert {w["code"] for w in known[0]["warnings"]} >= {"parts_only"}


def test_partners_may_use_chosen_datasets_only(run, filled):
    _, found, _ = run("partners", "mx_col", "--dataset", "hn-ciiu", "--json", data=filled)
    assert found["datasets"] == ["hn-ciiu"]
    unknown = found["counterparts"][0]["explanation"]["unknowns"][0]
    assert unknown["code"] == "territory_without_statistics"


def test_people_get_one_line_a_partner_and_the_unknown_in_words(run):
    code, out, err = run("partners", "mx_col", "--top", "3")
    assert (code, len(out.splitlines())) == (0, 4)
    assert "not known" in out
    assert "People decide" in err


def test_specialisation_of_a_region_that_is_a_unit(run, filled):
    code, found, _ = run("specialisation", "es43", "--top", "15", "--json", data=filled)
    (profile,) = found["profiles"]
    assert (code, profile["dataset"], profile["relation"]) == (0, "eurostat-sbs", "same")
    assert len(profile["lines"]) == 15
    quotients = [line["quotient"] for line in profile["lines"]]
    assert quotients == sorted(quotients, reverse=True)
    assert profile["lines"][0]["specialised"] is True
    assert {"A", "Q"} <= set(profile["unobserved_sections"])


def test_specialisation_of_a_state_from_its_metropolitan_zones(run, filled):
    _, found, _ = run("specialisation", "mx_col", "--json", data=filled)
    (profile,) = found["profiles"]
    assert (profile["relation"], profile["complete"]) == ("part of", False)
    _, out, err = run("specialisation", "mx_col", data=filled)
    assert "units inside the territory: MX-06101" in err
    assert "do not make up the whole territory" in err
    assert out.splitlines()[0].split()[:3] == ["dataset", "activity", "label"]


def test_specialisation_of_a_smaller_region_is_that_of_the_one_that_contains_it(run, filled):
    _, found, _ = run("specialisation", "fi195", "--json", data=filled)
    assert found["profiles"][0]["relation"] == "contains"
    _, _, err = run("specialisation", "fi195", data=filled)
    assert "larger unit that contains the territory: FI19" in err


@pytest.mark.slow
def test_a_small_table_of_ones_own_changes_no_counterpart(run, filled, tmp_path):
    before = run("partners", "mx_col", "--top", "0", "--json", data=filled)[1]
    shutil.copytree(filled, tmp_path / "with_own")
    own = tmp_path / "own.csv"
    own.write_text("territory,activity,employment\nmx_col,10,5\nmx_col,24,9\nes43,10,7\nes43,24,1\n")
    Store(tmp_path / "with_own").add("table", own)
    after = run("partners", "mx_col", "--top", "0", "--json", data=tmp_path / "with_own")[1]
    assert after["counterparts"] == before["counterparts"]
    assert any(one["columns"]["complementary"] for one in after["counterparts"])
    _, _, err = run("specialisation", "mx_col", data=tmp_path / "with_own")
    assert "own. The statistical unit is the territory itself" in err
    assert err.count("too few divisions to be compared with other sources") == 1


def test_unknown_activities_are_listed_and_not_zero(run, filled):
    _, found, _ = run("specialisation", "es43", "--top", "0", "--json", data=filled)
    profile = found["profiles"][0]
    unknown = [line for line in profile["lines"] if line["undefined"] == "unknown_cell"]
    assert unknown
    assert {line["activity"] for line in unknown} <= set(profile["unknown_activities"])
    assert all(line["employment"] is None and line["quotient"] is None for line in unknown)


def test_specialisation_without_data_says_how_to_add_some(run, filled):
    code, out, err = run("specialisation", "es43")
    assert (code, out) == (3, "")
    assert "polos data add" in err
    code, _, err = run("specialisation", "hu", "--dataset", "hn-ciiu", data=filled)
    assert (code, "no employment of 'hu' in hn-ciiu" in err) == (3, True)


def test_profiles_need_no_source_to_be_empty():
    assert employment_profiles((), "es43") == ()


@pytest.mark.slow
def test_pairings_are_checked_in_json_and_in_words(run):
    code, found, _ = run("validate", "pairings", "--draws", "200", "--json")
    assert (code, found["seed"], found["draws"], found["datasets"]) == (0, 2016, 200, [])
    assert (len(found["placements"]), len(found["summaries"])) == (40, 4)
    assert found["caveats"][0]["code"] == "too_few_to_tune"
    unranked = [placement for placement in found["placements"] if not placement["places"]]
    assert {placement["pairing_id"] for placement in unranked} == {"P04", "P16"}
    assert all(reason["sentence"] for placement in unranked for reason in placement["reasons"])


@pytest.mark.slow
def test_people_get_the_check_as_tables_and_what_to_think_of_it(run):
    code, out, err = run("validate", "pairings", "--draws", "100")
    assert (code, len(out.splitlines())) == (0, 1 + 4 + 1 + 1 + 36)
    assert "too few to tune" in err
    assert "P04, seen from br_cioeste" in err


def test_partners_stay_or_do_not_when_weights_change(run):
    code, found, _ = run("partners", "mx_col", "--robust", "--top", "5", "--json")
    assert code == 0
    shares = [one["robustness"]["share"] for one in found["counterparts"]]
    assert 0 < max(shares) <= 1
    assert all(one["robustness"]["standard_error"] <= 0.005 for one in found["counterparts"])
    _, out, _ = run("partners", "mx_col", "--robust", "--top", "2")
    assert "±" in out


@pytest.mark.slow
def test_complements_to_an_activity_of_ones_own_choice(run, filled):
    code, found, _ = run("partners", "es43", "--activity", "62", "--top", "0", "--json", data=filled)
    assert code == 0
    parts = [part for one in found["counterparts"] for part in one["explanations"]["complementary"]["parts"]]
    assert {part["values"]["basis"] for part in parts} == {"chosen"}
    code, _, err = run("partners", "es43", "--activity", "C")
    assert code == 2
    assert "'C' as an activity" in err


@pytest.mark.slow
def test_intervals_and_changes_of_level_are_added_when_asked_for(run):
    code, found, _ = run("convergence", "--draws", "50", "--sensitive", "--json")
    assert code == 0
    low, high = found["sureness"]["lower_a"], found["sureness"]["upper_a"]
    assert all(a <= b for one, other in zip(low, high, strict=True) for a, b in zip(one, other, strict=True))
    assert {one["variant"]["code"] for one in found["sensitivity"]} >= {"high_lower", "without_recalled"}
    _, _, err = run("convergence", "--sensitive")
    assert "With without recalled: " in err


@pytest.mark.slow
def test_codes_found_in_texts_are_held_against_given_ones(run, shared):
    code, found, _ = run("validate", "texts", "--json")
    assert code == 0
    assert sum(one["texts"] for one in found if one["kind"] == "market") == 725
    czech = shared / "data" / "text" / "ris3_czech_regions" / "domeny_plne_texty.json"
    _, found, _ = run("validate", "texts", "--official", "--czech", str(czech), "--json")
    assert any(one["language"].startswith("Czech") for one in found)
