"""Catalogues of texts: ``python -m polos_web.messages collect`` and ``compile``.

``collect`` finds the texts of templates and code and brings the catalogues of the interface up to date;
``compile`` makes the files the application reads, for the interface and for the reports.
"""

import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.core import Locale
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).resolve().parent
INTERFACE = PACKAGE / "locale"
DOMAINS = {INTERFACE: "django", PACKAGE.parent / "polos" / "reports" / "locale": "polos"}
TRANSLATED = ("es", "pt", "fr")
KEYWORDS = {**DEFAULT_KEYWORDS, "gettext_lazy": None, "ngettext_lazy": (1, 2), "pgettext_lazy": ((1, "c"), 2)}
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2")]
HEADER = """msgid ""
msgstr ""
"Project-Id-Version: Polos\\n"
"Language: {language}\\n"
"Plural-Forms: {plurals}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


def texts() -> Catalog:
    """Return every text of the interface, as templates and code have it now."""
    found = extract_from_dir(
        PACKAGE,
        METHODS,
        {"**/templates/**.html": {"trimmed": "true"}},
        keywords=KEYWORDS,
        strip_comment_tags=True,
    )
    template = Catalog()
    for _, _, message, _, context in found:
        template.add(message, context=context)
    return template


def collect() -> None:
    """Bring the catalogues of the interface up to date; what has gone is dropped, what is new is empty."""
    template = texts()
    for language in TRANSLATED:
        path = INTERFACE / language / "LC_MESSAGES" / "django.po"
        catalogue = read(path, language) if path.exists() else Catalog(locale=language)
        catalogue.update(template, no_fuzzy_matching=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(written(catalogue, language), encoding="utf-8")


def read(path: Path, language: str) -> Catalog:
    """Read one catalogue."""
    with path.open("rb") as file:
        return read_po(file, locale=language)


def written(catalogue: Catalog, language: str) -> str:
    """Return a catalogue as text, sorted, without dates, so that a change shows only what changed."""
    buffer = io.BytesIO()
    write_po(
        buffer, catalogue, width=0, omit_header=True, no_location=True, sort_output=True, ignore_obsolete=True
    )
    plurals = get_plural(Locale.parse(language)).plural_forms
    return HEADER.format(language=language, plurals=plurals) + buffer.getvalue().decode("utf-8").lstrip("\n")


def compile_all() -> None:
    """Make the ``.mo`` file of every catalogue."""
    for path, language in catalogues():
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, read(path, language))


def catalogues() -> Iterator[tuple[Path, str]]:
    """Give every catalogue of the interface and of the reports with its language."""
    for folder, domain in DOMAINS.items():
        for path in sorted(folder.glob(f"*/LC_MESSAGES/{domain}.po")):
            yield path, path.parent.parent.name


def main(arguments: list[str]) -> int:
    """Run one of the two commands."""
    commands = {"collect": collect, "compile": compile_all}
    if len(arguments) != 1 or arguments[0] not in commands:
        print(f"Found {' '.join(arguments)!r}. Needed one of: {', '.join(commands)}.", file=sys.stderr)  # noqa: T201
        return 2
    commands[arguments[0]]()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
