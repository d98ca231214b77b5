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
    assert len(sensitivity["values"]) == 5
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


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_done_is_refused_with_the_next_step(stored, capsys, case):
    code, arguments, says = REFUSED[case]
    assert says in refusal(capsys, code, "measure", *arguments)
