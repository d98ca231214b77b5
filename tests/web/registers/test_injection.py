"""Two hundred payloads in every kind of field: nothing of them becomes a tag, an attribute or an address."""

from datetime import UTC, datetime

import pytest
from django.core.mail import EmailMessage
from django.template import engines
from django.template.loader import render_to_string
from django.test import RequestFactory

from polos import vocabularies
from polos_web.accounts.roles import Permission
from polos_web.registers import actions, drawing, kinds, queries
from polos_web.registers.drawing import Drawing
from polos_web.registers.editing import Form
from polos_web.registers.forms import read
from polos_web.registers.kinds import PUBLIC, Block, Field, Kind
from polos_web.registers.models import Record
from polos_web.registers.queries import Sheet
from polos_web.registers.statements import Papers, Statement
from polos_web.registers.values import (
    Code,
    Codes,
    Day,
    Decimal,
    Email,
    Entry,
    Flag,
    Line,
    Link,
    Reference,
    Upload,
    WholeNumber,
    Words,
    WrongValue,
    Year,
)
from polos_web.registers.views import _words
from polos_web.stewardship.mails import Mails
from polos_web.stewardship.models import Invitation, Letter, Request
from web.payloads import PAYLOADS
from web.skeletons import Skeleton, runs_nothing, safe

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
PIECES = [PAYLOADS[start : start + 50] for start in range(0, len(PAYLOADS), 50)]
VALUES = (
    Line(), Words(200, is_long=False), Words(), WholeNumber(), Decimal(), Year(), Day(), Flag(),
    Code(vocabularies.markets), Codes(vocabularies.markets), Link(), Email(), Reference("store"), Upload(),
    Entry({"kind": Line(), "text": Words(500)}, {"kind": "Kind", "text": "Text"}),
)  # fmt: skip
STORE = Kind(
    name="store",
    label="store",
    plural="stores",
    permission=Permission.EDIT_CLUSTER,
    to_create=None,
    address="clusters:detail",
    title="title",
    blocks=(
        *(
            Block(f"b{at}", value.name, (Field(f"f{at}", value.name, value, is_many=True),))
            for at, value in enumerate(VALUES)
        ),
        Block("title", "Title", (Field("title", "Title", Words(200)),)),
    ),
)


@pytest.fixture(autouse=True)
def store():
    kinds.register(STORE)
    yield STORE
    kinds._registered.pop(STORE.name)


def names(value, item):
    """The names of all inputs of an item into which something can be typed."""
    base = f"f{VALUES.index(value)}.{item}"
    typed = {"words": [f"{base}.text"], "file": [f"{base}.kept"]}.get(value.name, [base])
    if value.name == "entry":
        typed = [f"{base}.kind", f"{base}.text.text"]
    return [*typed, f"{base}~source", f"{base}~place", f"{base}~dated"]


def form_page(value, payloads, person):
    """The form of a block as it comes back when all of this was typed into it."""
    block = STORE.blocks[VALUES.index(value)]
    raw = {f"{block.fields[0].code}~items": [f"k{at}" for at in range(len(payloads))]}
    for at, payload in enumerate(payloads):
        raw |= {name: [payload] for name in names(value, f"k{at}")}
    record = Record(kind_name="store", slug="x", state="published")
    sheet = Sheet(record, {})
    problems = read(block, raw, sheet, by=person).problems
    drawn = drawing.drawn(block, Drawing(raw, sheet, problems))
    context = {"record": record, "kind": STORE, "sheet": sheet, "drawn": drawn, "has_foreign": False}
    context |= {"form": Form(block, raw, 1, problems), **_words()}
    return render_to_string("registers/block.html", context, RequestFactory().get("/en/")), problems


def without_problems(skeleton):
    """Bones without what only says that something is wrong, which differs with what was typed."""
    wrong = {"aria-invalid", "aria-describedby", "open"}
    return [
        (tag, tuple(name for name in attributes if name not in wrong))
        for tag, attributes in skeleton.bones
        if tag != "p"
    ]


def test_there_are_two_hundred():
    assert len(PAYLOADS) == len(set(PAYLOADS)) == 200


def test_the_check_of_pages_can_trip():
    """What is not escaped changes the bones of a page, and an address that runs something is seen."""
    page = from_string('<p><a href="{{ it }}">{{ it | safe }}</a></p>', {"it": PAYLOADS[0]})
    assert Skeleton(page).bones != Skeleton("<p><a href='x'>x</a></p>").bones
    assert not safe("javascript:alert(1)") and not safe("data:text/html,x") and safe("/en/")


@pytest.mark.slow
@pytest.mark.parametrize("value", VALUES, ids=lambda value: f"{value.name}-{getattr(value, 'longest', '')}")
def test_a_form_shows_what_was_typed_and_runs_nothing(value, make_person):
    person = make_person("ana")
    harmless, _ = form_page(value, ["harmless"] * len(PIECES[0]), person)
    for payloads in PIECES:
        page, problems = form_page(value, payloads, person)
        found = Skeleton(page)
        assert without_problems(found) == without_problems(Skeleton(harmless))
        assert all(map(safe, found.addresses)) and (
            problems or value.name in ("line", "words", "entry", "file")
        )


def stored(value, payload):
    """What the field would store of it, ``None`` where the door refuses it."""
    text = {"language": "es", "original": payload}
    given = {"words": text, "entry": {"kind": payload, "text": text}}.get(value.name, payload)
    if value.name == "file":
        given = {"title": payload, "type": "application/pdf", "size": 9, "checksum": "0" * 64}
    try:
        return value.read(given)
    except WrongValue:
        return None


def record_with(payloads, slug, keeper):
    """A published record that says every payload wherever it may."""
    said = [Statement("title", {"language": "es", "original": payloads[0].strip("\x00") or "x"})]
    for at, value in enumerate(VALUES):
        for number, payload in enumerate(payloads):
            told = stored(value, payload)
            papers = Papers(stored(Line(), payload) or "x", stored(Line(), payload) or "x", "2018")
            if told is not None:
                said.append(Statement(f"f{at}", told, f"k{number:03}", papers=papers))
    made = actions.create(STORE, slug, said, by=keeper, at=NOW)
    return actions.publish(made, by=keeper, at=NOW)


def facts_page(record):
    sheet = queries.sheet(record, PUBLIC)
    source = (
        '{% from "registers/facts.html" import block, care %}'
        "{% for one in kind.blocks %}{{ block(sheet, one) }}{% endfor %}{{ care(sheet.record) }}"
    )
    return from_string(source, {"sheet": sheet, "kind": STORE})


def from_string(source, context):
    return engines["jinja2"].from_string(source).render(context)


@pytest.mark.slow
@pytest.mark.parametrize("payloads", PIECES, ids=range(len(PIECES)))
def test_pages_of_facts_history_and_translation_run_nothing(payloads, make_person, sign_in):
    keeper = make_person("ana", "cluster owner", scope="x")
    keeper.name = "<script>alert(1)</script>"
    keeper.save()
    record = record_with(payloads, "x", keeper)
    client = sign_in(keeper)
    pages = [facts_page(record)]
    places = ["history/", "translate/?to=en", "edit/", "edit/title/", "correct/", "colleagues/"]
    places += [f"history/f{at}/" for at in range(len(VALUES))]
    for place in places:
        answer = client.get(f"/en/records/store/x/{place}")
        assert answer.status_code == 200 and "default-src 'self'" in answer["Content-Security-Policy"]
        pages.append(answer.text)
    usual = Skeleton(client.get("/en/about/").text).bones
    for page in pages:
        runs_nothing(page, usual)
        assert "<script>alert" not in page.lower()


@pytest.mark.slow
def test_mails_say_it_and_run_nothing(orchard, make_person):
    """Plain text, one line in the subject, and no header that a payload put in."""
    keeper, invited = make_person("ana", "cluster owner", scope="x"), "eva@example.org"
    record = record_with(PAYLOADS[:1], "x", keeper)
    usual = {"Content-Type", "MIME-Version", "Content-Transfer-Encoding", "Subject", "From", "To", "Date"}
    usual |= {"Message-ID"}
    mails = Mails("https://polos.example.org", NOW)
    for payload in PAYLOADS:
        title = stored(Words(200), payload)
        if title is not None:
            queries.Fact.objects.filter(record=record, field="title").update(value=title)
        keeper.name = payload.replace("\x00", "")[:150]
        made = Invitation(record=record, email=invited, role="cluster owner", made_at=NOW, last_on=NOW.date())
        made.pk = 1
        mails.invite(made, by=keeper, language="en")
        asked = Request(
            record=record, wish="correct", text=payload, email=invited, language="pt", made_at=NOW
        )
        asked.pk = 1
        mails.acknowledge(asked)
    letters = list(Letter.objects.all())
    assert len(letters) == 400
    for letter in letters:
        message = EmailMessage(letter.subject, letter.text, "polos@localhost", [letter.to]).message()
        assert set(message.keys()) == usual and message.get_content_type() == "text/plain"
        assert message["To"] == invited and "\n" not in letter.subject
        assert letter.text.count("https://polos.example.org/") == 1
