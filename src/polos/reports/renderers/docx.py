"""Documents as DOCX (Office Open XML): headings, lists and tables that a word processor can work on.

Written part by part without a template; every word of a document is set as text, never as a field or a link
to a program. Lists are complete and the text flows, whatever pages the document was laid out for.
"""

import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from xml.sax.saxutils import escape, quoteattr

from polos.reports.documents import (
    Block,
    Bullets,
    Cells,
    Columns,
    Document,
    Facts,
    Heading,
    Line,
    Paragraph,
    Picture,
    Plate,
    Reasons,
    Sources,
    Strip,
    Timetable,
)
from polos.reports.figures import Figure
from polos.reports.numbers import format_date
from polos.reports.renderers.characters import for_xml
from polos.reports.renderers.images import render_png

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
LANGUAGES = {"en": "en-GB", "es": "es-ES", "pt": "pt-BR", "fr": "fr-FR"}
# Twentieths of a point: A4, its margins, and the room between these when it lies on its side.
SHORT, LONG, MARGIN = 11_906, 16_838, 1_134
# English Metric Units to a pixel of a picture, and the widest a picture may be.
EMU, WIDEST = 9_525, 5_760_000
# The moment in the folder of the file: the same document gives the same bytes.
_MOMENT = (1980, 1, 1, 0, 0, 0)


def render(document: Document) -> bytes:
    """Return the file; the same document gives the same bytes."""
    pictures: list[tuple[bytes, Figure]] = []
    body = "".join(_body(document, pictures))
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations([("officeDocument", "word/document.xml"), ("core", "docProps/core.xml")]),
        "docProps/core.xml": _properties(document),
        "word/document.xml": _document(document, body),
        "word/styles.xml": _styles(document.language),
        "word/numbering.xml": _numbering(),
        "word/footer.xml": _footer(document),
        "word/_rels/document.xml.rels": _relations(
            [("styles", "styles.xml"), ("numbering", "numbering.xml"), ("footer", "footer.xml")]
            + [("image", f"media/{number}.png") for number in range(1, len(pictures) + 1)]
        ),
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, xml in parts.items():
            packed.writestr(zipfile.ZipInfo(name, _MOMENT), _HEAD + xml, zipfile.ZIP_DEFLATED)
        for number, (image, _) in enumerate(pictures, 1):
            packed.writestr(zipfile.ZipInfo(f"word/media/{number}.png", _MOMENT), image)
    return file.getvalue()


# ---- the words --------------------------------------------------------------------------------


def _body(document: Document, pictures: list[tuple[bytes, Figure]]) -> Iterator[str]:
    yield _paragraph(document.title, "Title")
    yield _paragraph(f"{document.kind} · {format_date(document.dated_on, document.language)}", "Note")
    for page in document.pages:
        for block in page:
            yield from _block(block, document, pictures)


def _block(block: Block, document: Document, pictures: list[tuple[bytes, Figure]]) -> Iterator[str]:
    match block:
        case Picture(figure):
            yield _picture(figure, document.language, pictures)
        case Plate(first, second, figure):
            for profile in (first, second):
                yield _paragraph(profile.name, "Heading2")
                yield from (_paragraph(f"{name}: {value}", "Normal") for name, value in profile.facts)
            yield _picture(figure, document.language, pictures)
        case Columns(left, right):
            for inner in (*left, *right):
                yield from _block(inner, document, pictures)
        case Timetable(headings, rows):
            yield _table(headings, [[(Line(cell),) for cell in row] for row in rows])
        case Cells(headings, rows):
            yield _table(headings, rows)
        case _:
            yield from _words(block)


def _words(block: Block) -> Iterator[str]:
    match block:
        case Heading(words, remark):
            yield _paragraph(words, "Heading1", remark)
        case Paragraph(words, look):
            yield _paragraph(words, {"lead": "Lead", "note": "Note"}.get(look, "Normal"))
        case Bullets(items):
            yield from (_paragraph(item, "ListBullet") for item in items)
        case Facts(rows):
            yield from (_paragraph(f"{name}: {value}", "Normal") for name, value in rows)
        case Reasons(items):
            for reason in items:
                yield _paragraph(reason.words, "ListBullet", reason.share_words)
                yield from (_paragraph(line.words, "Note", line.note) for line in reason.lines)
        case Sources(items):
            for source in items:
                yield _paragraph(
                    " · ".join(filter(None, (source.words, source.address))), "Note", source.note
                )
        case Strip(words, shares):
            yield _paragraph(words, "Normal")
            yield from (_paragraph(share.words, "ListBullet", share.amount_words) for share in shares)


def _paragraph(words: str, style: str, remark: str = "") -> str:
    aside = _run(f"  {remark}", small=True) if remark else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{_run(words)}{aside}</w:p>'


def _run(words: str, *, small: bool = False, italic: bool = False) -> str:
    look = ("<w:i/>" if italic else "") + ('<w:color w:val="5D6872"/><w:sz w:val="17"/>' if small else "")
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{escape(for_xml(words))}</w:t></w:r>'


def _table(headings: Sequence[str], rows: Iterable[Sequence[Sequence[Line]]]) -> str:
    width = 5000 // max(len(headings), 1)  # fiftieths of a per cent
    grid = "<w:gridCol/>" * len(headings)
    head = "".join(_cell(_paragraph(words, "TableHeading"), width) for words in headings)
    look = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"
    body = "".join(f"<w:tr>{''.join(_cell(_lines(cell), width) for cell in row)}</w:tr>" for row in rows)
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="Grid"/><w:tblW w:w="5000" w:type="pct"/>'
        '<w:tblLook w:firstRow="1"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid><w:tr>{look}{head}</w:tr>{body}</w:tbl>{_paragraph('', 'Normal')}"
    )


def _cell(content: str, width: int) -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="pct"/></w:tcPr>{content}</w:tc>'


def _lines(lines: Sequence[Line]) -> str:
    """Return the content of a cell, which may not be empty."""
    return "".join(map(_line, lines)) or _paragraph("", "TableText")


def _line(line: Line) -> str:
    note = _run(f"  {line.note}", small=True) if line.note else ""
    words = _run(line.words, italic=line.is_recalled)
    return f'<w:p><w:pPr><w:pStyle w:val="TableText"/></w:pPr>{words}{note}</w:p>'


def _picture(figure: Figure, language: str, pictures: list[tuple[bytes, Figure]]) -> str:
    image = render_png(figure, language)
    pictures.append((image, figure))
    number = len(pictures)
    across, up = (int.from_bytes(image[place : place + 4]) * EMU // 2 for place in (16, 20))
    width = min(across, WIDEST)
    size = f'cx="{width}" cy="{up * width // max(across, 1)}"'
    words = quoteattr(for_xml(f"{figure.title}. {figure.description}".removeprefix(". ")))
    return (
        f'<w:p><w:r><w:drawing><wp:inline xmlns:wp="{_DRAWING}/wordprocessingDrawing"><wp:extent {size}/>'
        f'<wp:docPr id="{number}" name="{number}" descr={words}/>'
        f'<a:graphic xmlns:a="{_DRAWING}/main"><a:graphicData uri="{_DRAWING}/picture">'
        f'<pic:pic xmlns:pic="{_DRAWING}/picture"><pic:nvPicPr><pic:cNvPr id="{number}" name="{number}"/>'
        f'<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="image{number}"/><a:stretch>'
        '<a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/>'
        f'<a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
        "</pic:pic></a:graphicData></a:graphic>"
        "</wp:inline></w:drawing></w:r></w:p>"
    )


# ---- the parts --------------------------------------------------------------------------------


def _document(document: Document, body: str) -> str:
    across, up, turned = (LONG, SHORT, ' w:orient="landscape"') if document.is_wide else (SHORT, LONG, "")
    margins = " ".join(
        f'w:{side}="{MARGIN}"' for side in ("top", "right", "bottom", "left", "header", "footer")
    )
    return (
        f'<w:document xmlns:w="{_W}" xmlns:r="{_R}"><w:body>{body}<w:sectPr>'
        f'<w:footerReference w:type="default" r:id="footer"/><w:pgSz w:w="{across}" w:h="{up}"{turned}/>'
        f'<w:pgMar {margins} w:gutter="0"/></w:sectPr></w:body></w:document>'
    )


def _footer(document: Document) -> str:
    page = '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    words = _run(f"{document.footer}  ".lstrip(), small=True)
    return f'<w:ftr xmlns:w="{_W}"><w:p><w:pPr><w:pStyle w:val="Note"/></w:pPr>{words}{page}</w:p></w:ftr>'


def _styles(language: str) -> str:
    def style(name: str, title: str, paragraph: str, run: str) -> str:
        return (
            f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{title}"/><w:qFormat/>'
            f"<w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
        )

    above = '<w:spacing w:before="{}" w:after="{}"/>'
    bullet = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    outline = '<w:keepNext/><w:spacing w:before="{}" w:after="80"/><w:outlineLvl w:val="{}"/>'
    edges = "".join(
        f'<w:{edge} w:val="single" w:sz="4" w:color="D8D4C8"/>'
        for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    return (
        f'<w:styles xmlns:w="{_W}"><w:docDefaults><w:rPrDefault><w:rPr>'
        '<w:rFonts w:ascii="Georgia" w:hAnsi="Georgia" w:cs="Georgia"/><w:sz w:val="20"/>'
        f'<w:lang w:val="{LANGUAGES[language]}"/></w:rPr></w:rPrDefault></w:docDefaults>'
        + style("Normal", "Normal", above.format(0, 80), "")
        + style("Title", "Title", above.format(0, 120), '<w:sz w:val="40"/>')
        + style("Lead", "Lead", above.format(0, 120), '<w:sz w:val="22"/><w:color w:val="5D6872"/>')
        + style("Note", "Note", above.format(0, 60), '<w:sz w:val="17"/><w:color w:val="5D6872"/>')
        + style("Heading1", "heading 1", outline.format(280, 0), '<w:sz w:val="28"/>')
        + style("Heading2", "heading 2", outline.format(200, 1), '<w:sz w:val="24"/>')
        + style("ListBullet", "List Bullet", bullet + above.format(0, 60), "")
        + style("TableHeading", "Table heading", "<w:keepNext/>" + above.format(40, 40), "<w:b/>")
        + style("TableText", "Table text", above.format(40, 40), '<w:sz w:val="18"/>')
        + f'<w:style w:type="table" w:styleId="Grid"><w:name w:val="Grid"/><w:tblPr><w:tblBorders>{edges}'
        "</w:tblBorders></w:tblPr></w:style></w:styles>"
    )


def _numbering() -> str:
    return (
        f'<w:numbering xmlns:w="{_W}"><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0">'
        '<w:numFmt w:val="bullet"/><w:lvlText w:val="–"/>'
        '<w:pPr><w:ind w:left="284" w:hanging="284"/></w:pPr></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )


def _properties(document: Document) -> str:
    said = {"dc:title": document.title, "dc:subject": document.subject, "dc:language": document.language}
    fields = "".join(f"<{name}>{escape(for_xml(words))}</{name}>" for name, words in said.items())
    core = f"{_PACKAGE}/metadata/core-properties"
    return (
        f'<cp:coreProperties xmlns:cp="{core}" xmlns:dc="http://purl.org/dc/elements/1.1/">{fields}'
        "</cp:coreProperties>"
    )


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    core = f"{_PACKAGE}/relationships/metadata/core-properties"
    rows, images = [], 0
    for kind, target in targets:
        images += kind == "image"
        name = f"image{images}" if kind == "image" else kind
        address = core if kind == "core" else f"{_R}/{kind}"
        rows.append(f'<Relationship Id="{name}" Type="{address}" Target="{target}"/>')
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{"".join(rows)}</Relationships>'


def _content_types() -> str:
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    parts = {
        "word/document.xml": f"{kind}.document.main+xml",
        "word/styles.xml": f"{kind}.styles+xml",
        "word/numbering.xml": f"{kind}.numbering+xml",
        "word/footer.xml": f"{kind}.footer+xml",
        "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    }
    named = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in parts.items())
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="png" ContentType="image/png"/>'
        f"{named}</Types>"
    )
