"""The frame of every page: headers, languages, refusals, files for the browser."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.http import Http404
from django.test import Client, override_settings
from django.urls import path

from polos.errors import UnknownName
from polos_web.ui import sections
from polos_web.ui.navigation import DOORS, MENU, Entry, Group, opened, reachable
from polos_web.ui.security import HEADERS
from polos_web.urls import handler400, handler403, handler404, handler500, urlpatterns  # noqa: F401

pytestmark = pytest.mark.django_db


def broken(request):
    raise RuntimeError("planted")


def refused(request):
    raise UnknownName(found="the name <b>", needed="a known one", next_step="Try another.")


def absent(request):
    raise Http404


def locked(request):
    raise OperationalError("database is locked")


class LockedOutside:
    """A middleware that keeps something after the view, as sessions are kept."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        self.get_response(request)
        raise OperationalError("database is locked")


urlpatterns = [
    *urlpatterns, path("broken/", broken), path("refused/", refused), path("absent/", absent),
    path("locked/", locked),
]  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "given"),
    [("es-CL,es;q=0.9", "/es/"), ("pt-BR", "/pt/"), ("fr", "/fr/"), ("de", "/en/"), ("", "/en/")],
)
def test_the_bare_address_leads_to_the_language_of_the_browser(client, asked, given):
    answer = client.get("/", headers={"accept-language": asked})
    assert (answer.status_code, answer["Location"]) == (302, given)
    assert "Accept-Language" in answer["Vary"]


def test_the_language_switch_keeps_page_and_query(client):
    text = client.get("/en/territories/?q=bio&side=LAC").text
    for language in ("en", "es", "pt", "fr"):
        assert f'href="/{language}/territories/?q=bio&amp;side=LAC"' in text
    assert '<html lang="en">' in text


@pytest.mark.parametrize("address", ["/en/", "/en/nowhere/", "/en/territories/?zz=1", "/nothing", "/"])
def test_every_answer_carries_the_headers_of_safety(client, address):
    answer = client.get(address)
    assert {name: answer[name] for name in HEADERS} == HEADERS
    assert "unsafe" not in answer["Content-Security-Policy"]


def test_files_for_the_browser_are_kept_for_ever_and_compressed(client):
    text = client.get("/en/").text
    style = text.split('rel="stylesheet" href="')[1].split('"')[0]
    answer = client.get(style, headers={"accept-encoding": "br"})
    assert answer["Content-Encoding"] == "br" and "immutable" in answer["Cache-Control"]
    assert answer["Content-Security-Policy"] == HEADERS["Content-Security-Policy"]


def test_an_unchanged_page_is_not_sent_twice(client):
    mark = client.get("/en/about/")["ETag"]
    assert client.get("/en/about/", headers={"if-none-match": mark}).status_code == 304


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "There is no such page"), ("es", "Esa página no existe"), ("pt", "Essa página não existe")],
)
def test_a_missing_page_says_so_in_its_language(client, language, words):
    answer = client.get(f"/{language}/nowhere/")
    assert answer.status_code == 404 and words in answer.text


def test_an_unknown_parameter_is_a_400_with_three_parts(client):
    answer = client.get("/fr/territories/?couleur=%3Cscript%3E")
    assert answer.status_code == 400
    for words in ("Trouvé", "Attendu", "Que faire", "couleur"):
        assert words in answer.text
    assert "<script>" not in answer.text


@override_settings(ROOT_URLCONF=__name__)
def test_a_failure_is_a_page_in_words_and_not_a_trace():
    answer = Client(raise_request_exception=False).get("/broken/", headers={"accept-language": "es"})
    assert answer.status_code == 500
    assert "planted" not in answer.text and "Traceback" not in answer.text
    assert "<h1>" in answer.text


@override_settings(ROOT_URLCONF=__name__)
def test_what_the_library_refuses_is_said_in_its_words(client):
    answer = client.get("/refused/")
    assert answer.status_code == 400
    assert "the name &lt;b&gt;" in answer.text and 'lang="en"' in answer.text


def test_the_four_doors_are_open():
    assert [entry.route for entry, _ in reachable(DOORS)] == [entry.route for entry in DOORS]


def test_an_entry_without_a_route_is_not_shown():
    nowhere = Entry("nowhere:page", "Nowhere")
    assert reachable([nowhere]) == opened([nowhere, Group("Empty", (nowhere,))]) == []


def test_the_menu_has_few_names_and_leads_everywhere_without_script(client):
    text = client.get("/es/clusters/").text
    menu = text.split('<nav class="menu"')[1].split("</nav>")[0]
    shown = opened(MENU)
    assert len(shown) <= 7
    assert all(f'href="{address}"' in menu for _, places in shown for _, address in places)
    assert menu.count('aria-current="page"') == 1 and menu.count('class="here"') == 1
    assert "<script" not in menu


def test_a_section_is_read_by_its_dotted_name_and_left_out_when_it_has_nothing(monkeypatch):
    monkeypatch.setattr(sections, "_registered", {})
    for order, (slot, read) in enumerate([("b", "given"), ("a", "nothing")]):
        sections.register(sections.Section("page", slot, slot, "x.html", f"{__name__}.{read}", order))
    sections.register(sections.Section("other", "c", "c", "x.html", f"{__name__}.given", 9))
    assert [(s.slot, part) for s, part in sections.read_sections("page", "id", "pt")] == [
        ("b", {"of": "id-pt"})
    ]
    assert sections.slots("page") == {"a", "b"}


def given(subject, language):
    return {"of": f"{subject}-{language}"}


def nothing(subject, language):
    return None


@pytest.mark.urls(__name__)
def test_what_was_sent_to_a_busy_database_is_sent_again_from_the_page_that_says_so(client):
    sent = {"text": 'two\nlines <b> "', "tick": ["a", "b"], "csrfmiddlewaretoken": "old"}
    answer = client.post("/locked/?about=x", sent)
    assert answer.status_code == 503 and answer["Retry-After"] == "30"
    form = answer.text.split('<form method="post" action="/locked/?about=x">')[1].split("</form>")[0]
    assert 'value="two\nlines &lt;b&gt; &#34;"' in form and form.count('name="tick"') == 2
    assert form.count('name="csrfmiddlewaretoken"') == 1 and 'value="old"' not in form


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("sent", [{"password": "secret"}, {"file": SimpleUploadedFile("a.csv", b"a")}])
def test_no_page_holds_a_password_or_half_a_form(client, sent):
    answer = client.post("/locked/", sent)
    assert answer.status_code == 503 and "secret" not in answer.text
    assert 'action="/locked/"' not in answer.text and "send the form again" in answer.text


@pytest.mark.urls(__name__)
def test_a_database_that_is_busy_after_the_view_is_told_in_the_same_words(settings):
    settings.MIDDLEWARE = [*settings.MIDDLEWARE[:5], f"{__name__}.LockedOutside", *settings.MIDDLEWARE[5:]]
    answer = Client(raise_request_exception=False).get("/en/")
    assert answer.status_code == 503 and answer["Retry-After"] == "30"
