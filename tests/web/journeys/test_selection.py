"""A selection from the stage board to the published decision, as the guide of programme managers tells it.

Manager, applicant, two reviewers and a visitor, in Spanish and in English; every page on the way is open to
everybody and fits a telephone.
"""

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
PDF = {"name": "carta.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 an invented letter"}
# What pages say of a published result, of divergent scores, and of stages that were passed over.
PUBLISHED = {"es": "resultado publicado", "en": "result published"}
AGREED = {"es": "Puntuación acordada", "en": "Agreed score"}
PASSED_OVER = {"es": "etapas omitidas", "en": "passed over"}


@pytest.fixture
def people(data_folder):
    """Make the people of a selection on the data folder of the running product."""

    def made(name: str) -> list[str]:
        script = Path(__file__).with_name("selection_site.py")
        told = subprocess.run(
            [sys.executable, script, "people", name],
            env=product(data_folder, database=(data_folder.parent / "site.done").read_text()),
            capture_output=True,
            text=True,
            check=False,
        )
        assert told.returncode == 0, told.stderr
        return json.loads(told.stdout.splitlines()[-1])

    return made


@pytest.fixture
def signed_in(open_page):
    """Open a browser of its own for somebody; who runs the programme shows a second factor."""

    def opened(language: str, email: str) -> Page:
        page = open_page(None, bypass_csp=True)
        page.goto(f"/{language}/account/sign-in/")
        page.fill('main input[name="login"]', email)
        page.fill('main input[name="password"]', PASSWORD)
        page.click('main form.letter button[type="submit"]')
        if email.startswith("manager"):
            code = format_hotp_value(hotp_value(SECRET, next(iter(yield_hotp_counters_from_time()))))
            page.fill('main input[name="code"]', code)
            page.click('main form.letter button[type="submit"]')
        page.wait_for_url(f"**/{language}/account/")
        return page

    return opened


@pytest.fixture
def fine(violations):
    """Whether the page is open to everybody, and fits a telephone."""

    def looked(page: Page) -> None:
        assert violations(page) == [], page.url
        size = page.viewport_size
        page.set_viewport_size({"width": 360, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, page.url
        page.set_viewport_size(size)

    return looked


def place(page: Page) -> str:
    return re.sub(r"^https?://[^/]+", "", page.url)


def fill(page: Page, **values: str) -> None:
    for name, value in values.items():
        field = page.locator(f'main form [name="{name.replace("__", "-")}"]').first
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)


@pytest.mark.parametrize("language", ["es", "en"])
def test_from_the_stage_board_to_the_published_decision(language, people, signed_in, open_page, fine):
    name = f"seleccion-{language}"
    manager_at, applicant_at, *reviewers = people(name)
    manager = signed_in(language, manager_at)
    board = f"/{language}/programmes/{name}/board/"
    takes_up(manager, board, language, fine)
    call = writes_a_call(manager, board, language, fine)
    moves(manager, call, "open")
    applies(signed_in(language, applicant_at), call, language, fine)
    for reviewer in reviewers:
        manager.goto(f"{call}reviewers/")
        fill(manager, email=reviewer)
        manager.click('main form:has([name="email"]) button')
    fine(manager)
    moves(manager, call, "closed", reason="Invented haste.")
    moves(manager, call, "in_review")
    for reviewer, score in zip(reviewers, ("5", "2"), strict=True):
        reviews(signed_in(language, reviewer), language, score, fine)
    moderates_and_decides(manager, call, language, fine)
    visitor = open_page(None, bypass_csp=True)
    visitor.goto(call)
    expect(visitor.locator("main")).to_contain_text("Invented agency")
    expect(visitor.locator("main")).to_contain_text(PUBLISHED[language])
    fine(visitor)
    visitor.goto(f"/{language}/programmes/calls/")
    fine(visitor)


def takes_up(page: Page, board: str, language: str, fine) -> None:
    """A region comes to the board with evidence and a letter; stages are passed over with a reason."""
    page.goto(board)
    fine(page)
    page.select_option('main select[name="template"]', "iuc_lac")
    page.click("main form.letter button")
    page.goto(f"{board}add/")
    fill(page, slug="mx_col", reason="The authority asked us.", body="Invented ministry")
    fine(page)
    page.click("main form.letter button")
    expect(page.locator("h1")).to_contain_text("Colima")
    candidate = place(page)
    page.click("#LA1 summary:last-of-type")
    fill(page, **{"LA1-status": "met", "LA1-evidence": "The list", "LA1-said_by": "The delegation"})
    page.click("#LA1 form button")
    expect(page.locator("#LA1 .status").first).to_have_class(re.compile("met"))
    page.click("#documents ~ details summary")
    fill(page, **{"doc-kind": "letter_of_commitment", "doc-title": "Carta"})
    page.set_input_files('input[name="doc-file"]', files=[PDF])
    page.click('form[action$="/documents/"] button')
    fill(page, stage="call", reason="Ready.")
    page.click('form[action$="/move/"] button')
    expect(page.locator("main .wrong").first).to_be_visible()
    fine(page)
    page.check('main [name="is_despite"]')
    page.click('form[action$="/move/"] button')
    expect(page.locator(".history")).to_contain_text(PASSED_OVER[language])
    assert place(page) == candidate
    fine(page)
    page.goto(f"{board}criteria/")
    fine(page)
    page.goto(board)
    fine(page)


def writes_a_call(page: Page, board: str, language: str, fine) -> str:
    page.goto(f"{board.removesuffix('board/')}calls/new/")
    fine(page)
    fill(
        page, title="Invented call", text="Who can help?", eligibility="Regions of the Union.",
        zone="Europe/Madrid", opens_at="2026-01-01T09:00", closes_at="2030-01-01T18:00", places="1",
        **{"b0-item": "Travel", "b0-payer": "Invented fund", "b0-amount": "1000"},
    )  # fmt: skip
    page.locator('main select[name="candidate"]').select_option(index=1)
    page.click("main form button")
    call = place(page).removesuffix("manage/")
    fine(page)
    other = "en" if language == "es" else "es"
    page.goto(f"{call}translate/?to={other}")
    page.fill('main [name="title"]', "Translated call")
    fine(page)
    page.click("main form.questions button")
    page.goto(f"{call}criteria/")
    fine(page)
    page.goto(f"{call}edit/")
    fine(page)
    return call


def moves(page: Page, call: str, state: str, reason: str = "") -> None:
    page.goto(f"{call}manage/")
    page.fill('main form [name="reason"]', reason)
    page.click(f'main button[name="state"][value="{state}"]')
    expect(page.locator("main p.said:not(.wrong)").first).to_be_visible()
    expect(page.locator("main p.said.wrong")).to_have_count(0)


def applies(page: Page, call: str, language: str, fine) -> None:
    page.goto(f"/{language}/programmes/calls/")
    page.click(f'main a[href="{call}"]')
    fine(page)
    page.click(f'main a[href="{call}apply/"]')
    fine(page)
    fill(page, territory="es21", organisation="Invented agency", contact="Ana Ejemplo")
    fill(page, **{f"answer-EU{number}": f"What we can do, {number}." for number in (1, 2, 3)})
    page.click("main form.letter button")
    page.set_input_files('input[name="doc-file"]', files=[PDF])
    page.click('form[action$="/documents/"] button')
    expect(page.locator(".entries li")).to_have_count(1)
    fine(page)
    page.click('form[action$="/hand-in/"] button')
    expect(page.locator("main p.said").first).to_be_visible()
    fine(page)


def reviews(page: Page, language: str, score: str, fine) -> None:
    """Nothing is shown before the declaration; then each criterion gets a score and a justification."""
    page.goto(f"/{language}/programmes/calls/")
    page.click('main a[href*="/programmes/reviews/"]')
    expect(page.locator("main")).not_to_contain_text("Invented agency")
    fine(page)
    page.check('main [name="certain"]')
    page.click("main form.letter button")
    fine(page)
    page.click("main tbody th a")
    fine(page)
    for number in (1, 2, 3):
        page.fill(f'main [name="value-EU{number}"]', score)
        page.fill(f'main [name="why-EU{number}"]', f"Because of {number}.")
    page.click("main form.letter button")
    fine(page)


def moderates_and_decides(page: Page, call: str, language: str, fine) -> None:
    """Three divergent scores are agreed on, an application is accepted, the result is published."""
    page.goto(f"{call}moderation/")
    expect(page.locator("section.question")).to_have_count(3)
    expect(page.locator("main")).to_contain_text(AGREED[language])
    fine(page)
    for place_ in range(3):
        one = page.locator("section.question").nth(place_)
        one.locator("input[type=number]").fill("4")
        one.locator("textarea").fill("Talked over.")
        one.locator("button").click()
    moves(page, call, "moderated")
    page.goto(f"{call}decisions/")
    fine(page)
    page.locator("main select").first.select_option("accepted")
    page.locator('main [name$="-reason"]').first.fill("It fits.")
    page.locator('main [name$="-is_public"]').first.check()
    page.click("section.question button")
    fine(page)
    moves(page, call, "decided")
    page.fill('main [name="result-outcome"]', "One region was chosen.")
    page.click('form[action$="/result/"] button')
    moves(page, call, "published")
    fine(page)
    for where in ("applications/", "reviewers/"):
        page.goto(f"{call}{where}")
        fine(page)
    page.goto(f"{call}applications/")
    page.click("main tbody th a")
    fine(page)
