"""Backup and restore as the operators' guide says, on the database under test: nothing is lost."""

import shutil
import sqlite3
import subprocess
from contextlib import closing

import pytest

from postgresql import programs
from web.product import POLOS, new_database, product


def said(*command, **options):
    done = subprocess.run(command, capture_output=True, text=True, check=False, **options)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def original(data_folder):
    return product(data_folder, database=(data_folder.parent / "site.done").read_text())


def end_of(environment, *options):
    """The last event of the audit chain, as an operator notes it."""
    verified = said(POLOS, "audit", "verify", *options, env=environment)
    return verified.splitlines()[-1].removeprefix("End: ")


@pytest.fixture
def noted(data_folder):
    """The end of the chain before the backup; the site may go on meanwhile."""
    return end_of(original(data_folder))


@pytest.fixture
def restored(data_folder, noted, tmp_path):
    """The environment of the product over what was restored from a backup of the prepared site."""
    database, folder = new_database(), tmp_path / "restored"
    folder.mkdir()
    shutil.copy(data_folder / "secret_key", folder)
    if database:
        dump = tmp_path / "polos.dump"
        source = (data_folder.parent / "site.done").read_text()
        said(programs() / "pg_dump", "--format", "custom", "--file", dump, source)
        said(programs() / "pg_restore", "--no-owner", "--exit-on-error", "--dbname", database, dump)
    else:
        with (
            closing(sqlite3.connect(data_folder / "polos.sqlite3")) as source,
            closing(sqlite3.connect(folder / "polos.sqlite3")) as copy,
        ):
            source.backup(copy)
    return product(folder, database=database)


@pytest.mark.slow
def test_what_was_backed_up_comes_back_whole_and_stays_append_only(data_folder, noted, restored):
    end = end_of(restored, "--noted", noted)
    assert "Built-in records: already loaded." in said(POLOS, "site", "prepare", env=restored)
    assert end_of(restored) == end
    assert end_of(original(data_folder), "--noted", end)
