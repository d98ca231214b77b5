"""The commands that list the measures and compute one on a stored table."""

import json

import polars as pl
import pytest

from polos import cli

TABLE = (
    "territory,activity,employment\nNorth,10,20\nNorth,24,20\nSouth,10,0\nSouth,24,40\nWest,10,\nWest,24,5\n"
)


@pytest.fixture
def stored(tmp_path, monkeypatch, capsys):
    """Two years of one's own table in a data folder of its own."""
    monkeypatch.setenv("POLOS_DATA", str(tmp_path / "data"))
    for name, table in (("jobs", TABLE), ("later", TABLE.replace("North,10,20", "North,10,30"))):
        path = tmp_path / f"{name}.csv"
        path.write_text(table, encoding="utf-8")
        assert cli.main(["data", "add", str(path), "--as", "table"]) == 0
    capsys.readouterr()
    return tmp_path


def answer(capsys, *arguments: str):
    assert cli.main([*arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def refusal(capsys, code: int, *arguments: str) -> str:
    assert cli.main(list(arguments)) == code
    printed = capsys.readouterr()
    assert printed.out == ""
    return printed.err


def test_every_measure_is_listed_with_formula_and_source(capsys):
    rows = answer(capsys, "measures")
    listed = {row["measure"]: row for row in rows}
    assert len(listed) > 70
    assert all(row["what"] and row["formula"] and row["source"] for row in rows)
    assert listed["location_quotient"]["family"] == "specialisation"
    assert "Balassa" in listed["location_quotient"]["source"]
    assert "not checked against the text" in listed["complementarity"]["source"]
    assert "[recall]" not in json.dumps(rows)


def test_the_list_reads_as_text_too(capsys):
    assert cli.main(["measures"]) == 0
    assert "measure  location_quotient\nwhat     Concentration of each activity" in capsys.readouterr().out


def test_a_measure_is_computed_on_a_stored_table(stored, capsys):
    found = answer(capsys, "measure", "location-quotient", "jobs")
    cells = {(row["territory"], row["activity"]): row for row in found}
    north, west = (
        next(row for (unit, activity), row in cells.items() if name in unit.lower() and activity == "10")
        for name in ("north", "west")
    )
    assert north["value"] == pytest.approx((20 / 40) / (20 / 85))
    assert (west["value"], west["reason"]) == (None, "unknown_cell")


def test_what_a_measure_needs_is_made_by_the_usual_choices(stored, capsys):
    found = answer(capsys, "measure", "relatedness_density", "jobs")
    assert len(found) == 6
    groups = answer(capsys, "measure", "related_variety", "jobs")
    assert {row["reason"] for row in groups} == {None}


def test_options_are_read_as_what_the_measure_takes(stored, capsys):
    bits = answer(capsys, "measure", "entropy", "jobs")
    quarters = answer(capsys, "measure", "entropy", "jobs", "--set", "base=4")
    assert bits[0]["value"] == pytest.approx(2 * quarters[0]["value"])
    totals = answer(capsys, "measure", "cosine", "jobs", "--set", "sizes=co-occurrences")
    assert totals
    rule = answer(
        capsys, "measure", "strength", "jobs", "--set", "rule=european_panorama_2021", "--part", "held"
    )
    assert {row["value"] for row in rule} <= {0.0, 1.0, 2.0}
    sensitivity = answer(
        capsys, "measure", "strength_sensitivity", "jobs", "--set", "rule=european_panorama_2021"
    )
    assert [row["factor"] for row in sensitivity] == [0.8, 0.9, 1.0, 1.1, 1.25]
    related = answer(capsys, "measure", "proximity", "jobs", "--set", "dtype=float32")
    assert len(related) == 4


def test_change_is_measured_against_another_dataset(stored, capsys):
    found = answer(capsys, "measure", "activity_growth", "jobs", "--after", "later")
    assert found[0]["value"] == pytest.approx(0.5)
    quotients = answer(capsys, "measure", "krugman_index", "jobs", "--reference", "later")
    assert quotients[0]["value"] > 0
    entered = answer(capsys, "measure", "entries", "jobs", "--after", "later")
    assert entered


def test_several_tables_are_printed_one_after_the_other(stored, capsys):
    assert cli.main(["measure", "location_quotient_interval", "jobs"]) == 0
    printed = capsys.readouterr().out
    assert [line for line in printed.splitlines() if line.startswith("#")] == [
        "# value",
        "# lower",
        "# upper",
    ]
    assert "level  0.95" in printed


@pytest.mark.parametrize(
    ("suffix", "read"), [(".csv", pl.read_csv), (".parquet", pl.read_parquet), (".json", pl.read_json)]
)
def test_a_table_is_written_to_a_file(stored, capsys, suffix, read):
    path = stored / f"out{suffix}"
    assert cli.main(["measure", "location_quotient", "jobs", "--out", str(path)]) == 0
    assert capsys.readouterr().out == ""
    assert read(path).height == 6


def test_the_same_seed_draws_the_same(stored, capsys):
    (stored / "known.csv").write_text(TABLE.replace("West,10,\n", "West,10,7\n"), encoding="utf-8")
    assert cli.main(["data", "add", str(stored / "known.csv"), "--as", "table"]) == 0
    capsys.readouterr()
    call = ("measure", "colocation_information", "known", "--set", "draws=5", "--seed")
    one, two, other = (answer(capsys, *call, seed) for seed in ("1", "1", "2"))
    assert one == two != other


REFUSED = {
    "a name near another": (2, ["gini_index", "jobs"], "Did you mean"),
    "a dataset that is not stored": (3, ["gini", "none"], "none"),
    "another year": (3, ["gini", "jobs", "--year", "1999"], "the year 1999"),
    "no later table": (2, ["growth", "jobs"], "--after"),
    "a word it needs": (2, ["added_relatedness_density", "jobs"], "--set territory=VALUE"),
    "a table it needs": (2, ["realised_complementarity", "jobs"], "from Python"),
    "an unknown option": (2, ["gini", "jobs", "--set", "bas=2"], "the option 'bas'"),
    "an option without a value": (2, ["gini", "jobs", "--set", "base"], "NAME=VALUE"),
    "a value of another kind": (2, ["entropy", "jobs", "--set", "base=two"], "of the kind float"),
    "a choice that is neither": (2, ["gini", "jobs", "--set", "is_corrected=maybe"], "yes or no"),
    "an option that is a table": (2, ["krugman_index", "jobs", "--set", "reference=x"], "from Python"),
    "several tables for one file": (
        2,
        ["location_quotient_interval", "jobs", "--out", "x.csv"],
        "value, lower, upper",
    ),
    "an unknown part": (2, ["location_quotient_interval", "jobs", "--part", "middle"], "the part 'middle'"),
    "an unknown kind of file": (2, ["gini", "jobs", "--out", "x.pdf"], ".parquet"),
}


@pytest.mark.slow
@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_done_is_refused_with_the_next_step(stored, capsys, case):
    code, arguments, says = REFUSED[case]
    assert says in refusal(capsys, code, "measure", *arguments)


# ---- from files ------------------------------------------------------------------------------

FILES = {
    "points": "x,y,activity,weight\n0,0,10,1\n1,0,10,2\n0,5,10,1\n0,1,24,3\n1,1,24,1\n",
    "earth": "longitude,latitude,activity\n13.4,52.5,10\n2.35,48.85,10\n-77,-12,24\n",
    "plants": "territory,activity,size\nNorth,10,10\nNorth,24,90\nSouth,10,10\nSouth,24,10\nWest,10,20\n",
    "records": "record,activity\np1,10\np1,24\np2,10\np2,31\np3,10\np4,24\n",
    "panel": "territory,2010,2015,2020\nNorth,14,18,19\nSouth,12,13,11\nWest,21,20,17\nEast,18,15,16\n",
    "weights": "territory,neighbour\nNorth,South\nSouth,North\nSouth,West\nWest,South\nWest,East\n"
    "East,West\n",
    "income": "name,value\nown:north,10\nown:south,20\nown:west,5\n",
    "links": "territory,other_territory,value\nown:north,own:south,3\nown:south,own:north,3\n"
    "own:north,own:west,1\nown:west,own:north,1\n",
    "flows": "activity,other_activity,value\n10,24,5\n24,10,7\n10,10,1\n24,24,1\n",
    "one": "territory,activity,value\nNorth,10,20\nNorth,24,20\nSouth,10,5\nSouth,24,40\n",
    "two": "territory,activity,value\nNorth,10,25\nNorth,24,20\nSouth,10,5\nSouth,24,60\n",
    "early": "territory,activity,value\nNorth,10,1\nNorth,24,0\nSouth,10,1\nSouth,24,1\n",
    "late": "territory,activity,value\nNorth,10,0\nNorth,24,1\nSouth,10,1\nSouth,24,1\n",
    "before": "territory,value\nNorth,1\nSouth,2\nWest,3\nEast,4\n",
    "after": "territory,value\nNorth,2\nSouth,1\nWest,3\nEast,4\n",
}
NEAR = ("--set", "activity=10", "--set", "distances=0.5,1,2")
BY_FILES = [
    ("duranton_overman", {"points": "points"}, (*NEAR, "--set", "bandwidth=0.5")),
    ("duranton_overman", {"points": "earth"}, ("--set", "activity=10", "--set", "distances=100,900",
                                               "--set", "bandwidth=50")),
    ("duranton_overman_bands", {"points": "points"}, (*NEAR, "--set", "draws=100", "--set", "bandwidth=0.5")),
    ("marcon_puech", {"points": "points"}, NEAR),
    ("marcon_puech_density", {"points": "points"}, (*NEAR, "--set", "bandwidth=1")),
    ("marcon_puech_bands", {"points": "points"}, (*NEAR, "--set", "draws=100")),
    ("plant_herfindahl", {"plants": "plants"}, ()),
    ("ellison_glaeser", {"plants": "plants", "employment": "one"}, ()),
    ("ease_of_recombination", {"records": "records"}, ()),
    ("modular_complexity", {"records": "records"}, ()),
    ("class_transitions", {"panel": "panel"}, ("--set", "limits=15")),
    ("class_limits", {"panel": "panel"}, ("--set", "count=2")),
    ("steady_state", {"panel": "panel"}, ("--set", "limits=15")),
    ("mean_first_passage", {"panel": "panel"}, ("--set", "limits=15")),
    ("shorrocks_mobility", {"panel": "panel"}, ("--set", "limits=15")),
    ("prais_mobility", {"panel": "panel"}, ("--set", "limits=15")),
    ("spatial_transitions", {"panel": "panel", "weights": "weights"}, ("--set", "limits=15")),
    ("quadrant_transitions", {"panel": "panel", "weights": "weights"}, ()),
    ("moran", {"values": "panel", "weights": "weights"}, ()),
    ("local_moran", {"values": "panel", "weights": "weights"}, ()),
    ("geary", {"values": "panel", "weights": "weights"}, ()),
    ("structural_distance", {"indicators": "panel"}, ()),
    ("structural_distance_intervals", {"indicators": "panel"}, ("--set", "draws=20")),
    ("input_output_link", {"flows": "flows"}, ()),
    ("rank_concordance", {"before": "before", "after": "after"}, ()),
    ("location_quotient", {"employment": "one"}, ()),
    ("growth", {"before": "one", "after": "two"}, ()),
]  # fmt: skip


@pytest.fixture
def written(tmp_path):
    """A file of each kind; the options that name them for a measure."""

    def options(files: dict[str, str | tuple[str, ...]]) -> list[str]:
        found = []
        for parameter, names in files.items():
            for name in (names,) if isinstance(names, str) else names:
                path = tmp_path / f"{name}.csv"
                path.write_text(FILES[name], encoding="utf-8")
                found += ["--with", f"{parameter}={path}"]
        return found

    return options


@pytest.mark.slow
@pytest.mark.parametrize(("name", "files", "options"), BY_FILES)
def test_a_measure_is_computed_from_files(written, capsys, name, files, options):
    """Points, plants, records, panels, neighbours, and results that other measures are about."""
    found = answer(capsys, "measure", name, *written(files), *options)
    assert found
    assert any(character.isdigit() for character in json.dumps(found))


def test_several_files_are_several_years(written, capsys):
    years = answer(capsys, "measure", "economic_complexity_panel", *written({"presences": ("early", "late")}))
    assert years
    sums = answer(capsys, "measure", "dynamic_shift_share", *written({"years": ("one", "two")}))
    assert sums


def test_files_and_a_dataset_go_together(stored, written, capsys):
    income = answer(capsys, "measure", "prody", "jobs", *written({"income": "income"}))
    assert {row["activity"] for row in income} == {"10", "24"}
    assert answer(capsys, "measure", "expy", "jobs", *written({"income": "income"}))
    assert answer(capsys, "measure", "realised_complementarity", "jobs", *written({"links": "links"}))
    assert answer(
        capsys, "measure", "revealed_population_advantage", "jobs", *written({"population": "income"})
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["marcon_puech"], "--with points=FILE, --set activity=VALUE"),
        (["location_quotient"], "Name a dataset"),
        (["moran", "--with", "values=nowhere.csv"], "a .csv or .parquet file that is there"),
        (["moran", "--with", "values"], "NAME=FILE"),
        (["moran", "--with", "colours=panel"], "the option 'colours'"),
        (["plant_herfindahl", "--with", "plants=panel"], "territory, activity, size for a Plants"),
        (["moran", "--with", "values=panel", "--with", "values=panel"], "2 files for values"),
    ],
)
def test_files_that_do_not_fit_are_refused(written, capsys, tmp_path, arguments, said):
    written({"panel": "panel"})
    given = [one.replace("=panel", f"={tmp_path}/panel.csv") for one in arguments]
    assert cli.main(["measure", *given]) == 2
    assert said in capsys.readouterr().err
