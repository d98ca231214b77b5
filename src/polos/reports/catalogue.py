"""Sentences in four languages: English in the code, the others read from the catalogues beside it.

The catalogues (``locale/<language>/LC_MESSAGES/polos.po``) are read as text, once a process and
language, so that the library needs no build step. ``text`` and ``counted`` look a sentence up;
``marked`` and ``marked_counts`` only mark one for extraction where it stands in a table.
"""

import functools
import gettext
import io
from pathlib import Path
from typing import Any

from babel.messages import mofile, pofile

from polos.errors import UnknownName
from polos.vocabularies import LANGUAGES

SOURCE_LANGUAGE = "en"
FOLDER = Path(__file__).parent / "locale"
DOMAIN = "polos"


def text(source: str, language: str, /, **values: str) -> str:
    """Return the sentence in this language with its named places filled, ``%(name)s`` by ``name``."""
    return _filled(translations(language).gettext(source), values)


def counted(one: str, many: str, language: str, /, *, number: int, **values: str) -> str:
    """Return the sentence in the plural form that ``number`` asks for, with its named places filled.

    ``%(count)s`` is the number as words of this language expect it, unless ``values`` gives another.
    """
    found = translations(language).ngettext(one, many, number)
    return _filled(found, {"count": str(number), **values})


def marked(source: str) -> str:
    """Return the sentence as it is; the name tells the extraction that it needs a translation."""
    return source


def marked_counts(one: str, many: str) -> tuple[str, str]:
    """Return both forms as they are; the name tells the extraction that they need a translation."""
    return one, many


@functools.cache
def translations(language: str) -> gettext.NullTranslations:
    """Return the catalogue of a language; English needs none."""
    if language not in LANGUAGES:
        raise UnknownName(
            found=f"the language {language!r}",
            needed=f"one of {', '.join(LANGUAGES)}",
            next_step="Choose one of these languages.",
        )
    return gettext.NullTranslations() if language == SOURCE_LANGUAGE else _read_catalogue(language)


def catalogue_path(language: str) -> Path:
    """Return where the catalogue of a language stands."""
    return FOLDER / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def _read_catalogue(language: str) -> gettext.NullTranslations:
    with catalogue_path(language).open("rb") as file:
        catalogue = pofile.read_po(file, locale=language, domain=DOMAIN)
    compiled = io.BytesIO()
    mofile.write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def _filled(sentence: str, values: dict[str, Any]) -> str:
    return sentence % values if values else sentence.replace("%%", "%")
