"""A cluster manager's first days: from registration to a profile that others find, and away again.

Two people, two browsers: one makes the profile as a draft, a colleague joins and fills in the organisation,
the profile is published, found by what it offers, taken away as a file, and carried to an empty installation
in the archive of the whole site. There it is found again, its maker signs in with her old password and
erases herself. What she contributed stays, without her.
"""

import json
import re
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from web.product import POLOS, new_database, product
from web.record import Record

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PASSWORD = "four mills by the river"
OFFER, NEED = "harina molida en piedra", "secado solar"


@dataclass(frozen=True)
class Site:
    """A further installation: its folder, and its address while it runs."""

    folder: Path
    address: str


@dataclass(frozen=True)
class Person:
    """Somebody plainly invented, in a browser of her own."""

    name: str
    email: str
    page: Page


@pytest.mark.parametrize("language", ["es", "en"])
def test_a_cluster_is_made_published_found_carried_elsewhere_and_its_maker_erased(
    open_page, open_elsewhere, data_folder, tmp_path, language
):
    """By links and forms only, in two languages, with a colleague; the archive by its two commands."""
    maker = registers(open_page, data_folder, language, "marta")
    profile = makes_a_draft(maker, language)
    nobody_else_sees_it(open_page, profile)
    fills_in_a_block(maker, profile)
    colleague = joins(open_page, data_folder, maker, profile, language)
    counts_four_members(colleague, profile)
    publishes(maker, profile)
    is_found_by_what_it_offers(open_page, profile, language)
    is_taken_away(open_page, profile, language)
    with carried_to_an_empty_installation(data_folder, tmp_path) as new:
        visitor = open_elsewhere(new)
        shows_what_it_showed(visitor, urlsplit(profile).path, language)
        there = Person(maker.name, maker.email, open_elsewhere(new))
        signs_in(there.page, there.email, language)
        expect(there.page.locator("main")).to_contain_text(there.email)
        erases_herself(there, urlsplit(profile).path, language)
    is_in_no_file(new, maker)


@pytest.fixture
def open_elsewhere(browser: Browser) -> Iterator[Callable[[Site], Page]]:
    """Open a page of a further installation, which no more than ours may ask or complain of anything."""
    opened: list[tuple[BrowserContext, Record]] = []

    def page_of(site: Site) -> Page:
        context, record = browser.new_context(base_url=site.address), Record(site.address)
        opened.append((context, record))
        context.set_default_timeout(20_000)
        record.listen(context)
        return context.new_page()

    yield page_of
    for context, record in opened:
        context.close()
        assert (record.foreign, record.complaints) == ([], [])


def registers(open_page, data_folder: Path, language: str, name: str) -> Person:
    """An account, confirmed by the link of the mail."""
    page = open_page(f"/{language}/account/register/")
    email = f"{name}-{language}-{time.time_ns()}@example.org"
    page.locator('input[name="name"]').fill(name.title())
    page.locator('input[name="email"]').fill(email)
    page.locator('input[name="password1"]').fill(PASSWORD)
    page.locator("main form button[type=submit]").click()
    page.goto(link_of_mail(data_folder, email, "account/addresses/"))
    page.locator("main form button[type=submit]").click()
    page.goto(f"/{language}/account/")
    if "sign-in" in page.url:
        signs_in(page, email, language)
    expect(page.locator("main")).to_contain_text(email)
    return Person(name.title(), email, page)


def signs_in(page: Page, email: str, language: str) -> None:
    """With the password, on the way to one's account."""
    page.goto(f"/{language}/account/sign-in/?next=/{language}/account/")
    page.locator('input[name="login"]').fill(email)
    page.locator('input[name="password"]').fill(PASSWORD)
    page.locator("main form button[type=submit]").first.click()


def link_of_mail(data_folder: Path, email: str, part: str) -> str:
    """The address in the last mail to somebody, as the server wrote it to its folder."""
    mails = [path.read_text("utf-8") for path in sorted((data_folder / "mail").glob("*.log"))]
    text = [mail for mail in mails if f"To: {email}" in mail][-1].replace("=\n", "")
    (found,) = re.findall(rf"https?://[^\s/]+(/\S*{part}\S*)", text)
    return found


def makes_a_draft(maker: Person, language: str) -> str:
    """One offer and one need, from the list of clusters; kept as a draft."""
    page = maker.page
    page.goto(f"/{language}/clusters/")
    page.locator(f'main a[href="/{language}/clusters/new/"]').click()
    page.locator('select[name="language"]').select_option("es")
    page.locator('input[name="name"]').fill(f"Cuatro Molinos Inventados {language}")
    page.locator('select[name="country"]').select_option("UY")
    page.locator('select[name="market"]').select_option("agriculture")
    page.locator('textarea[name="offer"]').fill(OFFER)
    page.locator('select[name="offer_type"]').select_option("product")
    page.locator('textarea[name="need"]').fill(NEED)
    page.locator('select[name="need_type"]').select_option("technology")
    page.locator('button[name="draft"]').click()
    expect(page.locator("h1")).to_have_text(f"Cuatro Molinos Inventados {language}")
    expect(page.locator(".notice.thin form button")).to_be_visible()
    return page.url


def nobody_else_sees_it(open_page, profile: str) -> None:
    assert open_page(None).request.get(profile).status == 404


def fills_in_a_block(maker: Person, profile: str) -> None:
    """First as a draft of her own, which is still there later; then for good."""
    page = maker.page
    page.locator('main .heading a[href$="/edit/"]').first.click()
    page.locator('main a[href$="/edit/development/"]').first.click()
    page.locator('select[name="maturity"]').select_option("emerging")
    page.locator('main button.quiet[name="do"][value="draft"]').click()
    page.goto(profile)
    expect(page.locator("#system").locator("..")).not_to_contain_text("Emerg")
    page.locator('main .heading a[href$="/edit/"]').first.click()
    page.locator('main a[href$="/edit/development/"]').first.click()
    expect(page.locator('select[name="maturity"]')).to_have_value("emerging")
    page.locator('main button[name="do"][value="publish"]').click()
    page.goto(profile)
    expect(page.locator("#system").locator("..")).to_contain_text("Emerg")


def joins(open_page, data_folder: Path, maker: Person, profile: str, language: str) -> Person:
    """The maker invites; the colleague registers and opens the link of the mail."""
    colleague = registers(open_page, data_folder, language, "pablo")
    maker.page.goto(profile)
    maker.page.locator('main .heading a[href$="/colleagues/"]').click()
    maker.page.locator('input[name="email"]').fill(colleague.email)
    maker.page.locator("main form.letter button").click()
    colleague.page.goto(link_of_mail(data_folder, colleague.email, "invitations/"))
    colleague.page.locator("main form button").click()
    return colleague


def counts_four_members(colleague: Person, profile: str) -> None:
    """The colleague says how many members the organisation has; the ladder follows."""
    page = colleague.page
    page.goto(profile)
    page.locator('main .heading a[href*="/organisation/"][href$="/edit/"]').click()
    page.locator('main a[href$="/edit/members/"]').first.click()
    page.locator('input[name="members_count"]').fill("4")
    page.locator('main button[name="do"][value="publish"]').click()
    page.goto(profile)
    expect(page.locator("#organisation").locator("..")).to_contain_text("4")


def publishes(maker: Person, profile: str) -> None:
    maker.page.goto(profile)
    maker.page.locator('main form[action$="/publish/"] button').click()
    expect(maker.page.locator(".notice.thin")).to_have_count(0)


def is_found_by_what_it_offers(open_page, profile: str, language: str) -> None:
    """A visitor chooses type, need, language and maturity in the list; and one that does not fit."""
    path = urlsplit(profile).path
    page = open_page(f"/{language}/clusters/")
    for facet, code in (
        ("offer", "product"),
        ("need", "technology"),
        ("language", "es"),
        ("maturity", "emerging"),
    ):
        page.locator(f'main select[name="{facet}"]').select_option(code)
    page.locator("main form[role=search] button").click()
    expect(page.locator(f'main th a[href="{path}"]')).to_be_visible()
    page.locator('main select[name="offer"]').select_option("investment")
    page.locator("main form[role=search] button").click()
    expect(page.locator(f'main a[href="{path}"]')).to_have_count(0)


def is_taken_away(open_page, profile: str, language: str) -> None:
    """The same choice as a workbook, as JSON and as places."""
    slug = profile.rstrip("/").split("/")[-1]
    page = open_page(f"/{language}/clusters/?offer=product&country=UY")
    for form in ("csv", "xlsx", "json", "geojson"):
        link = page.locator(f'main a.download[href*="clusters.{form}"]').get_attribute("href")
        answer = page.request.get(link)
        assert answer.ok and f"polos-clusters.{form}" in answer.headers["content-disposition"]
        if form == "json":
            (row,) = [row for row in json.loads(answer.body()) if row["cluster_id"] == slug]
            assert (row["offers"], row["members_count"], row["is_claimed"]) == ([OFFER], 4, True)


@contextmanager
def carried_to_an_empty_installation(data_folder: Path, tmp_path: Path) -> Iterator[Site]:
    """The archive of the site, written here, loaded into an empty installation that then runs."""
    archive, folder = tmp_path / "polos.zip", tmp_path / "elsewhere"
    here = product(data_folder, database=(data_folder.parent / "site.done").read_text())
    there = product(folder, database=new_database())
    for command, environment in (("write", here), ("restore", there)):
        done = subprocess.run(
            [POLOS, "archive", command, archive], env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
    with serving(there) as address:
        yield Site(folder, address)


def shows_what_it_showed(visitor: Page, profile: str, language: str) -> None:
    """Found by its facets in the search of the new installation, at the same address, with all it said."""
    visitor.goto(f"/{language}/search/?what=cluster&country=UY&offer=product&need=technology")
    visitor.locator(f'main .entries a[href="{profile}"]').click()
    for words in (OFFER, NEED):
        expect(visitor.locator("#exchange").locator("..")).to_contain_text(words)
    expect(visitor.locator("#organisation").locator("..")).to_contain_text("4")


def is_in_no_file(site: Site, person: Person) -> None:
    """Once somebody is erased, no file of the installation holds the address; not the database either."""
    holding = [
        path
        for path in site.folder.rglob("*")
        if path.is_file() and person.email.encode() in path.read_bytes()
    ]
    assert holding == []


@contextmanager
def serving(environment: dict[str, str]) -> Iterator[str]:
    """The address of a further server, for as long as it is needed."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [POLOS, "serve", "--port", str(port)], env=environment, stdout=subprocess.DEVNULL
    )
    try:
        until = time.monotonic() + 120
        while time.monotonic() < until and process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=60)


def erases_herself(maker: Person, profile: str, language: str) -> None:
    """Her name is nowhere any more; what she said of the cluster still is, and her colleague keeps it."""
    page = maker.page
    page.goto(f"/{language}/records/cluster/{profile.rstrip('/').split('/')[-1]}/history/")
    expect(page.locator("main")).to_contain_text(maker.name)
    page.goto(f"/{language}/account/erase/")
    if "/account/again/" in page.url:
        page.locator('input[name="password"]').fill(PASSWORD)
        page.locator("main form button[type=submit]").first.click()
    page.locator('input[name="certain"]').check()
    page.locator("main form.letter button").click()
    page.goto(profile)
    expect(page.locator("main")).to_contain_text(OFFER)
    page.goto(f"/{language}/records/cluster/{profile.rstrip('/').split('/')[-1]}/history/")
    expect(page.locator("main")).not_to_contain_text(maker.name)
    signs_in(page, maker.email, language)
    expect(page.locator("main .wrong").first).to_be_visible()
