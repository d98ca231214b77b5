"""A selection from the stage board to a pairing with its next step, as the guide of managers tells it.

Stage board, call, applications, review, assignment, two acceptances, next step and indicator: with a manager,
an applicant, two reviewers, the officers of both regions and a visitor, in Spanish and in English. Every page
on the way is open to everybody and fits a telephone.
"""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Page, expect

from web.product import product
from web.signing_in import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PDF = {"name": "carta.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 an invented letter"}


class Story(NamedTuple):
    """The two regions of one telling, and what its pages say: of the first region, of a published result, of
    divergent scores, of stages that were passed over, of a pairing both agreed to, and of one at work.
    """

    first: str
    second: str
    name: str
    published: str
    agreed_score: str
    passed_over: str
    agreed: str
    active: str


STORIES = {
    "es": Story("mx_col", "es43", "Colima", "resultado publicado", "Puntuación acordada", "etapas omitidas",
                "acordado", "activo"),
    "en": Story("br_ce", "pt11", "Ceará", "result published", "Agreed score", "passed over",
                "agreed", "active"),
}  # fmt: skip


@pytest.fixture
def people(data_folder):
    """Make the people of a selection on the data folder of the running product."""

    def made(*words: str) -> list[str]:
        script = Path(__file__).with_name("selection_site.py")
        told = subprocess.run(
            [sys.executable, script, "people", *words],
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
    """Open a browser of its own for somebody; who keeps something shows a second factor."""

    def opened(language: str, email: str) -> Page:
        page = open_page(None, bypass_csp=True)
        sign_in(page, language, email, second_factor=email.startswith(("manager", "ana", "bea")))
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


@pytest.mark.parametrize("language", STORIES)
def test_from_the_stage_board_to_a_pairing_with_its_next_step(language, people, signed_in, open_page, fine):
    name, story = f"seleccion-{language}", STORIES[language]
    manager_at, *officers, applicant_at, rita, rolf = people(name, story.first, story.second)
    manager, reviewers = signed_in(language, manager_at), (rita, rolf)
    board = f"/{language}/programmes/{name}/board/"
    candidate = takes_up(manager, board, story, fine)
    call = writes_a_call(manager, board, language, fine)
    moves(manager, call, "open")
    applies(signed_in(language, applicant_at), call, language, story, fine)
    for reviewer in reviewers:
        manager.goto(f"{call}reviewers/")
        fill(manager, email=reviewer)
        manager.click('main form:has([name="email"]) button')
    fine(manager)
    moves(manager, call, "closed", reason="Invented haste.")
    moves(manager, call, "in_review")
    for reviewer, score in zip(reviewers, ("5", "2"), strict=True):
        reviews(signed_in(language, reviewer), language, score, fine)
    moderates_and_decides(manager, call, story, fine)
    plan = begins_an_assignment(manager, board, candidate, fine)
    pairing = solves_and_decides(manager, plan, fine)
    for officer in officers:
        says_yes(signed_in(language, officer), language, pairing, fine)
    manager.goto(pairing)
    expect(manager.locator("main .lead")).to_contain_text(story.agreed)
    looks_ahead(manager, pairing, fine)
    measures(manager, pairing, story, fine)
    looks_on(open_page(None, bypass_csp=True), language, call, pairing, story, fine)


def takes_up(page: Page, board: str, story: Story, fine) -> str:
    """A region comes to the board with evidence and a letter; stages are passed over with a reason."""
    page.goto(board)
    fine(page)
    page.select_option('main select[name="template"]', "iuc_lac")
    page.click("main form.letter button")
    page.goto(f"{board}add/")
    fill(page, slug=story.first, reason="The authority asked us.", body="Invented ministry")
    fine(page)
    page.click("main form.letter button")
    expect(page.locator("h1")).to_contain_text(story.name)
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
    expect(page.locator(".history")).to_contain_text(story.passed_over)
    assert place(page) == candidate
    fine(page)
    page.goto(f"{board}criteria/")
    fine(page)
    page.goto(board)
    fine(page)
    return candidate


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


def applies(page: Page, call: str, language: str, story: Story, fine) -> None:
    page.goto(f"/{language}/programmes/calls/")
    page.click(f'main a[href="{call}"]')
    fine(page)
    page.click(f'main a[href="{call}apply/"]')
    fine(page)
    fill(page, territory=story.second, organisation="Invented agency", contact="Ana Ejemplo")
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


def moderates_and_decides(page: Page, call: str, story: Story, fine) -> None:
    """Three divergent scores are agreed on, an application is accepted, the result is published."""
    page.goto(f"{call}moderation/")
    expect(page.locator("section.question")).to_have_count(3)
    expect(page.locator("main")).to_contain_text(story.agreed_score)
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


def begins_an_assignment(page: Page, board: str, candidate: str, fine) -> str:
    """From the last stage of the board; a pair that both must and must not be made is refused by name."""
    page.goto(candidate)
    fill(page, stage="match", reason="Its call is decided.")
    page.click('form[action$="/move/"] button')
    page.goto(board)
    fine(page)
    page.click('section[aria-labelledby="assignments"] a[href*="/assignments/new/"]')
    fine(page)
    page.fill('main [name="name"]', "Round of invented regions")
    page.click("main form.letter button")
    expect(page.locator('section[aria-labelledby="who"]')).to_be_visible()
    plan = place(page)
    page.goto(f"{plan}rules/")
    sides = page.request.get(f"{plan}side/a/"), page.request.get(f"{plan}side/b/")
    pair = "; ".join(re.search(r"<textarea[^>]*>\s*([^;<]+)", one.text())[1].strip() for one in sides)
    for name in ("must", "must_not"):
        page.fill(f'main [name="{name}"]', pair)
    page.click('main form button[type="submit"]')
    expect(page.locator("#id_must-wrong")).to_be_visible()
    fine(page)
    page.fill('main [name="must_not"]', "")
    page.click('main form button[type="submit"]')
    page.wait_for_url(f"**{plan}")
    fine(page)
    return plan


def solves_and_decides(page: Page, plan: str, fine) -> str:
    """The run is proven and says what its rule costs; the pair is decided, and leads to its pairing."""
    page.click(f'form[action="{plan}solve/"] button')
    expect(page.locator('[data-state="done"]')).to_be_attached(timeout=120_000)
    expect(page.locator('section[aria-labelledby="proposal"] tbody tr')).to_have_count(1)
    expect(page.locator('section[aria-labelledby="prices"] dt')).to_have_count(1)
    fine(page)
    told = json.loads(page.request.get(f"{plan}runs/1/pairs.json").text())[0]
    assert told["found"]["assignment"]["proof"] == "proven" and told["values_from"] == "review"
    page.goto(f"{plan}runs/1/decide/")
    fine(page)
    page.click('main form button[type="submit"]')
    page.wait_for_url(f"**{plan}")
    fine(page)
    return page.locator('section[aria-labelledby="decided"] tbody a').first.get_attribute("href")


def says_yes(page: Page, language: str, pairing: str, fine) -> None:
    """The proposal waits on the officer's page of pairings."""
    page.goto(f"/{language}/pairings/mine/")
    page.click(f'main a[href="{pairing}"] >> nth=0')
    fine(page)
    page.click('button[name="answer"][value="yes"]')
    expect(page.locator("main .said")).to_be_visible()
    page.context.close()


def looks_ahead(page: Page, pairing: str, fine) -> None:
    """A next step has an owner and a date."""
    page.goto(f"{pairing}next/new/")
    fine(page)
    page.fill('main [name="next"]', "Brief of two pages")
    page.select_option('main [name="owner"]', index=1)
    page.fill('main [name="due_on"]', "2027-03-01")
    page.click('main form button[type="submit"]')
    expect(page.locator('section[aria-labelledby="next"]')).to_contain_text("Brief of two pages")
    fine(page)


def measures(page: Page, pairing: str, story: Story, fine) -> None:
    """Without an indicator the pairing is not called active; with one it is."""
    page.click('button[name="what"][value="active"]')
    expect(page.locator("main .said.wrong")).to_be_visible()
    page.goto(f"{pairing}indicators/new/")
    fill(
        page, name="Firms in joint projects", unit="firms", baseline="2", baseline_on="2026-01-01",
        target="10", target_on="2028-01-01", source="own count",
    )  # fmt: skip
    fine(page)
    page.click('main form button[type="submit"]')
    page.click('button[name="what"][value="active"]')
    expect(page.locator("main .lead")).to_contain_text(story.active)
    fine(page)


def looks_on(page: Page, language: str, call: str, pairing: str, story: Story, fine) -> None:
    """Everybody reads what came of the call, and that there is a pairing; its next steps are its own."""
    page.goto(call)
    expect(page.locator("main")).to_contain_text("Invented agency")
    expect(page.locator("main")).to_contain_text(story.published)
    fine(page)
    page.goto(f"/{language}/programmes/calls/")
    fine(page)
    page.goto(pairing)
    expect(page.locator("main .lead")).to_contain_text(story.active)
    expect(page.locator("main")).not_to_contain_text("Brief of two pages")
    fine(page)
