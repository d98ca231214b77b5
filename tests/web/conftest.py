"""A real server and a real browser, and the proof that nothing else was talked to.

The server is the product itself (``polos site prepare``, ``polos serve``) over a data folder made once a test
run. The browser is the system's Chromium; names of other machines do not resolve in it, every request is
recorded, and a test fails on a request, an error or a message on the console that should not be.
"""

import fcntl
import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from playwright.sync_api import Error as PlaywrightError
from pytest_django.plugin import blocking_manager_key

from missing import missing
from polos_web.site.actions import load_reference
from web.people import no_attempts_before
from web.product import POLOS, new_database, product
from web.record import Record

__all__ = ["no_attempts_before"]  # limits count anew in every test, wherever it stands
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
APPLE = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
FLAGS = [
    "--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]  # fmt: skip
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


# ---- the database ----------------------------------------------------------------------------


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Every web test starts from a site that holds the built-in records, as every real site does."""
    with django_db_blocker.unblock():
        load_reference()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """Load the built-in records again after a test with real transactions, which empties every table."""
    yield
    marker = item.get_closest_marker("django_db")
    if nextitem is not None and marker is not None and marker.kwargs.get("transaction"):
        with item.config.stash[blocking_manager_key].unblock():
            load_reference()


@pytest.fixture(autouse=True)
def words_in_english() -> Iterator[None]:
    """Whatever language the page of an earlier test was in, a test begins in English."""
    with translation.override("en"):
        yield


# ---- the server ------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def data_folder(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """A prepared data folder, made by the first process of the test run that asks for it."""
    if not (root / "src/polos_web/static/dist/manifest.json").is_file():
        missing("built browser files", "Run: make .stamps/assets")
    base = tmp_path_factory.getbasetemp()
    base = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    folder, done = base / "site", base / "site.done"
    with (base / "site.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            shared = (root / os.environ.get("POLOS_SHARED", "../shared")).resolve()
            command, database = [POLOS, "site", "prepare", "--shared", shared], new_database()
            given = product(folder, database=database)
            result = subprocess.run(command, env=given, capture_output=True, text=True, check=False)
            assert result.returncode == 0, result.stdout + result.stderr
            done.write_text(database)
    return folder


@pytest.fixture(scope="session")
def site(data_folder: Path) -> Iterator[str]:
    """The address of the running product, without a slash at the end."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [POLOS, "serve", "--port", str(port)]
    given = product(data_folder, database=(data_folder.parent / "site.done").read_text())
    with (data_folder.parent / f"serve-{port}.txt").open("w+") as said:
        process = subprocess.Popen(command, env=given, stdout=said, stderr=subprocess.STDOUT)
        try:
            _wait_for(f"http://127.0.0.1:{port}/", process, said)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(timeout=60)


def _wait_for(address: str, process: subprocess.Popen[bytes], said: Any) -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until and process.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
        else:
            return
    said.seek(0)
    pytest.fail(f"The server did not answer on {address}: {said.read()}")


# ---- the browser -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The system's Chromium; one a module, so that its event loop has ended where tests use a database."""
    path = next(filter(None, map(shutil.which, BROWSERS)), APPLE)
    if not Path(path).exists():
        missing("Chromium", "Install the package 'chromium' (Debian, Ubuntu) or Google Chrome (macOS).")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield running
        running.close()


Open = Callable[..., Page]


@pytest.fixture
def record(site: str) -> Record:
    """The record of this test's requests."""
    return Record(site)


@pytest.fixture
def open_page(browser: Browser, site: str, record: Record) -> Iterator[Open]:
    """Open an address of the product (or nothing yet) in a fresh context, with options of a browser context.

    When the test is over, no page may have asked another machine for anything or complained of anything.
    """
    contexts: list[BrowserContext] = []

    def opened(path: str | None, *, width: int = 1280, height: int = 900, **options: Any) -> Page:
        context = browser.new_context(
            base_url=site, viewport={"width": width, "height": height}, reduced_motion="reduce", **options
        )
        contexts.append(context)
        context.set_default_timeout(20_000)
        record.listen(context)
        page = context.new_page()
        if path is not None:
            answer = page.goto(path)
            assert answer is not None and answer.ok, f"{path} answered {answer and answer.status}"
        return page

    yield opened
    for context in contexts:
        context.close()
    assert record.foreign == []
    assert record.complaints == []


@pytest.fixture
def violations(root: Path) -> Callable[[Page], list[str]]:
    """Run axe on a page that was opened with ``bypass_csp=True``: what breaks WCAG 2.2 AA, and where."""
    axe = root / "node_modules/axe-core/axe.min.js"
    if not axe.is_file():
        missing("axe-core", "Run: npm ci --ignore-scripts")

    def looked(page: Page) -> dict[str, Any]:
        page.wait_for_load_state()
        page.add_script_tag(path=axe)
        # Of what passes, one example a rule: naming every element that is in order takes most of the time.
        asked = {"runOnly": {"type": "tag", "values": WCAG}, "resultTypes": ["violations"]}
        return page.evaluate("asked => axe.run(document, asked)", asked)

    def found(page: Page) -> list[str]:
        """A click does not wait for the page it leads to: one that comes meanwhile is looked at instead."""
        try:
            result = looked(page)
        except PlaywrightError:
            result = looked(page)
        assert result["passes"], "axe looked at nothing"
        return [
            f"{broken['id']}, {len(broken['nodes'])} times: {broken['help']}: {broken['nodes'][0]['html']}"
            for broken in result["violations"]
        ]

    return found


@pytest.fixture(scope="session")
def keep_picture(root: Path) -> Callable[[Page, str], None]:
    """Keep a picture of a page in ``tests/pictures``, to be looked at; not in CI, where nobody does."""
    folder = root / "tests/pictures"
    folder.mkdir(exist_ok=True)

    def taken(page: Page, name: str) -> None:
        if os.environ.get("CI") != "true":
            width = page.viewport_size["width"] if page.viewport_size else "page"
            page.screenshot(path=folder / f"{name}.{width}.png", full_page=True)

    return taken
