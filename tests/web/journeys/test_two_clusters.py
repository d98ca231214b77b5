"""Two clusters find each other: from the counterparts to a request that is answered.

Two people, two browsers. One looks at the counterparts of her cluster, reads why one fits, and says that she
is interested; the other sees nothing of it until he says so too. Both accept, one asks for information, the
other answers item by item. Every page on the way is looked at with axe.
"""

import pytest
from playwright.sync_api import Page, expect

from web.journeys.test_cluster_manager import Person, registers

pytestmark = [pytest.mark.browser, pytest.mark.slow]
MESSAGE, ANSWER = "Buscamos hornos para nuestros molinos", "Cuatro hornos, dos de ellos eléctricos"


@pytest.mark.parametrize("language", ["es", "en"])
def test_two_clusters_go_from_counterparts_to_an_answered_request(
    open_page, data_folder, violations, language
):
    """By links and forms only, in two languages."""

    def seen(page: Page) -> None:
        assert violations(page) == [], page.url

    def opened(path: str | None) -> Page:
        return open_page(path, bypass_csp=True)

    mila, fred = (registers(opened, data_folder, language, name) for name in ("mila", "fred"))
    mills = makes_a_cluster(mila, language, f"Molinos Inventados {language}", "UY")
    forges = makes_a_cluster(fred, language, f"Fraguas Inventadas {language}", "ES")
    says_interest_from_the_reasons(mila, language, mills, forges, seen)
    between_fred = f"/{language}/contacts/cluster/{forges}/{mills}/"
    fred.page.goto(between_fred)
    expect(fred.page.locator("main")).not_to_contain_text(MESSAGE)
    returns_it_from_the_profile(fred, language, mills, forges)
    expect(fred.page.locator("main")).to_contain_text(MESSAGE)
    seen(fred.page)
    for person, address in ((mila, f"/{language}/contacts/cluster/{mills}/{forges}/"), (fred, between_fred)):
        person.page.goto(address)
        person.page.locator('form:has(input[value="accept"]) button').click()
    request = asks(mila, language, mills, forges, seen)
    answers(fred, language, mills, seen)
    mila.page.goto(request)
    expect(mila.page.locator("main")).to_contain_text(ANSWER)
    seen(mila.page)
    mila.page.goto(f"/{language}/contacts/cluster/{mills}/")
    expect(mila.page.locator("main tbody tr")).to_have_count(1)
    seen(mila.page)


def makes_a_cluster(person: Person, language: str, name: str, country: str) -> str:
    """Make and publish a cluster; return its short name."""
    page = person.page
    page.goto(f"/{language}/clusters/new/")
    page.locator('select[name="language"]').select_option("es")
    page.locator('input[name="name"]').fill(name)
    page.locator('select[name="country"]').select_option(country)
    page.locator('select[name="market"]').select_option("agriculture")
    page.locator('textarea[name="offer"]').fill(f"{name}: hornos y secado")
    page.locator('select[name="offer_type"]').select_option("technology")
    page.locator('textarea[name="need"]').fill(f"{name}: hornos y secado")
    page.locator('select[name="need_type"]').select_option("technology")
    page.locator(
        "main form button[type=submit]:not([name=draft]), main form button:not([name])"
    ).first.click()
    expect(page.locator("h1")).to_have_text(name)
    return page.url.rstrip("/").split("/")[-1]


def says_interest_from_the_reasons(person: Person, language: str, ours: str, theirs: str, seen) -> None:
    """From the profile to its counterparts, to why this one, to the form."""
    page = person.page
    page.goto(f"/{language}/clusters/{ours}/")
    page.locator(f'main a[href*="/counterparts/clusters/{ours}/"]').first.click()
    page.locator('main select[name="country"]').select_option("ES")
    page.locator('main select[name="market"]').select_option("agriculture")
    page.locator("main form button").first.click()
    page.locator(f'main a[href*="/counterparts/clusters/{ours}/{theirs}/"]').first.click()
    expect(page.locator("#cooperation-level")).to_be_visible()
    page.locator(f'main a[href="/{language}/contacts/cluster/{ours}/{theirs}/"]').click()
    seen(page)
    page.locator('textarea[name="message"]').fill(MESSAGE)
    page.locator('form:has(input[value="express"]) button').click()
    expect(page.locator("main")).to_contain_text(MESSAGE)


def returns_it_from_the_profile(person: Person, language: str, theirs: str, ours: str) -> None:
    """From the other's public page, by the choice of one's own record."""
    page = person.page
    page.goto(f"/{language}/clusters/{theirs}/")
    page.locator(f'main a[href="/{language}/contacts/?kind=cluster&to={theirs}"]').click()
    page.locator(f'main a[href="/{language}/contacts/cluster/{ours}/{theirs}/"]').click()
    page.locator('textarea[name="message"]').fill("Nosotros también")
    page.locator('form:has(input[value="express"]) button').click()


def asks(person: Person, language: str, ours: str, theirs: str, seen) -> str:
    """Two items of the lists and one in own words; return where the answers will stand."""
    page = person.page
    page.goto(f"/{language}/contacts/cluster/{ours}/{theirs}/")
    page.locator(f'main a[href$="/{theirs}/request/"]').click()
    page.locator('input[value="LAC-2"]').check()
    page.locator('input[value="LAC-7"]').check()
    page.locator('textarea[name="own"]').fill("¿Cuántos hornos?")
    seen(page)
    page.locator("main form.letter button").click()
    expect(page.locator("main dl.facts dt")).to_have_count(3)
    return page.url


def answers(person: Person, language: str, asking: str, seen) -> None:
    """From the desk; one of each answer."""
    page = person.page
    page.goto(f"/{language}/records/desk/")
    page.locator(f'main a[href$="/{asking}/"]').first.click()
    page.locator('main a[href*="/requests/"]').first.click()
    fields = page.locator("main form fieldset")
    for place, answer in enumerate(("not_available", "will_not_say", "answered")):
        fields.nth(place).locator("select").select_option(answer)
    fields.nth(2).locator("textarea").fill(ANSWER)
    seen(page)
    page.locator("main form.letter button").click()
    expect(page.locator("main")).to_contain_text(ANSWER)
