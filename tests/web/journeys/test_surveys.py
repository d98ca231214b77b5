"""A survey from the template to published results, as the guide describes it, on the running product."""

import csv
import io
import re

import pytest
from playwright.sync_api import Page, expect

from web.journeys.test_events import on_site
from web.signing_in import sign_in

__all__ = ["on_site"]
pytestmark = [pytest.mark.browser, pytest.mark.slow]
PEOPLE = "\n".join(
    [f"eu{n}@example.org; Persona {n}; EU; es" for n in range(6)]
    + [f"lac{n}@example.org; Pessoa {n}; LAC; pt" for n in range(6)]
)


def test_an_author_asks_in_two_languages_and_publishes_what_was_said(open_page, on_site, violations):
    """From the template of 2019 in Spanish; people answer in Spanish and Portuguese without JavaScript."""
    on_site("organiser", "author-es")
    page = open_page(None, bypass_csp=True)
    sign_in(page, "es", "author-es@example.org")
    survey = begins(page, violations)
    looks_around(page, violations, survey)
    wave, links = asks(page, violations, survey)
    without_script = page.context.browser.new_context(
        java_script_enabled=False, viewport={"width": 360, "height": 800}
    )
    for number, link in enumerate(links):
        answers(without_script.new_page(), link, number)
    closes(page, violations, wave)
    reader = open_page(None, bypass_csp=True)
    reader.goto(f"{survey.replace('/es/', '/pt/')}results/")
    expect(reader.locator("h1")).to_contain_text("A especialização inteligente")
    assert violations(reader) == []


def test_a_panel_decides_in_rounds_under_a_locked_rule(open_page, on_site, violations):
    """Two rounds of a Delphi in French: the panel sees how the scores lie, without names."""
    on_site("organiser", "keeper-fr")
    page = open_page(None, bypass_csp=True)
    sign_in(page, "es", "keeper-fr@example.org")
    page.goto("/fr/surveys/delphi/new/")
    assert violations(page) == []
    page.fill('input[name="name"]', "Panel inventé")
    page.fill('textarea[name="statements_fr"]', "L’eau d’abord.\nL’énergie d’abord.")
    page.fill('textarea[name="people"]', PEOPLE)
    page.click('main form button[type="submit"]')
    page.wait_for_url(re.compile(r"/fr/surveys/delphi/\d+/$"))
    assert violations(page) == []
    page.click('button[value="open"]')
    taken = page.request.get(f"{page.url}links.csv").body().decode("utf-8-sig")
    links = [row["link"] for row in csv.DictReader(io.StringIO(taken))]
    for score in ("5", "4"):
        member = open_page(None, bypass_csp=True)
        for number, link in enumerate(links):
            member.goto(link)
            for at in range(2):
                chosen = score if at == 0 else str(1 + number * 3 % 5)
                member.locator("fieldset.asked").nth(at).locator(f'input[value="{chosen}"]').check()
            member.click('main form button[type="submit"]')
        member.goto(links[0])
        assert violations(member) == []
        page.click('button[value="close"]')
        assert violations(page) == []
        again = page.locator('button[value="open"]')
        if not again.count():
            break
        again.click()
    expect(page.locator("h2#said")).to_be_visible()


def begins(page: Page, violations) -> str:
    page.goto("/es/surveys/")
    page.click('main a[href="/es/surveys/new/"]')
    assert violations(page) == []
    page.fill('input[name="name"]', "Seguimiento inventado")
    page.click('main form button[type="submit"]')
    page.wait_for_url(re.compile(r"/es/surveys/\d+/$"))
    assert violations(page) == []
    return page.url


def looks_around(page: Page, violations, survey: str) -> None:
    for place in ("edit/", "file/", "questions/", "questions/Q06/", "try/"):
        page.goto(f"{survey}{place}")
        assert violations(page) == [], place
    for _ in range(2):
        page.click('button[value="next"]')
    expect(page.locator(".wrong").first).to_be_visible()
    assert violations(page) == []


def asks(page: Page, violations, survey: str) -> tuple[str, list[str]]:
    page.goto(survey)
    page.click('main form[action$="/waves/"] button')
    page.fill('textarea[name="people"]', PEOPLE)
    page.click('form[action$="/invite/"] button')
    assert violations(page) == []
    page.click('button[value="open"]')
    assert violations(page) == []
    taken = page.request.get(f"{page.url}links.csv").body().decode("utf-8-sig")
    return page.url, [row["link"] for row in csv.DictReader(io.StringIO(taken))]


def answers(page: Page, link: str, number: int) -> None:
    """Answer in Spanish or Portuguese; once sent, the link says that it was used."""
    page.goto(link.replace("/es/", "/pt/" if number % 2 else "/es/"))
    page.click('button[value="next"]')
    page.locator('input[name="q-Q00"]').nth(number % 2).check()
    page.click('button[value="next"]')
    page.select_option('select[name="q-Q06-vision"]', index=1 + number % 5)
    for _ in range(2):
        page.click('button[value="next"]')
    page.click('button[value="send"]')
    expect(page.locator(".lead")).to_contain_text(re.compile("Gracias|Obrigado"))
    page.goto(link)
    expect(page.locator(".lead")).to_contain_text("ya se usó")
    page.close()


def closes(page: Page, violations, wave: str) -> None:
    page.goto(wave)
    page.click('button[value="close"]')
    assert violations(page) == []
    page.click('button[value="publish"]')
    page.click('main a[href*="/results/"]')
    expect(page.locator("h1")).to_contain_text("Resultados")
    assert violations(page) == []
