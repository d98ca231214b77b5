"""A dialogue from the invitation to the adopted synthesis, on the running product, in two languages."""

import re

import pytest
from playwright.sync_api import Page, expect

from web.journeys.test_events import on_site
from web.signing_in import sign_in

__all__ = ["on_site"]

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PEOPLE = """ana-{0}@example.net; Ana Ejemplo; LAC; cl_bi; research; expert; {0}
bea-{0}@example.net; Bea Exemple; EU; es11; business; cluster; {0}"""
FACILITATOR_PAGES = (
    "keep/", "keep/edit/", "keep/build/", "keep/people/", "keep/people/invite/",
    "keep/people/candidates/?among=officers", "keep/silent/?by=helix", "statements/",
)  # fmt: skip


@pytest.mark.parametrize("language", ["es", "fr"])
def test_a_block_is_asked_answered_and_summarised(open_page, on_site, violations, language):
    """Those who hold it in one language, those who answer in theirs; one of them has no JavaScript."""
    on_site("organiser", f"dialogue-{language}")
    desk = open_page(None, bypass_csp=True)
    sign_in(desk, "es", f"dialogue-{language}@example.org")
    dialogue = begins(desk, violations, language)
    ana_link, bea_link = invites(desk, violations, dialogue, language)
    ana = open_page(ana_link, bypass_csp=True)
    answers(ana, violations, language)
    bea = open_page(bea_link, java_script_enabled=False)
    disagrees(bea, language)
    puts_to_the_vote(desk, dialogue)
    votes(bea, dialogue)
    looks_around(desk, violations, dialogue)
    summarises(desk, violations, dialogue, language)
    synthesises(desk, violations, dialogue, language)
    ana.goto(f"{dialogue}mine/")
    expect(ana.locator("main")).to_contain_text(
        {"es": "síntesis, frase 1", "fr": "synthèse, phrase 1"}[language]
    )
    assert violations(ana) == []
    ana.goto(dialogue)
    expect(ana.locator("section.block").first).to_contain_text("Agua")
    assert violations(ana) == []
    ana.set_viewport_size({"width": 360, "height": 800})
    for path in (dialogue, f"{dialogue}statements/", f"{dialogue}mine/"):
        ana.goto(path)
        assert ana.evaluate("document.documentElement.scrollWidth") <= 360, path


def begins(page: Page, violations, language: str) -> str:
    """From the template of 2014 to an open dialogue."""
    page.goto(f"/{language}/dialogues/")
    page.click(f'main a[href="/{language}/dialogues/new/"]')
    assert violations(page) == []
    page.select_option('select[name="template"]', "polos_2014")
    page.fill(f'input[name="title_{language}"]', f"Agua {language}")
    page.click("main form.letter button")
    expect(page.locator("ol.asked > li")).to_have_count(15)
    assert violations(page) == []
    dialogue = re.sub(r"^https?://[^/]+", "", page.url).removesuffix("keep/build/")
    page.goto(f"{dialogue}keep/")
    page.click('button[name="state"][value="open"]')
    assert violations(page) == []
    return dialogue


def invites(page: Page, violations, dialogue: str, language: str) -> list[str]:
    """Two people in two lines; the page of each shows the private link that the mail has."""
    page.goto(f"{dialogue}keep/people/invite/")
    page.fill('textarea[name="rows"]', PEOPLE.format(language))
    page.click("main form.letter button")
    people = page.locator("main tbody th a")
    expect(people).to_have_count(2)
    assert violations(page) == []
    links = []
    for address in [one.get_attribute("href") for one in people.all()]:
        page.goto(address)
        assert violations(page) == []
        links.append(re.sub(r"^https?://[^/]+", "", page.locator("code.address").inner_text()))
    # The list has the European side first.
    return links[::-1]


def answers(page: Page, violations, language: str) -> None:
    page.locator("ol.asked a").first.click()
    assert violations(page) == []
    page.fill('textarea[name="text"]', "El agua escasea en verano. Los regantes ya se organizan.")
    page.select_option('select[name="language"]', "es")
    page.check('input[name="nature"][value="fact"]')
    page.click("#answer ~ form button")
    expect(page.locator("article.voice")).to_contain_text("Los regantes")
    expect(page.locator("article.voice")).to_contain_text("Biobío")
    assert violations(page) == []
    assert page.locator("html").get_attribute("lang") == language


def disagrees(page: Page, language: str) -> None:
    page.locator("ol.asked a").first.click()
    page.locator('article.voice a[href$="/reply/"]').first.click()
    page.check('input[name="kind"][value="disagreement"]')
    page.fill('textarea[name="text"]', "Pas partout : chez nous il pleut.")
    page.select_option('select[name="language"]', "fr")
    page.click("main form.letter button")
    expect(page.locator("article.disagreement")).to_contain_text("chez nous il pleut")


def puts_to_the_vote(page: Page, dialogue: str) -> None:
    page.goto(dialogue)
    page.locator("ol.asked a").first.click()
    page.locator('article.voice a[href$="/mark/"]').first.click()
    page.fill('textarea[name="passage"]', "El agua escasea en verano.")
    page.click("main form.letter button")
    expect(page.locator("ol.judged li")).to_have_count(1)


def votes(page: Page, dialogue: str) -> None:
    """One press of one button."""
    page.goto(f"{dialogue}statements/")
    page.click('#next button[value="disagree"]')
    expect(page.locator('ol.judged button[aria-pressed="true"]')).to_have_attribute("value", "disagree")


def looks_around(page: Page, violations, dialogue: str) -> None:
    """The pages of those who hold it, on a telephone too."""
    size = page.viewport_size
    page.set_viewport_size({"width": 360, "height": 800})
    for path in FACILITATOR_PAGES:
        page.goto(dialogue + path)
        assert violations(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
    page.set_viewport_size(size)


def summarises(page: Page, violations, dialogue: str, language: str) -> None:
    """Closing comes first; the summary stands above the answers."""
    page.goto(f"{dialogue}keep/")
    page.locator('button[name="wanted"][value="close"]').first.click()
    page.locator('main a[href$="/summary/"]').first.click()
    assert violations(page) == []
    page.fill(f'textarea[name="text_{language}"]', "Agua: falta en verano, no en todas partes.")
    page.click("main form.letter button")
    expect(page.locator("section.summary")).to_contain_text("falta en verano")
    assert violations(page) == []


def synthesises(page: Page, violations, dialogue: str, language: str) -> None:
    """A sentence in two languages cites what was said, an opportunity is drawn from it; both are adopted."""
    page.goto(f"{dialogue}synthesis/")
    page.click('form[action$="/synthesis/begin/"] button')
    page.locator('a[href*="column=LAC"]').first.click()
    assert violations(page) == []
    page.fill(
        f'textarea[name="text_{language}"]', "Falta agua en verano." if language == "es" else "L’eau manque."
    )
    page.locator("main form.letter summary").first.click()
    page.fill('textarea[name="text_en"]', "Water is scarce in summer.")
    page.locator('input[name="behind"]').first.check()
    page.click("main form.letter button")
    expect(page.locator("#main, main").first).to_contain_text("1")
    page.locator('a[href*="column=opportunities"]').first.click()
    page.locator("main form.letter summary").first.click()
    page.fill('textarea[name="text_en"]', "Irrigate together.")
    page.locator('details:has(input[name="rests_on"]) summary').last.click()
    page.locator('input[name="rests_on"]').first.check()
    page.click("main form.letter button")
    page.click('main a[href$="adopt/"]')
    assert violations(page) == []
    page.fill('input[name="decided_by"]', "Grupo de trabajo")
    page.fill('textarea[name="reasons"]', "Oídas todas las voces.")
    page.click("main form.letter button")
    table = page.locator("main")
    expect(table).to_contain_text("Grupo de trabajo")
    expect(table).to_contain_text("Oídas todas las voces.")
    assert violations(page) == []
    page.goto(re.sub(r"^/\w\w/", "/en/", dialogue) + "synthesis/")
    expect(table).to_contain_text("Water is scarce in summer.")
    expect(table).to_contain_text("rests on one country: Chile")
    expect(table).to_contain_text("1 contribution disagrees.")
    page.goto(f"{dialogue}synthesis/")
