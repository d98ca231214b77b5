"""Mutation score of the measures: plant one small fault at a time and see whether a test finds it.

``make mutants`` draws a sample of the places where ``src/polos/measures`` compares, adds, multiplies,
negates, counts from a number or chooses True or False, plants one fault at each in a copy of what is
committed, and runs the tests of that module in the copy. The share of faults found, with its interval, is
written to ``benchmarks/MEASURES.md``. A small runner of our own: it can stop at a given time with an honest
sample, and nobody's work in the checkout disturbs it.
"""

import argparse
import ast
import copy
import io
import os
import random
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.peers import MUTANTS_HEADING, REPORT

ROOT = Path(__file__).parents[1]
MEASURES = Path("src/polos/measures")
TESTS = ("tests/unit", "tests/spec", "tests/golden", "tests/oracles")
OF_ALL = "tests/unit/measures/test_every_module.py"
SKIPPED = ("__init__", "samples", "descriptions", "from_employment")
SWAPPED = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.Pow: ast.Mult,
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd, ast.And: ast.Or, ast.Or: ast.And,
}  # fmt: skip


@dataclass(frozen=True)
class Fault:
    """One place in one module, counted in the order of its syntax tree, and what is planted there."""

    module: str
    place: int
    line: int
    what: str


def faults(path: Path) -> Iterator[Fault]:
    """Yield every fault that could be planted in a module, docstrings and annotations aside."""
    tree = ast.parse(path.read_text("utf-8"))
    for place, node in enumerate(ast.walk(tree)):
        if change := described(node):
            yield Fault(path.stem, place, getattr(node, "lineno", 0), change)


def described(node: ast.AST) -> str:
    """Say what would be planted at a node, nothing where nothing can."""
    if isinstance(node, ast.BinOp | ast.BoolOp | ast.AugAssign) and type(node.op) in SWAPPED:
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr) and is_annotation(node):
            return ""
        return f"{type(node.op).__name__} to {SWAPPED[type(node.op)].__name__}"
    if isinstance(node, ast.Compare) and type(node.ops[0]) in SWAPPED:
        return f"{type(node.ops[0]).__name__} to {SWAPPED[type(node.ops[0])].__name__}"
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.Invert | ast.Not):
        return f"{type(node.op).__name__} removed"
    if isinstance(node, ast.Constant) and isinstance(node.value, bool):
        return f"{node.value} to {not node.value}"
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        is_changed = node.value + 1 != node.value  # what is too large for that stays as it is
        return f"{node.value} to {node.value + 1}" if is_changed else ""
    return ""


def is_annotation(node: ast.BinOp) -> bool:
    """Whether ``A | B`` joins types, such as ``str | None``."""
    return any(is_type(side) for side in (node.left, node.right))


def is_type(node: ast.expr) -> bool:
    if isinstance(node, ast.Constant):
        return node.value is None
    return isinstance(node, ast.Name) and (node.id in ("str", "int", "float") or node.id[0].isupper())


def planted(source: str, fault: Fault) -> str:
    """Return the module with the fault in it."""
    tree = ast.parse(source)
    for place, node in enumerate(ast.walk(tree)):
        if place == fault.place:
            plant(node)
    return ast.unparse(tree)


def plant(node: ast.AST) -> None:
    if isinstance(node, ast.BinOp | ast.BoolOp | ast.AugAssign):
        node.op = SWAPPED[type(node.op)]()
    elif isinstance(node, ast.Compare):
        node.ops = [SWAPPED[type(node.ops[0])](), *node.ops[1:]]
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        node.op = ast.UAdd()
    elif isinstance(node, ast.UnaryOp):
        node.operand = ast.UnaryOp(type(node.op)(), copy.deepcopy(node.operand))  # twice is none
    elif isinstance(node, ast.Constant):
        node.value = not node.value if isinstance(node.value, bool) else node.value + 1


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="make mutants", description=__doc__)
    parser.add_argument("--minutes", type=float, default=8, help="begin no further fault after this long")
    parser.add_argument("--most", type=int, default=400, help="size of the sample at most")
    parser.add_argument("--seed", type=int, default=2026)
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        copied = committed(Path(folder))
        known = [fault for path in modules(copied) for fault in faults(path)]
        sample = random.Random(chosen.seed).sample(known, min(chosen.most, len(known)))
        require_green(copied)
        judged = list(within(sample, copied, minutes=chosen.minutes))
    survivors = [fault for fault, is_found in judged if not is_found]
    text = said(len(known), len(judged), survivors)
    body = REPORT.read_text("utf-8").split(MUTANTS_HEADING)[0].rstrip() if REPORT.exists() else ""
    REPORT.write_text(f"{body}\n\n{text}", "utf-8")
    print(text)
    return 0


def committed(folder: Path) -> Path:
    """Copy the last commit to a folder."""
    packed = subprocess.run(["git", "archive", "HEAD"], cwd=ROOT, capture_output=True, check=True).stdout
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        archive.extractall(folder, filter="data")
    return folder


def modules(copied: Path) -> list[Path]:
    return [path for path in sorted((copied / MEASURES).glob("*.py")) if path.stem not in SKIPPED]


def within(sample: list[Fault], copied: Path, *, minutes: float) -> Iterator[tuple[Fault, bool]]:
    """Judge fault after fault until the time is over."""
    end = time.monotonic() + 60 * minutes
    for fault in sample:
        if time.monotonic() > end:
            return
        path = copied / MEASURES / f"{fault.module}.py"
        original = path.read_text("utf-8")
        path.write_text(planted(original, fault), "utf-8")
        is_found = not passes(copied, tests_of(copied, fault.module))
        path.write_text(original, "utf-8")
        print(f"{fault.module}:{fault.line} {fault.what}: {'found' if is_found else 'SURVIVES'}", flush=True)
        yield fault, is_found


def tests_of(copied: Path, module: str) -> list[str]:
    """Return the tests of a module, or of those made from it where it has no measures; the nearest first."""
    sources = {path.stem: path.read_text("utf-8") for path in (copied / MEASURES).glob("*.py")}
    wanted = {module} if is_measured(copied, module) else {module, *importers(sources, module)}
    measured = [name for one in wanted for name in public(sources[one])]
    found = []
    for path in sorted(path for folder in TESTS for path in (copied / folder).rglob("test_*.py")):
        text = path.read_text("utf-8")
        is_named = any(f"measures.{one} " in text for one in wanted)
        if is_named or any(f"{name}(" in text or f".{name}" in text for name in measured):
            found.append(str(path.relative_to(copied)))
    near = ("unit", "spec", "golden", "oracles")  # the quick ones first
    found.sort(key=lambda name: (module not in name, near.index(name.split("/")[1])))
    return [OF_ALL, *found] if found else list(TESTS)


def public(source: str) -> list[str]:
    names = [node.name for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)]
    return [name for name in names if not name.startswith("_")]


def is_measured(copied: Path, module: str) -> bool:
    """Whether the front of the library takes measures from the module."""
    return f"polos.measures.{module} import" in (copied / MEASURES / "__init__.pyi").read_text("utf-8")


def importers(sources: dict[str, str], module: str) -> set[str]:
    """Return the modules that import it, by name."""
    found = {name for name, text in sources.items() if f"polos.measures.{module} import" in text}
    return found - {"samples"}


def require_green(copied: Path) -> None:
    """Stop where a test fails without any fault: every fault would count as found."""
    if not passes(copied, list(TESTS), limit=1200):
        sys.exit("A test of the measures fails before any fault is planted. Make the tests pass first.")


def passes(copied: Path, tests: list[str], *, limit: float = 300) -> bool:
    """Whether the tests pass against the copy; what hangs does not pass."""
    options = ["-q", "-x", "-p", "no:cacheprovider", "--no-header"]
    shared = (ROOT / os.environ.get("POLOS_SHARED", "../shared")).resolve()
    own = {"PYTHONPATH": str(copied / "src"), "PYTHONDONTWRITEBYTECODE": "1", "POLOS_SHARED": str(shared)}
    command = [sys.executable, "-m", "pytest", *options, *tests]
    try:
        done = subprocess.run(
            command, cwd=copied, env=os.environ | own, capture_output=True, timeout=limit, check=False
        )
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


def said(known: int, judged: int, survivors: list[Fault]) -> str:
    """Write the score with its 95 % interval (Wilson) and what survives."""
    found = judged - len(survivors)
    lower, upper = wilson(found, judged)
    score = f"{100 * found / max(judged, 1):.0f} %"
    lines = [
        MUTANTS_HEADING,
        "",
        f"Measured on {datetime.now(UTC):%Y-%m-%d} by `make mutants`. Of {known:,} places in",
        f"`polos.measures` where a small fault can be planted, {judged} were drawn; the tests found {found},",
        f"{score} (95 % interval {100 * lower:.0f} to {100 * upper:.0f} %; goal 85 %).",
        "",
        "Not found, some of them faults that change no result:",
        "",
        *(f"- `{fault.module}.py` line {fault.line}: {fault.what}" for fault in survivors),
        "",
    ]
    return "\n".join(lines)


def wilson(found: int, of: int, z: float = 1.96) -> tuple[float, float]:
    """Return the interval of a share."""
    if not of:
        return 0.0, 1.0
    share, middle = found / of, z**2 / (2 * of)
    spread = z * ((share * (1 - share) + z**2 / (4 * of)) / of) ** 0.5
    return tuple((share + middle + sign * spread) / (1 + z**2 / of) for sign in (-1, 1))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
