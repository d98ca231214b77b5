"""An organiser's and a participant's event, as the guide describes them, on the running product."""

import io
import json
import re
import subprocess
import sys
from pathlib import Path

import fastexcel
import pytest
import vobject
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from web.product import product
from web.signing_in import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PEOPLE = """id,nombre,organización,idiomas
a1,Ana Ejemplo,Clúster inventado A,español
b1,Berta Muestra,Clúster inventado B,español; inglés
c1,Carla Prueba,Clúster inventado C,inglés
d1,Delia Ensayo,Clúster inventado D,klingonés
"""
REQUESTS = """solicita,solicitado,prioridad,respuesta
a1,b1,imprescindible,quiero
b1,c1,quiero,quiero
a1,c1,quiero,quizás
a1,a1,quiero,
"""


@pytest.fixture
def on_site(data_folder):
    """Do something on the data folder of the running product that a browser would take long for."""

    def done(*words: str):
        script = Path(__file__).with_name("event_site.py")
        told = subprocess.run(
            [sys.executable, script, *words],
            env=product(data_folder, database=(data_folder.parent / "site.done").read_text()),
            capture_output=True,
            text=True,
            check=False,
        )
        assert told.returncode == 0, told.stderr
        return json.loads(told.stdout.splitlines()[-1])

    return done


def test_an_organiser_works_from_a_spreadsheet_alone(open_page, on_site, violations):
    """From an empty form to a repaired agenda, in Spanish; every page on the way is open to everybody."""
    on_site("organiser", "organiser-es")
    page = open_page(None, bypass_csp=True)
    sign_in(page, "es", "organiser-es@example.org")
    event = begins(page, violations)
    brings(page, violations, event, "participants", PEOPLE, refused="klingonés")
    brings(page, violations, event, "requests", REQUESTS, refused="consigo mismo")
    looks_around(page, violations, event)
    for stage in ("open", "closed"):
        page.goto(event)
        page.click(f'button[name="stage"][value="{stage}"]')
    finds_and_takes(page, violations, event)
    takes_away(page, event)
    page.goto(event)
    page.click('button[name="stage"][value="published"]')
    repairs(page, violations, event)
    page.goto(f"{event}follow-up/")
    assert violations(page) == []


def begins(page: Page, violations) -> str:
    page.goto("/es/events/")
    page.click('main a[href="/es/events/new/"]')
    assert violations(page) == []
    given = {
        "name": "Encuentro de prueba", "place": "Sala", "zone": "Europe/Madrid", "table_count": "2",
        "slot_minutes": "20", "s0-day": "2027-03-01", "s0-first": "09:00", "s0-last": "11:00",
    }  # fmt: skip
    for name, value in given.items():
        page.fill(f'main [name="{name}"]', value)
    page.click("main form.event-form button")
    expect(page.locator("h1")).to_have_text("Encuentro de prueba")
    assert violations(page) == []
    return re.sub(r"^https?://[^/]+", "", page.url)


def brings(page: Page, violations, event: str, kind: str, text: str, *, refused: str) -> None:
    """A file is shown row by row; what is refused names its rule; the rest is kept."""
    page.goto(f"{event}files/{kind}/")
    assert violations(page) == []
    file = {"name": f"{kind}.csv", "mimeType": "text/csv", "buffer": text.encode()}
    page.set_input_files('input[type="file"]', files=[file])
    page.click("main form.letter button")
    expect(page.locator("tr.refused")).to_have_count(1)
    expect(page.locator("tr.refused")).to_contain_text(refused)
    expect(page.locator("tr.new")).to_have_count(3)
    assert violations(page) == []
    page.click('button[value="admit"]')
    expect(page.locator("main tbody tr")).to_have_count(3)
    assert violations(page) == []


def looks_around(page: Page, violations, event: str) -> None:
    """The pages of people and requests, on a telephone too."""
    page.goto(f"{event}participants/")
    person = page.locator("main tbody th a").first.get_attribute("href")
    page.goto(f"{event}requests/")
    request = page.locator("main tbody td a").first.get_attribute("href")
    size = page.viewport_size
    page.set_viewport_size({"width": 360, "height": 800})
    others = ("edit/", "participants/", "participants/new/", "requests/", "requests/new/", "interpreters/")
    for path in (person, request, f"{event}clusters/?q=wood", event, *(event + other for other in others)):
        page.goto(path)
        assert violations(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
    page.set_viewport_size(size)


def finds_and_takes(page: Page, violations, event: str) -> None:
    """The search runs beside the pages; what it has found becomes the proposed agenda."""
    page.goto(f"{event}agenda/make/")
    page.select_option('select[name="seconds"]', "10")
    page.click("main form.letter button")
    expect(page.locator('[data-state="done"]')).to_be_visible(timeout=60_000)
    assert violations(page) == []
    page.click(f'form[action="{event}agenda/take/"] button')
    expect(page.locator("main .group")).to_have_count(3)
    for by in ("person", "table", "slot"):
        page.goto(f"{event}agenda/?by={by}")
        assert violations(page) == [], by
    page.goto(f"{event}agenda/left-out/")
    expect(page.locator("main tbody tr")).to_have_count(1)
    expect(page.locator("main tbody tr")).to_contain_text("Carla Prueba")
    assert violations(page) == []


def takes_away(page: Page, event: str) -> None:
    book = page.request.get(f"{event}agenda/agenda.xlsx").body()
    assert fastexcel.read_excel(book).load_sheet(0).to_polars().height == 2
    sheets = PdfReader(io.BytesIO(page.request.get(f"{event}agenda/persons.pdf").body()))
    assert len(sheets.pages) == 3 and "Berta Muestra" in sheets.pages[0].extract_text()


def repairs(page: Page, violations, event: str) -> None:
    """A no-show costs the meeting of that person, and nobody else's."""
    page.goto(f"{event}day/")
    assert violations(page) == []
    page.select_option('select[name="person"]', label="Carla Prueba · Clúster inventado C")
    page.click('section[aria-labelledby="missing"] button')
    page.click(f'form[action="{event}day/repair/"] button')
    expect(page.locator('[data-state="done"]')).to_be_visible(timeout=60_000)
    expect(page.locator("#progress tbody tr")).to_have_count(1)
    assert violations(page) == []
    page.click(f'form[action="{event}day/publish/"] button')
    expect(page.locator("main .said")).to_contain_text("2")


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_participant_needs_no_account(open_page, on_site, violations, script):
    """From the private link to what followed from a meeting, in English, on the own clock, on a telephone."""
    made = on_site("opened", f"opened-{script}".lower())
    mine = f"/en/events/mine/{made['links'][0]}/"
    page = open_page(mine, width=360, java_script_enabled=script, bypass_csp=True)
    look = (lambda: violations(page)) if script else list
    assert look() == []
    says_when_and_whom(page)
    assert look() == []
    assert on_site("published", str(made["event"])) == {"meetings": 2}
    page.goto(mine)
    reads_the_agenda(page, made["links"][0])
    assert look() == []
    proposes_and_looks_back(page)
    assert look() == []


def says_when_and_whom(page: Page) -> None:
    """Slots stand on the clock of Bogotá; a slot is declined, a request answered, another made."""
    expect(page.locator("main")).to_contain_text("09:00–09:30")
    page.uncheck('input[name="free"] >> nth=0')
    page.click('section[aria-labelledby="free"] form button')
    expect(page.locator('input[name="free"] >> nth=0')).not_to_be_checked()
    page.locator(".answers select").select_option("want")
    page.click('section[aria-labelledby="received"] form button')
    expect(page.locator(".answers select")).to_have_value("want")
    page.select_option('select[name="asked"]', label="Carla · Cluster carla")
    page.click('section[aria-labelledby="made"] form button')
    expect(page.locator('section[aria-labelledby="made"]')).to_contain_text("Carla")


def reads_the_agenda(page: Page, link: str) -> None:
    """Two meetings, none on the declined slot; the calendar says the same."""
    expect(page.locator("ol.meetings > li")).to_have_count(2)
    assert "09:00–09:30" not in page.locator("ol.meetings").inner_text()
    calendar = page.request.get(f"/en/events/mine/{link}/agenda.ics").text()
    assert len(vobject.readOne(calendar).vevent_list) == 2


def proposes_and_looks_back(page: Page) -> None:
    page.fill("#f-words", "Could we meet half an hour later?")
    page.locator('section[aria-labelledby="agenda"] form.letter button').last.click()
    expect(page.locator('section[aria-labelledby="agenda"]')).to_contain_text("waits for an answer")
    first = page.locator("ol.meetings > li").first
    first.locator("summary").click()
    first.locator('select[name="rating"]').select_option("5")
    first.locator("textarea").fill("Send the brief")
    first.locator("button").click()
    expect(page.locator("ol.meetings > li").first.locator("textarea")).to_have_value("Send the brief")
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    assert not wide
