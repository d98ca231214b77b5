"""polos pairing: from a file to an assignment with its reasons."""

import json

import pytest

from polos.cli import main

TASK = {
    "a": [{"id": "col", "country": "MX"}, {"id": "bio", "country": "CL"}, {"id": "los", "country": "CL"}],
    "b": [{"id": "ext"}, {"id": "pod"}],
    "pairs": [
        {"a": "col", "b": "ext", "value": 0.9},
        {"a": "col", "b": "pod", "value": 0.2},
        {"a": "bio", "b": "ext", "value": 0.8},
        {"a": "bio", "b": "pod", "value": 0.7},
        {"a": "los", "b": "ext", "value": 0.85},
        {"a": "los", "b": "pod"},
    ],
}
TABLE = (
    "a,b,value,a_country,themes,rule\ncol,ext,0.9,MX,water;energy,\nbio,ext,0.8,CL,,must\ncol,pod,0.4,MX,,\n"
)


@pytest.fixture
def run(tmp_path, capsys):
    def call(content, *arguments, name="task.json"):
        file = tmp_path / name
        file.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        code = main(["pairing", "solve", str(file), *arguments])
        out, err = capsys.readouterr()
        return code, json.loads(out) if "--json" in arguments and out else out, err

    return call


def test_a_task_is_solved_with_all_that_was_asked_for(run):
    quotas = [{"kind": "country", "code": "CL", "side": "a", "least": 1, "most": 1}]
    asked = ("--json", "--stable", "--price", "--other", "2", "--without", "ext")
    code, found, _ = run(TASK | {"quotas": quotas}, *asked)
    assert code == 0
    assert {(pair["a"], pair["b"]) for pair in found["assignment"]["pairs"]} == {
        ("col", "ext"),
        ("bio", "pod"),
    }
    assert found["assignment"]["proof"] == "proven"
    assert found["assignment"]["caveats"][0]["sentence"].startswith("Of 6 possible pairs")
    assert set(found["stable"]) == {"a", "b"}
    assert all(price["rule"]["sentence"].endswith(".") for price in found["prices"])
    assert found["alternatives"]["others"] == []
    assert found["drop_outs"][0]["repaired"]["pairs"][0]["b"] == "pod"


def test_people_get_the_pairs_and_that_they_decide(run):
    code, out, err = run(TASK, "--objective", "worst-off")
    assert code == 0
    assert out.splitlines()[0].split()[:3] == ["a", "b", "value"]
    assert "proven" in err
    assert "People decide" in err


def test_rules_that_clash_are_said_with_the_smallest_relaxation(run):
    quotas = [{"kind": "country", "code": "CL", "side": "a", "least": 3}]
    code, found, _ = run(TASK | {"quotas": quotas}, "--json")
    assert code == 2
    assert found["clash"]["rules"][0]["code"] == "quota_country_least"
    assert found["clash"]["relaxed"][0]["by"] == 1
    code, out, err = run(TASK | {"quotas": quotas})
    assert code == 2
    assert "at least 3 pairs with partners of Chile" in err
    assert "by 1:" in err
    assert "bio" in out


def test_a_table_of_pairs_will_do(run):
    code, found, _ = run(TABLE, "--json", name="task.csv")
    assert code == 0
    made = {(pair["a"], pair["b"]): pair for pair in found["assignment"]["pairs"]}
    assert set(made) == {("bio", "ext"), ("col", "pod")}
    assert made["bio", "ext"]["must"]


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        ("{", "task.json", "cannot be read"),
        ("a,b\nx,y\n", "task.csv", "the columns a, b"),
        ("a,b,value,rule\nx,y,1,maybe\n", "task.csv", "'maybe'"),
        ("a b", "task.txt", "task.txt"),
        (TASK | {"must": [["col", "ext"]], "must_not": [["col", "ext"]]}, "task.json", "col–ext both"),
    ],
)
def test_what_cannot_be_used_is_refused(run, content, name, words):
    code, _, err = run(content, name=name)
    assert code == 2
    assert words in err
