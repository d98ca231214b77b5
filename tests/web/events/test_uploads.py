"""Files of participants and requests: every row judged before anything is kept, every refusal in words."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override

from polos_web.audit import queries as audit
from polos_web.events import actions, uploads
from polos_web.events.models import Participant
from web.events.conftest import AT

pytestmark = pytest.mark.django_db
PEOPLE = """id;name;organisation;email;zone;hours;languages;most
p1;Ana Ejemplo;Clúster A;Ana@example.org;America/Bogota;08:00-17:00;español; inglés;4
p2;Berta Muestra;Clúster B;;;;pt;
"""


def file(text, name="file.csv"):
    return SimpleUploadedFile(name, text.encode() if isinstance(text, str) else text)


@pytest.fixture
def judge(event, organiser):
    """What each row of a file would do: its verdict and the rules it breaks."""

    def judged(kind, text):
        rows = uploads.rows_of(file(text), kind)
        return [(row.row, row.verdict, row.faults) for row in uploads.judged(event, kind, rows)]

    return judged


@pytest.fixture
def admit(event, organiser):
    def admitted(kind, text):
        found = actions.upload(event, kind, file(text), by=organiser, at=AT)
        return actions.admit(found, by=organiser, at=AT)

    return admitted


def test_a_file_is_shown_first_and_kept_when_meant(event, at_desk):
    text = PEOPLE.replace("español; inglés", "español, inglés")
    shown = at_desk.post(f"/en/events/{event.pk}/files/participants/", {"file": file(text)}, follow=True)
    assert "new 2, changed 0, as before 0, refused 0" in shown.text and not Participant.objects.exists()
    at_desk.post(shown.request["PATH_INFO"], {"wanted": "admit"})
    ana, berta = event.participants.all()
    assert (ana.email, ana.languages, ana.language, ana.most) == ("ana@example.org", ["es", "en"], "es", 4)
    assert f"{ana.first_hour:%H:%M}–{ana.last_hour:%H:%M}" == "08:00–17:00"
    assert (berta.languages, berta.zone, berta.most) == (["pt"], "", None)
    assert not event.uploads.exists(), "rows with people in them are not kept longer than needed"
    latest = audit.events(kind="events.event", subject=str(event.pk)).first()
    assert latest.verb == "imported"


def test_a_file_that_is_not_meant_is_forgotten(event, at_desk):
    shown = at_desk.post(
        f"/en/events/{event.pk}/files/participants/", {"file": file("id,name\np1,Ana")}, follow=True
    )
    at_desk.post(shown.request["PATH_INFO"], {"wanted": "drop"})
    assert not event.uploads.exists() and not event.participants.exists()


def test_the_same_file_twice_changes_nothing_and_a_second_one_changes_what_differs(admit, event):
    assert admit("participants", "id,name,zone\np1,Ana,\np2,Berta,")["new"] == 2
    assert admit("participants", "id,name,zone\np1,Ana,\np2,Berta,") == {
        "refused": 0, "new": 0, "changed": 0, "same": 2,
    }  # fmt: skip
    assert admit("participants", "id,name\np1,Anna\np2,Berta")["changed"] == 1
    assert sorted(event.participants.values_list("name", flat=True)) == ["Anna", "Berta"]


@pytest.mark.parametrize(
    ("cells", "rule"),
    [
        ("p1,", "A participant needs a name."),
        (",Ana", "A row needs an id, or an address of e-mail to know it by."),
        ("p1,Ana,Madrid", "“Madrid” is no time zone; the nearest are: "),
        ("p1,Ana,,9-18", "“9-18” are no hours; needed are two times such as 08:00-18:00."),
        ("p1,Ana,,18:00-08:00", "“18:00-08:00” are no hours"),
        ("p1,Ana,,25:00-26:00", "“25:00-26:00” are no hours"),
        ("p1,Ana,,,klingonés", "“klingonés” is no language we know."),
        ("p1,Ana,,,,many", "“many” for “most” is no whole number from 0 to 1000."),
        ("p1,Ana,,,,2,3", "At least more meetings than at most."),
        ("p1,Ana,,,,,,2027-03-01 09:05", "“2027-03-01 09:05” is not when a meeting of this event begins."),
        ("p1,Ana,,,,,,,ana", "“ana” is no address of e-mail."),
    ],
)
def test_a_participant_that_cannot_be_is_refused_with_row_and_rule(judge, cells, rule):
    ((row, verdict, faults),) = judge(
        "participants", f"id,name,zone,hours,languages,most,least,away,email\n{cells}\n"
    )
    assert (row, verdict) == (2, "refused") and len(faults) == 1 and faults[0].startswith(rule)


def test_an_id_twice_names_the_row_above(judge):
    assert judge("participants", "id,name\np1,Ana\np1,Berta")[1] == (
        3, "refused", ["The id “p1” stands in row 2 already."],
    )  # fmt: skip


def test_an_impossible_time_of_a_change_of_clocks_is_named(make_event):
    event = make_event()
    rows = uploads.rows_of(file("id,name,away\np1,Ana,2027-03-28 02:30"), "participants")
    (judged,) = uploads.judged(event, "participants", rows)
    assert judged.faults == ["“2027-03-28 02:30” does not exist: clocks are put forward over it."]


@pytest.mark.parametrize(
    ("cells", "rule"),
    [
        ("p1,p9", "Nobody in this event has the id, address or organisation “p9”."),
        ("p1,p1", "A request with oneself, or with one’s own organisation."),
        ("p1,invented CLUSTER 1", "A request with oneself, or with one’s own organisation."),
        ("p1,p2,perhaps", "“perhaps” for “priority” is none of: must, want, maybe, no"),
        ("p1,p2,no,,must", "The meeting has to be held, and one of the two says no."),
        ("p1,p2,,,,noon", "“noon” is not when a meeting of this event begins."),
    ],
)
def test_a_request_that_cannot_be_is_refused_with_row_and_rule(judge, event, add_people, cells, rule):
    add_people(event, 3)
    ((row, verdict, faults),) = judge("requests", f"asks,asked,priority,answer,ruling,slot\n{cells}\n")
    assert (row, verdict) == (2, "refused") and faults[0].startswith(rule)


def test_a_wrong_wish_is_answered_with_the_words_of_the_page_and_codes_count_too(judge, event, add_people):
    add_people(event, 3)
    text = "asks,asked,priority\np1,p2,tal vez\np1,p3,quizás\np2,p3,maybe\n"
    with override("es"):
        told = judge("requests", text)
    assert [verdict for _, verdict, _ in told] == ["refused", "new", "new"]
    assert "imprescindible, quiero, quizás, no" in told[0][2][0] and "must" not in told[0][2][0]


def test_two_fixed_meetings_of_one_person_at_once_are_refused(judge, event, add_people):
    add_people(event, 3)
    text = "asks,asked,slot\np1,p2,2027-03-01 09:00\np3,p1,2027-03-01 09:00\np3,p2,01/03/2027 09:20\n"
    assert [(verdict, faults) for _, verdict, faults in judge("requests", text)] == [
        ("new", []),
        ("refused", ["Person 1 has another fixed meeting at this time."]),
        ("new", []),
    ]


def test_a_fixed_meeting_when_somebody_is_away_is_refused(judge, event, add_people):
    add_people(event, 2, away=["20270301T0800Z"])
    ((_, verdict, faults),) = judge("requests", "asks,asked,slot\np1,p2,2027-03-01 09:00")
    assert verdict == "refused" and faults[0] == "Person 1 is not there at this time."


def test_the_pair_the_other_way_round_is_the_answer(admit, judge, event, add_people):
    first, second, third = add_people(event, 3)
    admit("requests", "asks,asked,priority\np1,p2,must\np2,p1,maybe\np3,invented cluster 1,quiero")
    one, two = event.requests.order_by("pk")
    assert (one.asks, one.asked, one.priority, one.answer) == (first, second, "must", "maybe")
    assert (two.asks, two.asked, two.organisation, two.priority) == (
        third,
        None,
        "Invented cluster 1",
        "want",
    )
    assert judge("requests", "asks,asked\np1,p2\np1,p2")[1][2] == [
        "The same request stands in row 2 already."
    ]


def test_words_of_wishes_are_read_in_all_languages(judge, event, add_people):
    add_people(event, 3)
    text = "solicita,solicitado,prioridad,respuesta\np1,p2,imprescindible,quizás\np3,p2,quero,não"
    assert [verdict for _, verdict, _ in judge("requests", text)] == ["new", "new"]


def test_a_workbook_is_read_like_a_file_of_text(judge, event):
    """A smallest XLSX by hand: two cells of heading, two of a row."""
    assert judge("participants", workbook([["id", "name"], ["p1", "Ana"]])) == [(2, "new", [])]


def workbook(rows):
    cells = "".join(
        "<row>" + "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in row) + "</row>"
        for row in rows
    )
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
        '<sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>',
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, f'<?xml version="1.0"?>{text}')
    return packed.getvalue()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "file is empty"),
        ("\n", "without a heading"),
        ("id,organisation\np1,x", "a column for name"),
        ("id,name\n", "no rows in file.csv"),
        (b"\x00\x01", "zero bytes"),
        ("id,name\n" + "p,x\n" * 20_001, "at most 20,000 rows"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(event, at_desk, text, words):
    page = at_desk.post(f"/en/events/{event.pk}/files/participants/", {"file": file(text)})
    assert page.status_code == 200 and words in page.text and not event.uploads.exists()


def test_what_is_only_called_a_workbook_is_refused_as_none(event, at_desk):
    sent = file(b"\x00\x01\x02", name="bad.xlsx")
    page = at_desk.post(f"/en/events/{event.pk}/files/participants/", {"file": sent}).text
    assert "no XLSX workbook" in page and "Parquet" not in page and "zero bytes" not in page


def test_clusters_of_the_register_take_part_once(event, at_desk):
    for _ in range(2):
        at_desk.post(f"/en/events/{event.pk}/clusters/", {"cluster": ["es-hegan", "no-such-cluster"]})
    (one,) = event.participants.all()
    assert (one.code, one.cluster) == ("es-hegan", "es-hegan") and one.organisation
