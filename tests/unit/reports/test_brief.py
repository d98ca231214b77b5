"""The brief: two pages in four languages that say why, what is not known, and what all of it rests on."""

import dataclasses
import re
from dataclasses import replace
from datetime import date
from io import BytesIO

import numpy as np
import polars as pl
import pytest
from pypdf import PdfReader

from polos import reference
from polos.errors import InputError
from polos.matches.counterparts import Counterpart, counterparts
from polos.matches.explanation import Explanation, Part, Unknown
from polos.matches.gathering import gather_evidence
from polos.matches.validation import validate_pairings
from polos.parameters.counterparts import Weights
from polos.provenance import Citation, Licence, Origin
from polos.reports.brief import brief
from polos.reports.documents import (
    Bullets,
    Document,
    Facts,
    Heading,
    Paragraph,
    Reasons,
    Source,
    Sources,
    Strip,
)
from polos.reports.renderers import pdf
from polos.store.store import Store
from polos.table import Table
from polos.vocabularies import LANGUAGES

DAY = date(2026, 11, 21)
PAIRS = [("mx_col", "es43"), ("cl_bi", "es21"), ("cl", "bg"), ("pe_are", "el43")]


def found(ours: str, theirs: str, **options) -> Counterpart:
    options = {
        "territories": reference.territories(),
        "priorities": reference.priorities(),
        "on": DAY,
    } | options
    return counterparts(ours, among=[theirs], **options)[0]


def written(ours: str, theirs: str, language: str, **options) -> Document:
    options = {"territories": reference.territories(), "priorities": reference.priorities()} | options
    counterpart = options.pop("counterpart", None) or found(ours, theirs)
    return brief(ours, counterpart, language=language, on=DAY, version="0.1.0", **options)


def words(content: bytes) -> str:
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    return re.sub(r"\s+", " ", text)


def blocks(document: Document, kind: type) -> list:
    return [block for page in document.pages for block in page if isinstance(block, kind)]


def renamed(table: Table, key: str, value: str, **columns: str) -> Table:
    changes = {
        name: pl.when(pl.col(key) == value).then(pl.lit(text)).otherwise(pl.col(name))
        for name, text in columns.items()
    }
    return Table(table.rows.with_columns(**changes), table.schema, table.origin)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("en", ["Similar declared priorities", "What is not known", "People decide", "21 November 2026"]),
        (
            "es",
            [
                "Prioridades declaradas similares",
                "Lo que no se sabe",
                "Deciden las personas",
                "21 de noviembre",
            ],
        ),
        (
            "pt",
            ["Prioridades declaradas semelhantes", "O que não se sabe", "Quem decide são", "21 de novembro"],
        ),
        (
            "fr",
            ["Priorités déclarées similaires", "Ce que l’on ne sait pas", "qui décident", "21 novembre 2026"],
        ),
    ],
)
def test_two_pages_in_every_language(language, sentences):
    content = pdf.render(written("mx_col", "es43", language))
    reader = PdfReader(BytesIO(content))
    assert len(reader.pages) == 2
    text = words(content)
    for sentence in [
        *sentences,
        "Colima",
        "Extremadura",
        "ES43",
        "MX-COL",
        "mx-col-0",
        "es43-0",
        "0.1.0",
        "SHA-256",
    ]:
        assert sentence in text, sentence


@pytest.mark.slow
def test_it_is_tagged_names_its_language_and_claims_pdf_ua():
    content = pdf.render(written("cl_bi", "es21", "es"))
    reader = PdfReader(BytesIO(content))
    root = reader.trailer["/Root"]
    assert root["/Lang"].lower().startswith("es")
    assert root["/MarkInfo"]["/Marked"] is True or root["/MarkInfo"]["/Marked"].value is True
    assert "/StructTreeRoot" in root
    assert b"pdfuaid" in root["/Metadata"].get_data()
    assert reader.metadata.title == "Biobío y País Vasco"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("ours", "theirs", "names"),
    [("cl", "bg", ["България", "Bulgarie", "Информатика"]), ("pe_are", "el43", ["Κρήτη", "Arequipa"])],
)
def test_cyrillic_and_greek_are_set_as_text(ours, theirs, names):
    text = words(pdf.render(written(ours, theirs, "fr")))
    assert [name for name in names if name not in text] == []


@pytest.mark.slow
def test_the_same_input_and_date_give_the_same_bytes():
    document = written("mx_col", "es43", "en")
    assert pdf.render(document) == pdf.render(written("mx_col", "es43", "en"))
    later = dataclasses.replace(document, dated_on=date(2026, 11, 22))
    assert pdf.render(later) != pdf.render(document)


@pytest.mark.slow
def test_text_is_data_and_never_markup():
    attack = '#panic("run") $x^2$ *bold* <end> #read("/etc/passwd") "]} \\ @ref'
    priorities = renamed(
        reference.priorities(), "territory_id", "mx_col", name=attack, name_en=attack, strategy=attack
    )
    territories = renamed(reference.territories(), "territory_id", "mx_col", name=attack, name_en=attack)
    counterpart = found("mx_col", "es43", territories=territories, priorities=priorities)
    content = pdf.render(
        written(
            "mx_col", "es43", "en", counterpart=counterpart, territories=territories, priorities=priorities
        )
    )
    text = words(content).replace("- ", "")
    assert '#panic("run") $x^2$ *bold* <end>' in text
    assert "root:" not in text
    assert len(PdfReader(BytesIO(content)).pages) == 2


@pytest.mark.slow
def test_however_long_the_input_it_stays_on_two_pages_and_says_what_is_left_out():
    long = "Strategy of everything for everybody and every place " * 20
    territories = renamed(reference.territories(), "territory_id", "cl_bi", name=long, name_en=long)
    rows = reference.priorities().rows
    many = pl.concat(
        [
            rows,
            rows.with_columns(
                priority_id=pl.col("priority_id") + "-again",
                strategy=pl.col("strategy") + pl.format(" {}", pl.int_range(pl.len())) + pl.lit(long),
                name=pl.lit(long),
                source_url=pl.lit("https://example.org/" + "long" * 500),
            ),
        ]
    )
    priorities = Table(many, reference.priorities().schema, reference.priorities().origin)
    counterpart = found("cl_bi", "es21", territories=territories, priorities=priorities)
    lengthened = dataclasses.replace(
        counterpart,
        explanation=dataclasses.replace(
            counterpart.explanation,
            unknowns=tuple(
                Unknown("territory_without_statistics", {"territory": "cl_bi"}) for _ in range(40)
            ),
        ),
    )
    content = pdf.render(
        written("cl_bi", "es21", "fr", counterpart=lengthened, territories=territories, priorities=priorities)
    )
    assert len(PdfReader(BytesIO(content)).pages) == 2
    assert re.search(r"et \d+ de plus, voir la page", words(content))


@pytest.mark.slow
def test_characters_no_font_has_do_not_stop_the_brief():
    odd = "北京 😀 \x00 \u202eمرحبا"
    territories = renamed(reference.territories(), "territory_id", "mx_col", name=odd, name_en=odd)
    content = pdf.render(written("mx_col", "es43", "en", territories=territories))
    assert len(PdfReader(BytesIO(content)).pages) == 2


def test_the_page_that_shows_all_of_it_is_named_where_there_is_one():
    address = "http://127.0.0.1:8000/es/counterparts/mx_col/es43/"
    with_page = blocks(written("mx_col", "es43", "es", address=address), Facts)[0].rows
    assert ("Página con todo el detalle", address) in with_page
    without = blocks(written("mx_col", "es43", "es"), Facts)[0].rows
    assert len(without) == len(with_page) - 1


def test_only_web_addresses_are_links():
    sources = (
        Source("a", "https://example.org/page", ""),
        Source("b", "javascript:app.alert(1)", ""),
        Source("c", "file:///etc/passwd", ""),
    )
    reader = PdfReader(BytesIO(pdf.render(Document("t", "k", "en", DAY, ((Sources(sources),),)))))
    links = [note.get_object()["/A"]["/URI"] for note in reader.pages[0]["/Annots"]]
    assert links == ["https://example.org/page"]
    assert "javascript:app.alert(1)" in reader.pages[0].extract_text()


def test_a_page_that_cannot_fit_is_refused_in_words():
    page = tuple(Paragraph("words " * 200) for _ in range(9))
    document = Document("t", "k", "en", DAY, (page,))
    with pytest.raises(InputError, match="more text on page 1"):
        pdf.render(document)


def test_every_reason_leads_to_rows_of_both_territories_and_shares_add_up():
    document = written("cl_bi", "es21", "en")
    reasons = [item for block in blocks(document, Reasons) for item in block.items]
    assert sum(reason.share for reason in reasons) == pytest.approx(1)
    first = reasons[0].lines
    assert first[0].words.startswith("Biobío: ") and first[1].words.startswith("Basque Country: ")
    assert "cl-bi-" in first[0].note and "es21-" in first[1].note


def test_the_three_kinds_of_fit_stand_apart_and_what_is_not_known_is_a_sentence():
    document = written("cl_bi", "es21", "en")
    titles = [heading.words for heading in blocks(document, Heading)]
    assert titles[:3] == [
        "Similar declared priorities",
        "Different but related declared priorities",
        "Complementary activities",
    ]
    assert blocks(document, Heading)[2].remark == "not known"
    assert blocks(document, Bullets)[0].items == (
        "No employment statistics are loaded, so complementary activities cannot be told.",
    )


def test_a_column_without_weight_keeps_its_reasons_and_is_no_share_of_the_score():
    counterpart = found("cl_bi", "es21", weights=Weights(similar=1, related=0, complementary=0))
    document = written("cl_bi", "es21", "en", counterpart=counterpart)
    assert "not counted in the score" in blocks(document, Heading)[1].remark
    assert {item.share for item in blocks(document, Reasons)[1].items} == {0.0}


def test_employment_cells_are_named_with_their_source():
    activity = {
        "activity": "10",
        "targets": 2,
        "basis": "wanted",
        "relation_ours": "same",
        "relation_theirs": "same",
    }
    part = Part("contributed_activity", 0.5, activity, ("mx-scian/06.1.01/10", "eurostat-sbs/ES43/10"))
    column = Part("complementary", 0.5, {"value": 0.5, "weight": 1, "weights": 1}, parts=(part,))
    counterpart = found("mx_col", "es43")
    explanations = {**counterpart.explanations, "complementary": Explanation(0.5, (part,))}
    known = dataclasses.replace(
        counterpart, explanation=Explanation(0.5, (column,)), explanations=explanations
    )
    document = written("mx_col", "es43", "en", counterpart=known)
    lines = blocks(document, Reasons)[2].items[0].lines
    assert [line.words for line in lines] == [
        "Employment in mx-scian: area 06.1.01, activity 10",
        "Employment in eurostat-sbs: area ES43, activity 10",
    ]


def test_recalled_rows_look_different_and_have_no_address():
    document = written("pe_are", "el43", "en")
    recalled = [item for item in blocks(document, Sources)[0].items if item.is_recalled]
    assert recalled and all(item.address == "" and "Recalled" in item.note for item in recalled)
    lines = [line for block in blocks(document, Reasons) for item in block.items for line in item.lines]
    assert {line.is_recalled for line in lines} == {True, False}


@pytest.mark.slow
def test_without_priorities_there_is_no_score_and_the_brief_says_so():
    document = written("mx_col", "pl225", "en")
    assert blocks(document, Strip)[0].words == "No score: too little is known of this pair."
    assert blocks(document, Strip)[0].shares == ()
    text = words(pdf.render(document))
    assert "No own declared priorities are on record for" in text and "none on record" in text


@pytest.mark.slow
def test_papers_of_the_evidence_are_listed_and_its_provider_is_named():
    citation = Citation("Eurostat, SBS", "https://ec.europa.eu/eurostat", year="2014")
    licence = Licence("CC-BY-4.0", "Source: Eurostat")
    origins = [Origin("eurostat-sbs", citation, licence, checksum="ab" * 32), Origin("own table")]
    alone = found("mx_col", "es43")
    with_employment = replace(alone, columns={**alone.columns, "complementary": 0.4})
    document = written("mx_col", "es43", "en", origins=origins, counterpart=with_employment)
    assert [(s.words, s.note) for s in blocks(document, Sources)[0].items[-2:]] == [
        ("Eurostat, SBS", "2014 · Source: Eurostat"),
        ("own table", ""),
    ]
    text = words(pdf.render(document))
    assert f"eurostat-sbs SHA-256 {'ab' * 32}" in text and "own table no checksum on record" in text


@pytest.mark.slow
@pytest.mark.shared
@pytest.mark.parametrize(("ours", "theirs"), [("mx_col", "es43"), ("cl_bi", "es21")])
def test_a_real_brief_with_employment_and_the_check(ours, theirs, shared, tmp_path):
    store = Store(tmp_path)
    store.add("eurostat-sbs", shared / "data/eu_employment/eurostat_sbs_nuts2_nace2_2014.parquet")
    store.add("mx-scian", shared / "data/mexico/metro_scian6_employment.parquet")
    evidence = gather_evidence(store.datasets())
    check = validate_pairings(
        reference.pairings(),
        territories=reference.territories(),
        priorities=reference.priorities(),
        evidence=evidence,
        generator=np.random.default_rng(1),
        draws=100,
    )
    counterpart = found(ours, theirs, evidence=evidence)
    origins = [dataset.papers.origin for dataset in store.datasets()]
    for language in LANGUAGES:
        document = written(ours, theirs, language, counterpart=counterpart, origins=origins, check=check)
        content = pdf.render(document)
        assert len(PdfReader(BytesIO(content)).pages) == 2
        text = words(content)
        rests_on_employment = counterpart.columns["complementary"] is not None
        assert rests_on_employment == (ours == "mx_col"), "only Colima has statistics on both sides"
        for cited in ("Source: Eurostat", "Source: INEGI", "mx-scian"):
            assert (cited in text) == rests_on_employment, "what a brief rests on is cited, and nothing else"


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("ours", "theirs"), PAIRS)
def test_real_briefs_fit_two_pages_in_every_language(ours, theirs, language):
    assert len(PdfReader(BytesIO(pdf.render(written(ours, theirs, language)))).pages) == 2
