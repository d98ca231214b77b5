"""What holds for every page: anybody can use it, it fits a telephone, and it talks to nobody else."""

from pathlib import Path

import pytest

from web.journeys.pages import LANGUAGES, PAGES, STATISTICS, address

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def pictures(root) -> Path:
    """The folder of the pictures of this run; it is not kept."""
    folder = root / "tests/pictures"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES | STATISTICS)
def test_it_breaks_no_rule_of_accessibility(open_page, violations, name, language):
    """WCAG 2.2 at level AA, as far as a machine can tell, in every language."""
    page = open_page(address(name, language), bypass_csp=True)
    found = violations(page)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("language", ["es", "pt"])
@pytest.mark.parametrize("name", PAGES | STATISTICS)
def test_it_fits_the_screen(open_page, pictures, name, language, width):
    """The page never moves sideways, and its picture can be looked at afterwards."""
    page = open_page(address(name, language), width=width)
    page.screenshot(path=pictures / f"{name}.{language}.{width}.png", full_page=True)
    wide = page.evaluate(
        """() => [...document.querySelectorAll('body *')]
            .filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
            .map(e => e.outerHTML.slice(0, 120))"""
    )
    moves = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    assert not moves, f"{name} is wider than {width} pixels, for instance {wide[:3]}"


@pytest.mark.parametrize("name", PAGES | STATISTICS)
def test_it_can_be_used_at_twice_the_size_of_text(open_page, name):
    """Half the width with all at twice the size, as browsers zoom: still no moving sideways."""
    page = open_page(address(name, "pt"), width=640, height=450, device_scale_factor=2)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_the_checks_can_trip(open_page, violations):
    """A page with a picture without words, and one wider than the screen, are both found."""
    page = open_page("/en/", bypass_csp=True, width=360)
    page.evaluate("document.querySelector('main').innerHTML = '<img src=data:,><p style=width:900px>x</p>'")
    assert any(text.startswith("image-alt") for text in violations(page))
    assert page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


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
