"""The same page in the other languages."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

OWN_NAMES = {"en": "English", "es": "Español", "pt": "Português", "fr": "Français"}


def language() -> str:
    """Return the language of the present page, English where there is none."""
    return get_language() or "en"


def in_language(request: HttpRequest, language: str) -> str:
    """Return the address of the present page, query included, in another language.

    Every page stands under its language (``/en/...``), so the first step of the path is exchanged.
    """
    first, _, rest = request.path_info.lstrip("/").partition("/")
    path = f"/{language}/{rest}" if first in dict(settings.LANGUAGES) else f"/{language}/"
    query = request.META.get("QUERY_STRING", "")
    return f"{path}?{query}" if query else path


def switch(request: HttpRequest) -> list[tuple[str, str, str]]:
    """Return (code, own name, address) for every language of the interface."""
    return [(code, OWN_NAMES[code], in_language(request, code)) for code, _ in settings.LANGUAGES]
