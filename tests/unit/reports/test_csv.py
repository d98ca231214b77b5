"""CSV: nothing in it runs, nothing is lost, the unknown is an empty field."""

import csv
import io

import polars as pl
import pytest

from polos.provenance import Origin
from polos.reports.figures import Quotient, specialisation_bars
from polos.reports.renderers.csv import render
from polos.table import Table


def read_back(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", " =", "  @"])
def test_text_that_a_spreadsheet_would_run_gets_an_apostrophe(start):
    frame = pl.DataFrame({f"{start}heading": [f"{start}HYPERLINK(1)"]})
    assert read_back(render(frame)) == [[f"'{start}heading"], [f"'{start}HYPERLINK(1)"]]


def test_a_list_cannot_hide_a_formula():
    assert read_back(render(pl.DataFrame({"codes": [["=1+1", "b"]]})))[1] == ["'=1+1;b"]


def test_numbers_stay_numbers_and_the_unknown_is_empty():
    frame = pl.DataFrame({"a": [-1.5, None, float("nan")], "b": ["x", "y, z", 'q"']})
    assert read_back(render(frame)) == [["a", "b"], ["-1.5", "x"], ["", "y, z"], ["", 'q"']]


def test_a_byte_order_mark_is_written_where_asked():
    frame = pl.DataFrame({"nombre": ["Biobío"]})
    assert render(frame).startswith(b"nombre")
    assert render(frame, byte_order_mark=True).startswith(b"\xef\xbb\xbfnombre")


def test_a_figure_and_a_table_are_written_unrounded():
    figure = specialisation_bars(
        [Quotient("Food", 2.3156), Quotient("Mining", None)], title="t", language="es"
    )
    assert read_back(render(figure))[1:] == [["Food", "2.3156"], ["Mining", ""]]
    table = Table(pl.DataFrame({"a": ["x"]}), {"a": pl.String()}, Origin("test"))
    assert read_back(render(table)) == [["a"], ["x"]]
