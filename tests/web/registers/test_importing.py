"""Whole registers in and out: rows of a file, what would become of each, and the way back."""

import csv
import io
import json
from datetime import UTC, datetime, timedelta

import pytest
import xlsxwriter
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import InMemoryUploadedFile, SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from polos.errors import UnreadableFile, WrongColumns
from polos_web.audit.models import Event
from polos_web.registers import actions, columns, exporting, files, importing, kinds, queries
from polos_web.registers.kinds import Reach
from polos_web.registers.models import Record, Voice
from polos_web.registers.statements import Statement, WrongStatements
from polos_web.registers.values import Entry, Line, Words
from polos_web.translation.text import State, Text, from_plain
from polos_web.ui.problems import told

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
EVERYTHING = frozenset(Reach)
ROWS = [
    {
        "slug": "las-parras",
        "name": "Las Parras",
        "name@language": "es",
        "name@en": "The Vines",
        "trees": "40",
        "markets": "energy;tourism",
        "offer.1.kind": "technology",
        "offer.1.text": "riego por goteo",
        "offer.2.kind": "product",
        "contact": "a@example.org",
        "@source": "Un directorio inventado",
        "@place": "p. 3",
    },
    {"name": "El Olivar", "trees": "7"},
]


@pytest.fixture
def operator(make_person):
    return make_person("operator", "operator", second_factor=True)


@pytest.fixture
def sent(orchard, tmp_path):
    def made(rows, *, name="rows.csv", encoding="utf-8", delimiter=","):
        path = tmp_path / name
        headings = list(dict.fromkeys(heading for row in rows for heading in row))
        text = io.StringIO()
        writer = csv.DictWriter(text, headings, delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
        path.write_bytes(text.getvalue().encode(encoding))
        return importing.read(orchard, path, name=name)

    return made


def outcomes(kind, file, by):
    return [one.outcome for one in importing.plan(kind, file, by=by, language="es")]


@pytest.mark.django_db
def test_rows_are_looked_at_again_where_somebody_writes_between_the_look_and_the_write(
    orchard, operator, sent, monkeypatch
):
    file = sent(ROWS)
    importing.admit(orchard, file, by=operator, language="es", at=NOW)
    looks, looked = [], importing.plan

    def plan(*given, **named):
        yield from looked(*given, **named)
        if not looks:
            record = queries.record(orchard, "el-olivar")
            actions.load(orchard, [("el-olivar", [Statement("trees", 8)])], voice=Voice.IMPORTED, at=NOW)
            assert queries.record(orchard, "el-olivar").version > record.version
        looks.append(1)

    monkeypatch.setattr(importing, "plan", plan)
    counts = importing.admit(orchard, file, by=operator, language="es", at=LATER)
    assert len(looks) == 2 and counts == {"same": 1, "changed": 1}


@pytest.mark.django_db
def test_a_file_tells_who_translated_and_what_is_of_an_earlier_wording(orchard, operator, sent):
    """What goes out and comes in again is the same, here and on an empty site."""
    name = Text("es", "Las Parras").translated("en", "The Vines", by=State.MACHINE)
    name = name.translated("pt", "As Videiras", by=State.HUMAN).translated("fr", "Vignes", by=State.MACHINE)
    stale = name.changed("Las Parras Viejas").translated("pt", "As Velhas", by=State.HUMAN)
    actions.load(orchard, [("a", [Statement("name", name)]), ("b", [Statement("name", stale)])],
                 voice=Voice.IMPORTED, at=NOW)  # fmt: skip
    rows = exporting.public(orchard)
    assert [row["name@states"] for row in rows] == [
        "en machine; fr machine",
        "en machine stale; fr machine stale",
    ]
    assert outcomes(orchard, sent(rows), operator) == ["same", "same"]
    elsewhere = [{**row, "slug": f"new-{row['slug']}"} for row in rows]
    assert outcomes(orchard, sent(elsewhere), operator) == ["created", "created"]
    importing.admit(orchard, sent(elsewhere), by=operator, language="es", at=LATER)
    for slug, before in (("new-a", name), ("new-b", stale)):
        made = from_plain(queries.sheet(queries.record(orchard, slug), EVERYTHING).value("name"))
        states = [(made.translations[code].made_by, made.state(code)) for code in ("en", "pt", "fr")]
        assert states == [
            (before.translations[code].made_by, before.state(code)) for code in ("en", "pt", "fr")
        ]


@pytest.mark.django_db
def test_a_row_without_states_keeps_what_stands_and_an_unknown_state_is_refused(orchard, operator, sent):
    name = Text("es", "Las Parras").translated("en", "The Vines", by=State.MACHINE)
    actions.load(orchard, [("a", [Statement("name", name)])], voice=Voice.IMPORTED, at=NOW)
    row = {"slug": "a", "name": "Las Parras", "name@language": "es", "name@en": "The Vines"}
    assert outcomes(orchard, sent([row]), operator) == ["same"]
    (changed,) = importing.plan(
        orchard, sent([{**row, "name": "Las Parras Viejas"}]), by=operator, language="es"
    )
    assert from_plain(changed.statements[0].value).state("en") == State.STALE
    (checked,) = importing.plan(orchard, sent([{**row, "name@en": "Old Vines"}]), by=operator, language="es")
    assert from_plain(checked.statements[0].value).translations["en"].made_by == State.HUMAN
    (wrong,) = importing.plan(orchard, sent([{**row, "name@states": "en robot"}]), by=operator, language="es")
    assert wrong.outcome == "refused" and "robot" in wrong.problems["name@states"]


@pytest.mark.django_db
def test_a_dry_run_says_row_by_row_what_would_happen_and_writes_nothing(orchard, operator, sent):
    rows = [
        *ROWS,
        {"slug": "sin-nombre", "trees": "3"},
        {"name": "Mal", "trees": "many", "markets": "unicorns"},
    ]
    first, second, third, fourth = importing.plan(orchard, sent(rows), by=operator, language="es")
    assert (first.number, first.slug, first.outcome) == (2, "las-parras", "created")
    assert [change.after for change in first.changes if change.field == "Trees"] == ["40"]
    assert (second.slug, second.outcome) == ("el-olivar", "created")
    assert (third.outcome, set(third.problems)) == ("refused", {"name"})
    assert (fourth.outcome, set(fourth.problems)) == ("refused", {"trees", "markets"})
    assert not Record.objects.filter(kind_name="orchard").exists()


@pytest.mark.django_db
def test_what_was_imported_is_on_record_with_its_papers_and_one_event(orchard, operator, sent):
    file = sent(ROWS)
    counts = importing.admit(orchard, file, by=operator, language="es", at=NOW)
    assert counts == {"created": 2}
    sheet = queries.sheet(queries.record(orchard, "las-parras"), EVERYTHING)
    assert sheet.record.is_public
    assert from_plain(sheet.value("name")).shown("en").text == "The Vines"
    assert (sheet.value("trees"), sheet.value("markets")) == (40, ["energy", "tourism"])
    assert [value["kind"] for value in sheet.values("offer")] == ["technology", "product"]
    assert sheet.one("trees").fact.source == "Un directorio inventado"
    assert sheet.one("trees").fact.author == operator
    event = Event.objects.get(kind="orchard")
    assert (event.verb, event.subject) == ("imported", "*")


@pytest.mark.django_db
def test_nothing_is_written_where_a_row_is_refused_unless_it_is_left_out(orchard, operator, sent):
    file = sent([*ROWS, {"name": "Mal", "trees": "many"}])
    with pytest.raises(WrongStatements) as refused:
        importing.admit(orchard, file, by=operator, language="es", at=NOW)
    assert set(refused.value.problems) == {"4"} and refused.value.problems["4"].startswith("trees: ")
    assert not Record.objects.filter(kind_name="orchard").exists()
    counts = importing.admit(orchard, file, by=operator, language="es", at=NOW, without_refused=True)
    assert counts == {"created": 2, "refused": 1}


@pytest.mark.django_db
def test_the_same_file_again_changes_nothing_and_an_empty_cell_ends_nothing(orchard, operator, sent):
    importing.admit(orchard, sent(ROWS), by=operator, language="es", at=NOW)
    assert outcomes(orchard, sent(ROWS), operator) == ["same", "same"]
    again = sent([{"slug": "las-parras", "name": "", "trees": "41"}])
    assert importing.admit(orchard, again, by=operator, language="es", at=LATER) == {"changed": 1}
    sheet = queries.sheet(queries.record(orchard, "las-parras"), EVERYTHING)
    assert (sheet.value("trees"), sheet.value("name")["original"]) == (41, "Las Parras")
    assert len(sheet.of("offer")) == 2


@pytest.mark.django_db
def test_what_the_owner_said_stays_first_and_the_import_shows_beside_it(orchard, operator, sent, make_person):
    keeper = make_person("keeper", "cluster owner", scope="las-parras")
    said = [Statement("name", Text("es", "Las Parras")), Statement("trees", 50)]
    made = actions.create(orchard, "las-parras", said, by=keeper, at=NOW)
    actions.publish(made, by=keeper, at=NOW)
    importing.admit(orchard, sent(ROWS[:1]), by=operator, language="es", at=LATER)
    sheet = queries.sheet(queries.record(orchard, "las-parras"), EVERYTHING)
    (told,) = sheet.of("trees")
    assert told.value == 50 and [fact.value for fact in told.others] == [40]


@pytest.mark.django_db
def test_a_row_that_names_a_record_that_is_not_here_says_so(operator, tmp_path):
    """It is kept all the same: the record may come with the next file, or stand further down in this one."""
    territory, path = kinds.kind("territory"), tmp_path / "rows.csv"
    about = "municipal_consortium,region,CO,4,-74"
    told = [f"union,Unión,{about},nowhere", f"part,Parte,{about},mx_col", f"whole,Todo,{about},last",
            f"last,Última,{about},"]  # fmt: skip
    path.write_text("\n".join(["slug,name,form,level,country,latitude,longitude,parent", *told]), "utf-8")
    sent = importing.read(territory, path, name="rows.csv")
    planned = list(importing.plan(territory, sent, by=operator, language="es"))
    assert [one.problems for one in planned] == [{}] * 4
    about_names = [[words for words in one.notices if "Found no" in words] for one in planned]
    assert about_names[1:] == [[], [], []]
    assert about_names[0] == ["Found no nowhere among the territories. Its name is kept until it comes."]


@pytest.mark.django_db
def test_a_record_stands_in_one_row_and_bad_names_are_refused(orchard, operator, sent):
    rows = [*ROWS, ROWS[0], {"slug": "../etc", "name": "X"}, {"slug": "Groß", "name": "X"}]
    assert outcomes(orchard, sent(rows), operator) == ["created", "created", "refused", "refused", "refused"]


@pytest.mark.django_db
def test_whoever_keeps_no_whole_register_imports_nothing(orchard, sent, make_person):
    keeper = make_person("keeper", "cluster owner", scope="las-parras")
    with pytest.raises(PermissionDenied):
        importing.admit(orchard, sent(ROWS), by=keeper, language="es", at=NOW)
    with pytest.raises(PermissionDenied):
        list(importing.plan(orchard, sent(ROWS), by=keeper, language="es"))


@pytest.mark.django_db
@pytest.mark.parametrize(("encoding", "delimiter"), [("utf-8-sig", ";"), ("utf-16", "\t"), ("cp1252", ",")])
def test_tables_are_read_as_offices_write_them(orchard, operator, sent, encoding, delimiter):
    file = sent([{"name": "Ñandú", "trees": "7"}], encoding=encoding, delimiter=delimiter)
    (one,) = importing.plan(orchard, file, by=operator, language="es")
    assert (one.slug, one.outcome) == ("nandu", "created")


@pytest.mark.django_db
def test_workbooks_and_json_are_read_too(orchard, operator, tmp_path):
    book = xlsxwriter.Workbook(tmp_path / "rows.xlsx")
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["name", "trees"])
    sheet.write_row(1, 0, ["El Olivar", 7])
    book.close()
    (tmp_path / "rows.json").write_text(json.dumps([{"name": "El Olivar", "trees": 7, "markets": None}]))
    for name in ("rows.xlsx", "rows.json"):
        file = importing.read(orchard, tmp_path / name, name=name)
        (one,) = importing.plan(orchard, file, by=operator, language="es")
        assert (one.slug, one.outcome, one.statements[-1].value) == ("el-olivar", "created", 7)


@pytest.mark.parametrize(
    ("content", "refused"),
    [
        (b"", "without a heading"),
        (b"\x00\x01\x02", "zero bytes"),
        (b"name,colour\nA,red\n", "colour"),
        (b"name,name\nA,B\n", "2 columns"),
        (b"[1, 2]", "not a list of objects"),
        (b"[{]", "cannot be read"),
        (b"[" * 100_000, "cannot be read"),
        (b"PK\x03\x04 broken", "not one"),
        ("name\nÑ\n".encode() + "Ñ\n".encode("cp1252"), "two encodings"),
        (b"name\n\x81\n", "neither UTF-8"),
        (b"\xff\xfe\0name", "begins as UTF-16"),
        (b"\x1f\x8b broken", "gzip"),
        (b"PAR1 broken", "Parquet"),
        (b'{"version": "2.0"}', "JSON-stat"),
        (b'name\n"A"B\n', "broken quoting"),
    ],
)
def test_what_is_no_table_of_the_register_is_refused_in_words(orchard, tmp_path, content, refused):
    path = tmp_path / "file"
    path.write_bytes(content)
    with pytest.raises((UnreadableFile, WrongColumns), match=refused) as raised:
        importing.read(orchard, path, name="file")
    with translation.override("pt"):
        words = told(raised.value)
        assert words.language == "pt" and words.found != raised.value.found and "%(" not in str(words)


def test_a_file_that_is_too_large_is_not_read(orchard, tmp_path, monkeypatch):
    monkeypatch.setattr(importing, "LARGEST_FILE", 10)
    (tmp_path / "file").write_bytes(b"name\nA long one\n")
    with pytest.raises(UnreadableFile, match="at most"):
        importing.read(orchard, tmp_path / "file", name="file")


@pytest.mark.django_db
def test_a_row_with_more_cells_than_headings_is_refused(orchard, operator, tmp_path):
    (tmp_path / "file").write_bytes(b"name,trees\nA,1,2\n")
    file = importing.read(orchard, tmp_path / "file", name="file")
    assert outcomes(orchard, file, operator) == ["refused"]


@pytest.mark.django_db
def test_what_is_handed_out_is_taken_back_as_it_was(orchard, operator, sent):
    importing.admit(orchard, sent(ROWS), by=operator, language="es", at=NOW)
    records = Record.objects.filter(kind_name="orchard")
    rows = [columns.row_of(sheet) for sheet in queries.sheets(list(records), EVERYTHING).values()]
    assert columns.headings(orchard, rows) == [
        "slug", "name", "name@language", "name@en", "trees", "markets",
        "offer.1.kind", "offer.1.text", "offer.1.text@language", "offer.2.kind", "contact",
    ]  # fmt: skip
    assert outcomes(orchard, sent(rows), operator) == ["same", "same"]


@given(
    st.fixed_dictionaries(
        {"kind": st.text(max_size=20)},
        optional={"text": st.builds(lambda text: {"language": "pt", "original": text}, st.text(max_size=20))},
    )
)
def test_any_entry_goes_through_a_row_and_back(entry):
    value = Entry({"kind": Line(), "text": Words(50)}, {"kind": "Kind", "text": "Text"})
    try:
        stored = value.read(entry)
    except ValueError:
        return
    if stored is None:
        return
    row = dict(columns._cells(value, stored, "offer.1"))
    assert value.read(columns._given(value, columns._Cells(row, "es"), "offer.1", None)) == stored


# ---- pages -------------------------------------------------------------------------------------


@pytest.fixture
def office(operator, sign_in, orchard, settings, tmp_path):
    settings.DATA_FOLDER = tmp_path
    return sign_in(operator)


def upload(rows="name,trees\nEl Olivar,7\nMal,many\n", name="rows.csv"):
    return SimpleUploadedFile(name, rows.encode(), content_type="text/csv")


@pytest.mark.django_db
def test_a_file_is_looked_at_row_by_row_and_brought_in_without_what_is_refused(office):
    answer = office.post("/en/records/orchard/bring-in/", {"file": upload(), "language": "es"})
    shown = office.get(answer["Location"])
    assert "1 created, 0 changed, 0 as before, 1 refused." in shown.content.decode()
    assert "a whole number" in shown.content.decode()
    assert not Record.objects.filter(kind_name="orchard").exists()
    done = office.post(answer["Location"], {"wanted": "without"}, follow=True)
    assert "1 created, 0 changed, 0 as before, 1 left out." in done.content.decode()
    assert Record.objects.get(kind_name="orchard").slug == "el-olivar"
    assert office.get(answer["Location"]).status_code == 404


@pytest.mark.django_db
def test_all_or_nothing_is_brought_in_where_nobody_said_to_leave_rows_out(office):
    answer = office.post("/en/records/orchard/bring-in/", {"file": upload(), "language": "es"})
    again = office.post(answer["Location"], {"wanted": "all"})
    assert again["Location"] == answer["Location"]
    assert not Record.objects.filter(kind_name="orchard").exists()
    office.post(answer["Location"], {"wanted": "drop"})
    assert office.get(answer["Location"]).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("sent_file", "language", "said"),
    [
        (upload(""), "es", "No file was sent"),
        (upload(), "xx", "Choose the language"),
        (upload("name,colour\nA,red\n"), "es", "colour"),
        (upload('"name\n"A"B\n'), "es", "a quotation mark near line 2"),
    ],
)
def test_a_file_that_cannot_be_taken_is_answered_in_words(office, sent_file, language, said):
    given = {"file": sent_file, "language": language}
    page = office.post("/en/records/orchard/bring-in/", given, follow=True)
    assert page.status_code == 422 and said in page.content.decode()


@pytest.mark.django_db
def test_a_disk_that_fails_keeps_no_part_of_a_file_and_says_so(office, monkeypatch, settings):
    def full(self, chunk_size=None):
        yield b"name,tre"
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files, "checksum", lambda file: "a" * 64)
    monkeypatch.setattr(InMemoryUploadedFile, "chunks", full)
    page = office.post("/en/records/orchard/bring-in/", {"file": upload(), "language": "es"})
    assert page.status_code == 422 and "nothing was. Try again later." in page.text
    assert list((settings.DATA_FOLDER / "imports").iterdir()) == []


@pytest.mark.django_db
def test_everybody_takes_what_is_public_and_operators_the_rest_with_an_event(office, operator, sent, client):
    importing.admit(kinds.kind("orchard"), sent(ROWS), by=operator, language="es", at=NOW)
    public = client.get("/en/records/orchard/everything.json").json()
    assert [row["slug"] for row in public] == ["el-olivar", "las-parras"]
    assert "contact" not in public[1]
    whole = office.post("/en/records/orchard/everything.json").json()
    assert whole[1]["contact"] == "a@example.org"
    assert Event.objects.filter(kind="orchard", verb="exported").count() == 1
    assert client.get("/en/records/orchard/everything.csv").content.startswith("\ufeffslug,name".encode())


@pytest.mark.django_db
def test_the_dictionary_tells_every_column(client, orchard):
    page = client.get("/en/records/orchard/columns/").content.decode()
    for column in columns.dictionary(orchard):
        assert f"<code>{column.name}</code>" in page


@pytest.mark.django_db
def test_the_command_brings_in_and_hands_out(orchard, operator, tmp_path, capsys):
    path = tmp_path / "rows.csv"
    path.write_bytes(b"name,trees,contact\nEl Olivar,7,a@example.org\nMal,many,\n")
    with pytest.raises(CommandError, match="row 3"):
        call_command("bring_in", "orchard", str(path), language="es", write=True)
    call_command("bring_in", "orchard", str(path), by=operator.email, language="es")
    assert "1 created, 0 changed, 0 as before, 1 refused" in capsys.readouterr().out
    assert not Record.objects.filter(kind_name="orchard").exists()
    call_command("bring_in", "orchard", str(path), language="es", write=True, without=True)
    call_command("hand_out", "orchard", str(tmp_path / "public.json"))
    call_command("hand_out", "orchard", str(tmp_path / "all.json"), everything=True)
    public, everything = (json.loads((tmp_path / name).read_text()) for name in ("public.json", "all.json"))
    assert "contact" not in public[0] and everything[0]["contact"] == "a@example.org"
    assert [event.verb for event in Event.objects.filter(kind="orchard").order_by("number")] == [
        "imported",
        "exported",
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("command", "arguments"),
    [
        ("bring_in", {"kind": "orchard", "file": "rows.csv", "by": "nobody@example.org"}),
        ("bring_in", {"kind": "unicorn", "file": "rows.csv"}),
        ("bring_in", {"kind": "orchard", "file": "none.csv"}),
        ("hand_out", {"kind": "unicorn", "file": "all.csv"}),
        ("hand_out", {"kind": "orchard", "file": "all.doc"}),
    ],
)
def test_a_command_that_cannot_be_done_says_why(orchard, tmp_path, command, arguments):
    (tmp_path / "rows.csv").write_bytes(b"name\nA\n")
    kind, file, options = arguments["kind"], tmp_path / arguments["file"], {"by": arguments.get("by")}
    with pytest.raises(CommandError, match="Found"):
        call_command(command, kind, str(file), **{name: value for name, value in options.items() if value})
