"""Measure everything, or the subjects named, and write ``benchmarks/RESULTS.md``.

``python -m benchmarks`` measures all; ``python -m benchmarks pages partners`` these two, and prints only.
A subject is a module of this folder with a function ``measure(place) -> list of figures``.
"""

import importlib
import os
import pkgutil
import platform
import sys
import tempfile
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import benchmarks
from benchmarks.figures import Figure, NotMeasured, Workplace, machine

FOLDER = Path(__file__).parent
FRAME = ("__main__", "figures", "mutants", "workers")
PACKAGES = ("polos", "numpy", "scipy", "polars", "django", "jinja2", "granian")
Result = Figure | NotMeasured


def subjects() -> dict[str, object]:
    """Every subject by its name."""
    names = [found.name for found in pkgutil.iter_modules(benchmarks.__path__) if found.name not in FRAME]
    return {name: importlib.import_module(f"benchmarks.{name}") for name in names}


def main(wanted: list[str]) -> int:
    known = subjects()
    unknown = [name for name in wanted if name not in known]
    if unknown:
        print(f"Found no subject {', '.join(unknown)}. There are: {', '.join(known)}.", file=sys.stderr)
        return 2
    shared = (FOLDER.parent / os.environ.get("POLOS_SHARED", "../shared")).resolve()
    found: list[Result] = []
    with tempfile.TemporaryDirectory() as folder:
        place = Workplace(Path(folder), shared if (shared / "data").is_dir() else None)
        for name in wanted or known:
            print(f"measuring {name} ...", file=sys.stderr)
            found += known[name].measure(place)
    text = report(found)
    if not wanted:
        (FOLDER / "RESULTS.md").write_text(text, "utf-8")
    print(text)
    return 0


def report(found: list[Result]) -> str:
    """Write the results as a document: machine, table, what misses its target."""
    figures = [one for one in found if isinstance(one, Figure)]
    return "\n".join(
        [
            "# Speed and memory",
            "",
            f"Measured on {datetime.now(UTC):%Y-%m-%d} by `make bench`. {machine()}.",
            "",
            f"Versions: {versions()}.",
            "",
            "Times are medians unless the last column says otherwise; a ratio of 1 or less keeps the target.",
            "",
            "| Figure | Measured | Target | Ratio | How |",
            "|---|---:|---:|---:|---|",
            *(row(figure) for figure in figures),
            "",
            "## What misses its target",
            "",
            *listed({one.name: said(one.amount, one.unit) for one in figures if one.misses}),
            "",
            "## What was not measured",
            "",
            *listed({one.name: one.reason for one in found if isinstance(one, NotMeasured)}),
            "",
        ]
    )


def listed(facts: dict[str, str]) -> list[str]:
    return [f"- {name}: {fact}" for name, fact in facts.items()] or ["Nothing."]


def row(figure: Figure) -> str:
    target = "" if figure.target is None else said(figure.target, figure.unit)
    ratio = "" if figure.ratio is None else f"{figure.ratio:.2f}"
    return f"| {figure.name} | {said(figure.amount, figure.unit)} | {target} | {ratio} | {figure.how} |"


def said(amount: float, unit: str) -> str:
    digits = 0 if amount >= 100 or amount == int(amount) else 1
    return f"{amount:.{digits}f} {unit}"


def versions() -> str:
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return f"Python {platform.python_version()}, {packages}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
