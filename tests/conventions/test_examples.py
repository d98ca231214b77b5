"""The commands and the Python of the guide for analysts run as they stand there."""

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

POLOS = Path(sys.executable).with_name("polos")
GUIDE = Path(__file__).parents[2] / "docs/guide/analysts.md"
README = Path(__file__).parents[2] / "README.md"
EXAMPLES = re.findall(r"^\$ polos (.+)$", GUIDE.read_text("utf-8"), re.MULTILINE)
PEOPLE = ["name,value", "mx_col,731391", "es43,1054776"]
LINES = ["territory,activity,employment", "mx_col,10,120", "mx_col,28,30", "es43,10,60", "es43,28,90"]


@pytest.fixture(scope="module")
def place(tmp_path_factory, shared):
    """A folder beside ../shared, as the guide has it, with tables of one's own."""
    folder = tmp_path_factory.mktemp("guide") / "polos"
    folder.mkdir()
    (folder.parent / "shared").symlink_to(shared)
    (folder / "employment.csv").write_text("\n".join(LINES))
    (folder / "people.csv").write_text("\n".join(PEOPLE))
    return folder


def polos(command: str, place: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "POLOS_DATA": str(place / "var")}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    return subprocess.run(
        [POLOS, *shlex.split(command)],
        cwd=place,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def order(command: str) -> int:
    return -command.startswith("data add") + command.startswith("data remove")


@pytest.mark.slow
@pytest.mark.shared
def test_the_commands_of_the_guide_run(place):
    """Data come first and go last, the rest is in the order of the guide; what is asked as JSON is JSON."""
    assert len(EXAMPLES) >= 8
    for command in sorted(EXAMPLES, key=order):
        result = polos(command, place)
        assert result.returncode == 0, f"polos {command}\n{result.stdout}{result.stderr}"
        if "--json" in command:
            assert json.loads(result.stdout), command


@pytest.mark.slow
@pytest.mark.shared
def test_the_readme_loads_ones_own_table_into_the_data_of_the_demo(place):
    """The first commands of the section, as they stand there, without any setting from outside."""
    section = README.read_text("utf-8").partition("## Load your own data")[2]
    block = re.search(r"```sh\n(.*?)```", section, re.DOTALL)
    assert block is not None
    lines = [line.split("#")[0].strip() for line in block[1].splitlines()]
    script = "\n".join(lines).replace(".venv/bin/polos", shlex.quote(str(POLOS)))
    environment = {name: value for name, value in os.environ.items() if name != "POLOS_DATA"}
    done = subprocess.run(
        ["/bin/sh", "-ec", script], cwd=place, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert (place / "var" / "datasets" / "employment").is_dir()
    assert "The user's own table" in done.stdout
    assert "removed     employment" in done.stdout


@pytest.mark.slow
@pytest.mark.parametrize(
    ("command", "code"),
    [
        ("--help", 0),
        ("partners --no-such-option", 2),
        ("partners nowhere-at-all", 2),
        ("specialisation es43", 3),
    ],
)
def test_exit_codes_are_those_of_the_guide(tmp_path, command, code):
    """0 done, 2 refused, 3 not stored; what is refused says nothing on standard output."""
    result = polos(command, tmp_path)
    assert result.returncode == code
    assert (result.stdout == "") is (code != 0)


def test_the_python_of_the_guide_runs(capsys):
    """The example of the guide, as a reader would type it."""
    code = re.findall(r"```python\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)
    assert code
    exec("\n".join(code), {})
    # 30 of 40 are in food in the North, 50 of 120 in both: 0.75 over 0.4167. Two plants of 12 and 18 are 30.
    # In 2025, 35 of 45 are in food in the North, 55 of 135 in both; two years have eight cells.
    shown = [float(line) for line in capsys.readouterr().out.split()]
    assert shown == pytest.approx([1.8, 30.0, (35 / 45) / (55 / 135), 8])
