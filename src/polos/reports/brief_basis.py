"""The second page of a brief: what it rests on, what is not known, and how it was made."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from polos.matches.validation import Validation
from polos.provenance import Origin
from polos.reference import NOT_REVIEWED
from polos.reports.brief_pair import LONGEST_NAME, Pair, Row, clipped
from polos.reports.catalogue import text
from polos.reports.documents import Block, Bullets, Columns, Facts, Heading, Picture, Source, Sources
from polos.reports.figures import Figure, PairedShare, paired_bars
from polos.reports.numbers import format_date, format_number, format_range, unknown
from polos.reports.wording import Coded, column_name, say_check, say_thin_record
from polos.table import Table
from polos.tables.priorities import concepts
from polos.vocabularies import confidences, markets, provenances

CIRCUMSTANCES = ("languages", "hours", "level", "distance")
MARKETS_SHOWN = 8


@dataclass(frozen=True, eq=False)
class Basis:
    """What a brief rests on besides the pair itself."""

    on: date
    version: str
    origins: tuple[Origin, ...]
    check: Validation | None
    address: str


def what_it_rests_on(pair: Pair, basis: Basis) -> Iterator[Block]:
    """Yield the blocks of the second page."""
    language = pair.language
    known = [pair.say(item) for item in pair.counterpart.explanation.unknowns]
    fit = [pair.say(item) for column in CIRCUMSTANCES for item in _parts_or_unknowns(pair, column)]
    left: tuple[Block, ...] = (
        Heading(text("What is not known", language)),
        Bullets(tuple([*known, *_always_unknown(language)])),
        Heading(text("Practical circumstances", language)),
        Bullets(tuple(fit)),
    )
    yield Columns(left, (Heading(text("What they declare, by market", language)), Picture(_profiles(pair))))
    yield Heading(text("To keep in mind", language))
    yield Bullets(tuple(_caveats(pair)))
    yield Heading(text("What a check on real pairings shows", language))
    yield Bullets(_check_words(pair, basis.check))
    yield Heading(text("Sources", language))
    yield Sources((*_sources(pair), *(_statistics(origin) for origin in basis.origins)))
    yield Heading(text("How this was made", language))
    yield _papers(pair, basis)


def _parts_or_unknowns(pair: Pair, column: str) -> Sequence[Coded]:
    explanation = pair.counterpart.explanations[column]
    return explanation.parts or explanation.unknowns


def _always_unknown(language: str) -> tuple[str, ...]:
    return (
        text("Whether either side wants this cooperation: that takes a conversation.", language),
        text("Clusters, projects and partners that no list here holds.", language),
    )


def _caveats(pair: Pair) -> Iterator[str]:
    language = pair.language
    yield from (pair.say(warning) for warning in pair.counterpart.warnings)
    for row in pair.both:
        yield from say_thin_record(pair.priorities, row["territory_id"], language, names=pair.names)
    if NOT_REVIEWED in pair.priorities.origin.steps:
        yield text(
            "The priorities were coded by machine and have not been reviewed by a person yet.", language
        )
    yield text(
        "Declaring a priority is not having a strength, and similar priorities are not complementary ones.",
        language,
    )


def _check_words(pair: Pair, check: Validation | None) -> tuple[str, ...]:
    if check is None:
        return (text("The check on the real pairings was not run for this brief.", pair.language),)
    return say_check(check, pair.language)


def _profiles(pair: Pair) -> Figure:
    """Draw which share of its own priorities each territory gives to a market; the most frequent first."""
    language = pair.language
    by_side = {"EU" if n == 0 else "LAC": row for n, row in enumerate(_eu_first(pair))}
    shares = {side: _market_shares(pair, row) for side, row in by_side.items()}
    lines = [
        PairedShare(markets().label(code, language), shares["EU"].get(code), shares["LAC"].get(code))
        for code in markets().codes
        if shares["EU"].get(code) or shares["LAC"].get(code)
    ]
    lines.sort(key=lambda line: -((line.eu or 0.0) + (line.lac or 0.0)))
    return paired_bars(
        lines[:MARKETS_SHOWN],
        names={side: pair.name(row) for side, row in by_side.items()},
        title=text("Share of own priorities that name a market", language),
        subject=text("Market", language),
        language=language,
        width=110,
    )


def _eu_first(pair: Pair) -> list[Row]:
    return sorted(pair.both, key=lambda row: row["side"] != "EU")


def _market_shares(pair: Pair, row: Row) -> dict[str, float | None]:
    """Return the share of own priorities that name each market; None for all where there are none."""
    rows = pair.own_rows(row)
    if rows.is_empty():
        return dict.fromkeys(markets().codes)
    named = concepts(Table(rows, pair.priorities.schema, pair.priorities.origin), "market")
    counts = dict(named.group_by("concept").len().iter_rows())
    return {code: counts.get(code, 0) / len(rows) for code in markets().codes}


def _sources(pair: Pair) -> Iterator[Source]:
    """Yield each source of the two territories' own priorities once, with how much was read there."""
    keys = ["strategy", "period", "source_url", "source_year", "provenance", "confidence"]
    for row in pair.both:
        grouped = pair.own_rows(row).group_by(keys, maintain_order=True).len()
        for source in grouped.iter_rows(named=True):
            yield _source(pair, row, source)


def _source(pair: Pair, row: Row, source: Row) -> Source:
    language = pair.language
    address = source["source_url"] or ""
    details = [
        text("priorities: %(count)s", language, count=format_number(source["len"], language)),
        provenances().label(source["provenance"], language),
        text(
            "confidence: %(confidence)s",
            language,
            confidence=confidences().label(source["confidence"], language).lower(),
        ),
    ]
    if address:
        details.insert(
            1,
            text(
                "year: %(year)s",
                language,
                year=format_range(source["source_year"], source["source_year"], language),
            ),
        )
    strategy = clipped(source["strategy"], LONGEST_NAME)
    words = f"{pair.name(row)}: {strategy} ({source['period'] or unknown(language)})"
    return Source(words, address, " · ".join(details), source["provenance"] == "recalled")


def _statistics(origin: Origin) -> Source:
    """Return the source of statistics on employment as its provider asks to be named."""
    citation = origin.citation
    attribution = origin.licence.attribution if origin.licence else ""
    if citation is None:
        return Source(origin.name, "", attribution)
    return Source(citation.text, citation.address, " · ".join(filter(None, (citation.year, attribution))))


def _papers(pair: Pair, basis: Basis) -> Facts:
    language = pair.language
    weights = [
        f"{column_name(part.code, language)} {format_number(part.values['weight'], language, digits=2)}"
        for part in pair.counterpart.explanation.parts
    ]
    tables = [
        (text("Table of territories", language), pair.territories.origin),
        (text("Table of priorities", language), pair.priorities.origin),
        *((origin.name, origin) for origin in basis.origins),
    ]
    rows = [
        (text("Date", language), format_date(basis.on, language)),
        (text("Made with", language), f"Polos {basis.version}"),
        (text("Weights that counted", language), "; ".join(weights) or text("none", language)),
        *([(text("Page with all of it", language), basis.address)] if basis.address else []),
        *((name, _checksum_words(origin, language)) for name, origin in tables),
    ]
    return Facts(tuple(rows), "note")


def _checksum_words(origin: Origin, language: str) -> str:
    return f"SHA-256 {origin.checksum}" if origin.checksum else text("no checksum on record", language)
