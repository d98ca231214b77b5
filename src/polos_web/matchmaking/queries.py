"""What the pages on counterparts show, made from the registers and one result of the library."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

from django.utils.translation import gettext, gettext_lazy

from polos.reports import wording
from polos.reports.brief import brief as brief_document
from polos.reports.documents import Document
from polos.reports.labels import Names
from polos.vocabularies import nace
from polos_web.analysis import actions as runs
from polos_web.analysis import (
    calculations,
    cluster_fields,
    input_output,
    pairing_check,
    specialisations,
    words,
)
from polos_web.analysis import counterparts as mixes
from polos_web.analysis import queries as analysis
from polos_web.analysis.statistics import statistics
from polos_web.analysis.values import Papers
from polos_web.clusters import queries as clusters
from polos_web.matchmaking import mix_governance, mix_rows
from polos_web.matchmaking.mix_behind import PairBehind
from polos_web.matchmaking.mix_explanations import (
    ColumnView,
    Share,
    Stays,
    Telling,
    Value,
    bar,
    column_views,
    each_activity,
    each_once,
    fact,
    written,
)
from polos_web.territories import queries as territories
from polos_web.territories.models import Priority, Territory
from polos_web.territories.tables import Tables, tables
from polos_web.ui import labels
from polos_web.ui.refusals import BadParameter

COLUMNS = mixes.ALL_COLUMNS
FIT = ("similar", "related", "complementary", "value_chain", "season", "offers_needs", "structure")
CIRCUMSTANCES = ("languages", "hours", "level", "distance", "readiness")
# Columns that rest on more than registers and employment: they are in the table where anything is known.
FURTHER = mixes.FURTHER
# Each kind of context with the column it makes known.
CONTEXT = input_output.COLUMN_OF
# What a download holds beside the columns; with the weights the score can be computed from them again.
FACTS = (
    "rank",
    "territory_id",
    "name",
    "country",
    "territory_level",
    "score",
    "weights",
    "in_first_three",
    "in_first_three_standard_error",
)


@dataclass(frozen=True)
class Unloaded:
    """A column of which nothing is known for any line, and why."""

    column: str
    name: str
    reason: str


@dataclass(frozen=True)
class Line:
    """One territory of the list; ``known`` is how many of the columns that count its score rests on.

    ``warning`` says that the two are of different levels, such as a nation and a region, where they are.
    """

    territory: Territory
    rank: int | None
    score: float | None
    bar: tuple[Share, ...]
    values: dict[str, Value]
    known: int
    warning: str
    why: str
    stays: Stays | None = None


@dataclass(frozen=True)
class Listing:
    """The list for one territory; ``missing`` says what is not known of the territory itself.

    ``counted`` is how many columns count, ``most_known`` on how many of them the best known line rests.
    ``columns`` are those the table has, ``unloaded`` those of which nothing is known for any line; ``draws``
    is how often weights were drawn for the note on robustness, 0 where there is none.
    """

    territory: Territory
    lines: tuple[Line, ...]
    scored: int
    counted: int
    most_known: int
    missing: tuple[str, ...]
    columns: tuple[str, ...]
    unloaded: tuple[Unloaded, ...]
    draws: int
    papers: Papers


@dataclass(frozen=True)
class Pair:
    """Everything on the page of a pair; ``rows`` are all priorities behind the reasons, by territory.

    ``absent`` are the columns for which nothing is loaded, ``common`` says what the offers and needs of both
    mention, ``table``, ``calendar`` and ``indicators`` name the tables of context that were used. ``seasons``
    and ``variables`` (``VariableRow``) are the rows of the last two.
    """

    ours: Territory
    theirs: Territory
    rank: int | None
    scored: int
    score: float | None
    columns: tuple[ColumnView, ...]
    absent: tuple[Unloaded, ...]
    common: tuple[str, ...]
    table: str
    calendar: str
    indicators: str
    weights: float
    products: float
    unknowns: tuple[str, ...]
    warnings: tuple[str, ...]
    rows: tuple[tuple[Territory, tuple[Priority, ...]], ...]
    activities: tuple[specialisations.ActivityView, ...]
    seasons: tuple[mix_rows.Season, ...]
    variables: tuple[Any, ...]
    on: date
    papers: Papers


def weights(chosen: SimpleNamespace) -> dict[str, float]:
    """Return the weights of the address, the library's own where it says nothing."""
    given = {name: getattr(chosen, name) for name in COLUMNS}
    asked = mixes.standard_weights() | {name: w for name, w in given.items() if w is not None}
    if not any(asked.values()):
        raise BadParameter(
            found=gettext("weights that are all 0"),
            needed=gettext("at least one column that counts"),
            next_step=gettext("Give one column a weight above 0."),
        )
    return asked


def is_adjusted(chosen: SimpleNamespace) -> bool:
    """Return whether the weights of the address differ from the library's own."""
    return weights(chosen) != mixes.standard_weights()


def listing(chosen: SimpleNamespace, *, on: date, language: str) -> Listing | None:
    """Rank the other side for the territory of the address; ``None`` where it names none."""
    if not chosen.territory:
        return None
    known = on_record(language)
    names = names_of(known, language)
    found = _found(chosen.territory, chosen, known, on=on)
    stays = mixes.stays(found)
    lines = [_line(one, known[one.territory_id], names, language, stays=stays) for one in found]
    asked = _papers(chosen.territory, chosen, on)
    runs.keep(asked, result_digest=runs.digest([(one.territory_id, one.score) for one in found]))
    shown, unloaded = _columns_shown(found, weights(chosen), names, language)
    return Listing(
        territory=known[chosen.territory],
        lines=tuple(_sorted(lines, chosen.sort)),
        scored=sum(one.rank is not None for one in found),
        counted=sum(weight > 0 for weight in weights(chosen).values()),
        most_known=max((line.known for line in lines), default=0),
        missing=_missing(found, chosen.territory, names, language),
        columns=shown,
        unloaded=unloaded,
        draws=mixes.DRAWS if stays else 0,
        papers=asked,
    )


def rows(chosen: SimpleNamespace, *, on: date, language: str) -> Iterator[dict[str, Any]] | None:
    """Return the list as rows to take away; ``None`` where the address names no territory."""
    if not chosen.territory:
        return None
    known = on_record(language)
    found = _found(chosen.territory, chosen, known, on=on)
    return _rows(found, known, language, weighed=written(weights(chosen)))


def tables_of_context() -> list[str]:
    """Return the names of the input-output tables to choose from."""
    return [table.name for table in input_output.context().of("input-output")]


def divisions(language: str) -> list[tuple[str, str]]:
    """Return the NACE divisions to choose from, with their labels."""
    return [(code, f"{code} {words.activity(code, language)}") for code in nace().codes if code.isdigit()]


def countries_across(chosen: SimpleNamespace, language: str) -> list[str]:
    """Return the countries of the other side."""
    known = on_record(language)
    if not chosen.territory:
        return []
    side = known[chosen.territory].side
    return sorted({one.country for one in known.values() if one.side != side})


def pair(ours: str, theirs: str, chosen: SimpleNamespace, *, on: date, language: str) -> Pair | None:
    """Explain one counterpart; ``None`` where one of the two is not on record."""
    known = on_record(language)
    if ours not in known or theirs not in known:
        return None
    found = _counterpart(ours, theirs, chosen, known, on=on, language=language)
    weigh, names = weights(chosen), names_of(known, language)
    rows = territories.priorities_by_id(_evidence(found.one))
    behind = calculations.of_pair(_basis(), _mix(ours, chosen, known, on=on), theirs)
    columns = column_views(
        found.one.explanation,
        found.one.explanations,
        {name: weigh[name] for name in (*FIT, *CIRCUMSTANCES) if name in found.one.explanations},
        Telling(
            say=lambda thing: wording.say(thing, language, names=names),
            behind=PairBehind(rows, (ours, theirs), stated_now(), behind, names, language).of,
            language=language,
        ),
    )
    counted = [column for column in columns if column.product is not None]
    shown = {row.pk for column in columns for part in column.parts for row in part.behind.rows}
    asked = _papers(ours, chosen, on, other=theirs)
    runs.keep(asked, result_digest=runs.digest([found.one.score, found.one.columns]))
    return Pair(
        ours=known[ours],
        theirs=known[theirs],
        rank=found.one.rank,
        scored=found.scored,
        score=found.one.score,
        columns=columns,
        absent=tuple(
            Unloaded(column, wording.column_name(column, language), _why_unloaded(column, ()))
            for column in FIT
            if column not in found.one.columns
        ),
        common=_common(ours, theirs, names, language),
        table=_table_named("input-output", chosen.table),
        calendar=_table_named("seasons"),
        indicators=_table_named("indicators"),
        weights=sum(column.weight for column in counted),
        products=sum(column.product or 0.0 for column in counted),
        unknowns=tuple(wording.say(u, language, names=names) for u in found.one.explanation.unknowns),
        warnings=tuple(wording.say(w, language, names=names) for w in found.one.warnings),
        rows=tuple(
            (known[side], tuple(row for row in rows.values() if row.pk in shown and row.territory_id == side))
            for side in (ours, theirs)
        ),
        activities=each_activity(columns),
        seasons=mix_rows.seasons(behind.seasons, language),
        variables=behind.variables,
        on=on,
        papers=asked,
    )


def brief(ours: str, theirs: str, chosen: SimpleNamespace, *, on: date, language: str) -> Document | None:
    """Write the brief on a pair; ``None`` where one of the two is not on record."""
    known = on_record(language)
    if ours not in known or theirs not in known:
        return None
    found = _counterpart(ours, theirs, chosen, known, on=on, language=language)
    stock, checked = tables(), pairing_check.latest()
    return brief_document(
        ours,
        found.one,
        territories=stock.territories,
        priorities=stock.priorities,
        language=language,
        on=on,
        version=runs.library_version(),
        origins=[source.papers.origin for source in statistics().sources],
        check=checked.validation if checked else None,
        names=names_of(known, language),
    )


def brief_key(ours: str, theirs: str, chosen: SimpleNamespace, *, on: date) -> str:
    """Return what tells briefs apart, but for their language."""
    return _papers(ours, chosen, on, other=theirs).digest


def choices(language: str) -> dict[str, list[tuple[str, str]]]:
    """Return the territories to choose from, by side, with their country where the name leaves it open."""
    found: dict[str, list[tuple[str, str]]] = {"EU": [], "LAC": []}
    for territory in on_record(language).values():
        name = territory.named(language).text
        country = labels.label("countries", territory.country)
        found[territory.side].append(
            (territory.territory_id, name if territory.level == "nation" else f"{country}: {name}")
        )
    return found


def column_names(language: str) -> dict[str, str]:
    """Return the name of every column."""
    return {column: wording.column_name(column, language) for column in (*FIT, *CIRCUMSTANCES)}


# ---- how the pieces are made ----------------------------------------------------------------


@dataclass(frozen=True)
class _Found:
    one: Any
    scored: int


def on_record(language: str) -> dict[str, Territory]:
    """Return every territory by id, in the order of the page; read once until the register changes."""
    return _register_at(tables().revision, language)


@lru_cache(maxsize=8)
def _register_at(revision: str, language: str) -> dict[str, Territory]:
    return {t.territory_id: t for t in territories.all_territories(language)}


def _found(ours: str, chosen: SimpleNamespace, known: dict[str, Territory], *, on: date) -> tuple[Any, ...]:
    return mixes.counterparts(_basis(), _mix(ours, chosen, known, on=on))


def _mix(ours: str, chosen: SimpleNamespace, known: dict[str, Territory], *, on: date) -> mixes.Mix:
    return mixes.Mix(
        territory=ours,
        weights=tuple(weights(chosen).items()),
        on=on,
        among=_among(chosen, known[ours].side, known.values()),
        chosen=chosen.activity,
        table=chosen.table,
    )


def _basis() -> mixes.Basis:
    """Return what counterparts are found in; the same value until one of the registers changes."""
    governance = tuple(sorted(mix_governance.of_territories().items()))
    return _basis_at(tables(), analysis.revision("clusters"), governance)


@lru_cache(maxsize=2)
def _basis_at(stock: Tables, clusters_revision: str, governance: tuple[tuple[str, str], ...]) -> mixes.Basis:
    said = mixes.records(_exchanges_at(stock, clusters_revision), dict(governance))
    return mixes.Basis(stock.priorities, stock.territories, said)


@lru_cache(maxsize=2)
def _exchanges_at(stock: Tables, clusters_revision: str) -> dict[str, list[dict[str, Any]]]:
    """Return the offers and needs of territories: their own, and those of the clusters published in them."""
    stated = {
        territory: [{**one, "territory": territory} for one in told]
        for territory, told in territories.exchanges().items()
    }
    for cluster in clusters.of_territories():
        told = [
            {**one, "cluster": cluster["cluster_id"], "cluster_name": cluster["name"]}
            for one in cluster["exchanges"]
        ]
        stated.setdefault(cluster["territory_id"], []).extend(told)
    return stated


def stated_now() -> dict[str, list[dict[str, Any]]]:
    """Return the offers and needs of territories and of the clusters published in them, by territory."""
    return _exchanges_at(tables(), analysis.revision("clusters"))


def _counterpart(
    ours: str, theirs: str, chosen: SimpleNamespace, known: dict[str, Territory], *, on: date, language: str
) -> _Found:
    """Find one counterpart among those the address asks for, among all where it is not one of them."""
    if known[ours].side == known[theirs].side:
        raise BadParameter(
            found=gettext("%(ours)s and %(theirs)s, which lie on the same side")
            % {"ours": known[ours].named(language).text, "theirs": known[theirs].named(language).text},
            needed=gettext("one territory of the EU and one of Latin America and the Caribbean"),
            next_step=gettext("Choose a counterpart from the list of one of the two."),
        )
    found = _found(ours, chosen, known, on=on)
    if not any(one.territory_id == theirs for one in found):
        everybody = SimpleNamespace(**{**vars(chosen), "among": "all", "country": ""})
        found = _found(ours, everybody, known, on=on)
    one = next(one for one in found if one.territory_id == theirs)
    return _Found(one, sum(other.rank is not None for other in found))


def _among(chosen: SimpleNamespace, side: str, known: Iterable[Territory]) -> tuple[str, ...] | None:
    if chosen.among == "all" and not chosen.country:
        return None
    level = {"nations": True, "regions": False}.get(chosen.among)
    return tuple(
        sorted(
            one.pk
            for one in known
            if one.side != side
            and (level is None or (one.level == "nation") == level)
            and (not chosen.country or one.country == chosen.country)
        )
    )


def _table_named(kind: str, name: str = "") -> str:
    table = input_output.context().first(kind, name)
    return table.name if table else ""


def _common(ours: str, theirs: str, names: Names, language: str) -> tuple[str, ...]:
    """Say what the offers and needs of two territories and their clusters both mention."""
    told = stated_now()
    found = cluster_fields.in_common(told.get(ours, ()), told.get(theirs, ()))
    return each_once(wording.say(one.reason, language, names=names) for one in found)


def _papers(ours: str, chosen: SimpleNamespace, on: date, *, other: str = "") -> Papers:
    more = {"country": chosen.country, "activities": ";".join(chosen.activity), "table": chosen.table}
    asked = {"territory": ours, "on": on.isoformat(), "among": chosen.among, **more, **weights(chosen)}
    return runs.papers(
        "counterparts",
        parameters={**asked, "counterpart": other} if other else asked,
        inputs={
            **runs.inputs(),
            "clusters": analysis.checksum("clusters"),
            **input_output.context().checksums,
        },
    )


def names_of(known: Mapping[str, Territory], language: str) -> Names:
    """Return the names of territories by id."""
    return {territory_id: t.named(language).text for territory_id, t in known.items()}


def _missing(found: Sequence[Any], ours: str, names: Names, language: str) -> tuple[str, ...]:
    """Say what no line can know, because it is not known of the territory itself."""
    if not found:
        return ()
    shared = [u for e in found[0].explanations.values() for u in e.unknowns if _of_itself(u, ours)]
    return tuple(dict.fromkeys(wording.say(u, language, names=names) for u in shared))


def _of_itself(unknown: Any, ours: str) -> bool:
    about = unknown.values.get("owner", unknown.values.get("territory", ours))
    return about == ours and "counterpart" not in unknown.values


def _line(one: Any, territory: Territory, names: Names, language: str, *, stays: Mapping[str, Any]) -> Line:
    firm = stays.get(one.territory_id)
    return Line(
        territory=territory,
        rank=one.rank,
        score=one.score,
        bar=bar(one.explanation.parts),
        values={column: _value(one, column, names, language) for column in COLUMNS if column in one.columns},
        known=len(one.explanation.parts),
        warning=next((wording.say(w, language, names=names) for w in _of_levels(one.warnings)), ""),
        why="" if one.score is not None else _why_none(one, names, language),
        stays=Stays(firm.share, firm.standard_error) if firm else None,
    )


def _sorted(lines: list[Line], column: str) -> list[Line]:
    """Return the lines by a column, the greatest first and the unknown last; by score where none is named."""
    if not column:
        return lines

    def place(line: Line) -> tuple[bool, float]:
        value = line.values[column].value if column in line.values else None
        return value is None, -(value or 0.0)

    return sorted(lines, key=place)


def _columns_shown(
    found: Sequence[Any], weigh: Mapping[str, float], names: Names, language: str
) -> tuple[tuple[str, ...], tuple[Unloaded, ...]]:
    """Return the columns of the table, and those left out because nothing is known for any line."""
    shown, unloaded = [], []
    for column in (*FIT, *CIRCUMSTANCES):
        has_any = any(one.columns.get(column) is not None for one in found)
        if column not in FURTHER or has_any or (weigh[column] and found and column in found[0].columns):
            shown.append(column)
        else:
            unloaded.append(
                Unloaded(column, wording.column_name(column, language), _why_unloaded(column, found))
            )
    return tuple(shown), tuple(unloaded)


def _why_unloaded(column: str, found: Sequence[Any]) -> str:
    """Say why nothing is known of a column for any line: nothing is loaded, or it does not cover them."""
    loaded = bool(found) and column in found[0].columns
    reasons = {
        ("value_chain", False): gettext("No input-output table is loaded."),
        ("season", False): gettext("No season calendar is loaded."),
        ("structure", False): gettext("No indicators of territories are loaded."),
        ("value_chain", True): gettext(
            "An input-output table is loaded, but employment is not known of this territory and of a "
            "counterpart."
        ),
        ("offers_needs", True): gettext(
            "No two territories state an offer and a need with codes, themselves or through their clusters."
        ),
        ("readiness", True): gettext("No body that governs is on record for both sides."),
    }
    covers = gettext("A table is loaded, but it does not cover this territory and a counterpart.")
    return reasons.get((column, loaded), covers)


def _rows(
    found: Sequence[Any], known: Mapping[str, Territory], language: str, *, weighed: str
) -> Iterator[dict[str, Any]]:
    stays = mixes.stays(tuple(found))
    for one in found:
        territory, firm = known[one.territory_id], stays.get(one.territory_id)
        yield {
            "rank": one.rank,
            "territory_id": one.territory_id,
            "name": territory.named(language).text,
            "country": territory.country,
            "territory_level": territory.level,
            "score": one.score,
            "weights": weighed,
            "in_first_three": firm.share if firm else None,
            "in_first_three_standard_error": firm.standard_error if firm else None,
            **{column: one.columns.get(column) for column in COLUMNS},
        }


def _of_levels(warnings: Iterable[Any]) -> list[Any]:
    return [warning for warning in warnings if warning.code in ("nation_with_smaller", "different_levels")]


def _value(one: Any, column: str, names: Names, language: str) -> Value:
    explanation = one.explanations[column]
    if explanation.score is None:
        return Value(column, None, _briefly(explanation.unknowns[0], one.territory_id, names, language))
    return Value(column, explanation.score, fact(column, explanation.parts, language))


def _why_none(one: Any, names: Names, language: str) -> str:
    """Say why a line has no score: what is missing of the priorities, else of whatever counts."""
    unknowns = sorted(one.explanation.unknowns, key=lambda u: u.code != "territory_without_priorities")
    return _briefly(unknowns[0], one.territory_id, names, language)


def _briefly(unknown: Any, theirs: str, names: Names, language: str) -> str:
    """Say in a cell why something is not known; what is not known of both stands above the list."""
    code, about = unknown.code, unknown.values.get("territory", unknown.values.get("owner"))
    if code in _ABOVE or (code in _OF_ONE and about != theirs):
        return gettext("see the note above")
    return str(_OF_ONE.get(code) or _OF_BOTH.get(code) or wording.say(unknown, language, names=names))


# What a cell says where something is not known of the counterpart, or of the two together.
_OF_ONE = {
    "territory_without_statistics": gettext_lazy("no statistics for it"),
    "territory_without_priorities": gettext_lazy("no own priorities on record"),
    "no_offers_or_needs": gettext_lazy("states none with codes"),
    "stated_without_codes": gettext_lazy("states none with codes"),
    "governance_not_known": gettext_lazy("no body on record"),
}
_OF_BOTH = {
    "season_not_known": gettext_lazy("not in the calendar for both"),
    "structure_not_known": gettext_lazy("no indicators for both"),
}
_ABOVE = frozenset({"statistics_not_loaded", "nothing_missing", "chosen_not_missing"})


def _evidence(one: Any) -> set[str]:
    return {row for e in one.explanations.values() for part in e.parts for row in part.evidence}
