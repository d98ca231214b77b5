"""The direction rules of the project, each with a planted violation that shows the rule can trip."""

import graphlib
import subprocess
import sys
import tomllib
from pathlib import Path

import grimp
import pytest

from conventions import rules
from conventions.source import modules, planted

LAYERS = ("errors", "provenance", "table", "vocabularies", "parameters", "reference", "sources", "tables",
          "store", "measures", "solvers", "matches", "reports", "cli")  # fmt: skip
APPS = ("ui", "analysis", "territories", "clusters", "cooperation", "site")


@pytest.fixture(scope="session")
def project(root):
    """Every module of the library and of the application."""
    return modules(root / "src", "polos", "polos_web")


def test_the_rules_see_the_whole_project(project):
    """A rule that reads nothing would hold for ever."""
    names = {module.name for module in project}
    assert {"polos", "polos.errors", "polos.tables.matrix", "polos.matches.explanation"} <= names
    assert any(name.startswith("polos_web.") for name in names)


# ---- rules 1, 4 and 5: who imports whom ------------------------------------------------------


def contracts_of(root: Path) -> list[str]:
    settings = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    return [contract["id"] for contract in settings["tool"]["importlinter"]["contracts"]]


def lint_imports(source: Path, configuration: Path, contract: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()"]
    return subprocess.run(
        [*command, "--config", str(configuration), "--contract", contract, "--no-cache", "--no-logo"],
        cwd=source,
        env={"PYTHONPATH": str(source), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
@pytest.mark.parametrize("contract", ["line", "rings", "library", "bridge", "apps"])
def test_imports_keep_the_contract(root, contract):
    """Rules 1, 4 and 5: the contracts in pyproject.toml hold for the code as it is."""
    result = lint_imports(root / "src", root / "pyproject.toml", contract)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.fixture
def tree(tmp_path):
    """An empty project of the same shape, to plant violations in."""
    for package, parts in {"polos": LAYERS, "polos_web": APPS}.items():
        for name in ("", *parts):
            folder = tmp_path / package / name
            folder.mkdir(parents=True)
            (folder / "__init__.py").write_text("")
    return tmp_path


PLANTED = [
    ("line", "polos/tables/votes.py", "import polos.measures"),
    ("line", "polos/errors/__init__.py", "import polos.provenance"),
    ("line", "polos/unheard_of.py", ""),
    ("rings", "polos/measures/one.py", "import polos.measures.two"),
    ("library", "polos/cli/serve.py", "import polos_web"),
    ("library", "polos/measures/model.py", "from django.db import models"),
    ("bridge", "polos_web/site/views.py", "import polos.measures"),
    ("bridge", "polos_web/territories/queries.py", "from polos.matches import counterparts"),
    ("apps", "polos_web/territories/views.py", "import polos_web.site"),
    ("apps", "polos_web/unheard_of.py", ""),
]


@pytest.mark.slow
@pytest.mark.parametrize(("contract", "path", "code"), PLANTED)
def test_a_planted_import_breaks_its_contract(root, tree, contract, path, code):
    """Every contract trips on what it is there for, and on nothing in a clean tree."""
    (tree / "polos/measures/two.py").write_text("import polos.measures.one" if contract == "rings" else "")
    clean = lint_imports(tree, root / "pyproject.toml", contract)
    (tree / path).write_text(code)
    broken = lint_imports(tree, root / "pyproject.toml", contract)
    assert (clean.returncode, "BROKEN" in broken.stdout) == (0, True), (
        clean.stdout + broken.stdout + broken.stderr
    )


def test_every_contract_has_a_planted_violation(root):
    """A contract that is added later gets its planted import too."""
    assert sorted(contracts_of(root)) == sorted({contract for contract, _, _ in PLANTED})


def ring(graph: grimp.ImportGraph) -> list[str]:
    """Name the modules of one ring of imports, or nothing where there is none."""
    sorter = graphlib.TopologicalSorter(
        {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    )
    try:
        sorter.prepare()
    except graphlib.CycleError as error:
        return list(error.args[1])
    return []


def test_no_modules_import_each_other_in_a_ring():
    """Rule 1: single modules make no ring, not even a package with its own part."""
    assert ring(grimp.build_graph("polos", "polos_web", cache_dir=None)) == []


def test_a_planted_ring_is_found():
    """Two modules that import each other are a ring."""
    graph = grimp.ImportGraph()
    for pair in (("a", "b"), ("b", "c"), ("c", "a")):
        graph.add_import(importer=pair[0], imported=pair[1])
    assert set(ring(graph)) == {"a", "b", "c"}


# ---- rules 2, 3, 5, 7 and 8: what the code may do --------------------------------------------

RULES = {
    "rule 2, measures and matches are arithmetic": rules.is_not_arithmetic,
    "rule 3, only sources opens a socket": rules.opens_sockets,
    "rule 3, only the listed packages touch the disk": rules.touches_disk,
    "rule 3, only solvers starts processes": rules.starts_processes,
    "rule 5, no manager of another app": rules.uses_foreign_managers,
    "rule 7, no import inside a function": rules.imports_late,
    "rule 7, no import by name": rules.imports_by_name,
    "no handler for any exception": rules.catches_everything,
}


@pytest.mark.slow
@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_the_code_keeps_the_rule(project, rule):
    """Each rule holds for every module of the library and of the application."""
    found = rule(project)
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("rule", "module", "code"),
    [
        (rules.is_not_arithmetic, "polos.measures.variety", "values = open('x')"),
        (rules.is_not_arithmetic, "polos.measures.variety", "from pathlib import Path"),
        (rules.is_not_arithmetic, "polos.matches.pairing", "def f(): print('x')"),
        (rules.is_not_arithmetic, "polos.matches.pairing", "import time\ntime.time()"),
        (rules.is_not_arithmetic, "polos.matches.pairing", "from datetime import date\nd = date.today()"),
        (
            rules.is_not_arithmetic,
            "polos.matches.agenda",
            "import datetime as dt\nd = dt.datetime.now(dt.UTC)",
        ),
        (
            rules.is_not_arithmetic,
            "polos.measures.networks",
            "import numpy as np\nx = np.random.default_rng()",
        ),
        (rules.is_not_arithmetic, "polos.measures.networks", "from numpy.random import shuffle\nshuffle([])"),
        (rules.is_not_arithmetic, "polos.measures.networks", "import random"),
        (rules.is_not_arithmetic, "polos.measures.effects", "import socket"),
        (rules.opens_sockets, "polos.tables.trade", "import urllib.request"),
        (rules.opens_sockets, "polos.store.papers", "from urllib import request"),
        (rules.opens_sockets, "polos_web.site.views", "import httpx"),
        (rules.touches_disk, "polos.tables.trade", "import polars as pl\npl.read_csv('x.csv')"),
        (rules.touches_disk, "polos.tables.trade", "def f(frame): frame.write_parquet('x')"),
        (rules.touches_disk, "polos.reports.figures", "from pathlib import Path"),
        (rules.touches_disk, "polos", "import os"),
        (rules.starts_processes, "polos.matches.agenda", "import subprocess"),
        (rules.starts_processes, "polos.cli.data", "import os\nos.system('x')"),
        (rules.starts_processes, "polos.matches.agenda", "from time import monotonic\nmonotonic()"),
        (
            rules.uses_foreign_managers,
            "polos_web.site.views",
            "from polos_web.clusters.models import Cluster\nCluster.objects.all()",
        ),
        (
            rules.uses_foreign_managers,
            "polos_web.site.queries",
            "from polos_web.clusters import models\nmodels.Cluster._default_manager.count()",
        ),
        (rules.imports_late, "polos.cli.data", "def f():\n    import numpy"),
        (rules.imports_late, "polos.reports.figures", "class A:\n    def f(self):\n        from x import y"),
        (rules.imports_by_name, "polos.measures.variety", "import importlib\nimportlib.import_module('x')"),
        (
            rules.catches_everything,
            "polos.cli.data",
            "try:\n    f()\nexcept (ValueError, Exception):\n    pass",
        ),
        (rules.catches_everything, "polos.cli.data", "try:\n    f()\nexcept:\n    pass"),
    ],
)
def test_a_planted_violation_trips_the_rule(rule, module, code):
    """Every rule finds what it is there for."""
    assert rule(planted(module, code))


@pytest.mark.parametrize(
    ("rule", "module", "code"),
    [
        (
            rules.is_not_arithmetic,
            "polos.measures.effects",
            "import numpy as n\ndef f(r: n.random.Generator): r.normal()",
        ),
        (rules.is_not_arithmetic, "polos.matches.agenda", "from datetime import datetime, timedelta"),
        (rules.is_not_arithmetic, "polos.cli.data", "print('x')"),
        (rules.opens_sockets, "polos.sources.eurostat", "import urllib.request"),
        (
            rules.opens_sockets,
            "polos.tables.events",
            "def f(event):\n    requests = event.asked\n    return requests",
        ),
        (rules.opens_sockets, "polos.reports.figures", "from urllib.parse import quote"),
        (
            rules.touches_disk,
            "polos.tables.trade",
            "import polars as pl\npl.read_csv(io.BytesIO(b''))",
        ),
        (rules.touches_disk, "polos.store.papers", "from pathlib import Path"),
        (rules.touches_disk, "polos_web.commands", "from pathlib import Path"),
        (rules.starts_processes, "polos.solvers.engine", "import subprocess"),
        (
            rules.uses_foreign_managers,
            "polos_web.clusters.queries",
            "from polos_web.clusters.models import Cluster\nCluster.objects.all()",
        ),
        (rules.imports_late, "polos", "def __getattr__(name):\n    import polos.measures"),
        (rules.imports_late, "polos.cli.data", "import numpy\ndef f():\n    return numpy"),
        (rules.catches_everything, "polos.cli.data", "try:\n    f()\nexcept ValueError:\n    pass"),
    ],
)
def test_what_a_rule_allows_passes(rule, module, code):
    """A rule that trips on everything would say nothing."""
    assert rule(planted(module, code)) == []


def test_no_module_is_named_after_nothing(root):
    """Rule 8: no module named utils, helpers, common, misc, core, base or manager."""
    names = [
        str(path.relative_to(root))
        for part in ("src", "tests", "benchmarks")
        for path in (root / part).rglob("*.py")
    ]
    assert names
    assert rules.is_badly_named(names) == []
    assert (
        len(rules.is_badly_named(["src/polos/utils.py", "src/polos/core/x.py", "src/polos/basement.py"])) == 2
    )
