"""A file too large for a table of regions is refused with bounded memory, and one of many rows is not."""

import subprocess
import sys

import pytest

LIMITED = """
import resource, sys
from pathlib import Path
from polos.cli import main
code = main(["data", "add", sys.argv[1], "--as", "table", "--name", "own", "--data", sys.argv[2]])
status = Path("/proc/self/status")
if status.exists():  # ru_maxrss begins with what the process held that started this one
    print(next(line.split()[1] for line in status.read_text().splitlines() if line.startswith("VmHWM")))
else:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
sys.exit(code)
"""


def add(file, data):
    outcome = subprocess.run(
        [sys.executable, "-c", LIMITED, str(file), str(data)], capture_output=True, text=True, check=False
    )
    in_kilobytes = 1024 if sys.platform == "darwin" else 1
    return outcome, int(outcome.stdout.split()[-1]) / in_kilobytes / 1024


def write(path, rows):
    comment = "x" * 200
    with path.open("w", encoding="utf-8") as file:
        file.write("territory,activity,employment,comment\n")
        for number in range(rows):
            file.write(f"place {number % 20_000},{number // 20_000 + 1000},{number % 97},{comment}\n")


@pytest.mark.slow
def test_a_file_of_hundreds_of_megabytes_is_refused_within_a_gigabyte(tmp_path):
    write(tmp_path / "big.csv", 1_700_000)
    assert (tmp_path / "big.csv").stat().st_size > 350_000_000
    outcome, megabytes = add(tmp_path / "big.csv", tmp_path / "data")
    assert outcome.returncode == 2
    assert "more than 1,500,000 cells" in outcome.stderr
    assert "Sum establishments or years first" in outcome.stderr
    assert megabytes < 1024
    assert not (tmp_path / "data" / "datasets").exists()


@pytest.mark.slow
def test_the_largest_table_that_is_admitted_stays_within_a_gigabyte(tmp_path):
    write(tmp_path / "large.csv", 1_400_000)
    outcome, megabytes = add(tmp_path / "large.csv", tmp_path / "data")
    assert outcome.returncode == 0, outcome.stderr
    assert megabytes < 1024
