"""What every test may ask for: the folder of statistics, and what to do where something is missing."""

import os
from pathlib import Path
from typing import NoReturn

import pytest

ROOT = Path(__file__).resolve().parents[1]


def _missing(what: str, next_step: str) -> NoReturn:
    """Fail on the project's own machine, skip with a message on anybody else's."""
    message = f"Found no {what}. {next_step}"
    if os.environ.get("CI") == "true":
        pytest.fail(message, pytrace=False)
    pytest.skip(message)


@pytest.fixture(scope="session")
def root() -> Path:
    """The top of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of statistics: POLOS_SHARED, by default ``../shared`` beside the checkout."""
    folder = (ROOT / os.environ.get("POLOS_SHARED", "../shared")).resolve()
    if not (folder / "data").is_dir():
        _missing(
            f"folder of statistics at {folder}", "Set POLOS_SHARED to a folder that has data/ and reference/."
        )
    return folder
