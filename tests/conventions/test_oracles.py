"""Every measure is compared with a slow, obvious version of itself, or stands below with the reason."""

import ast
import inspect
from pathlib import Path

from polos import measures

ORACLES = Path(__file__).parents[1] / "oracles"
# Measures without an oracle, and why. A measure that gets one leaves this list.
WITHOUT: dict[str, str] = {}


def named(code: str) -> set[str]:
    """Return what a test calls as ``measures.name``, or names in a list of parameters."""
    found = set()
    for node in ast.walk(ast.parse(code)):
        if (
            isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name)
            and node.value.id == "measures"
        ):
            found.add(node.attr)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.add(node.value)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("polos.measures"):
            found.update(alias.name for alias in node.names)
    return found


def without_oracle(names: set[str], tests: list[str]) -> set[str]:
    return names - set().union(*map(named, tests))


def test_every_measure_has_an_oracle_or_a_reason():
    names = {name for name in measures.__all__ if inspect.isfunction(getattr(measures, name))}
    tests = [path.read_text("utf-8") for path in sorted(ORACLES.glob("test_*.py"))]
    assert without_oracle(names, tests) == set(WITHOUT)
    assert all(WITHOUT.values())


def test_a_measure_without_oracle_is_found():
    """The rule trips on a measure that no test names, and on nothing else."""
    test = "measures.gini(x)\nparametrize('name', ['hoover'])\n'theil is not called here'"
    assert without_oracle({"gini", "hoover", "theil"}, [test]) == {"theil"}
