"""What the pages on counterparts of clusters show: the list for one cluster, and why one stands on it."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

from django.utils.translation import gettext

from polos.reports import wording
from polos.reports.labels import Names
from polos_web.analysis import actions as runs
from polos_web.analysis import cluster_fields, specialisations
from polos_web.analysis import queries as analysis
from polos_web.analysis.statistics import statistics
from polos_web.analysis.values import Papers
from polos_web.clusters import queries as clusters
from polos_web.clusters.kinds import CLUSTER
from polos_web.clusters.models import Cluster
from polos_web.matchmaking import cluster_stock, mix_rows
from polos_web.matchmaking.cluster_stock import REGISTER, BeingMade, Shown, Stock
from polos_web.matchmaking.mix_explanations import (
    Behind,
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
from polos_web.matchmaking.mix_governance import public_sheets
from polos_web.registers.queries import Sheet
from polos_web.ui.listing import Page
from polos_web.ui.refusals import BadParameter

COLUMNS = cluster_fields.columns()
FIT, CIRCUMSTANCES = COLUMNS[:3], COLUMNS[3:]
PAGE_SIZE = 20
# What a download holds beside the columns; with the weights the score can be computed from them again.
FACTS = ("rank", "cluster_id", "name", "country", "territory_id", "is_claimed", "score", "weights")


@dataclass(frozen=True)
class Line:
    """One cluster of the list; ``reason`` is what adds most to its score, ``why`` why it has none."""

    cluster: Cluster
    rank: int | None
    score: float | None
    bar: tuple[Share, ...]
    values: dict[str, Value]
    known: int
    reason: str
    why: str
    stays: Stays | None = None


@dataclass(frozen=True)
class Listing:
    """The list for one cluster; ``missing`` says what is not known of the cluster itself.

    ``candidates`` is how many were ranked, ``left_out`` how many rows were not because they only stand in for
    something better; ``counted`` is how many columns count, ``countries`` are those to choose from. ``as_of``
    says of when the list is, where the register has changed since.
    """

    cluster: Cluster
    page: Page
    missing: tuple[str, ...]
    papers: Papers
    candidates: int = 0
    left_out: int = 0
    counted: int = 0
    countries: tuple[str, ...] = ()
    draws: int = 0
    as_of: datetime | None = None


@dataclass(frozen=True)
class ClusterPair:
    """Everything on the page of a pair of clusters; ``common`` says what the words of both mention.

    ``codes`` are those of both behind the sector, ``sheets`` what the records of the two say in public, for
    where the codes come from.
    """

    ours: Cluster
    theirs: Cluster
    rank: int | None
    candidates: int
    score: float | None
    columns: tuple[ColumnView, ...]
    weights: float
    products: float
    unknowns: tuple[str, ...]
    common: tuple[str, ...]
    activities: tuple[specialisations.ActivityView, ...]
    codes: tuple[mix_rows.Code, ...]
    sheets: tuple[Sheet, ...]
    papers: Papers


def weights(chosen: SimpleNamespace) -> Any:
    """Return the weights of the address, the library's own where it says nothing."""
    given = {name: getattr(chosen, name) for name in COLUMNS}
    standard = asdict(cluster_fields.weights({}))
    if not any(standard[name] if weight is None else weight for name, weight in given.items()):
        raise BadParameter(
            found=gettext("weights that are all 0"),
            needed=gettext("at least one column that counts"),
            next_step=gettext("Give one column a weight above 0."),
        )
    return cluster_fields.weights(given)


def is_adjusted(chosen: SimpleNamespace) -> bool:
    """Return whether the weights of the address differ from the library's own."""
    return weights(chosen) != cluster_fields.weights({})


def column_names(language: str) -> dict[str, str]:
    """Return the name of every column."""
    return {column: wording.column_name(column, language) for column in COLUMNS}


def listing(cluster_id: str, chosen: SimpleNamespace, *, on: date, language: str) -> Listing | None:
    """Rank the other side's clusters for one, a page of them; ``None`` where it is not on record.

    Raises
    ------
    BadParameter
        When the list has fewer pages.
    BeingMade
        When it cannot be shown yet.
    """
    cluster = clusters.cluster(cluster_id)
    if cluster is None:
        return None
    held, asked = cluster_stock.shown(), _papers(cluster_id, chosen, on)
    if not cluster.side:
        missing = (gettext("Its country is not stated, so it is not known which side is the other one."),)
        return Listing(cluster, Page([], 1, 1, 0), missing=missing, papers=asked)
    _require(held, cluster_id)
    across, left_out = _candidates(held, cluster_id, chosen)
    pages = max(1, -(-len(across) // PAGE_SIZE))
    if chosen.page > pages:
        raise BadParameter(
            found=gettext("page %(number)d") % {"number": chosen.page},
            needed=gettext("a page from 1 to %(pages)d") % {"pages": pages},
            next_step=gettext("Go back to the first page of the list."),
        )
    found = cluster_fields.counterparts(
        held.stock.field,
        cluster_id,
        weigh=weights(chosen),
        on=on,
        among=across,
        by=chosen.sort or None,
        top=chosen.page * PAGE_SIZE,
    )[(chosen.page - 1) * PAGE_SIZE :]
    if held.as_of is None:
        runs.keep(asked, result_digest=runs.digest([(one.cluster_id, one.score) for one in found]))
    lines, missing = _lines(held.stock, cluster, found, chosen, on=on, language=language)
    draws = 0
    if chosen.robust:
        lines, draws = _with_robustness(held.stock, cluster_id, across, lines, weigh=weights(chosen), on=on)
    return Listing(
        cluster=cluster,
        page=Page(lines, chosen.page, pages, len(across)),
        candidates=len(across),
        left_out=left_out,
        counted=sum(weight > 0 for weight in asdict(weights(chosen)).values()),
        countries=_countries_across(held.stock, cluster),
        missing=missing,
        papers=asked,
        draws=draws,
        as_of=held.as_of,
    )


def _require(held: Shown, *cluster_ids: str) -> None:
    """Let a cluster be waited for that was registered after the stock was read."""
    if not all(map(held.has, cluster_ids)):
        raise BeingMade(len(held.stock.field.clusters))


def _countries_across(held: Stock, cluster: Cluster) -> tuple[str, ...]:
    """Return the countries of the other side in which there are clusters."""
    across = {one.country for one in held.field.clusters if one.side != cluster.side and one.country}
    return tuple(sorted(across))


def _with_robustness(
    held: Stock, cluster_id: str, across: Sequence[str], lines: list[Line], *, weigh: Any, on: date
) -> tuple[list[Line], int]:
    """Say of each line for how much of all weights it stays among the first three of all that are ranked."""
    ranked = cluster_fields.counterparts(held.field, cluster_id, weigh=weigh, on=on, among=across)
    firm, draws = cluster_fields.stays(ranked, weigh)
    told = {pk: Stays(one.share, one.standard_error) for pk, one in firm.items()}
    return [replace(line, stays=told.get(line.cluster.pk)) for line in lines], draws


def of_record(cluster_id: str, language: str) -> dict[str, str] | None:
    """Return what the page of a cluster says of its counterparts; ``None`` where it is not public."""
    return {"cluster_id": cluster_id} if clusters.cluster(cluster_id) else None


def rows(cluster_id: str, chosen: SimpleNamespace, *, on: date) -> Iterator[dict[str, Any]] | None:
    """Return the whole list as rows to take away; ``None`` where the cluster is not on record."""
    held = Shown(cluster_stock.stock())
    if not held.has(cluster_id):
        return None if clusters.cluster(cluster_id) is None else iter(())
    across, _ = _candidates(held, cluster_id, chosen)
    found = cluster_fields.counterparts(
        held.stock.field, cluster_id, weigh=weights(chosen), on=on, among=across, by=chosen.sort or None
    )
    return _rows(found, weighed=written(asdict(weights(chosen))))


def pair(ours: str, theirs: str, chosen: SimpleNamespace, *, on: date, language: str) -> ClusterPair | None:
    """Explain one counterpart of a cluster; ``None`` where one of the two is not on record.

    Raises
    ------
    BadParameter
        When the two lie on the same side, or the side of one is not known.
    BeingMade
        When they cannot be compared yet.
    """
    found = {pk: clusters.cluster(pk) for pk in (ours, theirs)}
    known = {pk: cluster for pk, cluster in found.items() if cluster is not None}
    if len(known) < len(found):
        return None
    _require_two_sides(known[ours], known[theirs])
    held = cluster_stock.shown()
    _require(held, ours, theirs)
    field = held.stock.field
    weigh, names = weights(chosen), _names(known.values(), language)
    score, columns = cluster_fields.explanation(field, ours, theirs, weigh=weigh, on=on)
    across = sorted({*_candidates(held, ours, chosen)[0], theirs})
    ranked = cluster_fields.counterparts(field, ours, weigh=weigh, on=on, among=across)

    def say(thing: Any) -> str:
        return wording.say(thing, language, names=names)

    both = (known[ours], known[theirs])
    telling = Telling(say, lambda part: _behind(field, both, part, language), language)
    shown = column_views(score, columns, asdict(weigh), telling)
    counted = [column for column in shown if column.product is not None]
    common = cluster_fields.in_common(known[ours].exchanges, known[theirs].exchanges)
    asked = _papers(ours, chosen, on, other=theirs)
    if held.as_of is None:
        runs.keep(asked, result_digest=runs.digest([score.score, {n: c.score for n, c in columns.items()}]))
    return ClusterPair(
        ours=known[ours],
        theirs=known[theirs],
        rank=next(one.rank for one in ranked if one.cluster_id == theirs),
        candidates=len(across),
        score=score.score,
        columns=shown,
        weights=sum(column.weight for column in counted),
        products=sum(column.product or 0.0 for column in counted),
        unknowns=each_once(say(unknown) for unknown in score.unknowns),
        common=each_once(say(one.reason) for one in common),
        activities=each_activity(shown),
        codes=mix_rows.codes(cluster_fields.codes_of(field, ours, theirs)),
        sheets=tuple(sorted(public_sheets(CLUSTER, (ours, theirs)), key=lambda one: one.record.slug != ours)),
        papers=asked,
    )


# ---- how the pieces are made ----------------------------------------------------------------


def _candidates(held: Shown, cluster_id: str, chosen: SimpleNamespace) -> tuple[list[str], int]:
    """Return who is ranked for a cluster, and how many are not because they only stand in."""
    field = held.stock.field
    across = [field.clusters[row] for row in field.counterparts_of(field.row(cluster_id)).tolist()]
    wanted = [
        one.id
        for one in across
        if (not chosen.country or one.country == chosen.country)
        and (not chosen.market or chosen.market in one.markets)
        and held.has(one.id)
    ]
    ready = [one for one in wanted if one not in held.stock.stand_ins]
    return ready, len(wanted) - len(ready)


def _lines(
    held: Stock,
    cluster: Cluster,
    found: Sequence[Any],
    chosen: SimpleNamespace,
    *,
    on: date,
    language: str,
) -> tuple[list[Line], tuple[str, ...]]:
    known = clusters.in_bulk([one.cluster_id for one in found])
    names, weigh = _names([cluster, *known.values()], language), weights(chosen)
    lines, missing = [], []
    for one in found:
        score, columns = cluster_fields.explanation(
            held.field, cluster.pk, one.cluster_id, weigh=weigh, on=on
        )
        lines.append(_line(one, known[one.cluster_id], (score, columns), names=names, language=language))
        missing += [u for column in columns.values() for u in column.unknowns if _is_of(u, cluster)]
    return lines, each_once(wording.say(one, language, names=names) for one in missing)


def _line(one: Any, cluster: Cluster, explained: tuple[Any, Any], *, names: Names, language: str) -> Line:
    score, columns = explained

    def say(thing: Any) -> str:
        return wording.say(thing, language, names=names)

    parts = [part for name in FIT for part in columns[name].parts if part.amount > 0]
    most = max(parts, key=lambda part: part.amount, default=None)
    return Line(
        cluster=cluster,
        rank=one.rank,
        score=one.score,
        bar=bar(score.parts),
        values={
            name: Value(name, column.score, fact(name, column.parts, language))
            if column.score is not None
            else Value(name, None, _briefly(column.unknowns, cluster, say))
            for name, column in columns.items()
        },
        known=len(score.parts),
        reason=say(most) if most and one.score is not None else "",
        why="" if one.score is not None else say(score.unknowns[0]),
    )


def _is_of(unknown: Any, cluster: Cluster) -> bool:
    """Return whether something is not known of this cluster, or of its territory, alone."""
    about = (unknown.values.get("owner"), unknown.values.get("territory"))
    ids = {cluster.pk, cluster.territory_id} - {None}
    return "other_owner" not in unknown.values and any(one in ids for one in about)


def _briefly(unknowns: Sequence[Any], cluster: Cluster, say: Any) -> str:
    """Say in a cell why something is not known; what is not known of both stands above the list."""
    theirs = [unknown for unknown in unknowns if _is_of(unknown, cluster)]
    if not theirs:
        return gettext("see the note above")
    match theirs[0].code:
        case "no_offers_or_needs" | "stated_without_codes":
            return gettext("states none with codes")
        case "evidence_not_known":
            return gettext("no statistics for its territory")
        case "place_not_known":
            return gettext("its place is not stated")
        case "time_zone_not_known":
            return gettext("its country is not stated")
    return say(theirs[0])


def _behind(field: Any, pair: tuple[Cluster, Cluster], part: Any, language: str) -> Behind:
    """Return the figures of employment, or the need and the offer, behind a reason."""
    if part.code not in ("backed_division", "not_backed_division"):
        ours, theirs = map(_owned, pair)
        return Behind(covered=mix_rows.covered(part, ours, theirs))
    owner, activity = part.values["owner"], part.values["activity"]
    cells = cluster_fields.cells_behind(field, owner, activity)
    territory = next(one.territory_id for one in pair if one.pk == owner)
    found = specialisations.behind(cells, territory or "", language) if cells else None
    return Behind(activities=(found,) if found else ())


def _owned(cluster: Cluster) -> list[dict[str, Any]]:
    """Return the offers and needs of a cluster with whose they are."""
    return [{**one, "owner": ("cluster", cluster.pk, cluster.name)} for one in cluster.exchanges]


def _require_two_sides(ours: Cluster, theirs: Cluster) -> None:
    if not (ours.side and theirs.side) or ours.side == theirs.side:
        raise BadParameter(
            found=gettext("%(ours)s and %(theirs)s, of which it is not known that they lie on two sides")
            % {"ours": ours.name, "theirs": theirs.name},
            needed=gettext("one cluster of the EU and one of Latin America and the Caribbean"),
            next_step=gettext("Choose a counterpart from the list of one of the two."),
        )


def _rows(found: Sequence[Any], *, weighed: str) -> Iterator[dict[str, Any]]:
    known = clusters.in_bulk([one.cluster_id for one in found])
    for one in found:
        cluster = known[one.cluster_id]
        told = {name: getattr(cluster, name) for name in FACTS if hasattr(cluster, name)}
        yield {**told, "rank": one.rank, "score": one.score, "weights": weighed, **one.columns}


def _names(found: Any, language: str) -> Names:
    """Return the names of clusters and of their territories by id."""
    named = {one.pk: one.name for one in found}
    territories = {one.territory_id: one.territory for one in found if one.territory}
    return named | {pk: territory.named(language).text for pk, territory in territories.items()}


def _papers(ours: str, chosen: SimpleNamespace, on: date, *, other: str = "") -> Papers:
    among = {"country": chosen.country, "market": chosen.market}
    asked = {"cluster": ours, "on": on.isoformat(), **among, **asdict(weights(chosen))}
    extra = {"counterpart": other} if other else {"page": chosen.page, "sort": chosen.sort}
    inputs = {REGISTER: analysis.checksum(REGISTER), **statistics().checksums}
    return runs.papers("cluster counterparts", parameters={**asked, **extra}, inputs=inputs)
