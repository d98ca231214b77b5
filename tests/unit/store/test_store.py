"""What the data folder keeps, and that nothing stored is ever lost."""

import json
import shutil
import threading
from datetime import UTC, datetime

import polars as pl
import pytest

from polos.errors import InputError, NotStored, UnknownName, WrongColumns, WrongRows
from polos.store import Store, data_folder
from polos.store.versions import VERSIONS_KEPT


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "data")


@pytest.fixture
def table(tmp_path):
    def of(text, name="own.csv"):
        path = tmp_path / name
        path.write_text("territory,activity,employment\n" + text, encoding="utf-8")
        return path

    return of


def jobs(dataset):
    return dataset.cells()["employment"].sum()


@pytest.mark.slow
def test_a_real_file_is_stored_with_its_papers(store, shared):
    file = shared / "data" / "mexico" / "metro_scian6_employment.parquet"
    before = datetime.now(UTC)
    papers = store.add("mx-scian", file).dataset.papers
    assert papers.checksum == "88ba226aff6b343f065e7be9dc580ef5eb696ae95fbfd51efe511b24fe93192d"
    assert set(papers.companions) == {"scian-isic", "naics-nace", "zone-names"}
    assert before <= papers.fetched_at <= datetime.now(UTC)
    assert papers.licence.attribution == "Source: INEGI"
    assert (papers.rows_read, papers.rows_admitted, papers.rejected) == (13413, 13413, {})
    assert papers.absent_is_zero
    assert "12" in papers.unobserved
    assert store.dataset("mx-scian").papers == papers
    assert papers.origin.checksum == papers.checksum


def test_everything_is_parquet_and_papers_that_others_can_read(store, table):
    dataset = store.add("table", table("cl_bi,10,5\ncl_an,10,x\n"), accept_rejected=True).dataset
    assert sorted(path.name for path in dataset.folder.iterdir()) == [
        "cells.parquet", "links.parquet", "papers.json", "rejected.parquet", "sections.parquet",
        "splits.parquet", "units.parquet",
    ]  # fmt: skip
    assert json.loads((dataset.folder / "papers.json").read_text())["rejected"] == {"not_a_number": 1}
    assert dataset.rejected()["row"].to_list() == [2]


def test_the_same_file_again_changes_nothing(store, table):
    first = store.add("table", table("cl_bi,10,5\n"))
    again = store.add("table", table("cl_bi,10,5\n"))
    assert again.unchanged
    assert not first.unchanged
    assert again.dataset.papers.version == first.dataset.papers.version


def test_another_assumption_or_file_is_a_new_version_and_the_old_stays_readable(store, table):
    first = store.add("table", table("cl_bi,10,5\n")).dataset
    declared = store.add("table", table("cl_bi,10,5\n"), absent_is_zero=True).dataset
    second = store.add("table", table("cl_bi,10,6\n")).dataset
    assert declared.papers.absent_is_zero
    assert len({first.folder, declared.folder, second.folder}) == 3
    assert (jobs(first), jobs(second), jobs(store.dataset("own"))) == (5, 6, 6)


def test_only_the_last_versions_are_kept(store, table):
    for amount in range(1, VERSIONS_KEPT + 3):
        last = store.add("table", table(f"cl_bi,10,{amount}\n")).dataset
    versions = [path for path in last.folder.parent.iterdir() if path.is_dir()]
    assert len(versions) == VERSIONS_KEPT
    assert last.folder in versions


@pytest.mark.parametrize(
    "bad",
    ["", "cl_bi,10,x\n", "cl_bi,10,-1\n", "cl_bi,10,9\ncl_bi,1071,5\n"],
    ids=["empty", "text", "negative", "twice"],
)
def test_a_refused_file_leaves_what_is_stored(store, table, bad):
    store.add("table", table("cl_bi,10,5\n"))
    with pytest.raises(WrongRows):
        store.add("table", table(bad))
    assert jobs(store.dataset("own")) == 5


def test_a_refused_first_file_stores_nothing(store, table):
    with pytest.raises(WrongRows):
        store.add("table", table(""))
    assert store.datasets() == ()


def test_what_is_not_stored_is_said_with_what_is(store, table):
    store.add("table", table("cl_bi,10,5\n"))
    with pytest.raises(NotStored) as refusal:
        store.dataset("other")
    assert "own" in refusal.value.needed
    with pytest.raises(NotStored):
        store.dataset("../own")


def test_names_become_names_of_folders(store, table):
    assert (
        store.add("table", table("cl_bi,10,5\n", name="Región de Ñuble 2019.csv")).dataset.name
        == "region-de-nuble-2019"
    )
    with pytest.raises(InputError, match="letters or digits"):
        store.add("table", table("cl_bi,10,5\n"), name="...")


@pytest.mark.parametrize(
    ("name", "instead"), [("../../Up", "up"), ("q-semi_bom_latin", "q-semi-bom-latin"), ("Ñuble", "nuble")]
)
def test_a_name_that_would_be_changed_is_refused_with_one_that_would_not(store, table, name, instead):
    with pytest.raises(InputError, match=f"small letters a to z, digits.*such as {instead}"):
        store.add("table", table("cl_bi,10,5\n"), name=name)
    assert store.datasets() == ()
    assert store.add("table", table("cl_bi,10,5\n"), name=instead).dataset.name == instead


def test_one_rejected_row_refuses_a_table_of_ones_own_unless_that_is_accepted(store, table):
    store.add("table", table("cl_bi,10,5\n"))
    with pytest.raises(WrongRows, match=r"1 of 2 rows that cannot be admitted(.|\n)*row 2: Found 'x'"):
        store.add("table", table("cl_bi,10,7\ncl_an,10,x\n"))
    assert jobs(store.dataset("own")) == 5
    accepted = store.add("table", table("cl_bi,10,7\ncl_an,10,x\n"), accept_rejected=True)
    assert jobs(accepted.dataset) == 7
    assert accepted.dataset.papers.rejected == {"not_a_number": 1}


def test_what_is_replaced_is_told_and_kept(store, table):
    first = store.add("table", table("cl_bi,10,5\n"))
    second = store.add("table", table("cl_bi,10,6\n"))
    assert first.replaced is None
    assert second.replaced == first.dataset.papers
    assert first.dataset.folder.is_dir()


def test_what_is_removed_is_gone_with_all_versions_and_nothing_else(store, table):
    for amount in (5, 6):
        own = store.add("table", table(f"cl_bi,10,{amount}\n")).dataset
    store.add("table", table("cl_bi,10,1\n"), name="other")
    removed = store.remove("own")
    assert (removed.papers, len(removed.versions)) == (own.papers, 2)
    assert [dataset.name for dataset in store.datasets()] == ["other"]
    assert not own.folder.exists()
    with pytest.raises(NotStored, match="no dataset 'own'"):
        store.remove("own")
    assert store.add("table", table("cl_bi,10,6\n")).replaced is None


def test_killed_while_removing_nothing_is_in_force_and_the_next_add_clears_up(store, table, monkeypatch):
    old = store.add("table", table("cl_bi,10,5\n")).dataset

    def killed(_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(shutil, "rmtree", killed)
        with pytest.raises(KeyboardInterrupt):
            store.remove("own")
    assert store.datasets() == ()
    assert old.folder.is_dir()
    assert jobs(store.add("table", table("cl_bi,10,6\n")).dataset) == 6
    assert not old.folder.exists()


@pytest.mark.parametrize("source", ["eurostat-sbs", "mx-scian"])
def test_a_missing_column_is_named_before_a_missing_companion(store, table, source):
    with pytest.raises(WrongColumns, match="a column for"):
        store.add(source, table("cl_bi,10,5\n"))


def test_an_unknown_source_lists_those_there_are(store, table):
    with pytest.raises(UnknownName, match="eurostat-sbs, mx-scian, hn-ciiu, table"):
        store.add("ine", table("cl_bi,10,5\n"))


def test_datasets_are_listed_by_name(store, table):
    store.add("table", table("cl_bi,10,5\n"), name="b")
    store.add("table", table("cl_bi,10,5\n"), name="a")
    assert [dataset.name for dataset in store.datasets()] == ["a", "b"]


def test_two_that_add_at_once_both_end_whole(store, table):
    files = [table(f"cl_bi,10,{amount}\n", name=f"{amount}.csv") for amount in (1, 2, 3, 4)]
    adding = [
        threading.Thread(target=store.add, args=("table", file), kwargs={"name": "own"}) for file in files
    ]
    for thread in adding:
        thread.start()
    for thread in adding:
        thread.join()
    home = store.folder / "own"
    versions = [path for path in home.iterdir() if path.is_dir()]
    assert len(versions) == 4
    assert all(pl.read_parquet(path / "cells.parquet").height == 1 for path in versions)
    assert jobs(store.dataset("own")) in {1, 2, 3, 4}
    assert not list(home.glob(".incoming*"))


def test_the_data_folder_is_the_one_given_then_the_variable_then_the_users_own(monkeypatch, tmp_path):
    monkeypatch.setenv("POLOS_DATA", str(tmp_path / "named"))
    assert data_folder(tmp_path / "given") == tmp_path / "given"
    assert data_folder() == tmp_path / "named"
    monkeypatch.delenv("POLOS_DATA")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert data_folder().name == "polos"
    assert tmp_path / "home" in data_folder().parents
