"""A profile that came built in is claimed, verified by somebody who was named for it, and adopted.

Three people, three browsers: the operator names the verifier, the claimant says why it is hers, the verifier
follows the link of the mail and confirms. What the source said stays in the history beside what she says now.
"""

import pytest
from playwright.sync_api import Page, expect

from web.journeys.test_cluster_manager import Person, link_of_mail, registers
from web.journeys.test_convergence import made
from web.signing_in import sign_in

__all__ = ["made"]
pytestmark = [pytest.mark.browser, pytest.mark.slow]
CLUSTERS = {"es": "uy-conglomerado-apicola", "en": "uy-conglomerado-audiovisual"}
UNCLAIMED = {"es": "Perfil no reclamado", "en": "Profile not claimed"}


@pytest.mark.parametrize("language", ["es", "en"])
def test_a_built_in_profile_is_claimed_verified_and_adopted(open_page, data_folder, made, language):
    """By links, forms and mails only."""
    profile = f"/{language}/clusters/{CLUSTERS[language]}/"
    verifier = registers(open_page, data_folder, language, "vera")
    is_named(open_page(None), made(f"olga-{language}", "operator"), verifier, language)
    claimant = registers(open_page, data_folder, language, "clara")
    source = claims(claimant, profile, language)
    still_says_that_nobody_answers_for_it(open_page(profile), language)
    confirms(verifier, link_of_mail(data_folder, verifier.email, "records/claims/"), claimant)
    adopts(claimant, link_of_mail(data_folder, claimant.email, "edit/"), profile)
    everybody_sees_whose_it_is(open_page(profile), source, language)


def is_named(page: Page, operator: str, verifier: Person, language: str) -> None:
    """By the operator, for all registers of one country."""
    sign_in(page, language, f"{operator}@example.org")
    page.goto(f"/{language}/records/desk/")
    page.locator('main a[href$="/records/verifiers/"]').click()
    page.locator('input[name="email"]').fill(verifier.email)
    page.locator('input[name="institution"]').fill(f"Cámara Inventada {language}")
    page.locator('select[name="country"]').select_option("UY")
    page.locator("main form.letter button").click()
    expect(page.locator("main table")).to_contain_text(verifier.email)


def claims(claimant: Person, profile: str, language: str) -> str:
    """From the page of the profile; return the name that the source gives."""
    page = claimant.page
    page.goto(profile)
    expect(page.locator("main")).to_contain_text(UNCLAIMED[language])
    source = page.locator("h1").inner_text()
    page.locator('main a[href$="/claim/"]').first.click()
    page.locator('textarea[name="reason"]').fill("Soy la secretaria del conglomerado.")
    page.locator('input[name="evidence"]').fill("https://www.example.org/equipo")
    page.locator("main form.letter button").click()
    expect(page.locator("main dl.facts")).to_contain_text("Soy la secretaria del conglomerado.")
    return source


def still_says_that_nobody_answers_for_it(page: Page, language: str) -> None:
    expect(page.locator("main")).to_contain_text(UNCLAIMED[language])


def confirms(verifier: Person, link: str, claimant: Person) -> None:
    """With a reason, which the claimant reads."""
    page = verifier.page
    page.goto(link)
    expect(page.locator("main dl.facts")).to_contain_text(claimant.email)
    page.locator('input[name="decision"][value="granted"]').check()
    page.locator('textarea[name="answer"]').fill("Figura en nuestro registro.")
    page.locator("main form.letter button").click()
    expect(page.locator("main dl.facts")).to_contain_text("Figura en nuestro registro.")


def adopts(claimant: Person, link: str, profile: str) -> None:
    """The link of the mail leads to the blocks; she gives the profile the name its members use."""
    page = claimant.page
    page.goto(link)
    page.locator('main a[href$="/edit/identity/"]').first.click()
    page.locator('input[name="name.text"]').fill("Nombre que usan sus miembros")
    page.locator('main button[name="do"][value="publish"]').click()
    page.goto(profile)
    expect(page.locator("h1")).to_have_text("Nombre que usan sus miembros")


def everybody_sees_whose_it_is(page: Page, source: str, language: str) -> None:
    """The notice is gone; the history of the name keeps what the source said."""
    expect(page.locator("h1")).to_have_text("Nombre que usan sus miembros")
    expect(page.locator("main")).not_to_contain_text(UNCLAIMED[language])
    page.goto(f"/{language}/records/cluster/{CLUSTERS[language]}/history/name/")
    expect(page.locator("main")).to_contain_text("Nombre que usan sus miembros")
    expect(page.locator("main")).to_contain_text(source)
