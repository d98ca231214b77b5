"""Workbooks: numbers stay numbers, text stays text, the unknown is empty."""

import io
import zipfile

import fastexcel

from polos.reports.renderers.xlsx import Sheet, render

ROWS = [("=1+1", 2.5), ("@SUM(A1)", None), ("+34 600", float("nan")), ("http://example.org", -3)]


def test_nothing_typed_is_a_formula_or_a_link():
    made = render([Sheet("Statements", ("text", "count"), ROWS)])
    read = fastexcel.read_excel(made).load_sheet(0).to_polars()
    assert read["text"].to_list() == ["=1+1", "@SUM(A1)", "+34 600", "http://example.org"]
    assert read["count"].to_list() == [2.5, None, None, -3.0]
    packed = zipfile.ZipFile(io.BytesIO(made))
    sheet = packed.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet and b"hyperlink" not in sheet


def test_a_name_that_a_workbook_forbids_is_made_one_it_takes():
    made = render([Sheet("EU/LAC: [who]?", ("a",), [("x",)], widths=(20,)), Sheet("b", ("a",), [])])
    assert fastexcel.read_excel(made).sheet_names == ["EU LAC   who", "b"]
