"""Documents as DOCX: what was said is in it, as text, and the file is one a word processor reads."""

import io
import xml.etree.ElementTree as ET
import zipfile
from datetime import date

import pytest

from polos.reports.documents import (
    Bullets,
    Cells,
    Columns,
    Document,
    Facts,
    Heading,
    Line,
    Paragraph,
    Picture,
    Timetable,
)
from polos.reports.figures import Quotient, specialisation_bars
from polos.reports.renderers import docx
from polos.vocabularies import LANGUAGES

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NASTY = "<w:p> & \x00 =HYPERLINK(1) العربية 🌽"


def document(*blocks, **options):
    given = {"title": "Synthesis", "kind": "Table", "language": "en", "dated_on": date(2026, 11, 22)}
    return Document(**{**given, **options}, pages=(blocks,))


def parts(made):
    packed = zipfile.ZipFile(io.BytesIO(docx.render(made)))
    return {name: packed.read(name) for name in packed.namelist()}


def words(made):
    body = ET.fromstring(parts(made)["word/document.xml"])
    return ["".join(text.text or "" for text in line.iter(f"{W}t")) for line in body.iter(f"{W}p")]


def test_every_block_is_in_it_in_order_and_lists_are_complete():
    made = document(
        Heading("Topic", "3 sentences"),
        Paragraph("lead", "lead"),
        Bullets(tuple(f"point {n}" for n in range(60))),
        Facts((("Languages", "es, en"),)),
        Timetable(("a", "b"), (("1", "2"),)),
        Columns((Paragraph("left"),), (Paragraph("right"),)),
    )
    said = words(made)
    assert said[:3] == ["Synthesis", "Table · 22 November 2026", "Topic  3 sentences"]
    assert [f"point {n}" for n in range(60)] == [line for line in said if line.startswith("point")]
    assert {"Languages: es, en", "left", "right"} <= set(said)


def test_cells_hold_lines_with_their_notes_and_an_empty_cell_is_a_cell():
    made = document(Cells(("EU", "LAC"), (((Line("one", "4 territories"), Line("two")), ()),)))
    table = next(ET.fromstring(parts(made)["word/document.xml"]).iter(f"{W}tbl"))
    rows = [
        [
            [" ".join(t.text or "" for t in p.iter(f"{W}t")) for p in cell.iter(f"{W}p")]
            for cell in row.iter(f"{W}tc")
        ]
        for row in table.iter(f"{W}tr")
    ]
    assert rows == [[["EU"], ["LAC"]], [["one   4 territories", "two"], [""]]]
    assert next(table.iter(f"{W}tblHeader"), None) is not None, "the heading repeats on every page"


def test_whatever_is_typed_stays_text():
    """Marks of XML are escaped, what XML forbids is replaced, nothing becomes a field."""
    made = document(Paragraph(NASTY), title=NASTY, footer=NASTY)
    assert NASTY.replace("\x00", "\ufffd") in words(made)
    assert b"fldSimple" not in parts(made)["word/document.xml"]


def test_a_figure_is_a_picture_with_its_description():
    figure = specialisation_bars([Quotient("Food", 2.0)], title="Bars <1>", language="en")
    held = parts(document(Picture(figure)))
    assert held["word/media/1.png"].startswith(b"\x89PNG")
    described = [
        one.get("descr") for one in ET.fromstring(held["word/document.xml"]).iter() if one.get("descr")
    ]
    assert described[0].startswith("Bars <1>. ")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_file_says_its_language_and_names_every_part(language):
    held = parts(document(Paragraph("x"), language=language, is_wide=True))
    assert f'w:lang w:val="{language}-'.encode() in held["word/styles.xml"]
    assert b'w:orient="landscape"' in held["word/document.xml"]
    for name, content in held.items():
        ET.fromstring(content)
        assert (
            name.endswith(".rels")
            or name == "[Content_Types].xml"
            or name.encode() in held["[Content_Types].xml"]
        )


def test_the_same_document_gives_the_same_bytes():
    made = document(Paragraph("x"))
    assert docx.render(made) == docx.render(made)
