"""Tables handed out: the same rows in every form, and nothing that a spreadsheet would run."""

import io
import json

import fastexcel
import pytest

from polos_web.ui.tabular import FORMS, cell

COLUMNS = ("name", "firms", "offers", "longitude", "latitude")
ROWS = [
    {"name": "=1+1", "firms": 4, "offers": ["a", "b"], "longitude": -58.4, "latitude": -34.6},
    {"name": "Ñandú", "firms": None, "offers": [], "longitude": None, "latitude": None},
]


def given(form):
    answer = FORMS[form]("table", COLUMNS, ROWS)
    assert answer["Content-Disposition"] == f'attachment; filename="table.{form}"'
    return answer.content


def test_a_workbook_keeps_numbers_as_numbers_and_formulas_as_text():
    sheet = fastexcel.read_excel(given("xlsx")).load_sheet(0).to_polars()
    assert sheet.columns == list(COLUMNS)
    assert sheet.rows()[0] == ("=1+1", 4.0, "a;b", -58.4, -34.6)
    assert sheet.rows()[1][:2] == ("Ñandú", None)


def test_json_keeps_lists_and_says_null_where_nothing_is_known():
    assert json.loads(given("json")) == ROWS


def test_geojson_has_a_point_where_the_place_is_known():
    features = json.loads(given("geojson"))["features"]
    assert [feature["geometry"] for feature in features] == [
        {"type": "Point", "coordinates": [-58.4, -34.6]},
        None,
    ]
    assert features[0]["properties"] == {"name": "=1+1", "firms": 4, "offers": ["a", "b"]}


@pytest.mark.parametrize("value", ["=1+1", ["=1+1", "b"], "@x", "-2"])
def test_a_cell_of_text_is_never_a_formula(value):
    assert cell(value).startswith("'")


def test_csv_begins_with_a_mark_for_spreadsheets():
    assert io.BytesIO(given("csv")).read(3) == b"\xef\xbb\xbf"
