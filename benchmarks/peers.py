"""The measures beside every installable peer and the plain reference: same input, same run, one at a time.

Writes ``benchmarks/MEASURES.md``. Each peer comes from the package index into an environment of its own,
thrown away afterwards; each measurement is a process of its own. What R packages and long runs took is
quoted and marked so.
"""

import json
import math
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.figures import Figure, NotMeasured, Workplace, machine
from benchmarks.workers import synthetic

WORKERS = Path(__file__).parent / "workers"
REPORT = Path(__file__).parent / "MEASURES.md"
MUTANTS_HEADING = "## Mutation score"
LIMIT = 30.0  # processor seconds; what a first year says will take longer is not run to its end
UV = Path(sys.executable).with_name("uv")
ONE_THREAD = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "NUMBA_NUM_THREADS": "1",
}

# Package and version, and what it needs besides.
PEERS = {
    "fermi-cref": ("fermi-cref==0.2.0",),
    "economic-complexity": ("economic-complexity==0.3.0", "pandas<3"),
    "econcomplex": ("econcomplex==1.0.1",),
    "ecomplexity": ("ecomplexity==0.5.3",),
    "econci": ("econci==0.1.3", "pandas<3"),
}
COMPILED = {"plain numba": ("numba==0.68.1", "numpy")}  # what a plain reference needs that Polos does not
OURS = ("plain float64", "plain float32", "polos float64", "polos float32")
ARRAYS = "polos, arrays into matrices"
CASES = {"a": (250, 600, 1), "b": (200, 5000, 25), "c130": (1300, 130, 30), "c650": (1300, 650, 30)}

# Processor seconds on another machine (two virtual cores, one thread), earlier, on the same kind of input.
QUOTED = {
    "fermi-cref": {"a": 0.055, "b": 99, "c130": 2.3, "c650": 4.8},
    "economic-complexity": {"a": 0.077, "b": 117, "c130": 1.6, "c650": 28.5},
    "econcomplex": {"a": 0.146, "b": 1074, "c130": 30.0, "c650": 29.4},
    "ecomplexity": {"a": 0.301, "b": 1202, "c130": 4.1, "c650": 40.1},
    "economiccomplexity 2.0.0 (R)": {"a": 0.154, "b": 964, "c130": 28.1, "c650": 29.8},
    "EconGeo 2.1 (R)": {"a": 0.268, "b": 1174, "c130": 39.4, "c650": 50.8},
}
REMARKS = {"plain numba": "dense tables; 1.1 s and 1.3 GB quoted from another machine"}
# By how much the work grows when R, A or T doubles, as a power of 2, for fewer territories than activities.
THEORY = {
    "specialised": {"R": 1, "A": 1, "T": 1},
    "economic_complexity": {"R": 1, "A": 1, "T": 1},
    "proximity": {"R": 1, "A": 2, "T": 1},
    "relatedness_density": {"R": 1, "A": 2, "T": 1},
    "complementarity": {"R": 2, "A": 2, "T": 1},
}
MOST_ROUNDS, FEW_RUNS, A_MOMENT = 9, 5, 10.0  # seconds, of a round or of the runs so far
NOISE = 0.15  # how far a measured exponent may lie above its theoretical one


@dataclass(frozen=True)
class Taken:
    """What one program took on one case; ``found`` is empty where it was not run to its end."""

    case: str
    program: str
    found: dict[str, Any] = field(default_factory=dict)
    note: str = ""

    @property
    def seconds(self) -> float:
        """Processor seconds, foretold where the note says so, NaN where not measured."""
        return self.found.get("seconds", self.found.get("foretold", math.nan))

    @property
    def megabytes(self) -> float:
        """Most memory of the process, NaN where not measured."""
        return self.found.get("megabytes", math.nan)


@dataclass(frozen=True)
class Target:
    """One thing to be reached: the amount, and the most it may be."""

    name: str
    amount: float
    most: float
    unit: str
    is_stretch: bool = False

    @property
    def measured(self) -> str:
        """The amount with its unit."""
        return f"{said(self.amount)} {self.unit}"

    @property
    def limit(self) -> str:
        """The most it may be with its unit."""
        return f"{said(self.most)} {self.unit}"

    @property
    def verdict(self) -> str:
        """Whether it is kept, in a word."""
        return "no" if self.is_missed else "yes"

    @property
    def is_missed(self) -> bool:
        """Whether the amount is above the most it may be, or could not be measured."""
        return not self.amount <= self.most


def measure(place: Workplace) -> list[Figure | NotMeasured]:
    """Measure case after case, and write the report anew after each: what is broken off is not lost."""
    folder = place.folder / "measures"
    pythons, failed = environments(PEERS | COMPILED, place.folder / "peers")
    peers = {name: python for name, python in pythons.items() if name in PEERS}
    taken: list[Taken] = []
    grown: dict[str, dict[str, float]] = {}
    for case, shape in CASES.items():
        synthetic.write_tables(folder / case, shape=shape)
    for case in ("a", "c130", "own", "b", "c650", "growth"):
        if case in CASES:
            taken += compared(case, folder / case, peers)
        elif case == "own":
            taken += own(folder, pythons.get("plain numba"))
        else:
            grown = exponents(worker(sys.executable, "growth", "polos", "-", limit=20 * LIMIT)["stages"])
        targets = [*against_peers(taken), *against_figures(taken)]
        REPORT.write_text(report(taken, grown, targets, mutation_score(REPORT)), "utf-8")
    figures = [
        Figure(f"measures: {one.name}", one.amount, one.unit, one.most, "see benchmarks/MEASURES.md")
        for one in targets
        if not one.is_stretch and not math.isnan(one.amount)
    ]
    return [*figures, *failed]


# ---- running -----------------------------------------------------------------------------------


def environments(
    programs: dict[str, tuple[str, ...]], folder: Path
) -> tuple[dict[str, Path], list[NotMeasured]]:
    """Install every program in an environment of its own; return their Pythons, and what failed."""
    pythons, failed = {}, []
    for name, packages in programs.items():
        home = folder / name.replace(" ", "-")
        steps = (
            [UV, "venv", "--quiet", "--python", sys.executable, home],
            [UV, "pip", "install", "--quiet", "--python", home, *packages, "threadpoolctl"],
        )
        said = [subprocess.run(step, capture_output=True, text=True, check=False) for step in steps]
        if any(one.returncode for one in said):
            failed.append(NotMeasured(name, f"could not be installed: {said[-1].stderr.strip()[-200:]}"))
        else:
            pythons[name] = home / "bin/python"
    return pythons, failed


def compared(case: str, folder: Path, pythons: dict[str, Path]) -> list[Taken]:
    """Every program on one case."""
    found = in_turn("tables", folder, LIMIT)
    made = several("matrices", "polos", folder)
    for program, python in pythons.items():
        print(f"  {case}: {program}", file=sys.stderr)
        found[program] = worker(python, "tables", program, folder, LIMIT)
    years = CASES[case][2]
    return [
        *(as_taken(case, program, one, years=years) for program, one in found.items()),
        Taken(case, ARRAYS, made, made.get("failed", "before the clock of the others starts")),
    ]


def in_turn(subject: str, *given: object) -> dict[str, dict]:
    """Run Polos and the plain reference; where it is over in a moment, several times in turn."""
    rounds: list[list[dict]] = []
    while len(rounds) < MOST_ROUNDS and (not rounds or seconds_of(rounds[0]) < A_MOMENT):
        print(f"  {subject}: {', '.join(OURS)}", file=sys.stderr)
        rounds.append([worker(sys.executable, subject, program, *given) for program in OURS])
    return {program: middle(runs) for program, runs in zip(OURS, zip(*rounds, strict=True), strict=True)}


def several(subject: str, program: str, path: Path, *, python: Path | str = sys.executable) -> dict:
    """Run one program; where it is over in a moment, several times."""
    runs: list[dict] = []
    while len(runs) < FEW_RUNS and (not runs or seconds_of(runs) < A_MOMENT):
        runs.append(worker(python, subject, program, path))
    return middle(runs)


def seconds_of(runs: Sequence[dict]) -> float:
    return sum(one.get("seconds", math.inf) for one in runs)


def middle(runs: Sequence[dict]) -> dict:
    """Return the run of median seconds, or one that failed."""
    ordered = sorted(runs, key=lambda one: one.get("seconds", math.inf))
    return ordered[-1] if "failed" in ordered[-1] else ordered[len(ordered) // 2]


def as_taken(case: str, program: str, found: dict, *, years: int) -> Taken:
    """Keep what was found; where one year foretold more than the limit, its product with the years."""
    if "failed" in found:
        return Taken(case, program, {}, found["failed"])
    if found["years"] == years:
        return Taken(case, program, found)
    one_year, all_years = found["seconds"], found["seconds"] * years
    note = f"over {LIMIT:.0f} s: foretold from one year of {one_year:.1f} s"
    kept = {name: value for name, value in found.items() if name not in ("seconds", "elapsed")}
    return Taken(case, program, kept | {"foretold": all_years}, note)


def own(folder: Path, numba: Path | None) -> list[Taken]:
    """What only Polos, or it and the plain reference, are measured on."""
    pairs = synthetic.write_patents(folder / "patents.npz")
    synthetic.write_points(folder / "points.npz", plants=20_000)
    patents = f"d, 2,000,000 patents, {pairs:,} pairs"
    asked = [
        ("b, panel of 25 years with one direction", "panel", "float32", folder / "b"),
        ("b, two threads", "threads", "float32", folder / "b"),
        ("ECI b, one year", "one_complexity", "polos", folder / "b"),
        (patents, "patents", "plain scipy", folder / "patents.npz"),
        (patents, "patents", "polos", folder / "patents.npz"),
        ("e, c650, five best partners", "partners", "polos", folder / "c650"),
        ("Kd, 20,000 plants, 100 distances", "distances", "polos", folder / "points.npz"),
    ]  # fmt: skip
    taken = [
        Taken(f"e, {case}", program, found, found.get("failed", ""))
        for case in ("a", "c650", "b")
        for program, found in in_turn("complementarity", folder / case).items()
    ]
    for case in ("a", "c650", "b"):
        found = several("products", "float32", folder / case)
        note = found.get("failed", "float32")
        taken.append(Taken(f"e, {case}", "its two matrix products alone", found, note))
    if numba:
        asked.append((patents, "patents", "plain numba", folder / "patents.npz"))
    for case, subject, program, path in asked:
        print(f"  {case}: {program}", file=sys.stderr)
        python = numba if program == "plain numba" else sys.executable
        found = several(subject, program, path, python=python)
        label = program if program.startswith(("plain", "polos")) else f"polos {program}"
        remark = found.get("failed", REMARKS.get(program, ""))
        taken.append(Taken(case, label, {} if "failed" in found else found, remark))
    return taken


def worker(python: Path | str, *arguments: object, limit: float = 3 * LIMIT) -> dict:
    """Run one measurement in a process of its own and return what it printed, or why it failed."""
    command = [str(python), str(WORKERS / "measure.py"), *map(str, arguments)]
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, check=False, timeout=limit, env=os.environ | ONE_THREAD
        )
    except subprocess.TimeoutExpired:
        return {"failed": f"over {limit:.0f} s"}
    if done.returncode:
        return {"failed": (done.stderr.strip().splitlines() or ["ended without a word"])[-1][:160]}
    return json.loads(done.stdout.splitlines()[-1])


# ---- judging -----------------------------------------------------------------------------------


def against_peers(taken: Sequence[Taken]) -> list[Target]:
    """Ahead of every peer in time and memory, no slower than the plain reference, ten times the best on b."""
    at = {(one.case, one.program): one for one in taken}
    targets = []
    for case in CASES:
        if (case, "polos float32") not in at:
            continue
        ours, plain = at[case, "polos float32"], at[case, "plain float32"]
        targets.append(Target(f"{case}: seconds, against plain float32", ours.seconds, plain.seconds, "s"))
        if case == "b":
            goal = 0.6 * plain.seconds
            targets.append(Target("b: seconds, stretch: 0.6 of plain float32", ours.seconds, goal, "s", True))
            targets.append(Target("b: memory, stretch", ours.megabytes, 450, "MB", True))
        peers = [at[case, name] for name in PEERS if (case, name) in at]
        measured = [peer for peer in peers if not math.isnan(peer.seconds)]
        if measured:
            share = 0.1 if case == "b" else 1.0
            words = "a tenth of the best peer" if case == "b" else "the best peer"
            best = min(peer.seconds for peer in measured)
            targets.append(Target(f"{case}: seconds, against {words}", ours.seconds, share * best, "s"))
            least = min(peer.megabytes for peer in measured)
            targets.append(Target(f"{case}: memory, against the best peer", ours.megabytes, least, "MB"))
    return targets


def against_figures(taken: Sequence[Taken]) -> list[Target]:
    """Targets that are numbers."""

    if not any(one.case.startswith("Kd") for one in taken):
        return []

    def of(start: str, program: str = "polos") -> Taken:
        found = (one for one in taken if one.case.startswith(start) and one.program.startswith(program))
        return next(found, Taken(start, program))

    complementarity = [
        Target(
            f"e, {case}: seconds, against plain {dtype}",
            of(f"e, {case}", f"polos {dtype}").seconds,
            of(f"e, {case}", f"plain {dtype}").seconds,
            "s",
        )
        for case in ("a", "c650", "b")
        for dtype in ("float32", "float64")
    ]
    asked = (("a", "250 x 600", 2.4), ("c650", "1,300 x 650", 22), ("b", "200 x 5,000", 65))
    quoted = [
        Target(
            f"e, {size} (quoted, float32 on another machine; its two matrix products alone take "
            f"{said(of(f'e, {case}', 'its two').seconds * 1000)} ms here)",
            of(f"e, {case}", "polos float32").seconds * 1000,
            most,
            "ms",
        )
        for case, size, most in asked
    ]
    return [
        Target("ECI b, one year", of("ECI b").seconds * 1000, 10, "ms"),
        Target("d: seconds, against plain scipy", of("d,").seconds, of("d,", "plain scipy").seconds, "s"),
        Target("d: seconds, against plain numba", of("d,").seconds, of("d,", "plain numba").seconds, "s"),
        Target("d: memory", of("d,").megabytes, 700, "MB"),
        *complementarity,
        *quoted,
        Target("e, five best partners, 1,300 x 650", of("e, c650, five").seconds, 10.6, "s"),
        Target("Kd, 20,000 plants", of("Kd").seconds, 1.0, "s"),
    ]


def exponents(stages: dict[str, dict[str, float]]) -> dict[str, dict[str, float]]:
    """Return, for every stage, the power of 2 by which its time grew when R, A or T doubled."""
    return {
        stage: {axis: math.log2(times[axis] / times[""]) for axis in ("R", "A", "T")}
        for stage, times in stages.items()
    }


# ---- writing -----------------------------------------------------------------------------------


METHOD = """\
Synthetic input, drawn from one seed and the same for every program: capabilities of territories against
requirements of activities, log-normal sizes, AR(1) over the years. A case is territories x activities x
years: {cases}. Work: presence, complexity, proximity and relatedness density of every year. Seconds are
processor seconds of that work (for one year the median of repeats; of Polos and the plain reference, on cases
that take a moment, the median of nine runs in turn), memory the most that the process held, its libraries
included. The form that a program wants, a frame or a matrix, is made before the clock starts, as a table is
made once and asked for many measures; what it takes to make and check the matrices is a row of its own. One
process at a time, one thread for linear algebra. Agreement is the correlation of the first year's complexity
of territories with that of the plain float64 reference.
"""
GROWTH = """\
The power of 2 by which the time grows when territories (R), activities (A) or years (T) double, from
500 x 1,200 x 2; in brackets the theoretical one. Above it by more than {noise} is marked. `specialised` and
`economic_complexity` begin at 3,200 x 4,800 x 2: they read and write tables and little else, so that a small
table, which the processor's cache holds, doubled to one that it does not, would tell of the cache. The sizes
take turns, and each time is the least of twelve: what else the machine does cannot make a call quicker than
it is.
"""


def report(
    taken: Sequence[Taken], grown: dict[str, dict[str, float]], targets: Sequence[Target], kept: str
) -> str:
    """Write the tables, what was missed, and where it was measured."""
    cases = ", ".join(f"{name} {r:,} x {a:,} x {t}" for name, (r, a, t) in CASES.items())
    now = f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC"
    lines = [
        "# The measures beside their peers",
        "",
        f"Measured on {now} by `python -m benchmarks peers`, a part of `make bench`.",
        "",
        surroundings(taken),
        "",
        METHOD.format(cases=cases),
        "| Case | Program | Seconds | Elapsed | Memory, MB | Times Polos float32 | Agreement | Remark |",
        "|---|---|---:|---:|---:|---:|---:|---|",
        *(row(one, taken) for one in taken),
        *quoted_rows(taken),
        "",
        "Targets, each the most it may be:",
        "",
        "| Target | Measured | Most | Kept |",
        "|---|---:|---:|---|",
        *(f"| {one.name} | {one.measured} | {one.limit} | {one.verdict} |" for one in targets),
        "",
        "## What misses its target",
        "",
        *listed(targets),
        "",
        "## Growth",
        "",
        GROWTH.format(noise=NOISE),
        "| Measure | R | A | T |",
        "|---|---:|---:|---:|",
        *(growth_row(stage, powers) for stage, powers in grown.items()),
        "",
    ]
    return "\n".join(lines) + "\n" + kept


def listed(targets: Sequence[Target]) -> list[str]:
    """List what is missed."""
    missed = [f"- {one.name}: {one.measured}, at most {one.limit}" for one in targets if one.is_missed]
    return missed or ["Nothing."]


def row(one: Taken, taken: Sequence[Taken]) -> str:
    ours = (other for other in taken if (other.case, other.program) == (one.case, "polos float32"))
    ratio = one.seconds / next(ours, Taken(one.case, "")).seconds if one.case in CASES else math.nan
    quoted = QUOTED.get(one.program, {}).get(one.case)
    remark = f"{one.note}; quoted from another machine: {quoted} s" if quoted and one.note else one.note
    amounts = (one.seconds, one.found.get("elapsed", math.nan), one.megabytes, ratio)
    cells = [*map(said, amounts), said(correlation(one, taken), 4)]
    return f"| {one.case} | {one.program} | {' | '.join(cells)} | {remark} |"


def quoted_rows(taken: Sequence[Taken]) -> list[str]:
    """Rows of the programs that are not on the index; their seconds are from another machine."""
    return [
        f"| {case} | {program} | {said(seconds)} | | | | | quoted, not measured here |"
        for program, by_case in QUOTED.items()
        if program not in {one.program for one in taken}
        for case, seconds in by_case.items()
    ]


def growth_row(stage: str, powers: dict[str, float]) -> str:
    cells = [
        f"{powers[axis]:.2f} ({most}){' above' if powers[axis] > most + NOISE else ''}"
        for axis, most in THEORY[stage].items()
    ]
    return f"| `{stage}` | {' | '.join(cells)} |"


def correlation(one: Taken, taken: Sequence[Taken]) -> float:
    """Correlate complexities of the first year with the plain reference's, NaN where there are none."""
    plain = (other for other in taken if (other.case, other.program) == (one.case, "plain float64"))
    reference = next(plain, Taken(one.case, "")).found.get("complexity")
    found = one.found.get("complexity")
    if reference is None or found is None or len(found) != len(reference):
        return math.nan
    means = sum(found) / len(found), sum(reference) / len(reference)
    a, b = [value - means[0] for value in found], [value - means[1] for value in reference]
    spread = math.sqrt(sum(value**2 for value in a) * sum(value**2 for value in b))
    return sum(x * y for x, y in zip(a, b, strict=True)) / spread if spread else math.nan


def said(amount: float, digits: int | None = None) -> str:
    if math.isnan(amount):
        return "-"
    if digits is None:
        digits = 0 if abs(amount) >= 100 else 1 if abs(amount) >= 10 else 2 if abs(amount) >= 1 else 4
    return f"{amount:,.{digits}f}"


def surroundings(taken: Sequence[Taken]) -> str:
    """Describe the machine, the versions of every program and the kernels of linear algebra."""
    of = {one.program: one.found for one in taken if "versions" in one.found}
    ours = of["polos float32"]
    kernels = "; ".join(
        f"{k['internal_api']} {k['version']} {k['architecture']}, {k['num_threads']} thread"
        for k in ours["kernels"]
    )
    versions = ", ".join(f"{name} {number}" for name, number in ours["versions"].items())
    peers = ", ".join(
        f"{packages[0].replace('==', ' ')} (with numpy {of[name]['versions']['numpy']})"
        for name, packages in PEERS.items()
        if name in of
    )
    load = os.getloadavg()[0]
    libraries = f"Python {ours['python']}, {versions}. threadpoolctl: {kernels}"
    return f"{machine()}, load average {load:.1f}. {libraries}. Peers: {peers}."


def mutation_score(path: Path) -> str:
    """Return the part on the mutation score of the last report, which another command writes."""
    text = path.read_text("utf-8") if path.exists() else ""
    if MUTANTS_HEADING in text:
        return MUTANTS_HEADING + text.split(MUTANTS_HEADING, 1)[1]
    return f"{MUTANTS_HEADING}\n\nNot measured yet; `make mutants` measures it.\n"
