from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from polos.store import ContextStore
from web.contacting import forges, mills, mutual, side, vines
from web.people import make_person, no_attempts_before, sign_in
from web.stored import stored_in

__all__ = ["forges", "make_person", "mills", "mutual", "no_attempts_before", "side", "sign_in", "vines"]


@pytest.fixture
def client(db: None) -> Client:
    """A visitor."""
    return Client()


@pytest.fixture
def add(settings: Any, tmp_path: Path) -> Callable[..., None]:
    """Add a table of context to an empty data folder."""
    settings.DATA_FOLDER = tmp_path / "data"

    def of(kind_name: str, text: str, **options: Any) -> None:
        path = tmp_path / f"{kind_name}.csv"
        path.write_text(text)
        ContextStore(settings.DATA_FOLDER).add(kind_name, path, **options)

    return of


@pytest.fixture
def statistics_loaded(settings: Any, shared: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The three files of employment are loaded."""
    settings.DATA_FOLDER = stored_in(tmp_path_factory.getbasetemp(), shared)


@pytest.fixture
def nothing_loaded(settings: Any, tmp_path: Path) -> None:
    """No statistics are loaded."""
    settings.DATA_FOLDER = tmp_path


@pytest.fixture
def flows_loaded(
    settings: Any, shared: Path, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The statistics of the line, and an input-output table beside them."""
    place = stored_in(tmp_path_factory.getbasetemp(), shared)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "datasets").symlink_to(place / "datasets")
    settings.DATA_FOLDER = tmp_path / "data"
    table = shared / "data" / "input_output" / "iotables" / "croatia_2010_1700.parquet"
    ContextStore(settings.DATA_FOLDER).add("input-output", table, name="hr-2010")
