import socket
from collections.abc import Iterator

import pytest


@pytest.fixture
def free_socket() -> Iterator[socket.socket]:
    """A socket bound to a port that was free."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        yield bound
