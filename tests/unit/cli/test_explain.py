"""The command that says why two conventions differ."""

import json
from pathlib import Path

import polars as pl
import pytest

from golden.peers import table
from polos import cli, reference
from polos.store import Store
from polos.vocabularies import nace


def test_the_choices_that_differ_are_listed(capsys):
    assert cli.main(["explain-difference", "py-ecomplexity", "DATAWHEEL", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    chosen = {row["choice"]: row for row in rows}
    assert chosen["divisor"]["PY_ECOMPLEXITY"] == "n"
    assert chosen["divisor"]["DATAWHEEL"] == "n - 1"
    assert "standard deviation" in chosen["divisor"]["what follows"]


def test_a_convention_beside_itself_lists_nothing(capsys):
    assert cli.main(["explain-difference", "POLOS", "polos", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_an_unknown_convention_is_refused_with_the_nearest(capsys):
    assert cli.main(["explain-difference", "POLOS", "ECONGEOO"]) == 2
    assert "ECONGEO" in capsys.readouterr().err


def test_a_dataset_that_is_not_stored_is_refused(capsys, tmp_path):
    arguments = ["explain-difference", "POLOS", "STATA", "--dataset", "none", "--data", str(tmp_path)]
    assert cli.main(arguments) == 3
    assert "none" in capsys.readouterr().err


@pytest.fixture
def stored(tmp_path):
    """The data folder with one table, of 14 regions by 18 divisions."""
    divisions = [code for code in nace().codes if len(code) == 2][:18]
    regions = reference.territories().rows.filter(pl.col("level") == "region")["territory_id"][:14]
    rows = [
        {"territory": region, "activity": division, "employment": float(table().values[r, a])}
        for r, region in enumerate(regions)
        for a, division in enumerate(divisions)
    ]
    pl.DataFrame(rows).write_csv(tmp_path / "own.csv")
    folder = str(tmp_path / "data")
    added = ["data", "add", str(tmp_path / "own.csv"), "--as", "table", "--absent", "zero", "--data", folder]
    assert cli.main(added) == 0
    return folder


def test_on_a_dataset_each_choice_shows_what_it_moves(stored, capsys):
    capsys.readouterr()
    arguments = ["PY_ECOMPLEXITY", "STATA", "--dataset", "own", "--data", stored, "--json"]
    assert cli.main(["explain-difference", *arguments]) == 0
    moved = {row["choice"]: row for row in json.loads(capsys.readouterr().out)}
    assert moved["divisor"]["moves eci"] == pytest.approx(0.0714884, abs=1e-6)
    assert moved["divisor"]["moves outlook_index"] == 0
    assert moved["outlook_scale"]["moves outlook_index"] > 1


def test_choices_of_concentration_show_what_they_move(stored, capsys):
    capsys.readouterr()
    arguments = ["POLOS", "ECONGEO", "--dataset", "own", "--data", stored, "--json"]
    assert cli.main(["explain-difference", *arguments]) == 0
    moved = {row["choice"]: row for row in json.loads(capsys.readouterr().out)}
    halved = moved["locational_gini"]
    assert halved["moves locational_gini"] > 0.01
    assert halved["moves gini"] == halved["moves eci"] == 0


def test_what_is_switched_is_said_as_its_package_writes_it(capsys):
    """Whoever compares two packages sees which setting of each is meant."""
    assert cli.main(["explain-difference", "py-ecomplexity-both", "STATA_RPOP", "--json"]) == 0
    said = capsys.readouterr()
    assert 'PY_ECOMPLEXITY_BOTH: presence_test="both", run' in said.err
    assert "STATA_RPOP: pop() given, rca off, documentation only" in said.err
    chosen = {row["choice"]: row for row in json.loads(said.out)}
    assert chosen["advantage"]["PY_ECOMPLEXITY_BOTH"] == "sum of both"


def test_amounts_per_head_are_compared_with_a_population(stored, tmp_path, capsys):
    """From a file of names and values; without one, the command says what it needs."""
    arguments = ["explain-difference", "STATA", "STATA_RPOP", "--dataset", "own", "--data", stored, "--json"]
    assert cli.main(arguments) == 2
    assert "population" in capsys.readouterr().err
    people = Store(Path(stored)).dataset("own").units().select(name="unit_id", value=pl.lit(1000))
    people.write_csv(tmp_path / "people.csv")
    assert cli.main([*arguments, "--population", str(tmp_path / "people.csv")]) == 0
    moved = {row["choice"]: row for row in json.loads(capsys.readouterr().out)}
    assert moved["advantage"]["moves presence"] == 1
