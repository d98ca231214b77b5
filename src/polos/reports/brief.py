"""The brief to hand over: two pages on a territory and a counterpart, with reasons and what is not known."""

from collections.abc import Iterator, Sequence
from datetime import date

import polars as pl

from polos.matches.counterparts import Counterpart
from polos.matches.explanation import Explanation, Part
from polos.matches.validation import Validation
from polos.provenance import Origin
from polos.reports import labels
from polos.reports.brief_basis import Basis, what_it_rests_on
from polos.reports.brief_pair import LONGEST_NAME, Pair, Row, clipped
from polos.reports.catalogue import text
from polos.reports.documents import (
    Block,
    Bullets,
    Document,
    Heading,
    Line,
    Paragraph,
    Plate,
    Profile,
    Reason,
    Reasons,
    Share,
    Strip,
)
from polos.reports.figures import Figure, Place, locator_map
from polos.reports.numbers import (
    format_decimal,
    format_list,
    format_number,
    format_percentage,
    format_range,
    unknown,
)
from polos.reports.wording import column_name
from polos.table import Table
from polos.vocabularies import countries, provenances

FIT = ("similar", "related", "complementary")
# Columns that stand on the brief where they count in the score.
IF_COUNTED = ("value_chain", "season", "offers_needs", "structure", "readiness")
# Reasons whose evidence are offers and needs, which their sentences name already.
_NAMED = frozenset({"covered_need", "open_need"})
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
MOST_CODES = 4


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
    pair = Pair(
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
                what_it_rests_on(
                    pair, Basis(on, version, tuple(origins) if rests_on_employment else (), check, address)
                )
            ),
        ),
    )


# ---- first page: why -----------------------------------------------------------------------------


def _why(pair: Pair) -> Iterator[Block]:
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


def _profile(pair: Pair, row: Row) -> Profile:
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
        facts.insert(0, (text("Own name", language), clipped(row["name"], 60)))
    return Profile(pair.name(row), row["side"], tuple(facts))


def _count_and_period(rows: pl.DataFrame, language: str) -> str:
    if rows.is_empty():
        return text("none on record", language)
    first = min(rows["period_start"].drop_nulls().to_list(), default=None)
    last = max(rows["period_end"].drop_nulls().to_list(), default=None)
    period = format_range(first, last, language)
    return f"{format_number(len(rows), language)} ({period})"


def _map(pair: Pair) -> Figure:
    def place(row: Row) -> Place:
        return Place(pair.names[row["territory_id"]], row["side"], row["latitude"], row["longitude"])

    return locator_map(
        [place(row) for row in pair.territories.rows.iter_rows(named=True)],
        first=place(pair.ours),
        second=place(pair.theirs),
        title="",
        language=pair.language,
    )


def _strip(pair: Pair) -> Strip:
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


def _column(pair: Pair, column: str) -> Iterator[Block]:
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


def _reason(pair: Pair, part: Part, total: float) -> Reason:
    share = part.amount / total if total else 0.0
    words = format_percentage(share, pair.language)
    evidence = () if part.code in _NAMED else part.evidence
    return Reason(pair.say(part), share, words, tuple(_lines(pair, evidence)))


def _lines(pair: Pair, evidence: Sequence[str]) -> Iterator[Line]:
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


def _priority_line(pair: Pair, row: Row) -> Line:
    recalled = row["provenance"] == "recalled"
    name = row["name"] if row["name"] == row["name_en"] else f"{row['name']} ({row['name_en']})"
    notes = [row["priority_id"], row["period"] or text("period unknown", pair.language)]
    if recalled:
        notes.append(provenances().label("recalled", pair.language))
    owner = clipped(pair.names[row["territory_id"]], 40)
    return Line(f"{owner}: {clipped(name, LONGEST_NAME)}", " · ".join(notes), recalled)


def _employment_words(cell: str, language: str) -> str:
    dataset, unit, activity = cell.split("/", 2)
    return text(
        "Employment in %(dataset)s: area %(unit)s, activity %(activity)s",
        language,
        dataset=dataset,
        unit=unit,
        activity=activity,
    )


__all__ = ["COLUMN_COLOURS", "brief"]
