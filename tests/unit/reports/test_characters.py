"""No character stops an engine: what it cannot take is replaced where one sees it."""

import xml.etree.ElementTree as ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polos.reports.figures import Quotient, specialisation_bars
from polos.reports.renderers.characters import PRINTED, for_print, for_xml, throughout
from polos.reports.renderers.images import render_svg


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Österbotten, Ελλάδα, България, 11\u202f388 km²", "Österbotten, Ελλάδα, България, 11\u202f388 km²"),
        ("two\nlines\tand a tab", "two lines and a tab"),
        ("Bi\u0301o", "Bío"),
        ("soft\u00adhyphen, \u202eturned\u202c, zero\u200bwidth", "softhyphen, turned, zerowidth"),
        ("北京 😀", "\ufffd\ufffd \ufffd"),
        ("\x00\x07\ud83d\ue000", "\ufffd\ufffd\ufffd\ufffd"),
    ],
)
def test_what_is_printed(text, expected):
    assert for_print(text) == expected


@settings(deadline=None)  # the machine may be busy
@given(st.text(st.characters()))
def test_nothing_else_ever_reaches_the_page(text):
    printed = for_print(text)
    assert all(any(first <= ord(c) <= last for first, last in PRINTED) for c in printed)
    assert for_print(printed) == printed


@settings(deadline=None)  # the machine may be busy
@given(st.text(st.characters()))
def test_what_is_left_is_xml(text):
    safe = for_xml(text).replace("&", "&amp;").replace("<", "&lt;").replace("]]>", "")
    ElementTree.fromstring(f"<a>{safe}</a>")


def test_a_change_reaches_every_text():
    data = {"a": ["x", {"b": ("x", 1, None)}], "x": "x"}
    assert throughout(data, str.upper) == {"A": ["X", {"B": ["X", 1, None]}], "X": "X"}


def test_a_chart_is_drawn_whatever_the_label():
    figure = specialisation_bars([Quotient("a\x00b\x0b\ud83d", 2.0)], title="\x01", language="en")
    assert "a\ufffdb\ufffd\ufffd" in render_svg(figure, "en")
