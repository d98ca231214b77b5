"""What the pages on counterparts show, made from the registers and one result of the library."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

from django.utils.translation import gettext

from polos.parameters.counterparts import Weights
from polos.reports import wording
from polos.reports.brief import brief as brief_document
from polos.reports.documents import Document
from polos.reports.labels import Names
from polos_web.analysis import actions as runs
from polos_web.analysis import queries as analysis
from polos_web.analysis import specialisations, words
from polos_web.analysis.statistics import statistics
from polos_web.analysis.values import Papers
from polos_web.matchmaking.mix_explanations import (
    Behind,
    ColumnView,
    Share,
    Telling,
    Value,
    bar,
    column_views,
    fact,
)
from polos_web.territories import queries as territories
from polos_web.territories.models import Priority, Territory
from polos_web.territories.tables import tables
from polos_web.ui import labels
from polos_web.ui.refusals import BadParameter

COLUMNS = analysis.columns()
FIT, CIRCUMSTANCES = COLUMNS[:3], COLUMNS[3:]
# Reasons of a column that are shown before "and more".
SHOWN = 8


@dataclass(frozen=True)
class Line:
    """One territory of the list; ``known`` is how many of the columns that count its score rests on.

    ``warning`` says that a nation is compared with something smaller, where it is.
    """

    territory: Territory
    rank: int | None
    score: float | None
    bar: tuple[Share, ...]
    values: dict[str, Value]
    known: int
    warning: str
    why: str


@dataclass(frozen=True)
class Listing:
    """The list for one territory; ``missing`` says what is not known of the territory itself.

    ``counted`` is how many columns count, ``most_known`` on how many of them the best known line rests.
    """

    territory: Territory
    lines: tuple[Line, ...]
    scored: int
    counted: int
    most_known: int
    missing: tuple[str, ...]
    papers: Papers


@dataclass(frozen=True)
class Pair:
    """Everything on the page of a pair; ``rows`` are all priorities behind the reasons, by territory."""

    ours: Territory
    theirs: Territory
    rank: int | None
    scored: int
    score: float | None
    columns: tuple[ColumnView, ...]
    weights: float
    products: float
    unknowns: tuple[str, ...]
    warnings: tuple[str, ...]
    rows: tuple[tuple[Territory, tuple[Priority, ...]], ...]
    activities: tuple[specialisations.ActivityView, ...]
    on: date
    papers: Papers


@dataclass(frozen=True)
class Seen:
    """The place of the partner really chosen, seen from the other side, by pool; or why there is none."""

    places: dict[str, Any]
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class CheckedPairing:
    """One of the 20 pairings, as both sides' rankings see it."""

    pairing_id: str
    lac: Territory | None
    eu: Territory | None
    from_lac: Seen
    from_eu: Seen


@dataclass(frozen=True)
class Check:
    """What the check on the real pairings shows: in sentences, as means, and pairing by pairing."""

    sentences: tuple[str, ...]
    summaries: tuple[Any, ...]
    pairings: tuple[CheckedPairing, ...]
    papers: Papers


def weights(chosen: SimpleNamespace) -> Weights:
    """Return the weights of the address, the library's own where it says nothing."""
    given = {name: getattr(chosen, name) for name in COLUMNS}
    asked = {**asdict(analysis.weights()), **{name: w for name, w in given.items() if w is not None}}
    if not any(asked.values()):
        raise BadParameter(
            found=gettext("weights that are all 0"),
            needed=gettext("at least one column that counts"),
            next_step=gettext("Give one column a weight above 0."),
        )
    return Weights(**asked)


def is_adjusted(chosen: SimpleNamespace) -> bool:
    """Return whether the weights of the address differ from the library's own."""
    return weights(chosen) != analysis.weights()


def listing(chosen: SimpleNamespace, *, on: date, language: str) -> Listing | None:
    """Rank the other side for the territory of the address; ``None`` where it names none."""
    if not chosen.territory:
        return None
    known = _register(language)
    names = _names(known, language)
    found = _found(chosen.territory, chosen, known, on=on)
    lines = tuple(_line(one, known[one.territory_id], names, language) for one in found)
    asked = _papers(chosen.territory, chosen, on)
    runs.keep(asked, result_digest=runs.digest([(one.territory_id, one.score) for one in found]))
    return Listing(
        territory=known[chosen.territory],
        lines=lines,
        scored=sum(one.rank is not None for one in found),
        counted=sum(weight > 0 for _, weight in weights(chosen).items()),
        most_known=max((line.known for line in lines), default=0),
        missing=_missing(found, chosen.territory, names, language),
        papers=asked,
    )


def pair(ours: str, theirs: str, chosen: SimpleNamespace, *, on: date, language: str) -> Pair | None:
    """Explain one counterpart; ``None`` where one of the two is not on record."""
    known = _register(language)
    if ours not in known or theirs not in known:
        return None
    found = _counterpart(ours, theirs, chosen, known, on=on, language=language)
    weigh, names = weights(chosen), _names(known, language)
    rows = territories.priorities_by_id(_evidence(found.one))
    columns = column_views(
        found.one.explanation,
        found.one.explanations,
        dict(weigh.items()),
        Telling(
            say=lambda thing: wording.say(thing, language, names=names),
            behind=_Words(rows, (ours, theirs), language).behind,
            language=language,
        ),
    )
    counted = [column for column in columns if column.product is not None]
    shown = {row.pk for column in columns for part in column.parts for row in part.rows}
    asked = _papers(ours, chosen, on, other=theirs)
    runs.keep(asked, result_digest=runs.digest([found.one.score, found.one.columns]))
    return Pair(
        ours=known[ours],
        theirs=known[theirs],
        rank=found.one.rank,
        scored=found.scored,
        score=found.one.score,
        columns=columns,
        weights=sum(column.weight for column in counted),
        products=sum(column.product or 0.0 for column in counted),
        unknowns=tuple(wording.say(u, language, names=names) for u in found.one.explanation.unknowns),
        warnings=tuple(wording.say(w, language, names=names) for w in found.one.warnings),
        rows=tuple(
            (known[side], tuple(row for row in rows.values() if row.pk in shown and row.territory_id == side))
            for side in (ours, theirs)
        ),
        activities=tuple(a for column in columns for part in column.parts for a in part.activities),
        on=on,
        papers=asked,
    )


def brief(ours: str, theirs: str, chosen: SimpleNamespace, *, on: date, language: str) -> Document | None:
    """Write the brief on a pair; ``None`` where one of the two is not on record."""
    known = _register(language)
    if ours not in known or theirs not in known:
        return None
    found = _counterpart(ours, theirs, chosen, known, on=on, language=language)
    stock = tables()
    return brief_document(
        ours,
        found.one,
        territories=stock.territories,
        priorities=stock.priorities,
        language=language,
        on=on,
        version=runs.library_version(),
        origins=[source.papers.origin for source in statistics().sources],
        check=runs.check_pairings(stock.priorities, stock.territories),
        names=_names(known, language),
    )


def brief_key(ours: str, theirs: str, chosen: SimpleNamespace, *, on: date) -> str:
    """Return what tells briefs apart, but for their language."""
    return _papers(ours, chosen, on, other=theirs).digest


def check_sentences(language: str) -> tuple[str, ...]:
    """Return what the check on the real pairings shows."""
    stock = tables()
    return wording.say_check(runs.check_pairings(stock.priorities, stock.territories), language)


def check(language: str) -> Check:
    """Return where the partners really chosen stand in our ranking."""
    stock = tables()
    found = runs.check_pairings(stock.priorities, stock.territories)
    known = _register(language)
    by_side: dict[str, dict[str, Any]] = {"EU": {}, "LAC": {}}
    for placement in found.placements:
        by_side[placement.chosen_side][placement.pairing_id] = placement
    return Check(
        pairings=tuple(
            _checked(by_side["EU"][pairing], by_side["LAC"][pairing], known, language)
            for pairing in by_side["EU"]
        ),
        sentences=wording.say_check(found, language),
        summaries=found.summaries,
        papers=runs.papers_of_check(),
    )


def choices(language: str) -> dict[str, list[tuple[str, str]]]:
    """Return the territories to choose from, by side, with their country where the name leaves it open."""
    found: dict[str, list[tuple[str, str]]] = {"EU": [], "LAC": []}
    for territory in _register(language).values():
        name = territory.named(language).text
        country = labels.label("countries", territory.country)
        found[territory.side].append(
            (territory.territory_id, name if territory.level == "nation" else f"{country}: {name}")
        )
    return found


def column_names(language: str) -> dict[str, str]:
    """Return the name of every column."""
    return {column: wording.column_name(column, language) for column in COLUMNS}


# ---- how the pieces are made ----------------------------------------------------------------


@dataclass(frozen=True)
class _Found:
    one: Any
    scored: int


@dataclass(frozen=True)
class _Words:
    """What is needed to show what the reasons of a pair rest on: its priority rows, the pair and language."""

    rows: dict[str, Priority]
    pair: tuple[str, str]
    language: str

    def behind(self, part: Any) -> Behind:
        activities = (
            specialisations.behind(part.evidence, territory, self.language)
            for territory in self.pair
            if part.code == "contributed_activity"
        )
        return Behind(
            rows=tuple(self.rows[row] for row in part.evidence if row in self.rows),
            activities=tuple(activity for activity in activities if activity is not None),
            towards=_towards(part, self.language),
        )


def _register(language: str) -> dict[str, Territory]:
    """Return every territory by id, in the order of the page; read once until the register changes."""
    return _register_at(tables().revision, language)


@lru_cache(maxsize=8)
def _register_at(revision: int, language: str) -> dict[str, Territory]:
    return {t.territory_id: t for t in territories.all_territories(language)}


def _found(ours: str, chosen: SimpleNamespace, known: dict[str, Territory], *, on: date) -> tuple[Any, ...]:
    stock = tables()
    return analysis.counterparts(
        stock.priorities,
        stock.territories,
        territory=ours,
        weigh=weights(chosen),
        on=on,
        among=_among(chosen.among, known[ours].side, known.values()),
    )


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
        everybody = SimpleNamespace(**{**vars(chosen), "among": "all"})
        found = _found(ours, everybody, known, on=on)
    one = next(one for one in found if one.territory_id == theirs)
    return _Found(one, sum(other.rank is not None for other in found))


def _among(among: str, side: str, known: Iterable[Territory]) -> tuple[str, ...] | None:
    if among == "all":
        return None
    nations = among == "nations"
    return tuple(sorted(t.pk for t in known if t.side != side and (t.level == "nation") == nations))


def _papers(ours: str, chosen: SimpleNamespace, on: date, *, other: str = "") -> Papers:
    asked = {"territory": ours, "on": on.isoformat(), "among": chosen.among, **asdict(weights(chosen))}
    return runs.papers(
        "counterparts",
        parameters={**asked, "counterpart": other} if other else asked,
        inputs=runs.inputs(),
    )


def _names(known: dict[str, Territory], language: str) -> Names:
    return {territory_id: t.named(language).text for territory_id, t in known.items()}


def _missing(found: Sequence[Any], ours: str, names: Names, language: str) -> tuple[str, ...]:
    """Say what no line can know, because it is not known of the territory itself."""
    if not found:
        return ()
    shared = [u for e in found[0].explanations.values() for u in e.unknowns if _of_itself(u, ours)]
    return tuple(dict.fromkeys(wording.say(u, language, names=names) for u in shared))


def _of_itself(unknown: Any, ours: str) -> bool:
    return unknown.values.get("territory", ours) == ours and "counterpart" not in unknown.values


def _line(one: Any, territory: Territory, names: Names, language: str) -> Line:
    return Line(
        territory=territory,
        rank=one.rank,
        score=one.score,
        bar=bar(one.explanation.parts),
        values={column: _value(one, column, names, language) for column in COLUMNS},
        known=len(one.explanation.parts),
        warning=next((wording.say(w, language, names=names) for w in _of_levels(one.warnings)), ""),
        why="" if one.score is not None else _why_none(one, names, language),
    )


def _of_levels(warnings: Iterable[Any]) -> list[Any]:
    return [warning for warning in warnings if warning.code == "nation_with_smaller"]


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
    is_theirs = unknown.values.get("territory") == theirs
    match unknown.code:
        case "territory_without_statistics":
            return gettext("no statistics for it") if is_theirs else gettext("see the note above")
        case "territory_without_priorities":
            return gettext("no own priorities on record") if is_theirs else gettext("see the note above")
        case "statistics_not_loaded" | "nothing_missing":
            return gettext("see the note above")
    return wording.say(unknown, language, names=names)


def _evidence(one: Any) -> set[str]:
    return {row for e in one.explanations.values() for part in e.parts for row in part.evidence}


def _towards(part: Any, language: str) -> tuple[str, ...]:
    if part.values.get("basis") != "wanted":
        return ()
    return tuple(words.activity(code, language) for code in part.values.get("target_codes", ()))


def _checked(from_lac: Any, from_eu: Any, known: dict[str, Territory], language: str) -> CheckedPairing:
    names = _names(known, language)
    return CheckedPairing(
        pairing_id=from_lac.pairing_id,
        lac=known.get(from_eu.chosen or ""),
        eu=known.get(from_lac.chosen or ""),
        from_lac=_seen(from_lac, names, language),
        from_eu=_seen(from_eu, names, language),
    )


def _seen(placement: Any, names: Names, language: str) -> Seen:
    return Seen(
        placement.places,
        tuple(wording.say(reason, language, names=names) for reason in placement.reasons),
    )
