"""What every test may ask for: the checkout and the folder of statistics."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from missing import missing

ROOT = Path(__file__).resolve().parents[1]
# How fast a machine is says nothing about whether the software is right. A check of a change tells about that
# change: there, examples are drawn alike every time; elsewhere anew.
settings.register_profile(
    "any machine",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=os.environ.get("CI") == "true",
)
settings.load_profile("any machine")


@pytest.fixture(scope="session")
def root() -> Path:
    """The top of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of statistics: POLOS_SHARED, by default ``../shared`` beside the checkout."""
    folder = (ROOT / os.environ.get("POLOS_SHARED", "../shared")).resolve()
    if not (folder / "data").is_dir():
        missing(f"folder of statistics at {folder}", "Set POLOS_SHARED to one that has data/ and reference/.")
    return folder


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest comes first, so that no process is left alone with it at the end."""
    files = {item.path: 2 for item in items}
    for item in items:
        place = 0 if "browser" in item.keywords else 1 if "slow" in item.keywords else 2
        files[item.path] = min(files[item.path], place)
    items.sort(key=lambda item: files[item.path])
