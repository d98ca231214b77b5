"""Two hundred payloads in what is taken away: files of a register, the interface, printed pages."""

import csv
import io
import json
import re
import zipfile
from datetime import date

import fastexcel
import pypdf
import pytest
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from polos.reports.documents import Bullets, Document, Facts, Heading, Paragraph
from polos.reports.renderers import pdf
from polos_web.registers.kinds import kind
from web.registers.test_injection import PIECES, VALUES, record_with, store, stored

__all__ = ["store"]
pytestmark = pytest.mark.django_db
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
LINE = f"f{[value.name for value in VALUES].index('line')}"
# What a PDF can do by itself, and an address that would run something.
RUNS = re.compile(
    r"/(JavaScript|JS|Launch|OpenAction|AA|EmbeddedFile|SubmitForm)'|/URI': '(javascript|data|vbscript)"
)


@pytest.fixture(params=PIECES, ids=range(len(PIECES)))
def said(request, make_person):
    """The payloads that a published record says, as its first field stores them."""
    record_with(request.param, "x", make_person("ana", "cluster owner", scope="x"))
    kept = [stored(kind("store").fields[LINE].value, payload) for payload in request.param]
    return [payload for payload in kept if payload is not None]


def taken(client, form):
    answer = client.get(f"/en/records/store/everything.{form}")
    assert answer.status_code == 200 and answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("attachment")
    return answer.content


def test_no_cell_of_a_csv_file_begins_a_formula_and_none_is_lost(client, said):
    cells = list(csv.reader(io.StringIO(taken(client, "csv").decode("utf-8-sig"), newline="")))
    assert not [cell for row in cells for cell in row if cell.startswith(FORMULA)]
    told = "".join(map("".join, cells))
    assert [payload for payload in said if payload not in told] == []


def test_no_cell_of_a_workbook_is_a_formula_or_a_link(client, said):
    made = taken(client, "xlsx")
    packed = zipfile.ZipFile(io.BytesIO(made))
    sheets = [packed.read(name) for name in packed.namelist() if name.endswith(".xml")]
    assert not [sheet for sheet in sheets if b"<f>" in sheet or b"hyperlink" in sheet]
    told = "".join(map(str, fastexcel.read_excel(made).load_sheet(0, dtypes="string").to_polars().rows()[0]))
    assert [payload for payload in said if "\x00" not in payload and payload not in told] == []


@pytest.mark.slow
def test_json_and_the_interface_say_it_as_data(client, said):
    for content in (taken(client, "json"), client.get("/api/v1/store/x").content):
        told = json.dumps(json.loads(content), ensure_ascii=False)
        assert [one for one in said if json.dumps(one, ensure_ascii=False)[1:-1] not in told] == []
    answer = client.get("/api/v1/store/x")
    assert (
        answer["Content-Type"].startswith("application/json")
        and answer["X-Content-Type-Options"] == "nosniff"
    )


@pytest.mark.slow
@pytest.mark.parametrize("payloads", PIECES, ids=range(len(PIECES)))
def test_a_printed_page_shows_it_and_runs_nothing(payloads):
    shown = [payload.replace("\x00", "") for payload in payloads]
    lists = (Bullets(tuple(shown)), Facts(tuple((one, one) for one in shown)))
    page = (Heading(shown[0], shown[1]), *lists, *map(Paragraph, shown))
    told = {"subject": shown[0], "footer": shown[0], "keywords": tuple(shown)}
    made = pdf.render(Document(shown[0], shown[0], "en", date(2026, 1, 1), (page,), flows=True, **told))
    read = pypdf.PdfReader(io.BytesIO(made))
    objects = [read.get_object(number) for number in sorted(read.xref_objStm) + sorted(read.xref[0])]
    assert objects and not [one for one in objects if runs(one)]
    text = letters("".join(sheet.extract_text() for sheet in read.pages))
    assert [one for one in shown if letters(one) not in text] == []


def letters(text):
    """The letters and digits of a text: a printed line may break and hyphenate between them."""
    return re.sub(r"[\W_]+", "", text)


def runs(one):
    """Whether an object of a PDF does something by itself or when it is touched."""
    return bool(RUNS.search(repr(one)))


def test_the_check_of_printed_pages_can_trip():
    script = DictionaryObject({NameObject("/S"): NameObject("/JavaScript")})
    link = DictionaryObject({NameObject("/URI"): TextStringObject("javascript:x")})
    harmless = DictionaryObject({NameObject("/URI"): TextStringObject("https://polos.example.org")})
    assert runs(script) and runs(link) and not runs(harmless)
