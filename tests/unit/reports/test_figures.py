"""Figures: what they draw stands in their table, the unknown is a word, colours can be told apart."""

import json
import math
import xml.etree.ElementTree as ElementTree

import pytest

from polos.reports import figures
from polos.reports.brief import COLUMN_COLOURS
from polos.reports.figures import Cell, Figure, PairedShare, Place, Quotient
from polos.reports.renderers import images
from polos.vocabularies import LANGUAGES

COLIMA = Place("Colima", "LAC", 19.13, -103.92)
EXTREMADURA = Place("Extremadura", "EU", 39.19, -6.15)


def paired(language: str = "en") -> Figure:
    return figures.paired_bars(
        [
            PairedShare("Energy", 0.0, 0.2),
            PairedShare("Health", 0.5, 0.31),
            PairedShare("Mining", None, 0.02),
        ],
        names={"EU": "Extremadura", "LAC": "Colima"},
        title="Markets <&>",
        subject="Market",
        language=language,
    )


def quotients(language: str = "en") -> Figure:
    given = [Quotient("Mining", None), Quotient("Food", 2.315), Quotient("Energy", 0.4)]
    return figures.specialisation_bars(given, title="Strengths", language=language)


def cells(language: str = "en") -> Figure:
    given = [
        Cell("Health", "Photonics", "high", 17, 15),
        Cell("Health", "Materials", "none", 1, 0),
        Cell("Mining", "Photonics", "unknown", 0, 0),
    ]
    return figures.convergence_cells(given, title="Convergence", language=language)


def located(language: str = "en") -> Figure:
    places = [COLIMA, EXTREMADURA, Place("Chile", "LAC", -33.0, -71.0)]
    return figures.locator_map(places, first=COLIMA, second=EXTREMADURA, title="", language=language)


BUILDERS = [paired, quotients, cells, located]


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_bars_are_sorted_by_the_mean_of_what_is_known():
    assert [row[0] for row in paired().table.rows] == ["Health", "Energy", "Mining"]


def test_the_unknown_is_none_in_rows_and_a_word_for_people():
    assert paired().table.rows[-1] == ("Mining", None, 0.02)
    assert paired("es").table.shown[-1][1] == "desconocido"
    assert quotients().table.rows[-1] == ("Mining", None)
    assert quotients("fr").table.shown[-1] == ("Mining", "inconnu")


def test_the_unknown_has_a_word_and_no_bar():
    values = quotients().spec["data"]["values"]
    assert values[-1] == {"label": "Mining", "quotient": None, "words": "unknown"}
    assert ">unknown</text>" in images.render_svg(quotients(), "en")


def test_nought_is_not_the_unknown():
    assert paired().table.shown[1] == ("Energy", "0%", "20%")


def test_a_cell_has_a_colour_a_word_and_counts():
    values = cells("pt").spec["data"]["values"]
    assert [(v["word"], v["counts"]) for v in values] == [
        ("Alta", "17 / 15"),
        ("", "1 / 0"),
        ("desconhecido", ""),
    ]
    assert cells("pt").table.shown[0] == ("Health", "Photonics", "Alta", "17", "15")


def test_the_shortest_way_is_that_on_the_sphere():
    quarter = figures.kilometres(Place("a", "EU", 0, 0), Place("b", "LAC", 0, 90))
    assert quarter == pytest.approx(math.pi / 2 * 6371.0088)
    assert 9000 < figures.kilometres(COLIMA, EXTREMADURA) < 9600


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("builder", BUILDERS)
def test_every_figure_is_plain_data_with_table_and_description(builder, language):
    figure = builder(language)
    assert json.loads(json.dumps(figure.spec)) == figure.spec
    assert figure.spec["$schema"].endswith("/v6.json")
    assert figure.description.endswith(".")
    widths = {len(row) for row in (*figure.table.rows, *figure.table.shown)}
    assert widths == {len(figure.table.headings)}
    assert "url" not in json.dumps(figure.spec)


@pytest.mark.parametrize("builder", BUILDERS)
def test_svg_has_real_text_and_its_description_as_a_name(builder):
    figure = builder()
    drawn = ElementTree.fromstring(images.render_svg(figure, "en"))
    assert drawn.get("role") == "img" and drawn.get("aria-label").endswith(figure.description)
    words = {element.text for element in drawn.iter("{http://www.w3.org/2000/svg}text")}
    assert builder is located or words & {"Health", "Food"}


@pytest.mark.parametrize("builder", BUILDERS)
def test_svg_obeys_a_strict_content_policy(builder):
    svg = images.render_svg(builder(), "en")
    assert " style=" not in svg and "<style" not in svg and "<script" not in svg
    assert "href=" not in svg.replace("xmlns:xlink", "")


def test_a_label_cannot_leave_its_text():
    attack = [PairedShare('</text><script>alert("x")</script>', 0.5, 0.5)]
    names = {"EU": '"><b>', "LAC": "L"}
    figure = figures.paired_bars(attack, names=names, title="t", subject="s", language="en")
    svg = images.render_svg(figure, "en")
    ElementTree.fromstring(svg)
    assert "<script" not in svg and "<b>" not in svg


def test_a_figure_fetches_nothing():
    figure = paired()
    figure.spec["data"] = {"url": "http://127.0.0.1:9/data.json"}
    with pytest.raises(ValueError, match="not allowed"):
        images.render_svg(figure, "en")


def test_png_is_a_png():
    assert images.render_png(quotients(), "en").startswith(b"\x89PNG\r\n")


def test_marks_stand_out_from_paper_and_words_from_their_ground():
    for colour in (*figures.SIDE_COLOURS.values(), *COLUMN_COLOURS.values(), figures.NEUTRAL):
        assert contrast(colour, figures.PAPER) >= 3, colour
    for level, ground in figures.LEVEL_COLOURS.items():
        assert contrast(ground, figures.LEVEL_INKS[level]) >= 4.5, level
    assert contrast(figures.QUIET, figures.PAPER) >= 4.5


def test_a_figure_can_be_set_in_the_type_of_a_page_and_stays_as_it_was():
    drawn = quotients()
    before = json.dumps(drawn.spec)
    on_page = figures.set_in(drawn, font="system-ui, sans-serif", size=12, room=60)
    assert on_page.spec["padding"]["left"] == 60
    sized = [
        element
        for element in ElementTree.fromstring(images.render_svg(on_page, "en")).iter()
        if element.get("font-size")
    ]
    assert {element.get("font-family") for element in sized} == {"system-ui, sans-serif"}
    assert {element.get("font-size") for element in sized} <= {"12px", "13px"}
    assert json.dumps(drawn.spec) == before
    assert "Libertinus" in images.render_svg(drawn, "en")
