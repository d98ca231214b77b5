"""An officer’s priority, agreed by a second coder, compared, saved and compared again."""

import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from web.product import product
from web.signing_in import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]
WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
WORDS = {
    "es": {
        "add": "Añadir una prioridad",
        "publish": "Publicar",
        "agreed": "acordado por dos personas",
        "differs": "Qué cambia",
        "blind": "Verá sus códigos cuando haya dado los suyos",
    },
    "en": {
        "add": "Add a priority",
        "publish": "Publish",
        "agreed": "agreed by two coders",
        "differs": "What differs",
        "blind": "You see the codes once you have given yours",
    },
}


@pytest.fixture
def made(data_folder):
    """Make people on the data folder of the running product, with roles that only operators give."""

    def person(*words: str) -> str:
        done = subprocess.run(
            [sys.executable, Path(__file__).with_name("people_site.py"), *words],
            env=product(data_folder, database=(data_folder.parent / "site.done").read_text()),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return words[0]

    return person


def look(page: Page, violations, keep_picture, name: str) -> None:
    """The page is open to everybody and fits a telephone; its picture can be looked at afterwards."""
    assert violations(page) == [], page.url
    keep_picture(page, name)
    page.set_viewport_size({"width": 360, "height": 900})
    keep_picture(page, name)
    assert not page.evaluate(WIDE), page.url
    page.set_viewport_size({"width": 1200, "height": 900})


def codes(page: Page, kind: str, *chosen: str) -> None:
    """Give codes of one kind, or say that none fits."""
    form = page.locator(f"section[aria-labelledby={kind}] form:has(input[name=note])")
    for code in chosen:
        form.locator(f'input[name="code"][value="{code}"]').check()
    if not chosen:
        form.locator('input[name="none"]').check()
    form.locator("button").click()
    expect(page.locator(".said")).to_be_visible()


@pytest.mark.parametrize("language", ["es", "en"])
def test_a_priority_is_agreed_and_what_it_changes_can_be_seen(
    open_page, made, violations, keep_picture, language
):
    """From the page of the territory to two saved runs and what differs between them."""
    words = WORDS[language]
    officer = made(f"ofelia-{language}", "territory officer", "mx_col")
    reviewer = made(f"rita-{language}", "reviewer")
    page = open_page(None, bypass_csp=True, width=1200)
    sign_in(page, language, f"{officer}@example.org")

    # a first run, before there is anything new
    asked = "a=mx_col&b=pt11"
    page.goto(f"/{language}/compare/?{asked}")
    page.fill("#save-name", f"before {language}")
    page.click("#save form button")
    before = page.url.rstrip("/").rsplit("/", 1)[1]
    look(page, violations, keep_picture, f"run-{language}")

    # a priority of the own territory
    page.goto(f"/{language}/territories/mx_col/")
    page.get_by_role("link", name=words["add"]).click()
    page.locator('input[name="name.text"]').fill("Energía del mar inventada")
    page.locator('select[name="name.language"]').select_option("es")
    expect(page.locator('[name="territory"]')).to_have_value("mx_col")
    page.locator("main form button").last.click()
    slug = page.url.split("/records/priority/")[1].split("/")[0]
    page.goto(f"/{language}/records/priority/{slug}/edit/codes/")
    page.locator('input[name="market"][value="energy"]').check()
    look(page, violations, keep_picture, f"priority-codes-{language}")
    page.locator('main button[name="do"][value="publish"]').click()
    page.goto(f"/{language}/records/priority/{slug}/edit/")
    page.locator(f'form[action$="/{slug}/publish/"] button').click()
    page.goto(f"/{language}/compare/coding/{slug}/")
    look(page, violations, keep_picture, f"code-{language}")
    codes(page, "market", "energy", "environment")
    codes(page, "technology")

    # the second coder sees no codes of the first
    second = open_page(None, bypass_csp=True, width=1200)
    sign_in(second, language, f"{reviewer}@example.org")
    second.goto(f"/{language}/compare/coding/{slug}/")
    expect(second.locator("section[aria-labelledby=market]")).to_contain_text(words["blind"])
    codes(second, "market", "energy", "environment")
    codes(second, "technology")
    expect(second.locator("section[aria-labelledby=market]")).to_contain_text(words["agreed"])
    look(second, violations, keep_picture, f"code-agreed-{language}")

    # the same comparison again: the record says what both found
    page.goto(f"/{language}/compare/?{asked}&cell=environment%7Cnot_stated&sure=yes")
    expect(page.locator("#behind")).to_contain_text("Energía del mar inventada")
    look(page, violations, keep_picture, f"compare-sure-{language}")
    page.fill("#save-name", f"after {language}")
    page.click("#save form button")
    after = page.url.rstrip("/").rsplit("/", 1)[1]
    page.goto(f"/{language}/compare/runs/{before}/")
    page.select_option("#after", after)
    page.get_by_role("button", name=words["differs"]).click()
    expect(page.locator("h1")).to_have_text(words["differs"])
    look(page, violations, keep_picture, f"difference-{language}")
    page.goto(f"/{language}/compare/runs/{after}/")
    page.locator('button[name="wanted"][value="publish"]').click()
    with page.expect_download() as taken:
        page.locator('a[href$="table.xlsx"]').click()
    assert taken.value.suggested_filename == f"polos-run-{after}.xlsx"
    visitor = open_page(f"/{language}/compare/runs/", bypass_csp=True, width=1200)
    expect(visitor.locator("main")).to_contain_text(f"after {language}")
    expect(visitor.locator("main")).not_to_contain_text(f"before {language}")
    look(visitor, violations, keep_picture, f"runs-{language}")
    page.goto(f"/{language}/compare/runs/")
    look(page, violations, keep_picture, f"runs-own-{language}")
    page.goto(f"/{language}/compare/coding/?territory=mx_col")
    look(page, violations, keep_picture, f"coding-{language}")
