"""What a file of a table may look like, and what is said of one that cannot be read."""

import codecs
import gzip
import io
import json
import zipfile

import polars as pl
import pytest

from polos.errors import UnreadableFile, WrongColumns
from polos.sources.rows import read_text_rows

COLUMNS = {"unit": ("region", "geo"), "activity": ("nace",), "employment": ("jobs", "obs_value")}
NEEDED = ("unit", "activity", "employment")


@pytest.fixture
def read(tmp_path):
    def of(content: bytes | str, name: str = "table.csv"):
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        rows = read_text_rows(path, COLUMNS, NEEDED)
        return rows, pl.concat(list(rows.batches))

    return of


def test_values_stay_as_written_and_rows_are_numbered_below_the_heading(read):
    _, frame = read("region,nace,jobs\nBiobío,01,7.0\n\nNorth, 02 ,x\n")
    assert frame.select("row", "unit", "activity", "employment").rows() == [
        (1, "Biobío", "01", "7.0"),
        (3, "North", " 02 ", "x"),
    ]


def test_headings_count_in_any_case_and_order_and_other_columns_are_ignored(read):
    _, frame = read('note,JOBS,"Nace ",Region\nx,1,01,North\n')
    assert frame.select("unit", "activity", "employment").row(0) == ("North", "01", "1")


@pytest.mark.parametrize("delimiter", list(",;\t|"))
def test_the_delimiter_is_told_from_the_heading(read, delimiter):
    rows, frame = read(f"region{delimiter}nace{delimiter}jobs\nNorth{delimiter}01{delimiter}5\n")
    assert frame["employment"].to_list() == ["5"]
    assert rows.decimal_mark_may_be_comma == (delimiter in ";\t")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_encoding_is_told_from_the_bytes(read, encoding):
    _, frame = read("region;nace;jobs\nÑuble;01;5\n".encode(encoding))
    assert frame["unit"].to_list() == ["Ñuble"]


def test_another_encoding_than_utf8_is_noted(read):
    rows, _ = read("region;nace;jobs\nÑuble;01;5\n".encode("cp1252"))
    assert rows.notes == ("Read as Windows-1252: line 2 is not UTF-8.",)


@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8])
def test_two_encodings_in_one_file_are_refused_with_both_lines(read, mark):
    content = mark + "region,nace,jobs\nÑuble,01,5\n".encode() + "Maule,01,5\nBiobío,01,5\n".encode("cp1252")
    with pytest.raises(UnreadableFile, match="two encodings"):
        read(content)


def test_gzip_is_told_from_the_bytes_and_not_from_the_name(read):
    _, frame = read(gzip.compress(b"region,nace,jobs\nNorth,01,5\n", mtime=0), name="table.csv")
    assert frame["unit"].to_list() == ["North"]


def test_parquet_is_read_as_text(read, tmp_path):
    pl.DataFrame(
        {"region": ["North"], "nace": ["01"], "jobs": [None]}, schema_overrides={"jobs": pl.Int64}
    ).write_parquet(tmp_path / "p")
    _, frame = read((tmp_path / "p").read_bytes())
    assert frame.select("unit", "activity", "employment").row(0) == ("North", "01", None)


OPEN_XML = "http://schemas.openxmlformats.org"
SHEET = f"{OPEN_XML}/spreadsheetml/2006/main"
LINKS = f"{OPEN_XML}/package/2006/relationships"
KIND = f"{OPEN_XML}/officeDocument/2006/relationships"
OVERRIDE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def linked(kind: str, target: str) -> str:
    link = f'<Relationship Id="r1" Type="{KIND}/{kind}" Target="{target}"/>'
    return f'<Relationships xmlns="{LINKS}">{link}</Relationships>'


def cell(value: str | float) -> str:
    return (
        f'<c t="inlineStr"><is><t>{value}</t></is></c>'
        if isinstance(value, str)
        else f"<c><v>{value}</v></c>"
    )


def workbook(rows) -> bytes:
    """The smallest workbook of the Office Open XML format, written by hand."""
    filled = "".join(f"<row>{''.join(map(cell, row))}</row>" for row in rows)
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{OPEN_XML}/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{OVERRIDE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{OVERRIDE}.worksheet+xml"/></Types>',
        "_rels/.rels": linked("officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": f'<workbook xmlns="{SHEET}" xmlns:r="{KIND}">'
        '<sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": linked("worksheet", "worksheets/sheet1.xml"),
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{SHEET}"><sheetData>{filled}</sheetData></worksheet>',
    }
    with zipfile.ZipFile(packed := io.BytesIO(), "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return packed.getvalue()


def test_the_first_sheet_of_a_workbook_is_read_with_numbers_as_text(read):
    rows, frame = read(workbook([["region", "nace", "jobs"], ["North", "01", 1250], ["South", 1, 12.5]]))
    assert frame.select("unit", "activity", "employment").rows() == [
        ("North", "01", "1250"),
        ("South", "1", "12.5"),
    ]
    assert rows.notes == ("The first sheet was read.",)


def test_a_packed_file_that_is_no_workbook_is_refused(read):
    with pytest.raises(UnreadableFile, match="packed like a workbook"):
        read(b"PK\x03\x04 and then something else")


def test_a_workbook_that_would_fill_the_memory_is_refused_unopened(read, monkeypatch):
    monkeypatch.setattr("polos.sources.rows.LARGEST_SHEET", 1000)
    with zipfile.ZipFile(packed := io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", bytes(1001))
    with pytest.raises(UnreadableFile, match="1,001 bytes when unpacked"):
        read(packed.getvalue())


CUBE = {
    "version": "2.0",
    "class": "dataset",
    "id": ["nace", "geo"],
    "size": [2, 2],
    "value": {"0": 5, "3": 7.5},
    "status": {"1": "c"},
    "dimension": {
        "nace": {"category": {"index": {"C10": 0, "C11": 1}, "label": {"C10": "Food", "C11": "Drinks"}}},
        "geo": {"category": {"index": {"AT": 0, "BE": 1}, "label": {"AT": "Austria", "BE": "Belgium"}}},
    },
}


def test_a_cube_gives_a_row_for_each_value_and_an_empty_one_for_a_status_without_value(read):
    _, frame = read(json.dumps(CUBE))
    assert frame.select("unit", "activity", "employment").rows() == [
        ("AT", "C10", "5"),
        ("BE", "C10", None),
        ("BE", "C11", "7.5"),
    ]


def test_a_cube_may_list_its_values(read):
    _, frame = read(json.dumps({**CUBE, "value": [5, None, None, 7.5], "status": {}}))
    assert frame["employment"].to_list() == ["5", None, None, "7.5"]


@pytest.mark.parametrize(
    "cube", ["{", "{}", '{"error": [{"status": 400}]}', json.dumps({**CUBE, "value": {"9": 1}})]
)
def test_json_that_is_no_cube_is_refused(read, cube):
    with pytest.raises(UnreadableFile, match="not a JSON-stat dataset"):
        read(cube)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\n", "without a heading"),
        (b"region,nace,jobs\nNorth,\x00,1\n", "zero bytes"),
        (b'region,nace,jobs\nNorth,"01,1\n', "broken quoting"),
        (b"region,nace,jobs\n\x81,01,1\n", "neither UTF-8 nor Windows-1252"),
        (gzip.compress(b"region,nace,jobs\nNorth,01,1\n" * 99, mtime=0)[:40], "breaks off"),
        (gzip.compress("\ufeffregion,nace,jobs\n".encode("utf-16-le") * 99, mtime=0)[:40], "breaks off"),
        (codecs.BOM_UTF16_LE + b"\0region", "begins as UTF-16 and does not go on so"),
        ("region,nace,jobs\n".encode("utf-16") + b"\0", "begins as UTF-16 and does not go on so"),
        (b"region,nace,jobs\n\xd1uble,01,1\n\x81,01,1\n", "begins as Windows-1252 and does not go on so"),
        (b"PAR1 and nothing after", "a Parquet file that cannot be read"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_was_found(read, content, said):
    with pytest.raises(UnreadableFile, match=said):
        read(content)


def test_a_missing_column_is_named_with_the_headings_that_would_do(read):
    with pytest.raises(WrongColumns) as refusal:
        read("region,nace,wages\nNorth,01,5\n")
    assert refusal.value.found == "the columns region, nace, wages"
    assert refusal.value.needed == "a column for employment, headed jobs or obs_value"


def test_two_columns_for_one_role_are_refused(read):
    with pytest.raises(WrongColumns, match="region, geo"):
        read("region,geo,nace,jobs\nNorth,N,01,5\n")


def test_a_row_with_more_fields_than_headings_is_marked_and_so_is_one_with_fewer(read):
    _, frame = read("region,nace,jobs\nNorth,01,1,250\nSouth,01\n")
    assert frame["surplus"].to_list() == [True, False]
    assert frame["short"].to_list() == [False, True]
    assert frame["employment"].to_list() == ["1", None]


def test_an_empty_last_field_is_no_missing_one(read):
    _, frame = read("region,nace,jobs\nNorth,02,\n")
    assert frame["short"].to_list() == [False]
    assert frame["employment"].to_list() == [""]
