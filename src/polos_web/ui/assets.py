"""Files for the browser, found by their plain name in the list that the build writes."""

import functools
import json
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


@functools.cache
def manifest() -> dict[str, str]:
    """Plain name to name with checksum, as ``assets/build.mjs`` wrote it.

    Raises
    ------
    ImproperlyConfigured
        When the files for the browser have not been built.
    """
    return json.loads(built("manifest.json").read_text(encoding="utf-8"))


def built(name: str) -> Path:
    """Return the path of a built file, or say how to build it."""
    path = Path(settings.STATIC_ROOT) / name
    if not path.is_file():
        raise ImproperlyConfigured(
            f"Found no {path}. Needed the built files for the browser. Run: npm ci && npm run build"
        )
    return path


def asset(name: str) -> str:
    """Return the address of a file for the browser, such as ``site.css``."""
    return settings.STATIC_URL + manifest()[name]
