"""Diverging bars: lower answers to the left, upper ones right, the neutral apart, all in a table."""

import pytest

from polos.reports.renderers.images import render_svg
from polos.reports.survey_figures import Position, diverging_bars
from polos.vocabularies import LANGUAGES

NAMES = {"low": "lower", "middle": "neutral", "high": "upper"}
POSITIONS = [Position("diagnosis", 0.25, 0.25, 0.5), Position("vision", 0.5, 0.1, 0.4)]


def drawn(positions=POSITIONS, language="en"):
    return diverging_bars(positions, names=NAMES, title="T", subject="Step", language=language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_drawn_and_said_in_every_language(language):
    figure = drawn(language=language)
    assert "<svg" in render_svg(figure, language)
    assert (figure.description == drawn().description) == (language == "en")


def test_the_neutral_stands_apart_from_the_bars_that_diverge():
    values = drawn().spec["data"]["values"]
    ends = {(one["label"], one["name"]): (one["start"], one["end"]) for one in values}
    assert ends["diagnosis", "lower"] == (-0.25, 0.0)
    assert ends["diagnosis", "upper"] == (0.0, 0.5)
    assert min(start for (_, name), (start, _) in ends.items() if name == "neutral") > 1


def test_its_table_holds_every_value():
    assert drawn().table.rows[0] == ("diagnosis", 0.25, 0.25, 0.5)
    assert drawn().table.headings == ("Step", "lower", "neutral", "upper")


def test_a_scale_without_a_middle_has_no_neutral():
    figure = drawn([Position("a", 0.4, 0.0, 0.6)])
    assert figure.table.headings == ("Step", "lower", "upper")
