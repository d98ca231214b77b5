"""Rules of the pages: templates run no query, and nothing names an address of another machine."""

import re
from contextlib import contextmanager
from html.parser import HTMLParser

import pytest
from django.core.management import call_command
from django.db import connection
from django.template.backends.jinja2 import Template
from django.test import override_settings

from polos_web.site.actions import load_reference
from web.journeys.pages import LANGUAGES, PAGES, address

# What a browser fetches, or sends to, without being asked by the reader.
FETCHED = {
    "link": "href", "script": "src", "img": "src", "source": "src", "iframe": "src", "video": "src",
    "audio": "src", "object": "data", "embed": "src", "form": "action", "image": "href", "use": "href",
    "track": "src",
}  # fmt: skip
ELSEWHERE = re.compile(r"^(https?:)?//")
IN_STYLE = re.compile(r"url\(\s*['\"]?((?:https?:)?//[^)'\"]+)|@import\s+['\"](https?://[^'\"]+)")
IN_SCRIPT = re.compile(
    r"(?:fetch|import|open|sendBeacon|Worker|WebSocket|EventSource)\(\s*['\"`](?:https?:|wss?:)?//"
)


class Fetched(HTMLParser):
    """The addresses of other machines that a page makes the browser go to."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        facts = {name: value or "" for name, value in attrs}
        named = [facts.get(FETCHED.get(tag, ""), ""), facts.get("xlink:href", "")]
        named += [part.strip().split(" ")[0] for part in facts.get("srcset", "").split(",")]
        self.found += [f"<{tag}> {name}" for name in named if ELSEWHERE.match(name)]
        self.found += [
            f"<{tag} style> {name[0] or name[1]}" for name in IN_STYLE.findall(facts.get("style", ""))
        ]
        self.found += [f"<{tag} {name}>" for name, value in facts.items() if name.startswith("on") and value]


@pytest.fixture(scope="module")
def filled(django_db_setup, django_db_blocker, tmp_path_factory):
    """The database as the product prepares it; afterwards it holds only the built-in records again."""
    folder = tmp_path_factory.mktemp("prepared")
    with django_db_blocker.unblock(), override_settings(DATA_FOLDER=folder):
        call_command("prepare", verbosity=0)
    yield
    with django_db_blocker.unblock():
        call_command("flush", interactive=False, verbosity=0)
        load_reference()


@contextmanager
def queries_refused():
    """Refuse every query for a while."""

    def refuse(execute, sql, params, many, context):
        raise AssertionError(f"A template ran a query: {sql[:200]}")

    with connection.execute_wrapper(refuse):
        yield


@pytest.fixture
def templates_without_queries(monkeypatch):
    """Let templates render only what they were given."""
    rendered = Template.render

    def render(self, context=None, request=None):
        with queries_refused():
            return rendered(self, context=context, request=request)

    monkeypatch.setattr(Template, "render", render)


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("name", PAGES)
def test_templates_run_no_query(filled, templates_without_queries, client, name):
    """Rule 6: the view asks, the template shows."""
    assert client.get(address(name, "es")).status_code == 200


@pytest.mark.django_db
def test_a_query_in_a_template_is_noticed(filled):
    """The blocker trips on the smallest query."""
    with pytest.raises(AssertionError, match="A template ran a query"), queries_refused():
        connection.cursor().execute("SELECT 1")


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_pages_fetch_nothing_from_elsewhere(filled, client, name, language):
    """Links a reader may follow are for the reader; everything the browser fetches is ours."""
    answer = client.get(address(name, language))
    assert answer.status_code == 200
    assert Fetched(answer.text).found == []
    assert answer["Content-Security-Policy"].startswith("default-src 'self'")


def test_built_files_name_no_address_to_fetch(root):
    """Styles and scripts of the browser load nothing from elsewhere."""
    folder = root / "src/polos_web/static/dist"
    if not folder.is_dir():
        pytest.skip("Found no built browser files. Run: make .stamps/assets")
    wrong = [
        f"{path.name}: {found}"
        for path in sorted(folder.rglob("*"))
        if path.suffix in (".css", ".js", ".svg", ".json", ".html")
        for found in fetched_by(path.suffix, path.read_text("utf-8"))
    ]
    assert wrong == []


def test_templates_name_no_address_to_fetch(root):
    """Also parts of templates that no page of the tests shows."""
    templates = list(root.glob("src/polos_web/*/templates/**/*.html"))
    assert len(templates) > 3
    found = {path.name: Fetched(path.read_text("utf-8")).found for path in templates}
    assert {name: addresses for name, addresses in found.items() if addresses} == {}


def fetched_by(kind: str, text: str) -> list[str]:
    """What a style, a script or a drawing would fetch from elsewhere."""
    if kind == ".css":
        return [name[0] or name[1] for name in IN_STYLE.findall(text)]
    if kind == ".js":
        return IN_SCRIPT.findall(text)
    return Fetched(text).found if kind in (".svg", ".html") else []


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (".html", '<script src="https://cdn.example.org/x.js"></script>'),
        (".html", '<link rel="stylesheet" href="//fonts.example.org/x.css">'),
        (".html", '<img srcset="/a.png 1x, https://example.org/b.png 2x">'),
        (".html", '<form action="https://example.org/">'),
        (".html", '<p style="background: url(https://example.org/x.png)">'),
        (".html", '<p onclick="x()">'),
        (".svg", '<svg><image href="https://example.org/x.png"/></svg>'),
        (".css", '@font-face { src: url("https://fonts.example.org/x.woff2") }'),
        (".css", '@import "https://example.org/x.css";'),
        (".js", 'fetch("https://example.org/x.json")'),
        (".js", "new WebSocket('wss://example.org')"),
    ],
)
def test_an_address_elsewhere_is_noticed(kind, text):
    """Every way a browser is sent elsewhere is found."""
    assert fetched_by(kind, text)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (".html", '<a href="https://example.org/">the source</a>'),
        (".html", '<img src="/static/x.svg">'),
        (".svg", '<svg xmlns="http://www.w3.org/2000/svg"></svg>'),
        (".css", "a { background: url(/static/x.svg) }"),
        (".js", 'document.createElementNS("http://www.w3.org/2000/svg", "g")'),
    ],
)
def test_links_and_names_are_not_addresses_to_fetch(kind, text):
    """A link to a source, and the name of a namespace, send the browser nowhere."""
    assert not fetched_by(kind, text)
