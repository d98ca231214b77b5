"""The table to take away: as a document that flows (DOCX, PDF) and as a workbook (XLSX)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext, ngettext

from polos.reports.documents import Block, Bullets, Cells, Document, Heading, Line, Paragraph
from polos.reports.numbers import format_date, format_list
from polos.reports.renderers import docx, pdf, xlsx
from polos_web.dialogue.models import SIDES, Statement
from polos_web.synthesis import published, queries, saved
from polos_web.synthesis.evidence import Evidence, Row, Told, table
from polos_web.synthesis.models import COLUMNS, Synthesis
from polos_web.synthesis.words import COLUMNS as COLUMN_WORDS
from polos_web.synthesis.words import STATES
from polos_web.ui.labels import label

_OFFICE = "application/vnd.openxmlformats-officedocument"
HEADINGS_WIDE = (6, 30, 24, 60, 10, 10, 10, 30, 10, 10, 10, 14, 40)


def as_docx(of: Synthesis, *, on: date, language: str) -> tuple[bytes, str]:
    """Return the table as DOCX."""
    return docx.render(document(of, on=on, language=language)), f"{_OFFICE}.wordprocessingml.document"


def as_pdf(of: Synthesis, *, on: date, language: str) -> tuple[bytes, str]:
    """Return the table as PDF."""
    return pdf.render(document(of, on=on, language=language)), "application/pdf"


def as_xlsx(of: Synthesis, *, on: date, language: str) -> tuple[bytes, str]:
    """Return the table as a workbook: sentences, and the statements they cite."""
    return xlsx.render(_sheets(of, language)), f"{_OFFICE}.spreadsheetml.sheet"


FORMS: Mapping[str, Callable[..., tuple[bytes, str]]] = {"docx": as_docx, "pdf": as_pdf, "xlsx": as_xlsx}


# ---- words beside a sentence ------------------------------------------------------------------


def remarks(told: Told) -> Iterator[str]:
    """Yield what has to stand beside a sentence: on what it rests, who disagrees, and what to mind."""
    evidence = told.evidence
    if told.sentence.source:
        yield gettext("no voices on record behind it")
        return
    if not evidence.behind:
        yield gettext("without citation")
        return
    count = len(evidence.behind)
    yield ngettext("%(num)s statement", "%(num)s statements", count) % {"num": count}
    yield _territories(evidence)
    if evidence.rests_on_one_country:
        country = label("countries", next(iter(evidence.countries)))
        yield gettext("rests on one country: %(country)s") % {"country": country}
    yield from _dissent(evidence)


def _territories(evidence: Evidence) -> str:
    counted = evidence.territories
    return gettext("territories: %(eu)s EU, %(lac)s LAC") % {"eu": counted["EU"], "lac": counted["LAC"]}


def _dissent(evidence: Evidence) -> Iterator[str]:
    if evidence.against:
        count = len(evidence.against)
        yield ngettext("%(num)s statement against it", "%(num)s statements against it", count) % {
            "num": count
        }
    if evidence.disagreements:
        count = evidence.disagreements
        said = ngettext("%(num)s contribution disagrees", "%(num)s contributions disagree", count)
        yield said % {"num": count}
    if evidence.agree or evidence.disagree or evidence.passed:
        votes = {"agree": evidence.agree, "disagree": evidence.disagree, "passed": evidence.passed}
        yield gettext("votes: %(agree)s agree, %(disagree)s disagree, %(passed)s pass") % votes


# ---- the document -----------------------------------------------------------------------------


def document(of: Synthesis, *, on: date, language: str) -> Document:
    """Return the table as a document in a language: by topic, then what every sentence rests on."""
    rows = table(of)
    title = of.dialogue.title.shown(language).text
    return Document(
        title=title,
        kind=gettext("Synthesis"),
        language=language,
        dated_on=on,
        subject=gettext("The synthesis of a dialogue, each sentence with what it rests on"),
        footer=f"{title} · {STATES[of.state]}",
        pages=((*_state(of, language), *_topics(rows, language), *_behind(of, rows, language)),),
        flows=True,
        is_wide=True,
    )


def _state(of: Synthesis, language: str) -> Iterator[Block]:
    decision, latest = saved.decision(of), saved.latest(of)
    if decision is not None:
        yield Paragraph(
            gettext("Adopted on %(day)s by %(who)s, as version %(number)s.")
            % {
                "day": format_date(decision.decided_on, language),
                "who": decision.decided_by,
                "number": decision.version.number,
            },
            "lead",
        )
        yield Paragraph(decision.reasons)
    elif not of.dialogue.is_reference:
        yield Paragraph(gettext("Work in progress: nobody has adopted it."), "lead")
    if decision is None and latest is not None:
        yield Paragraph(
            gettext("The last version saved is version %(number)s.") % {"number": latest.number}, "note"
        )
    if of.dialogue.is_reference:
        yield Paragraph(
            gettext("Published in: %(source)s. No voices are on record behind these sentences.")
            % {"source": published.source()},
            "lead",
        )


def _topics(rows: Sequence[Row], language: str) -> Iterator[Block]:
    headings = tuple(str(COLUMN_WORDS[column]) for column in COLUMNS)
    for row in rows:
        count = sum(len(cell) for cell in row.cells.values())
        said = ngettext("%(num)s sentence", "%(num)s sentences", count) % {"num": count}
        yield Heading(row.topic.title.shown(language).text, said)
        if count:
            cells = tuple(tuple(_line(told, language) for told in row.cells[column]) for column in COLUMNS)
            yield Cells(headings, (cells,))


def _line(told: Told, language: str) -> Line:
    words = f"{told.sentence.number}. {told.sentence.text.shown(language).text}"
    return Line(words, f"[{'; '.join(remarks(told))}]", is_recalled=not told.is_cited)


def _behind(of: Synthesis, rows: Sequence[Row], language: str) -> Iterator[Block]:
    every = [told for row in rows for told in row.told if told.is_cited or told.evidence.against]
    if not every:
        return
    wanted = {pk for told in every for pk in (*(v.pk for v in told.evidence.behind), *told.evidence.against)}
    words = queries.statement_words(of.dialogue, wanted)
    yield Heading(gettext("What each sentence rests on"))
    for told in sorted(every, key=lambda one: one.sentence.number):
        yield Paragraph(f"{told.sentence.number}. {told.sentence.text.shown(language).text}")
        behind = [_said(words[voice.pk], language) for voice in told.evidence.behind]
        against = [
            gettext("against it: %(words)s") % {"words": _said(words[pk], language)}
            for pk in told.evidence.against
        ]
        yield Bullets((*behind, *against))


def _said(statement: Statement, language: str) -> str:
    where = _where(statement)
    return (
        f"“{statement.text.shown(language).text}” ({where})" if where else statement.text.shown(language).text
    )


def _where(statement: Statement) -> str:
    said = statement.contribution
    parts = [label("countries", said.country) if said.country else "", said.side]
    return format_list([one for one in parts if one], "en").replace(" and ", ", ")


# ---- the workbook -----------------------------------------------------------------------------


def _sheets(of: Synthesis, language: str) -> list[xlsx.Sheet]:
    rows = table(of)
    every = [(row, told) for row in rows for told in row.told]
    cited = sorted(
        {pk for _, told in every for pk in (*(v.pk for v in told.evidence.behind), *told.evidence.against)}
    )
    words = queries.statement_words(of.dialogue, cited)
    sentences = xlsx.Sheet(
        gettext("Synthesis"),
        [
            gettext("Number"), gettext("Topic"), gettext("Column"), gettext("Sentence"), gettext("Language"),
            *(gettext("Territories %(side)s") % {"side": side} for side in SIDES),
            gettext("Countries"), gettext("Votes: agree"), gettext("Votes: disagree"), gettext("Votes: pass"),
            gettext("Disagreeing contributions"), gettext("Statements"), gettext("Statements against"),
            gettext("To keep in mind"),
        ],
        [_sentence_row(row, told, language) for row, told in every],
        HEADINGS_WIDE,
    )  # fmt: skip
    statements = xlsx.Sheet(
        gettext("Statements"),
        [
            gettext("Statement"), gettext("Text"), gettext("Language"), gettext("Side"), gettext("Territory"),
            gettext("Country"), gettext("Kind"), gettext("Question"),
        ],
        [_statement_row(words[pk], language) for pk in cited if pk in words],
        (10, 70, 10, 8, 16, 10, 12, 60),
    )  # fmt: skip
    return [sentences, statements]


def _sentence_row(row: Row, told: Told, language: str) -> list[Any]:
    shown, evidence = told.sentence.text.shown(language), told.evidence
    return [
        told.sentence.number,
        row.topic.title.shown(language).text,
        str(COLUMN_WORDS[told.sentence.column]),
        shown.text,
        shown.language,
        *(evidence.territories[side] for side in SIDES),
        ", ".join(sorted(evidence.countries)),
        evidence.agree,
        evidence.disagree,
        evidence.passed,
        evidence.disagreements,
        ", ".join(queries.name_of(one.pk) for one in evidence.behind),
        ", ".join(map(queries.name_of, evidence.against)),
        "; ".join(remarks(told)),
    ]


def _statement_row(one: Statement, language: str) -> list[Any]:
    said = one.contribution
    return [
        queries.name_of(one.pk),
        one.text.original,
        one.text.language,
        one.side,
        said.territory,
        said.country,
        said.nature,
        said.version.text.shown(language).text,
    ]
