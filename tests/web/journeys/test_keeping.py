"""Pages for those who keep a record, seen by one of them."""

import pytest

from web.journeys.pages import LANGUAGES
from web.journeys.test_cluster_manager import registers

pytestmark = [pytest.mark.browser, pytest.mark.slow]
BLOCKS = ("identity", "exchange", "development")


WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.fixture
def keeper(open_page, data_folder):
    """A browser of somebody who has just made a cluster, with an offer and an invited colleague."""
    page = registers(lambda path: open_page(path, bypass_csp=True), data_folder, "en", "carla").page
    page.goto("/en/records/cluster/new/")
    page.locator('input[name="name.text"]').fill("Tres Hornos Inventados")
    page.locator('select[name="name.language"]').select_option("es")
    page.locator("main form button").last.click()
    place = page.url.split("/en/", 1)[1].removesuffix("edit/")
    page.goto(f"/en/{place}edit/exchange/")
    page.locator('textarea[name$=".text.text"]').first.fill("Pan de masa madre")
    page.locator('main button[name="do"][value="publish"]').click()
    page.goto(f"/en/{place}colleagues/")
    page.locator('input[name="email"]').fill("nobody@example.org")
    page.locator("main form.letter button").click()
    return page, place


def test_pages_of_a_keeper_can_be_used_by_everybody(keeper, violations):
    """WCAG 2.2 at level AA in every language, and no moving sideways on a telephone."""
    page, place = keeper
    places = [place + what for what in ("edit/", "colleagues/", "translate/?to=fr", "history/")]
    places += [f"{place}edit/{block}/" for block in BLOCKS] + ["records/desk/", "records/cluster/new/"]
    for language in LANGUAGES:
        for where in places:
            page.set_viewport_size({"width": 1280, "height": 900})
            page.goto(f"/{language}/{where}")
            assert violations(page) == [], (where, language)
            page.set_viewport_size({"width": 360, "height": 900})
            assert not page.evaluate(WIDE), (where, language)
