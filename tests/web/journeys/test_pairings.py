"""From an assignment of pairs to a pairing with a next step, on the running product, in two languages."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from playwright.sync_api import Page, expect

from web.product import product

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PASSWORD, SECRET = "correct horse battery", "JBSWY3DPEHPK3PXP"
# By language: the two territories, and what the pairing is called when it is agreed and when it is active.
STORIES = {
    "es": ("mx_col", "es43", "acordado", "activo"),
    "en": ("br_ce", "pt11", "agreed", "active"),
}


@pytest.fixture
def people(data_folder):
    """Make the people of a story on the data folder of the running product."""

    def made(*words: str) -> list[str]:
        told = subprocess.run(
            [sys.executable, Path(__file__).with_name("pairing_site.py"), "people", *words],
            env=product(data_folder, database=(data_folder.parent / "site.done").read_text()),
            capture_output=True,
            text=True,
            check=False,
        )
        assert told.returncode == 0, told.stderr
        return json.loads(told.stdout.splitlines()[-1])

    return made


def sign_in(page: Page, language: str, email: str) -> None:
    """With the password, then with the code of the authenticator app."""
    page.goto(f"/{language}/account/sign-in/")
    page.fill('main input[name="login"]', email)
    page.fill('main input[name="password"]', PASSWORD)
    page.click('main form.letter button[type="submit"]')
    code = format_hotp_value(hotp_value(SECRET, next(iter(yield_hotp_counters_from_time()))))
    page.fill('main input[name="code"]', code)
    page.click('main form.letter button[type="submit"]')
    page.wait_for_url(f"**/{language}/account/")


@pytest.mark.parametrize("language", STORIES)
def test_two_regions_are_paired_and_both_say_yes(open_page, people, violations, language):
    """Assignment, proof, decision, two acceptances, next step and indicator; each page open to everybody."""
    first, second, agreed, active = STORIES[language]
    olga, ana, bea = people(f"round-{language}", first, second)
    desk = open_page(None, bypass_csp=True)
    sign_in(desk, language, olga)
    plan = prepares(desk, violations, language, first, second)
    pairing = solves_and_decides(desk, violations, plan)
    for officer in (ana, bea):
        says_yes(open_page, violations, language, officer, pairing)
    desk.goto(pairing)
    expect(desk.locator("main .lead")).to_contain_text(agreed)
    looks_ahead(desk, violations, pairing)
    measures(desk, violations, pairing, active)
    visitor = open_page(pairing, width=360, bypass_csp=True)
    expect(visitor.locator("main .lead")).to_contain_text(active)
    expect(visitor.locator("main")).not_to_contain_text("Brief of two pages")
    assert violations(visitor) == []
    assert visitor.evaluate("document.documentElement.scrollWidth") <= 360


def prepares(page: Page, violations, language: str, first: str, second: str) -> str:
    """Two sides, values and a rule; a pair that both must and must not be made is refused by name."""
    page.goto(f"/{language}/pairings/mine/")
    assert violations(page) == []
    page.click(f'main a[href="/{language}/assignments/"]')
    page.click(f'main a[href="/{language}/assignments/new/"]')
    page.fill('main [name="name"]', "Round of invented values")
    page.click("main form.letter button")
    plan = re.sub(r"^https?://[^/]+", "", page.url)
    for side, lines in (("a", f"{first}\ncl_bi"), ("b", f"{second}\nfrk")):
        page.goto(f"{plan}side/{side}/")
        page.fill('main [name="text"]', lines)
        assert violations(page) == []
        page.click('main form button[type="submit"]')
    page.goto(f"{plan}values/")
    page.fill('main [name="text"]', f"{first}; {second}; 0.9\n{first}; frk; 0.8\ncl_bi; {second}; 0.3")
    assert violations(page) == []
    page.click('section[aria-labelledby="table"] button[type="submit"]')
    page.goto(f"{plan}rules/")
    for name in ("must", "must_not"):
        page.fill(f'main [name="{name}"]', f"{first}; {second}")
    page.click('main form button[type="submit"]')
    expect(page.locator("#id_must-wrong")).to_be_visible()
    assert violations(page) == []
    page.fill('main [name="must_not"]', "")
    page.click('main form button[type="submit"]')
    page.wait_for_url(f"**{plan}")
    assert violations(page) == []
    return plan


def solves_and_decides(page: Page, violations, plan: str) -> str:
    """The run is proven; one pair is left to be decided, and leads to its pairing."""
    page.click(f'form[action="{plan}solve/"] button')
    expect(page.locator('[data-state="done"]')).to_be_attached(timeout=120_000)
    expect(page.locator('section[aria-labelledby="proposal"] tbody tr')).to_have_count(1)
    expect(page.locator('section[aria-labelledby="prices"] dt')).to_have_count(1)
    assert violations(page) == []
    told = json.loads(page.request.get(f"{plan}runs/1/pairs.json").text())[0]
    assert told["found"]["assignment"]["proof"] == "proven"
    page.goto(f"{plan}runs/1/decide/")
    assert violations(page) == []
    page.click('main form button[type="submit"]')
    page.wait_for_url(f"**{plan}")
    assert violations(page) == []
    return page.locator('section[aria-labelledby="decided"] tbody a').first.get_attribute("href")


def says_yes(open_page, violations, language: str, email: str, pairing: str) -> None:
    """The proposal waits on the officer's page of pairings."""
    page = open_page(None, bypass_csp=True)
    sign_in(page, language, email)
    page.goto(f"/{language}/pairings/mine/")
    page.click(f'main a[href="{pairing}"] >> nth=0')
    assert violations(page) == []
    page.click('button[name="answer"][value="yes"]')
    expect(page.locator("main .said")).to_be_visible()
    page.context.close()


def looks_ahead(page: Page, violations, pairing: str) -> None:
    """A next step has an owner and a date."""
    page.goto(f"{pairing}next/new/")
    assert violations(page) == []
    page.fill('main [name="next"]', "Brief of two pages")
    page.select_option('main [name="owner"]', index=1)
    page.fill('main [name="due_on"]', "2027-03-01")
    page.click('main form button[type="submit"]')
    expect(page.locator('section[aria-labelledby="next"]')).to_contain_text("Brief of two pages")
    assert violations(page) == []


def measures(page: Page, violations, pairing: str, active: str) -> None:
    """Without an indicator the pairing is not called active; with one it is."""
    page.click('button[name="what"][value="active"]')
    expect(page.locator("main .said.wrong")).to_be_visible()
    page.goto(f"{pairing}indicators/new/")
    given = {
        "name": "Firms in joint projects", "unit": "firms", "baseline": "2", "baseline_on": "2026-01-01",
        "target": "10", "target_on": "2028-01-01", "source": "own count",
    }  # fmt: skip
    for name, value in given.items():
        page.fill(f'main [name="{name}"]', value)
    assert violations(page) == []
    page.click('main form button[type="submit"]')
    page.click('button[name="what"][value="active"]')
    expect(page.locator("main .lead")).to_contain_text(active)
    assert violations(page) == []
