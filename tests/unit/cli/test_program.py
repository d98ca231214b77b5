"""The list of commands, how errors are said, and that only what is used is loaded."""

import json
import math
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum
from importlib.metadata import version
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from polos import cli
from polos.cli import main
from polos.cli.output import print_fields, print_rows, to_plain


@pytest.mark.parametrize("arguments", [[], ["--help"], ["-h"]])
def test_the_list_of_commands_names_those_of_the_library_and_of_applications(arguments, capsys):
    assert main(arguments) == 0
    listed = capsys.readouterr().out
    assert "data " in listed
    assert "serve " in listed
    assert "Exit codes: 0 done, 1 unexpected, 2 refused, 3 not stored." in listed


def test_the_list_of_commands_loads_neither_the_parts_nor_the_application():
    script = (
        "import sys; from polos.cli import main; main(['--help'])\n"
        "heavy = {'cyclopts', 'polars', 'numpy', 'polos_web', 'django', 'polos.store'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    outcome = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert outcome.stderr.strip() == "[]"


def test_the_version_is_the_packages(capsys):
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.strip() == version("polos")


@pytest.mark.slow
def test_every_command_listed_can_be_loaded_and_explains_itself(capsys):
    for name, place, _ in cli.commands():
        if not place.startswith("polos.cli."):
            continue
        with pytest.raises(SystemExit) as ended:
            sys.exit(main([name, "--help"]))
        assert ended.value.code == 0
        assert f"polos {name}" in capsys.readouterr().out


@pytest.mark.slow
def test_a_reader_that_stops_early_is_no_error():
    script = "from polos.cli import main; import sys; sys.exit(main(['data', 'add', '--help']))"
    process = subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    process.stdout.close()
    said = process.stderr.read()
    process.stderr.close()
    process.wait()
    assert "Traceback" not in said


class Level(IntEnum):
    HIGH = 3


@dataclass
class Pair:
    values: np.ndarray
    level: Level


def test_values_become_what_json_has():
    pair = Pair(np.array([1.0, np.nan]), Level.HIGH)
    assert to_plain(pair) == {"values": [1.0, None], "level": 3}
    assert to_plain({"a": (1, math.inf), 2: {"b"}}) == {"a": [1, None], "2": ["b"]}
    assert to_plain(datetime(2026, 1, 2, tzinfo=UTC)) == "2026-01-02T00:00:00+00:00"
    assert to_plain(Path("a/b")) == "a/b"
    assert to_plain(np.float64(2.5)) == 2.5
    assert to_plain(pl.DataFrame({"a": [1, None]})) == [{"a": 1}, {"a": None}]


def test_rows_are_columns_under_their_names_and_unknown_is_empty(capsys):
    print_rows([{"name": "north", "jobs": 5.0}, {"name": "south", "jobs": None}], as_json=False)
    assert capsys.readouterr().out == "name   jobs\nnorth  5\nsouth\n"


def test_no_rows_are_an_empty_list_as_json_and_nothing_as_text(capsys):
    print_rows([], as_json=True)
    assert json.loads(capsys.readouterr().out) == []
    print_rows([], as_json=False)
    assert capsys.readouterr().out.strip() == ""


def test_fields_are_one_a_line(capsys):
    print_fields({"name": "own", "notes": ["one", "two"], "counts": {"a": 1}}, as_json=False)
    assert capsys.readouterr().out == "name    own\nnotes   one\n        two\ncounts  a: 1\n"
