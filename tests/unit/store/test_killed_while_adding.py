"""A process killed in the middle of ``polos data add`` leaves the old state whole.

The process is a real one and is killed by a real signal 9, sent from within at each step that touches the
disk: every file written, brought to disk, renamed or replaced.
"""

import signal
import subprocess
import sys

import pytest

from polos.store import Store

ADD = """
import os, signal, sys
import polars as pl
from polos.cli import main

at, done = int(sys.argv[1]), 0

def step(function):
    def counted(*given, **named):
        global done
        done += 1
        if done == at:
            os.kill(os.getpid(), signal.SIGKILL)
        return function(*given, **named)
    return counted

for name in ("fsync", "rename", "replace", "rmdir"):
    setattr(os, name, step(getattr(os, name)))
pl.DataFrame.write_parquet = step(pl.DataFrame.write_parquet)
code = main(["data", "add", sys.argv[2], "--as", "table", "--name", "own", "--data", sys.argv[3]])
print("steps", done)
sys.exit(code)
"""
FILES, TO_DISK = 6, 7  # tables written; these and the papers brought to disk
RENAMED = FILES + TO_DISK + 1 + 1  # after the folder was brought to disk too
POINTED = RENAMED + 1 + 1 + 1  # after the folder above, and the pointer itself
STEPS = POINTED + 1  # the folder above once more


def add(at, file, data):
    return subprocess.run(
        [sys.executable, "-c", ADD, str(at), str(file), str(data)],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def files(tmp_path):
    for name, amount in (("old", 5), ("new", 6)):
        (tmp_path / f"{name}.csv").write_text(f"territory,activity,employment\ncl_bi,10,{amount}\n")
    return tmp_path


def jobs(data):
    return Store(data).dataset("own").cells()["employment"].sum()


def killed_at(step, files):
    data = files / "data"
    Store(data).add("table", files / "old.csv", name="own")
    outcome = add(step, files / "new.csv", data)
    assert outcome.returncode == -signal.SIGKILL, outcome.stderr
    assert jobs(data) == (6 if step > POINTED else 5)
    after = Store(data).add("table", files / "new.csv", name="own")
    assert jobs(data) == 6
    home = after.dataset.folder.parent
    if not after.unchanged:
        assert not list(home.glob(".incoming*"))


@pytest.mark.slow
def test_the_steps_are_the_ones_counted_here(files):
    assert f"steps {STEPS}" in add(0, files / "new.csv", files / "data").stdout
    assert STEPS == 19


@pytest.mark.slow
@pytest.mark.parametrize("step", [FILES + 2, POINTED], ids=["writing", "pointing"])
def test_killed_before_the_new_version_is_in_force_the_old_one_stays(step, files):
    killed_at(step, files)


@pytest.mark.slow
@pytest.mark.parametrize("step", range(1, STEPS + 1))
def test_killed_at_any_step_one_whole_version_is_in_force(step, files):
    killed_at(step, files)


@pytest.mark.slow
def test_killed_while_first_adding_nothing_is_stored_and_the_next_add_works(files):
    data = files / "data"
    assert add(3, files / "new.csv", data).returncode == -signal.SIGKILL
    assert Store(data).datasets() == ()
    Store(data).add("table", files / "new.csv", name="own")
    assert jobs(data) == 6


@pytest.mark.slow
def test_two_processes_that_add_at_once_both_end_whole(files):
    data = files / "data"
    running = [
        subprocess.Popen([sys.executable, "-c", ADD, "0", str(files / f"{name}.csv"), str(data)])
        for name in ("old", "new")
    ]
    assert [process.wait() for process in running] == [0, 0]
    assert jobs(data) in {5, 6}
    assert not list((data / "datasets" / "own").glob(".incoming*"))
