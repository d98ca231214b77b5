"""The pictures of the README, from the running product: ``make pictures`` writes them to docs/pictures."""

import base64
import os
from pathlib import Path

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PICTURES = {
    "home-en": "/en/",
    "territory-es": "/es/territories/mx_col/",
    "compare-en": "/en/compare/",
    "counterparts-pt": "/pt/counterparts/?territory=mx_col",
}
# Drawn by the tutorial, whose test holds it against what the tutorial draws.
DRAWN_ELSEWHERE = {"tutorial"}
LARGEST = 300_000


@pytest.mark.shared
@pytest.mark.parametrize("name", PICTURES)
def test_the_picture_can_be_taken_and_is_small(open_page, shared, tmp_path, root, name):
    """What the README shows is what the product shows today, in at most 300 kB."""
    folder = root / os.environ["POLOS_PICTURES"] if "POLOS_PICTURES" in os.environ else tmp_path
    page = open_page(PICTURES[name], width=1200, height=900)
    page.wait_for_load_state("networkidle")
    line = page.context.new_cdp_session(page)
    taken = line.send("Page.captureScreenshot", {"format": "webp", "quality": 80})
    path = Path(folder) / f"{name}.webp"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(base64.b64decode(taken["data"]))
    assert 5_000 < path.stat().st_size <= LARGEST


def test_the_pictures_of_the_readme_are_these(root):
    """No picture in the folder that nothing takes again, and none that is missing."""
    assert {path.stem for path in (root / "docs/pictures").glob("*")} == {*PICTURES, *DRAWN_ELSEWHERE}
