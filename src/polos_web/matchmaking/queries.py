"""What the pages on counterparts show, made from the registers and one result of the library."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

from django.utils.translation import gettext

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
from polos_web.matchmaking import mix_governance, mix_lines, mix_rows
from polos_web.matchmaking.mix_behind import PairBehind
from polos_web.matchmaking.mix_explanations import (
    ColumnView,
    Telling,
    column_views,
    each_activity,
    each_once,
    written,
)
from polos_web.territories import queries as territories
from polos_web.territories.models import Priority, Territory
from polos_web.territories.tables import Tables, tables
from polos_web.ui import labels
from polos_web.ui.refusals import BadParameter

# Each kind of context with the column it makes known.
CONTEXT = input_output.COLUMN_OF


@dataclass(frozen=True)
class Listing:
    """The list for one territory; ``missing`` says what is not known of the territory itself.

    ``counted`` is how many columns count, ``most_known`` on how many of them the best known line rests.
    ``columns`` are those the table has, ``unloaded`` those of which nothing is known for any line; ``draws``
    is how often weights were drawn for the note on robustness, 0 where there is none.
    """

    territory: Territory
    lines: tuple[mix_lines.Line, ...]
    scored: int
    counted: int
    most_known: int
    missing: tuple[str, ...]
    columns: tuple[str, ...]
    unloaded: tuple[mix_lines.Unloaded, ...]
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
    absent: tuple[mix_lines.Unloaded, ...]
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
    given = {name: getattr(chosen, name) for name in mix_lines.COLUMNS}
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
    lines = [mix_lines.line(one, known[one.territory_id], names, language, stays=stays) for one in found]
    asked = _papers(chosen.territory, chosen, on)
    runs.keep(asked, result_digest=runs.digest([(one.territory_id, one.score) for one in found]))
    shown, unloaded = mix_lines.columns_shown(found, weights(chosen), names, language)
    return Listing(
        territory=known[chosen.territory],
        lines=tuple(mix_lines.ordered(lines, chosen.sort)),
        scored=sum(one.rank is not None for one in found),
        counted=sum(weight > 0 for weight in weights(chosen).values()),
        most_known=max((line.known for line in lines), default=0),
        missing=mix_lines.missing(found, chosen.territory, names, language),
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
    return mix_lines.to_take_away(found, known, language, weighed=written(weights(chosen)))


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
        {
            name: weigh[name]
            for name in (*mix_lines.FIT, *mix_lines.CIRCUMSTANCES)
            if name in found.one.explanations
        },
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
            mix_lines.Unloaded(
                column, wording.column_name(column, language), mix_lines.why_unloaded(column, ())
            )
            for column in mix_lines.FIT
            if column not in found.one.columns
        ),
        common=_common(ours, theirs, names, language),
        table=_table_named("input-output", chosen.table),
        calendar=_table_named("seasons"),
        indicators=_table_named("indicators"),
        weights=sum(column.weight for column in counted),
        products=sum(column.product or 0.0 for column in counted),
        unknowns=tuple(wording.say(u, language, names=names) for u in found.one.explanation.unknowns),
        warnings=tuple(_cautions(found.one.warnings, (ours, theirs), names, language)),
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


def _cautions(
    warnings: Iterable[wording.Coded], sides: tuple[str, str], names: Names, language: str
) -> Iterator[str]:
    """Say what the ranking warns of, what makes either record thin, and what the check says of the two."""
    yield from (wording.say(warning, language, names=names) for warning in warnings)
    priorities = tables().priorities
    for side in sides:
        yield from wording.say_thin_record(priorities, side, language, names=names)
    checked = pairing_check.latest()
    for caveat in checked.validation.caveats if checked else ():
        if caveat.values.get("territory") in sides:
            yield wording.say(caveat, language, names=names)


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
    return {
        column: wording.column_name(column, language) for column in (*mix_lines.FIT, *mix_lines.CIRCUMSTANCES)
    }


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


def _evidence(one: Any) -> set[str]:
    return {row for e in one.explanations.values() for part in e.parts for row in part.evidence}
