"""What holds for every page: anybody can use it, it fits a telephone, and it talks to nobody else."""

import pytest

from web.journeys.pages import LANGUAGES, PAGES, STATISTICS, address

pytestmark = [pytest.mark.browser, pytest.mark.slow]


# A screen, one with everything at twice the size (half the width, as browsers zoom), and a telephone.
WIDTHS = (1280, 640, 360)
MOVES = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
BEYOND = """() => [...document.querySelectorAll('body *')]
    .filter(e => !e.closest('svg, .wide'))
    .filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
    .slice(0, 3).map(e => e.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES | STATISTICS)
def test_everybody_can_use_it_on_every_screen(open_page, violations, keep_picture, name, language):
    """WCAG 2.2 at level AA, as far as a machine can tell, and it never moves sideways."""
    page = open_page(address(name, language), bypass_csp=True)
    found = violations(page)
    assert not found, "\n".join(found)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert not page.evaluate(MOVES), f"wider than {width} pixels, for instance {page.evaluate(BEYOND)}"
        if language == "es":
            keep_picture(page, f"{name}.{language}")


def test_the_checks_can_trip(open_page, violations):
    """A page with a picture without words, and one wider than the screen, are both found."""
    page = open_page("/en/", bypass_csp=True, width=360)
    page.evaluate("document.querySelector('main').innerHTML = '<img src=data:,><p style=width:900px>x</p>'")
    assert any(text.startswith("image-alt") for text in violations(page))
    assert page.evaluate(MOVES)
    assert len(page.evaluate(BEYOND)) == 1


@pytest.mark.parametrize(
    "name", ["counterparts", "pairings", "clusters-found", "datasets", "pair-statistics"]
)
def test_labels_of_stacked_rows_stand_beside_their_values(open_page, name):
    """On a telephone, no label of a stacked row is printed over its value or runs off the page."""
    page = open_page(address(name, "es"), width=360)
    crossed = page.evaluate(
        """() => [...document.querySelectorAll('.stack td[data-label]')].filter(cell => {
            const label = getComputedStyle(cell, '::before'), own = getComputedStyle(cell);
            if (label.content === 'none' || own.display === 'none') return false;
            const left = cell.getBoundingClientRect().left + parseFloat(own.paddingLeft)
                + parseFloat(label.marginLeft);
            const above = label.display === 'block' && label.float === 'none';
            const room = parseFloat(own.paddingLeft) >= parseFloat(label.width);
            return left < 0 || label.position !== 'static' || !(above || room)
                || cell.scrollWidth > cell.clientWidth + 1;
        }).map(cell => cell.outerHTML.slice(0, 120))"""
    )
    assert crossed == []
