"""polos agenda: from a file to a schedule with its proof, and the check of it."""

import json
import os
import subprocess
import sys

import pytest

from engines_here import engines_here  # noqa: F401
from polos.cli import main

pytestmark = pytest.mark.usefixtures("engines_here")

INSTANCE = """
nBusiness = 3; nMeetings = 2; nTables = 1; nTotalSlots = 3; nMorningSlots = 3;
requested = [|1, 2, 3, |1, 3, 3|];
meetingsxBusiness = [{1,2,3},{1,2},{1,3}]; nMeetingsBusiness = [2,1,1];
forbidden = [{0},{0},{0}]; fixed = [1,0]; precedences = [{},{}];
"""
EVENT = {
    "name": "Drawn",
    "zone": "Europe/Madrid",
    "tables": 1,
    "slots": [
        {"id": f"s{n}", "starts": f"2027-03-02T{9 + n:02}:00", "ends": f"2027-03-02T{9 + n:02}:20"}
        for n in range(2)
    ],
    "participants": [{"id": "a"}, {"id": "b"}, {"id": "c"}],
    "requests": [
        {"id": "r1", "asks": "a", "asked": "b", "priority": "must", "answer": "must"},
        {"id": "r2", "asks": "a", "asked": "c"},
        {"id": "r3", "asks": "b", "asked": "c", "answer": "no"},
    ],
}


@pytest.fixture
def run(tmp_path, capsys):
    def call(command, content, *arguments, name="event.json"):
        file = tmp_path / name
        file.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        code = main(["agenda", command, str(file), *map(str, arguments)])
        return code, *capsys.readouterr()

    return call


def test_an_instance_is_solved_and_its_schedule_passes_the_check(run, tmp_path):
    """Two meetings of one participant, the first fixed in slot 1: side by side there is no break."""
    code, out, _ = run("solve", INSTANCE, "--fairness", 0, "--json", name="small.dzn")
    found = json.loads(out)
    assert (code, found["status"], found["breaks"], found["bound"], found["gap"]) == (0, "optimal", 0, 0, 0.0)
    assert found["slots"] == [1, 2]
    schedule = tmp_path / "schedule.json"
    schedule.write_text(out)
    assert run("check", INSTANCE, schedule, name="small.dzn")[:2] == (0, "Every rule holds.\n")
    schedule.write_text('{"slots": [1, 1]}')
    code, out, _ = run("check", INSTANCE, schedule, name="small.dzn")
    assert (code, out) == (
        2,
        "slot 1: 2 meetings at 1 tables\nslot 1: participant 1 has more than one meeting\n",
    )


def test_an_instance_without_a_schedule_is_an_answer(run):
    code, out, _ = run(
        "solve",
        INSTANCE.replace("nTotalSlots = 3", "nTotalSlots = 1").replace(
            "nMorningSlots = 3", "nMorningSlots = 1"
        ),
        "--json",
        name="small.dzn",
    )
    assert (code, json.loads(out)["status"]) == (0, "infeasible")


def test_an_event_is_solved_and_its_agenda_passes_the_check(run, tmp_path):
    """Both meetings of a fit in two slots; the third was refused."""
    code, out, err = run("solve", EVENT, "--json", "--seed", 3)
    found = json.loads(out)
    assert (code, found["status"], found["unscheduled"]) == (0, "optimal", ["r3"])
    assert [(one["name"], one["achieved"], one["bound"]) for one in found["levels"]][-2:] == [
        ("value", 11, 11),
        ("breaks", 0, 0),
    ]
    assert "floor 1: 3, bound 3" in err
    schedule = tmp_path / "schedule.json"
    schedule.write_text(out)
    assert run("check", EVENT, schedule)[0] == 0
    schedule.write_text(out.replace('"s0"', '"s1"'))
    code, out, _ = run("check", EVENT, schedule, "--json")
    assert code == 2
    assert "a has more than one meeting in the slot s1." in json.loads(out)["violations"]


def test_clashing_rules_are_an_answer_in_words(run):
    """Two fixed meetings of one person in one slot."""
    fixed = [{"request": "r1", "slot": "s0"}, {"request": "r2", "slot": "s0"}]
    code, out, _ = run("solve", EVENT | {"fixed": fixed, "tables": 2}, "--json")
    found = json.loads(out)
    assert (code, found["status"], found["meetings"]) == (0, "infeasible", [])
    assert set(found["conflict"]["rules"]) == {
        "a can have one meeting at a time.",
        "r1: the meeting is fixed in the slot s0.",
        "r2: the meeting is fixed in the slot s0.",
    }
    assert len(found["conflict"]["relaxation"]) == 1
    assert "a can have one meeting at a time." in run("solve", EVENT | {"fixed": fixed, "tables": 2})[1]


def test_tables_of_a_spreadsheet_are_enough(run, tmp_path):
    (tmp_path / "requests.csv").write_text("asks,asked,priority\na,b,must\nb,a,want\n")
    (tmp_path / "slots.csv").write_text("id,starts,ends\ns0,2027-03-02T09:00,2027-03-02T09:20\n")
    files = ("--requests", tmp_path / "requests.csv", "--slots", tmp_path / "slots.csv")
    more = ("--zone", "America/Bogota", "--tables", 1)
    code, out, _ = run("solve", "id\na\nb\n", *files, *more, "--json", name="people.csv")
    assert (code, json.loads(out)["meetings"][0]["slot"]) == (0, "s0")


@pytest.mark.parametrize(
    ("change", "arguments", "said"),
    [
        ({}, ("--time-limit", "0"), "a time limit of 0 seconds"),
        ({}, ("--fairness", "1"), "--fairness with an event"),
        ({"tables": 0}, (), "no tables"),
        ({"zone": "Atlantis/Capital"}, (), "Atlantis/Capital"),
        ({"requests": [{"id": "r1", "asks": "a", "asked": "z"}]}, (), "requests 1: unknown party"),
        ({"requests": [{"id": "r1", "asks": "a", "asked": "a"}]}, (), "requests 1: with oneself"),
        ({"participants": [{"id": "a", "hours": ["18:00-09:00"]}]}, (), "participants 1: empty window"),
    ],
)
def test_bad_input_is_refused_with_its_row_and_rule(run, change, arguments, said):
    code, _, err = run("solve", EVENT | change, *arguments)
    assert code == 2
    assert said in err


@pytest.mark.parametrize(
    ("content", "name"),
    [("x", "x.dzn"), ("id\na\n", "people.csv"), (INSTANCE.replace("|1, 3, 3", "|1, 1, 3"), "x.dzn")],
)
def test_other_files_are_refused(run, content, name):
    assert run("solve", content, name=name)[0] == 2


def test_a_schedule_that_is_none_is_refused(run, tmp_path):
    schedule = tmp_path / "schedule.json"
    for text in ("", "[]", "{}", '{"meetings": [{"slot": "s0"}]}'):
        schedule.write_text(text)
        assert run("check", EVENT, schedule)[0] == 2
    assert run("check", INSTANCE, schedule, name="x.dzn")[0] == 2


@pytest.mark.slow
def test_the_list_of_commands_loads_no_solver():
    """Neither OR-Tools nor python-sat is loaded where nothing is solved."""
    lines = (
        "import sys",
        "from polos.cli import main",
        "main(['--help'])",
        "import polos.cli.agenda",
        "print({'ortools', 'pysat'} & set(sys.modules))",
    )
    done = subprocess.run(
        [sys.executable, "-c", "\n".join(lines)], capture_output=True, text=True, check=True, env=os.environ
    )
    assert done.stdout.splitlines()[-1] == "set()"
