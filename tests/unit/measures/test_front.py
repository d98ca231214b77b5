"""The front of the measures: lazy, complete and light."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from polos import measures

LIGHT = """
import sys
from polos import measures
from polos.provenance import Origin
from polos.tables.matrix import Matrix

jobs = Matrix([[3, 1, 0], [2, 2, 4]], ("r", "s"), ("a", "b", "c"), "jobs", "2020", Origin("an example"))
presence = measures.specialised(jobs)
measures.economic_complexity(presence)
measures.relatedness_density(presence, measures.proximity(presence))
print(*sorted({"polars", "narwhals", "pyarrow", "pandas", "scipy", "numpy.random"} & set(sys.modules)))
"""


def test_arithmetic_on_arrays_loads_no_library_of_frames():
    """Half of the memory of a small case was what nobody had asked for."""
    done = subprocess.run([sys.executable, "-c", LIGHT], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_type_checkers_see_what_is_there():
    """The stub lists the same names, each from the module that it is loaded from."""
    stub = ast.parse(Path(measures.__file__).with_name("__init__.pyi").read_text("utf-8"))
    said = {
        alias.name: node.module
        for node in stub.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert said == {name: f"polos.measures.{family}" for name, family in measures._FAMILY_OF.items()}
    assert sorted(said) == sorted(measures.__all__)


def test_every_name_is_there_and_no_other():
    for name in measures.__all__:
        assert callable(getattr(measures, name))
    with pytest.raises(AttributeError, match="no attribute 'calc_lq'"):
        measures.calc_lq  # noqa: B018


def test_no_module_has_the_name_of_a_measure():
    """A loaded module would stand in the measure's place."""
    modules = {path.stem for path in Path(measures.__file__).parent.glob("*.py")}
    assert not modules & set(measures.__all__)
