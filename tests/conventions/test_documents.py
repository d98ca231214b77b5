"""Documents and code say the same: settings, pages, commands, words, changes."""

import re
from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern

from conventions.source import modules
from polos_web.messages import texts

DOCUMENTS = ("*.md", "docs/**/*.md", "changes/*.md", "benchmarks/*.md")
SETTING = re.compile(r"\bPOLOS_[A-Z]+\b")


@pytest.fixture(scope="session")
def documents(root) -> dict[str, str]:
    """Every document with its text."""
    found = {path for pattern in DOCUMENTS for path in root.glob(pattern)}
    return {str(path.relative_to(root)): path.read_text("utf-8") for path in sorted(found)}


def headings(text: str) -> list[str]:
    """The headings of the second rank."""
    return re.findall(r"^## (.+)$", text, re.MULTILINE)


# ---- settings and pages ----------------------------------------------------------------------


def test_every_setting_has_its_heading_and_every_heading_its_setting(root, documents):
    """What the code reads from the environment is exactly what docs/guide/settings.md lists."""
    code = [
        root / "Makefile",
        *root.glob("src/**/*.py"),
        *root.glob("tests/**/*.py"),
        *root.glob("assets/**/*.mjs"),
    ]
    read = {name for path in code for name in SETTING.findall(path.read_text("utf-8"))}
    assert set(headings(documents["docs/guide/settings.md"])) == read


def routes(resolver: URLResolver, start: str = "/") -> Iterator[str]:
    """Yield every address of the application, without its language, as ``/territories/<territory_id>/``."""
    for entry in resolver.url_patterns:
        here = "" if isinstance(entry.pattern, LocalePrefixPattern) else readable(str(entry.pattern))
        if isinstance(entry, URLPattern):
            yield start + here
        else:
            yield from routes(entry, start + here)


def readable(pattern: str) -> str:
    """Write a pattern of an address with the names of its variable parts only."""
    named = re.sub(r"\(\?P(<\w+>)[^)]*\)", r"\1", pattern)
    return re.sub(r"<\w+:", "<", named).replace("\\", "").strip("^$")


def test_every_page_has_its_heading_and_every_heading_its_page(documents):
    """What the application answers is exactly what docs/guide/pages.md lists; ``…`` stands for all below."""
    listed = [heading.strip("`") for heading in headings(documents["docs/guide/pages.md"])]
    answered = set(routes(get_resolver()))
    assert "/territories/" in answered
    assert listed == sorted(listed)
    assert {page for page in answered if not any(covers(heading, page) for heading in listed)} == set()
    assert {heading for heading in listed if not any(covers(heading, page) for page in answered)} == set()


def covers(heading: str, page: str) -> bool:
    """Whether a heading speaks of this page, or of everything below an address."""
    return page.startswith(heading.removesuffix("…")) if heading.endswith("…") else page == heading


def test_a_heading_covers_its_page_or_what_lies_below():
    """The three dots are needed for what lies below."""
    assert covers("/about/", "/about/")
    assert not covers("/", "/about/")
    assert covers("/account/…", "/account/sign-in/")
    assert not covers("/account/…", "/about/")


# ---- commands --------------------------------------------------------------------------------


def targets(makefile: str) -> set[str]:
    """The commands of the Makefile."""
    return set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))


def test_every_make_command_of_the_documents_exists(root, documents):
    """No document names a command that is not there."""
    known = targets((root / "Makefile").read_text("utf-8"))
    named = {
        (name, command)
        for name, text in documents.items()
        for piece in re.findall(r"```.*?```|`[^`\n]+`", text, re.DOTALL)
        for command in re.findall(r"(?:^|[`\n])make ([a-z]+)", piece)
    }
    assert {"demo", "test", "check", "bench"} <= {command for _, command in named}
    assert {(name, command) for name, command in named if command not in known} == set()


def test_the_readme_shows_the_two_commands_first(documents):
    """Whoever opens the README sees at once how to start and how to test."""
    first = re.search(r"```sh\n(.*?)```", documents["README.md"], re.DOTALL)
    assert first is not None
    assert [line.split("#")[0].strip() for line in first[1].splitlines()] == ["make demo", "make test"]


def test_ci_runs_the_test_command_of_the_readme(root):
    """The project's own machine does what the README says, and nothing else."""
    lines = (root / ".ci/run").read_text("utf-8").splitlines()
    assert [line for line in lines if line.startswith("make")] == ["make test"]


# ---- links, words, changes -------------------------------------------------------------------


def test_every_link_between_documents_leads_somewhere(root, documents):
    """Links and pictures that point into the repository point to what is there."""
    broken = [
        f"{name}: {link}"
        for name, text in documents.items()
        for link in re.findall(r"\]\(([^)#\s]+)", text)
        if not link.startswith("http") and not (root / name).parent.joinpath(link).exists()
    ]
    assert broken == []


def test_every_heading_that_is_linked_to_exists(root, documents):
    """A link into the same document finds its heading."""
    broken = [
        f"{name}: #{link}"
        for name, text in documents.items()
        for link in re.findall(r"\]\(#([^)\s]+)", text)
        if link not in {re.sub(r"[^\w-]", "", title.lower().replace(" ", "-")) for title in headings(text)}
    ]
    assert broken == []


def glossary(text: str) -> list[tuple[str, str, str]]:
    """The rows of the glossary: word, meaning, words that are not used for it."""
    rows = re.findall(r"^\| (.+?) \| (.+?) \|(.*)\|$", text, re.MULTILINE)
    return [(word, meaning, instead.strip()) for word, meaning, instead in rows if word != "Word"]


def test_the_glossary_lists_each_word_once_and_in_order(documents):
    """A word is found where the alphabet says, and means one thing."""
    words = [word for word, _, _ in glossary(documents["GLOSSARY.md"])]
    assert len(words) > 30
    assert words == sorted(set(words), key=str.lower)


def test_no_word_has_two_meanings(documents):
    """What one entry says not to use is not the word of another entry."""
    rows = glossary(documents["GLOSSARY.md"])
    avoided = {word for _, _, instead in rows for word in instead.split(", ") if word}
    assert avoided
    assert avoided & {word for word, _, _ in rows} == set()


def avoided_words(rows: list[tuple[str, str, str]], said: str) -> list[str]:
    """Which words that the glossary sets aside occur in a text."""
    instead = {word for _, _, words in rows for word in words.split(", ") if word}
    return sorted(word for word in instead if re.search(rf"\b{re.escape(word)}s?\b", said, re.IGNORECASE))


@pytest.mark.slow
def test_the_pages_use_the_words_of_the_glossary(documents):
    """No text of the interface uses a word the glossary sets aside."""
    rows = glossary(documents["GLOSSARY.md"])
    said = [message.id if isinstance(message.id, str) else message.id[0] for message in texts() if message.id]
    assert len(said) > 20
    assert {text: words for text in said if (words := avoided_words(rows, text))} == {}


def test_the_check_of_words_can_trip(documents):
    """A sentence with a word that is set aside is found, one with the glossary's word is not."""
    rows = glossary(documents["GLOSSARY.md"])
    assert avoided_words(rows, "This is your best Match.") == ["match"]
    assert avoided_words(rows, "This is a counterpart; matching is something else.") == []


@pytest.mark.slow
def test_public_names_use_the_words_of_the_glossary(root, documents):
    """No module is named with a word the glossary sets aside."""
    rows = glossary(documents["GLOSSARY.md"])
    names = {
        module.name: module.name.rpartition(".")[2] for module in modules(root / "src", "polos", "polos_web")
    }
    assert {name: words for name, last in names.items() if (words := avoided_words(rows, last))} == {}


def is_fragment(name: str, text: str) -> bool:
    """Whether a change fragment is named after its area and says in a few lines what changed."""
    lines = text.strip().splitlines()
    named = re.fullmatch(r"changes/[a-z]+(-[a-z0-9]+)+\.md", name)
    return bool(named) and 1 <= len(lines) <= 6 and all(line.strip() for line in lines) and len(text) <= 800


def test_change_fragments_are_short_and_named_after_their_area(documents):
    """A user can read all of them before a new version."""
    fragments = {name: text for name, text in documents.items() if name.startswith("changes/")}
    assert [name for name, text in fragments.items() if not is_fragment(name, text)] == []


@pytest.mark.parametrize(
    ("name", "text", "good"),
    [
        ("changes/web-map.md", "The map shows arcs.\nThey can be switched off.", True),
        ("changes/map.md", "The map shows arcs.", False),
        ("changes/web-map.md", "", False),
        ("changes/web-map.md", "line\n" * 9, False),
        ("changes/web-map.md", "word " * 200, False),
    ],
)
def test_the_check_of_fragments_can_trip(name, text, good):
    """Name, length and content all matter."""
    assert is_fragment(name, text) is good
