"""The brief to hand over: two pages on a territory and a counterpart, with reasons and what is not known."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import polars as pl

from polos.matches.counterparts import Counterpart
from polos.matches.explanation import Explanation, Part
from polos.matches.validation import Validation
from polos.provenance import Origin
from polos.reference import NOT_REVIEWED
from polos.reports import labels
from polos.reports.catalogue import text
from polos.reports.documents import (
    Block,
    Bullets,
    Columns,
    Document,
    Facts,
    Heading,
    Line,
    Paragraph,
    Picture,
    Plate,
    Profile,
    Reason,
    Reasons,
    Share,
    Source,
    Sources,
    Strip,
)
from polos.reports.figures import Figure, PairedShare, Place, locator_map, paired_bars
from polos.reports.numbers import (
    format_date,
    format_decimal,
    format_list,
    format_number,
    format_percentage,
    format_range,
    unknown,
)
from polos.reports.wording import Coded, column_name, say, say_check
from polos.table import Table
from polos.tables.priorities import concepts, own
from polos.tables.territories import thin_record
from polos.vocabularies import confidences, countries, markets, provenances

FIT = ("similar", "related", "complementary")
# Columns that stand on the brief where they count in the score.
IF_COUNTED = ("value_chain", "season", "offers_needs", "structure", "readiness")
# Reasons whose evidence are offers and needs, which their sentences name already.
_NAMED = frozenset({"covered_need", "open_need"})
CIRCUMSTANCES = ("languages", "hours", "level", "distance")
COLUMN_COLOURS = {
    "similar": "#2f6b57",
    "related": "#5f8f7d",
    "complementary": "#8a6d1f",
    "languages": "#6b7680",
    "hours": "#4a535b",
    "level": "#7d5f7f",
    "distance": "#6b7680",
    "value_chain": "#3f5f8a",
    "season": "#7f8f3a",
    "offers_needs": "#9a4f3c",
    "structure": "#4f7f86",
    "readiness": "#7a6a58",
}
LONGEST_NAME = 110
MARKETS_SHOWN = 8
MOST_CODES = 4

Row = Mapping[str, Any]


@dataclass(frozen=True, eq=False)
class _Pair:
    """The two territories with all that is needed to write about them in one language."""

    ours: Row
    theirs: Row
    language: str
    names: labels.Names
    territories: Table
    priorities: Table
    counterpart: Counterpart

    @property
    def both(self) -> tuple[Row, Row]:
        return self.ours, self.theirs

    def name(self, row: Row) -> str:
        return _clipped(self.names[row["territory_id"]], 60)

    @cached_property
    def priority_rows(self) -> Mapping[str, Row]:
        return {row["priority_id"]: row for row in self.priorities.rows.iter_rows(named=True)}

    def own_rows(self, row: Row) -> pl.DataFrame:
        return own(self.priorities).rows.filter(pl.col("territory_id") == row["territory_id"])

    def say(self, thing: Coded) -> str:
        return say(thing, self.language, names=self.names)


@dataclass(frozen=True, eq=False)
class _Basis:
    """What a brief rests on besides the pair itself."""

    on: date
    version: str
    origins: tuple[Origin, ...]
    check: Validation | None
    address: str


def brief(
    territory_id: str,
    counterpart: Counterpart,
    *,
    territories: Table,
    priorities: Table,
    language: str,
    on: date,
    version: str,
    origins: Sequence[Origin] = (),
    check: Validation | None = None,
    names: labels.Names | None = None,
    address: str = "",
) -> Document:
    """Write the brief on a territory and one of its counterparts.

    Parameters
    ----------
    territory_id, counterpart
        Who looks, and what :func:`polos.matches.counterparts.counterparts` found for it.
    territories, priorities
        The tables the counterpart was found in.
    language, on, version
        The language, the date printed on the brief, and the version of the library.
    origins
        The papers of the evidence on employment: all compared sources, since relatedness is judged over all
        of them. They are cited where complementary activities are known; those of the two tables always are.
    check
        The check on the real pairings, where it was run.
    names
        The names of territories by id; those of ``territories`` where left out.
    address
        Where the page stands that shows all of it, if there is one.

    Returns
    -------
    Document
        Two pages: why, and what it rests on.
    """
    rows = {row["territory_id"]: row for row in territories.rows.iter_rows(named=True)}
    rests_on_employment = counterpart.columns["complementary"] is not None
    pair = _Pair(
        ours=rows[territory_id],
        theirs=rows[counterpart.territory_id],
        language=language,
        names=names or labels.territory_names(territories, language),
        territories=territories,
        priorities=priorities,
        counterpart=counterpart,
    )
    both = [pair.name(row) for row in pair.both]
    return Document(
        title=format_list(both, language),
        kind=text("Brief on a possible cooperation", language),
        language=language,
        dated_on=on,
        subject=text(
            "Reasons, unknowns and sources for a cooperation of %(both)s",
            language,
            both=format_list(both, language),
        ),
        footer=text("People decide. This brief gives reasons and says what is not known.", language),
        pages=(
            tuple(_why(pair)),
            tuple(
                _what_it_rests_on(
                    pair, _Basis(on, version, tuple(origins) if rests_on_employment else (), check, address)
                )
            ),
        ),
    )


# ---- first page: why -----------------------------------------------------------------------------


def _why(pair: _Pair) -> Iterator[Block]:
    language = pair.language
    yield Paragraph(
        text(
            "What the two territories declare and do, seen from %(territory)s, and what could bring them "
            "together.",
            language,
            territory=pair.name(pair.ours),
        ),
        "lead",
    )
    yield Plate(_profile(pair, pair.ours), _profile(pair, pair.theirs), _map(pair))
    yield _strip(pair)
    counted = {part.code for part in pair.counterpart.explanation.parts}
    for column in (*FIT, *(column for column in IF_COUNTED if column in counted)):
        yield from _column(pair, column)


def _profile(pair: _Pair, row: Row) -> Profile:
    language = pair.language
    rows = pair.own_rows(row)
    country = [row["country"]] if row["level"] == "nation" else []
    codes = list(dict.fromkeys([*row["nuts_2021"], *row["iso_3166_2"], *country]))[:MOST_CODES]
    level = labels.level(row["level"], language, pair.names)
    facts = [
        (text("Country", language), countries().label(row["country"], language)),
        (text("Level", language), level[0].upper() + level[1:]),
        (text("Codes", language), ", ".join(codes) if codes else unknown(language)),
        (text("Own declared priorities", language), _count_and_period(rows, language)),
    ]
    if row["name"] != pair.names[row["territory_id"]]:
        facts.insert(0, (text("Own name", language), _clipped(row["name"], 60)))
    return Profile(pair.name(row), row["side"], tuple(facts))


def _count_and_period(rows: pl.DataFrame, language: str) -> str:
    if rows.is_empty():
        return text("none on record", language)
    first = min(rows["period_start"].drop_nulls().to_list(), default=None)
    last = max(rows["period_end"].drop_nulls().to_list(), default=None)
    period = format_range(first, last, language)
    return f"{format_number(len(rows), language)} ({period})"


def _map(pair: _Pair) -> Figure:
    def place(row: Row) -> Place:
        return Place(pair.names[row["territory_id"]], row["side"], row["latitude"], row["longitude"])

    return locator_map(
        [place(row) for row in pair.territories.rows.iter_rows(named=True)],
        first=place(pair.ours),
        second=place(pair.theirs),
        title="",
        language=pair.language,
    )


def _strip(pair: _Pair) -> Strip:
    language, explanation = pair.language, pair.counterpart.explanation
    if explanation.score is None:
        return Strip(text("No score: too little is known of this pair.", language), ())
    words = text(
        "Score %(score)s on a scale from 0 to 1. Percentages beside the reasons are shares of this score.",
        language,
        score=format_decimal(explanation.score, language, digits=2),
    )
    shares = tuple(
        Share(
            column_name(part.code, language),
            format_decimal(part.amount, language, digits=2),
            part.amount,
            COLUMN_COLOURS[part.code],
        )
        for part in explanation.parts
    )
    return Strip(words, shares)


def _column(pair: _Pair, column: str) -> Iterator[Block]:
    language = pair.language
    explanation = pair.counterpart.explanations[column]
    scored = {part.code: part for part in pair.counterpart.explanation.parts}.get(column)
    yield Heading(column_name(column, language), _remark(explanation, scored, language))
    if explanation.score is None:
        yield Bullets(tuple(pair.say(item) for item in explanation.unknowns))
        return
    # Without weight the reasons stand all the same; they are no share of the score then.
    parts = scored.parts if scored else explanation.parts
    total = pair.counterpart.score or 0.0
    yield Reasons(tuple(_reason(pair, part, total if scored else 0.0) for part in parts))


def _remark(explanation: Explanation, scored: Part | None, language: str) -> str:
    if explanation.score is None:
        return text("not known", language)
    value = format_decimal(explanation.score, language, digits=2)
    if scored is None:
        return text("value %(value)s, not counted in the score", language, value=value)
    weight, weights = scored.values["weight"], scored.values["weights"]
    return text(
        "value %(value)s, weight %(weight)s of %(weights)s, adds %(amount)s",
        language,
        value=value,
        weight=format_number(weight, language, digits=2),
        weights=format_number(weights, language, digits=2),
        amount=format_decimal(scored.amount, language, digits=2),
    )


def _reason(pair: _Pair, part: Part, total: float) -> Reason:
    share = part.amount / total if total else 0.0
    words = format_percentage(share, pair.language)
    evidence = () if part.code in _NAMED else part.evidence
    return Reason(pair.say(part), share, words, tuple(_lines(pair, evidence)))


def _lines(pair: _Pair, evidence: Sequence[str]) -> Iterator[Line]:
    """Yield the rows behind a reason, those of the two territories in turn."""
    rows = pair.priority_rows
    declared = [rows[item] for item in evidence if item in rows]
    ours, theirs = (
        [row for row in declared if row["territory_id"] == territory["territory_id"]]
        for territory in pair.both
    )
    for turn in range(max(len(ours), len(theirs))):
        for side in (ours, theirs):
            if turn < len(side):
                yield _priority_line(pair, side[turn])
    for item in evidence:
        if item not in rows:
            yield Line(_employment_words(item, pair.language))


def _priority_line(pair: _Pair, row: Row) -> Line:
    recalled = row["provenance"] == "recalled"
    name = row["name"] if row["name"] == row["name_en"] else f"{row['name']} ({row['name_en']})"
    notes = [row["priority_id"], row["period"] or text("period unknown", pair.language)]
    if recalled:
        notes.append(provenances().label("recalled", pair.language))
    owner = _clipped(pair.names[row["territory_id"]], 40)
    return Line(f"{owner}: {_clipped(name, LONGEST_NAME)}", " · ".join(notes), recalled)


def _employment_words(cell: str, language: str) -> str:
    dataset, unit, activity = cell.split("/", 2)
    return text(
        "Employment in %(dataset)s: area %(unit)s, activity %(activity)s",
        language,
        dataset=dataset,
        unit=unit,
        activity=activity,
    )


# ---- second page: what it rests on -----------------------------------------------------------------


def _what_it_rests_on(pair: _Pair, basis: _Basis) -> Iterator[Block]:
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


def _parts_or_unknowns(pair: _Pair, column: str) -> Sequence[Coded]:
    explanation = pair.counterpart.explanations[column]
    return explanation.parts or explanation.unknowns


def _always_unknown(language: str) -> tuple[str, ...]:
    return (
        text("Whether either side wants this cooperation: that takes a conversation.", language),
        text("Clusters, projects and partners that no list here holds.", language),
    )


def _caveats(pair: _Pair) -> Iterator[str]:
    language = pair.language
    yield from (pair.say(warning) for warning in pair.counterpart.warnings)
    for row in pair.both:
        for notice in thin_record(pair.priorities, row["territory_id"]):
            yield text(
                "%(territory)s: %(notice)s", language, territory=pair.name(row), notice=pair.say(notice)
            )
    if NOT_REVIEWED in pair.priorities.origin.steps:
        yield text(
            "The priorities were coded by machine and have not been reviewed by a person yet.", language
        )
    yield text(
        "Declaring a priority is not having a strength, and similar priorities are not complementary ones.",
        language,
    )


def _check_words(pair: _Pair, check: Validation | None) -> tuple[str, ...]:
    if check is None:
        return (text("The check on the real pairings was not run for this brief.", pair.language),)
    return say_check(check, pair.language)


def _profiles(pair: _Pair) -> Figure:
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


def _eu_first(pair: _Pair) -> list[Row]:
    return sorted(pair.both, key=lambda row: row["side"] != "EU")


def _market_shares(pair: _Pair, row: Row) -> dict[str, float | None]:
    """Return the share of own priorities that name each market; None for all where there are none."""
    rows = pair.own_rows(row)
    if rows.is_empty():
        return dict.fromkeys(markets().codes)
    named = concepts(Table(rows, pair.priorities.schema, pair.priorities.origin), "market")
    counts = dict(named.group_by("concept").len().iter_rows())
    return {code: counts.get(code, 0) / len(rows) for code in markets().codes}


def _sources(pair: _Pair) -> Iterator[Source]:
    """Yield each source of the two territories' own priorities once, with how much was read there."""
    keys = ["strategy", "period", "source_url", "source_year", "provenance", "confidence"]
    for row in pair.both:
        grouped = pair.own_rows(row).group_by(keys, maintain_order=True).len()
        for source in grouped.iter_rows(named=True):
            yield _source(pair, row, source)


def _source(pair: _Pair, row: Row, source: Row) -> Source:
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
    strategy = _clipped(source["strategy"], LONGEST_NAME)
    words = f"{pair.name(row)}: {strategy} ({source['period'] or unknown(language)})"
    return Source(words, address, " · ".join(details), source["provenance"] == "recalled")


def _statistics(origin: Origin) -> Source:
    """Return the source of statistics on employment as its provider asks to be named."""
    citation = origin.citation
    attribution = origin.licence.attribution if origin.licence else ""
    if citation is None:
        return Source(origin.name, "", attribution)
    return Source(citation.text, citation.address, " · ".join(filter(None, (citation.year, attribution))))


def _papers(pair: _Pair, basis: _Basis) -> Facts:
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


def _clipped(words: str, longest: int) -> str:
    return words if len(words) <= longest else words[: longest - 1].rstrip() + "…"


__all__ = ["COLUMN_COLOURS", "brief"]
