"""What is in the repository, and what must never be."""

import hashlib
import re
import subprocess
from pathlib import Path

import pytest

MEGABYTE = 1_000_000
REFERENCE = ("src/polos/reference/", "src/polos/vocabularies/")
NEVER = re.compile(
    r"(^|/)(uv\.lock|pylock\.toml|node_modules|__pycache__|\.venv|\.DS_Store)(/|$)|/static/dist/|\.(mo|pyc|sqlite3)$|^var/"
)
# Written so that this file does not hold what it looks for.
ADDRESSES = re.compile(
    r"registry\.npmjs" + r"\.org|files\.python" + r"hosted|pypi\.org/" + r"simple"
    r"|(?<!-no-emit)-index" + r"-url|\"resolved\": \"" + "http"
)
MACHINE_PATHS = re.compile(r"(?<![\w.:/~$}])/(" + "work|root|" + r"home|Users)/[\w.]+")
UNFINISHED = re.compile(r"\b(TO" + "DO|FIX" + r"ME|XX" + r"X)\b")
BARE_IGNORE = re.compile(r"# type: " + r"ignore(?!\[)|# no" + r"qa(?!: [A-Z]+\d+)")


@pytest.fixture(scope="session")
def tracked(root) -> tuple[str, ...]:
    """The files of the repository that are there now."""
    if not (root / ".git").exists():
        pytest.skip("This is not a clone: there is no list of what belongs to the repository.")
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=root, capture_output=True, text=True, check=True
    ).stdout
    return tuple(name for name in listed.split("\0") if name and (root / name).is_file())


def texts(root: Path, names: tuple[str, ...]) -> dict[str, str]:
    """Read those files that are text."""
    found = {}
    for name in names:
        try:
            found[name] = (root / name).read_text("utf-8")
        except UnicodeDecodeError:
            continue
    return found


def lines_with(pattern: re.Pattern[str], files: dict[str, str]) -> list[str]:
    """List the places where the pattern occurs."""
    return [
        f"{name}:{number}: {line.strip()[:120]}"
        for name, text in files.items()
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


def test_nothing_that_is_built_or_fetched_is_tracked(tracked):
    """Locks with addresses, built assets, compiled catalogues and data folders stay out."""
    assert [name for name in tracked if NEVER.search(name)] == []


def test_no_large_file_besides_the_reference_data(root, tracked):
    """A clone stays small: nothing above one megabyte but built-in facts."""
    large = {name: (root / name).stat().st_size for name in tracked if not name.startswith(REFERENCE)}
    assert {name: size for name, size in large.items() if size > MEGABYTE} == {}


@pytest.mark.slow
def test_no_registry_address_is_tracked(root, tracked):
    """Where packages come from is each machine's own setting."""
    assert lines_with(ADDRESSES, texts(root, tracked)) == []


@pytest.mark.slow
def test_no_path_of_one_machine_is_tracked(root, tracked):
    """Nothing in the repository knows in which folder it was written."""
    assert lines_with(MACHINE_PATHS, texts(root, tracked)) == []


def test_nothing_is_left_unfinished(root, tracked):
    """No note to do it later, no silenced check without its name."""
    python = texts(root, tuple(name for name in tracked if name.endswith(".py")))
    assert lines_with(UNFINISHED, python) + lines_with(BARE_IGNORE, python) == []


def test_no_file_of_statistics_was_copied_into_the_repository(root, tracked, shared):
    """Input for trials is read where it lies; its terms are not ours to pass on."""
    sizes: dict[int, list[Path]] = {}
    for path in (shared / "data").rglob("*"):
        if path.is_file() and path.stat().st_size:
            sizes.setdefault(path.stat().st_size, []).append(path)
    copies = [
        f"{name} is {twin.name}"
        for name in tracked
        for twin in sizes.get((root / name).stat().st_size, ())
        if checksum(root / name) == checksum(twin)
    ]
    assert copies == []


def checksum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize(
    ("pattern", "line"),
    [
        (NEVER, "uv.lock"),
        (NEVER, "src/polos_web/static/dist/site.css"),
        (NEVER, "src/polos/locale/es/LC_MESSAGES/polos.mo"),
        (ADDRESSES, "--extra-index" + "-url https://example.org"),
        (ADDRESSES, "https://registry.npmjs" + ".org/x.tgz"),
        (MACHINE_PATHS, "see /ro" + "ot/x.py"),
        (MACHINE_PATHS, 'open("/wor' + 'k/data")'),
        (UNFINISHED, "# TO" + "DO later"),
        (BARE_IGNORE, "x = 1  # type: " + "ignore"),
        (BARE_IGNORE, "x = 1  # no" + "qa"),
    ],
)
def test_each_pattern_can_trip(pattern, line):
    """Every pattern finds what it is there for."""
    assert pattern.search(line)


@pytest.mark.parametrize(
    ("pattern", "line"),
    [
        (NEVER, "src/polos/store/lock.py"),
        (MACHINE_PATHS, "https://example.org/home/page"),
        (MACHINE_PATHS, "src/work/x"),
        (BARE_IGNORE, "x = 1  # type: " + "ignore[arg-type]"),
        (BARE_IGNORE, "from x import *  # no" + "qa: F403"),
    ],
)
def test_each_pattern_lets_the_rest_pass(pattern, line):
    """A pattern that finds everything would say nothing."""
    assert not pattern.search(line)
