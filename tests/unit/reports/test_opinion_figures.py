"""The map of opinions: groups told apart in two ways, its numbers in a table, nobody named."""

import pytest

from polos.reports.opinion_figures import Standing, opinion_points
from polos.reports.renderers.images import render_svg
from polos.vocabularies import LANGUAGES

POINTS = [Standing("B", 1.0, 2.0), Standing("A", -1.0, 0.5), Standing("B", -2.0, 0.0)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_map_says_in_words_what_it_shows(language):
    figure = opinion_points(POINTS, groups=["A", "B"], title="Map", language=language)
    assert "A" in figure.description and figure.description.endswith(".")
    assert "<svg" in render_svg(figure, language)


def test_its_table_holds_every_point_in_an_order_that_tells_nothing():
    """Sorted by group and place, not as people came."""
    figure = opinion_points(POINTS, groups=["A", "B"], title="Map", language="en")
    assert figure.table.rows == (("A", -1.0, 0.5), ("B", -2.0, 0.0), ("B", 1.0, 2.0))


def test_colour_is_not_the_only_difference():
    points = opinion_points(POINTS, groups=["A", "B"], title="Map", language="en").spec["layer"][-1]
    colours, shapes = (points["encoding"][name]["scale"]["range"] for name in ("color", "shape"))
    assert len(set(colours)) == len(set(shapes)) == 2
