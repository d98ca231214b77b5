"""What to do where something a test needs is not there."""

import os
from typing import NoReturn

import pytest


def missing(what: str, next_step: str) -> NoReturn:
    """Fail on the project's own machine (CI=true), skip with a message on anybody else's."""
    message = f"Found no {what}. {next_step}"
    if os.environ.get("CI") == "true":
        pytest.fail(message, pytrace=False)
    pytest.skip(message)
