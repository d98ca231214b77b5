"""The command that says why two conventions differ."""

import json

from polos import cli


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
