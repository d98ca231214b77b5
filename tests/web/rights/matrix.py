"""The rights matrix: for every route and every role the answer it must give.

Each app declares its routes in ``routes/<app>.py``: ``EXPECTED`` maps a route, without its language, to an
example of its address and the answers to GET and POST (``answers.py`` says in what words); ``made()`` makes
in the database what the examples name, in every state where there are several, and returns their names.
"""

import importlib
from pathlib import Path
from types import ModuleType
from typing import Any

from web.rights.answers import Rights


def _modules() -> list[ModuleType]:
    files = sorted((Path(__file__).parent / "routes").glob("*.py"))
    return [importlib.import_module(f"web.rights.routes.{file.stem}") for file in files]


def _joined(name: str) -> dict[str, Rights]:
    parts = [getattr(module, name, {}) for module in _modules()]
    joined = {route: rights for part in parts for route, rights in part.items()}
    assert len(joined) == sum(map(len, parts)), "A route is declared by two apps."
    return joined


EXPECTED = _joined("EXPECTED")


def made() -> dict[str, Any]:
    """Make what the examples of addresses name; return it by name."""
    builders = [module.made for module in _modules() if hasattr(module, "made")]
    return {name: one for build in builders for name, one in build().items()}
