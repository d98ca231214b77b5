"""An officer's first hour, as the guide describes it: from the first page to the brief in hand."""

import io

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])
@pytest.mark.parametrize("language", ["es", "pt"])
def test_an_officer_finds_a_counterpart_and_leaves_with_a_brief(open_page, language, script):
    """From home over a territory, the comparison and counterparts to the brief, by links and forms only."""
    page = open_page(f"/{language}/", java_script_enabled=script)
    finds_a_territory(page, language)
    compares_priorities(page, language)
    finds_counterparts(page, language)
    takes_the_brief(page, language)
    assert page.locator("html").get_attribute("lang") == language


def finds_a_territory(page: Page, language: str) -> None:
    """Search is insensitive to accents and capitals; the page of the territory shows what it declares."""
    page.locator(f'main a[href="/{language}/territories/"]').first.click()
    page.locator('main input[name="q"]').fill("BIOBIO")
    page.locator('main form:has(input[name="q"]) button[type="submit"]').click()
    page.locator(f'main a[href="/{language}/territories/cl_bi/"]:not(.point)').first.click()
    expect(page.locator("h1")).to_contain_text("Biobío")
    expect(page.locator("main .priority").first).to_be_visible()


def compares_priorities(page: Page, language: str) -> None:
    """A cell of the comparison opens into the territories and priorities behind it."""
    page.locator(f'header a[href="/{language}/compare/"]').click()
    cell = page.locator("table.matrix td.high a, table.matrix td.medium a").first
    assert cell.locator(".word").inner_text().isalpha(), "a level is said in words, not in colour only"
    cell.click()
    assert "cell=" in page.url
    assert page.locator("#behind .members > li").count() >= 2


def finds_counterparts(page: Page, language: str) -> None:
    """A territory and weights are chosen in a form; the first line opens its explanation."""
    page.locator(f'header a[href="/{language}/counterparts/"]').click()
    page.locator('main select[name="territory"]').select_option("cl_bi")
    page.locator('main form:has(select[name="territory"]) button[type="submit"]').first.click()
    assert "territory=cl_bi" in page.url
    page.locator(f'main a[href^="/{language}/counterparts/cl_bi/"]').first.click()
    expect(page.locator("h1")).to_contain_text("Biobío")


def takes_the_brief(page: Page, language: str) -> None:
    """The brief has two pages, names the territory and its date, and is in the language of the page."""
    link = page.locator('main a[href*="brief.pdf"]').first.get_attribute("href")
    answer = page.request.get(link)
    assert answer.headers["content-type"] == "application/pdf"
    brief = PdfReader(io.BytesIO(answer.body()))
    text = "\n".join(sheet.extract_text() for sheet in brief.pages)
    assert len(brief.pages) == 2
    assert "Biobío" in text
    assert brief.trailer["/Root"]["/Lang"].startswith(language)


def test_the_map_can_be_used_by_keyboard(open_page):
    """Tab reaches the points, their names show, keys zoom and move, Enter opens the territory."""
    page = open_page("/es/")
    focused = "document.activeElement"
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate(f"{focused}.matches('geo-map a.point')"):
            break
    point = page.locator("geo-map a.point:focus")
    name, goal = point.locator("title").text_content(), point.get_attribute("href")
    here = page.locator("geo-map:has(a.point:focus)")
    expect(here.locator(".map-name")).to_have_text(name)

    view = here.locator("svg.plate")
    whole = view.get_attribute("viewBox")
    page.keyboard.press("+")
    closer = view.get_attribute("viewBox")
    page.keyboard.press("ArrowRight")
    moved = view.get_attribute("viewBox")
    page.keyboard.press("0")
    assert len({whole, closer, moved}) == 3
    assert numbers(view.get_attribute("viewBox")) == numbers(whole)

    page.keyboard.press("Enter")
    page.wait_for_url(f"**{goal}")


def numbers(box: str) -> list[float]:
    """The numbers of a view box, however they are written."""
    return [float(part) for part in box.split()]


def test_the_first_key_leads_past_the_menu(open_page):
    """The first Tab offers to go to the content, and Enter does."""
    page = open_page("/pt/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


@pytest.mark.parametrize("path", ["/es/territories/?level=x", "/pt/compare/?high=x", "/en/clusters/?page=-1"])
def test_an_address_that_is_not_understood_is_answered_with_words(open_page, record, path):
    """Not with a page of errors: what was found, what was needed, and a way back."""
    page = open_page(None)
    answer = page.goto(path)
    assert answer.status == 400
    expect(page.locator("h1")).to_be_visible()
    assert page.locator("main a").count() >= 1
    assert all("400" in complaint for complaint in record.complaints)
    record.complaints.clear()


def test_the_menu_is_one_line_and_its_groups_open_by_keyboard(open_page):
    """In the language of the longest words: in one line on a narrow window, also on a telephone."""
    page = open_page("/fr/clusters/", width=1000, height=700)
    menu = page.locator("nav.menu")
    group, first = menu.locator("summary").first, menu.locator("details a").first
    assert menu.bounding_box()["height"] < 2 * group.bounding_box()["height"]
    for width in (1000, 360):
        page.set_viewport_size({"width": width, "height": 700})
        group.focus()
        page.keyboard.press("Enter")
        expect(first).to_be_visible()
        page.keyboard.press("Tab")
        expect(first).to_be_focused()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        group.focus()
        page.keyboard.press("Enter")
        expect(first).to_be_hidden()
