"""What a first visit costs: on a slow line, an officer pays for every kilobyte."""

import pytest

from web.journeys.pages import address

pytestmark = pytest.mark.browser
KILOBYTE = 1000


@pytest.mark.parametrize("name", ["home", "territory", "compare", "counterparts"])
def test_a_first_visit_transfers_at_most_150_kilobytes(open_page, name):
    """Everything counts: the page, its style, scripts, fonts and pictures, as they went over the line."""
    page = open_page(None)
    taken: list[float] = []
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    line.on("Network.loadingFinished", lambda event: taken.append(event["encodedDataLength"]))
    page.goto(address(name, "es"))
    page.wait_for_load_state("networkidle")
    assert len(taken) >= 2, "the page and its style, at least"
    assert sum(taken) <= 150 * KILOBYTE, f"{sum(taken) / KILOBYTE:.0f} kB in {len(taken)} files"
