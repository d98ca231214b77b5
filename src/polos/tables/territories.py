"""Territories: finding one by what people type, which lies in which, and how thin a record is."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import permutations
from typing import Any

import polars as pl
from rapidfuzz import fuzz

from polos import parameters, reference
from polos.errors import AmbiguousName, UnknownName, WrongRows
from polos.provenance import Origin
from polos.table import Table, require_ids
from polos.tables.priorities import own

TERRITORIES: dict[str, pl.DataType | type[pl.DataType]] = {
    "territory_id": pl.String(),
    "name": pl.String(),
    "name_en": pl.String(),
    "country": pl.String(),
    "side": pl.String(),
    "level": pl.String(),
    "form": pl.String(),
    "nuts_2021": pl.List(pl.String),
    "iso_3166_2": pl.List(pl.String),
    "iso_relation": pl.String(),
    "latitude": pl.Float64(),
    "longitude": pl.Float64(),
    "population": pl.Int32(),
    "languages": pl.List(pl.String),
    "parent_territory_id": pl.String(),
    "member_ids": pl.List(pl.String),
    "pairing_id": pl.String(),
    "priority_scope": pl.String(),
    "code_provenance": pl.String(),
    "notes": pl.String(),
}

__all__ = ["TERRITORIES", "Notice", "find", "lies_within", "territories_of", "thin_record"]

Pairs = set[tuple[str, str]]

_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "’": "'"})
_NEAREST_COUNT = 5
_NOTHING = re.compile(r"(?!)")


@dataclass(frozen=True)
class Notice:
    """Something to say at the top of a record: ``code`` names the sentence, ``values`` fills it."""

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)


def territories_of(frame: Any, *, origin: Origin | None = None) -> Table:
    """Return a frame with columns of ``TERRITORIES`` (pandas, Polars, DuckDB, Arrow ...) as territories.

    Needed are ``territory_id``, ``country``, ``side`` and ``level``; a name that is not given is the id.

    Raises
    ------
    WrongColumns
        When one of the columns is not a column of territories.
    WrongRows
        When a needed value is missing, an id stands twice, or a value cannot be read.
    """
    table = Table.from_frame(frame, TERRITORIES, origin=origin)
    require_ids(table.rows, "territory_id", unique=True)
    for name in ("country", "side", "level"):
        require_ids(table.rows, name, unique=False)
    names = [pl.col(name).fill_null(pl.col("territory_id")) for name in ("name", "name_en")]
    lists = [pl.col(name).fill_null([]) for name in ("nuts_2021", "iso_3166_2", "languages", "member_ids")]
    rows = table.rows.with_columns(*names, *lists, pl.col("priority_scope").fill_null("own"))
    return Table(rows, TERRITORIES, table.origin)


# ---- finding -------------------------------------------------------------------------------------


def find(territories: Table, text: str) -> str:
    """Return the id of the one territory that has this id, official code or name.

    Tried in this order, case and accents aside: id; NUTS, ISO 3166-2 or (for a nation) ISO 3166-1 code,
    where the code is that of the whole territory and not of one that contains it or lies in it; name, in
    English, Spanish, Portuguese and French too; a part of a name, such as one of two languages or what
    stands in brackets. A text that is only a word in a name is no answer: it leads to candidates, never to
    a guess.

    Raises
    ------
    AmbiguousName
        When several territories answer, or the text is a word in the names of several; ``candidates``
        lists their ids.
    UnknownName
        When none does; the message gives those in whose names the text is a word or begins one, then the
        nearest spellings.
    """
    wanted = _plain(text)
    rows = territories.rows.to_dicts()
    for spellings in (_id_of, _codes_of, _names_of, _parts_of_names_of):
        found = [row["territory_id"] for row in rows if wanted in map(_plain, spellings(row))]
        if len(found) > 1:
            raise _ambiguous(text, rows, found)
        if found:
            return found[0]
    with_word = [row["territory_id"] for row in rows if _name_with(_whole_word(wanted), row)]
    if len(with_word) > 1:
        raise _ambiguous(text, rows, with_word)
    raise UnknownName(
        found=f"{text!r}",
        needed="the id, official code or name of a territory on record",
        next_step=f"Did you mean one of these? {_nearest(rows, wanted)}",
    )


def _ambiguous(text: str, rows: Sequence[Mapping[str, Any]], found: Sequence[str]) -> AmbiguousName:
    word = _whole_word(_plain(text))
    titles = {row["territory_id"]: _name_with(word, row) or row["name"] for row in rows}
    return AmbiguousName(name=text, candidates=sorted(found), kind="territory", titles=titles)


def _whole_word(wanted: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(wanted)}(?!\w)") if wanted else _NOTHING


def _beginning_of_word(wanted: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(wanted)}") if wanted else _NOTHING


def _name_with(pattern: re.Pattern[str], row: Mapping[str, Any]) -> str | None:
    """Return the first of a territory's names in which the pattern is found, without regard to accents."""
    return next((name for name in _names_of(row) if pattern.search(_plain(name))), None)


@cache
def exonyms(territory_id: str) -> Mapping[str, str]:
    """Return the names of a built-in region by language, beside its own and the English one."""
    rows = reference.territory_exonyms().rows.filter(pl.col("territory_id") == territory_id).to_dicts()
    names = rows[0] if rows else {}
    return {language: name for language, name in names.items() if name and language != "territory_id"}


def may_be_found(territories: Table) -> Callable[[str], bool]:
    """Return a quick test whether ``find`` has any answer to a text, for long columns of names."""
    known = {
        _plain(text)
        for row in territories.rows.to_dicts()
        for spellings in (_id_of, _codes_of, _names_of, _parts_of_names_of)
        for text in spellings(row)
    }
    return lambda text: _plain(text) in known


def _plain(text: str) -> str:
    """Return the text without accents, case and repeated blanks."""
    spread = unicodedata.normalize("NFKD", " ".join(text.split()).casefold())
    return "".join(c for c in spread if not unicodedata.combining(c)).translate(_LETTERS)


def _id_of(row: Mapping[str, Any]) -> list[str]:
    return [row["territory_id"]]


def _codes_of(row: Mapping[str, Any]) -> list[str]:
    outermost = [c for c in row["nuts_2021"] if not any(c != d and c.startswith(d) for d in row["nuts_2021"])]
    codes = outermost if len(outermost) == 1 else []
    if row["iso_relation"] == "exact":
        codes = [*codes, *row["iso_3166_2"]]
    return [*codes, row["country"]] if row["level"] == "nation" else codes


def _names_of(row: Mapping[str, Any]) -> list[str]:
    return [row["name"], row["name_en"], *exonyms(row["territory_id"]).values()]


def _parts_of_names_of(row: Mapping[str, Any]) -> list[str]:
    return [
        part.strip() for name in _names_of(row) for part in re.split(r" / |[()]| - ", name) if part.strip()
    ]


def _nearest(rows: Sequence[Mapping[str, Any]], wanted: str) -> str:
    """Return those that touch the code, if it is one; those with the word; those written most alike."""
    nearest = {
        row["territory_id"]: row["name_en"]
        for row in rows
        if wanted in map(_plain, (*row["iso_3166_2"], *row["nuts_2021"]))
    }
    for pattern in (_whole_word(wanted), _beginning_of_word(wanted)):
        for row in rows:
            if name := _name_with(pattern, row):
                nearest.setdefault(row["territory_id"], name)
    spellings = {
        _plain(name): row for row in rows for name in (*_names_of(row), *_parts_of_names_of(row)) if name
    }
    for name in sorted(spellings, key=lambda spelling: -fuzz.ratio(wanted, spelling)):
        nearest.setdefault(spellings[name]["territory_id"], spellings[name]["name_en"])
    return ", ".join(f"{key} ({name})" for key, name in list(nearest.items())[:_NEAREST_COUNT])


# ---- lying within --------------------------------------------------------------------------------


def lies_within(territories: Table) -> pl.DataFrame:
    """Return which territory lies in which, or shares ground with it, among those of the table.

    ``relation`` is ``within`` (the whole of ``inner`` lies in ``outer``; chains are followed to their
    end) or ``overlaps`` (they share a code or a member and neither is known to lie in the other; one row a
    pair, ids in alphabetical order). ``basis`` is ``declared`` where ``parent_territory_id`` or
    ``member_ids`` say so, else ``codes``: NUTS codes by their beginnings, ISO 3166-2 codes as sets, a nation
    by its country. A territory that is only part of its ISO code, or holds more than it, is not taken for
    the code itself. A group of territories lies where all its members lie.

    Raises
    ------
    WrongRows
        When territories are declared to lie in one another in a ring.
    """
    rows = territories.rows.to_dicts()
    by_codes: set[tuple[str, str]] = set()
    overlaps: set[tuple[str, str]] = set()
    for inner, outer in _pairs_by_country(rows):
        pair = (inner["territory_id"], outer["territory_id"])
        if _is_within(inner, outer) and not _is_within(outer, inner):
            by_codes.add(pair)
        elif _shares_ground(inner, outer):
            overlaps.add(pair)
    members = _members(rows)
    by_codes -= _of_several_countries(rows, members)
    declared = _declared(rows) | {(inner, group) for group, inside in members.items() for inner in inside}
    within = _chained(declared | by_codes)
    within = _chained(within | _around_all_members(members, within))
    declared = _chained(declared)
    shared = _sharing_members(members, within)
    found = [(a, b, "declared" if (a, b) in declared else "codes", "within") for a, b in within]
    found += [
        (a, b, "declared" if (a, b) in shared else "codes", "overlaps")
        for a, b in {pair for pair in overlaps if pair[0] < pair[1]} | shared
        if not within & {(a, b), (b, a)}
    ]
    return pl.DataFrame(sorted(found), schema=["inner", "outer", "basis", "relation"], orient="row").cast(
        pl.String
    )


def _pairs_by_country(rows: Iterable[dict[str, Any]]) -> Iterable[tuple[dict[str, Any], dict[str, Any]]]:
    of_country: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        of_country.setdefault(row["country"], []).append(row)
    return (pair for group in of_country.values() for pair in permutations(group, 2))


def _declared(rows: Iterable[Mapping[str, Any]]) -> set[tuple[str, str]]:
    parents = {row["territory_id"]: row["parent_territory_id"] for row in rows}
    return {(inner, outer) for inner, outer in parents.items() if outer in parents}


def _members(rows: Iterable[Mapping[str, Any]]) -> dict[str, set[str]]:
    """Return the members of each group of territories, as far as they are in the table."""
    told = {row["territory_id"]: set(row["member_ids"] or ()) for row in rows}
    known = {group: inside & set(told) - {group} for group, inside in told.items()}
    return {group: inside for group, inside in known.items() if inside}


def _of_several_countries(rows: Iterable[Mapping[str, Any]], members: Mapping[str, set[str]]) -> Pairs:
    """Return each group with its own nation, where some of its members lie in another one."""
    known = {row["territory_id"]: row for row in rows}
    nations = {row["country"]: row["territory_id"] for row in rows if row["level"] == "nation"}
    return {
        (group, nations[known[group]["country"]])
        for group, inside in members.items()
        if known[group]["country"] in nations
        and {known[inner]["country"] for inner in inside} - {known[group]["country"]}
    }


def _around_all_members(members: Mapping[str, set[str]], within: Pairs) -> Pairs:
    """Return each group with every territory around all of its members; two of the same ground not."""
    around = _outers(within)
    found = {
        (group, outer)
        for group, inside in members.items()
        for outer in set.intersection(*(around.get(inner, set()) for inner in inside)) - {group}
    }
    return {(group, outer) for group, outer in found if not {(outer, group)} & (found | within)}


def _sharing_members(members: Mapping[str, set[str]], within: Pairs) -> Pairs:
    """Return pairs of a group and another territory in which one of its members lies, ids in order."""
    around = _outers(within)
    return {
        (min(group, other), max(group, other))
        for group, inside in members.items()
        for inner in inside
        for other in around.get(inner, set()) - {group}
    }


def _outers(within: Pairs) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for inner, outer in within:
        found.setdefault(inner, set()).add(outer)
    return found


def _is_within(inner: Mapping[str, Any], outer: Mapping[str, Any]) -> bool:
    if outer["level"] == "nation":
        return inner["level"] != "nation"
    if inner["level"] == "nation":
        return False
    covered = set(inner["iso_3166_2"]) if inner["iso_relation"] in {"exact", "union_of", "part_of"} else set()
    return bool(
        (covered and covered <= _whole_iso_codes(outer))
        or (inner["nuts_2021"] and all(_lies_in_any(code, outer["nuts_2021"]) for code in inner["nuts_2021"]))
    )


def _shares_ground(a: Mapping[str, Any], b: Mapping[str, Any]) -> bool:
    return bool(_whole_iso_codes(a) & _whole_iso_codes(b)) or any(
        _lies_in_any(code, b["nuts_2021"]) for code in a["nuts_2021"]
    )


def _whole_iso_codes(row: Mapping[str, Any]) -> set[str]:
    """Return the ISO 3166-2 codes that lie in the territory with all their ground."""
    return set(row["iso_3166_2"]) if row["iso_relation"] in {"exact", "union_of", "contains"} else set()


def _lies_in_any(nuts: str, codes: Iterable[str]) -> bool:
    return any(nuts.startswith(code) for code in codes)


def _chained(pairs: Pairs) -> Pairs:
    """Return the pairs with every chain of them followed to its end."""
    outers = _outers(pairs)
    return {(inner, outer) for inner in sorted(outers) for outer in _reached(inner, outers)}


def _reached(start: str, outers: Mapping[str, set[str]]) -> set[str]:
    reached: set[str] = set()
    ahead = sorted(outers[start])
    while ahead:
        here = ahead.pop()
        if here == start:
            through = ", ".join(sorted(reached)) or start
            raise WrongRows(
                found=f"the territory {start!r} lying in itself, through {through}",
                needed="territories that lie in one another without a ring",
                next_step="Correct parent_territory_id or member_ids of one of them.",
            )
        if here not in reached:
            reached.add(here)
            ahead += sorted(outers.get(here, ()))
    return reached


# ---- thin records --------------------------------------------------------------------------------


def thin_record(priorities: Table, territory_id: str) -> tuple[Notice, ...]:
    """Return what makes a territory's record of declared priorities thin; empty where nothing does.

    =====================  =========================================================================
    no_priorities          there are no priorities on record
    inherited_only         all ``count`` priorities are taken over from a containing territory
    few_priorities         ``count`` own priorities, fewer than ``few_below``
    recalled_priorities    ``count`` of ``total`` own priorities were recalled, without a page
    low_confidence         ``count`` of ``total`` own priorities have low confidence
    old_period             the period of ``count`` of ``total`` own priorities ended before
                           ``current_from``; ``first`` and ``last`` year of those periods
    =====================  =========================================================================

    Thresholds are those of ``parameters.read("thin_records")``.
    """
    limits = parameters.read("thin_records").values["thresholds"]
    rows = priorities.rows.filter(pl.col("territory_id") == territory_id)
    mine = own(priorities).rows.filter(pl.col("territory_id") == territory_id)
    if rows.is_empty():
        return (Notice("no_priorities"),)
    if mine.is_empty():
        return (Notice("inherited_only", {"count": len(rows)}),)
    old = mine.filter(pl.col("period_end") < limits["current_from"])
    recalled = mine.filter(pl.col("provenance") == "recalled")
    unsure = mine.filter(pl.col("confidence") == "low")
    total = len(mine)
    notices = []
    if total < limits["few_below"]:
        notices.append(Notice("few_priorities", {"count": total, "few_below": limits["few_below"]}))
    if len(recalled):
        notices.append(Notice("recalled_priorities", {"count": len(recalled), "total": total}))
    if len(unsure):
        notices.append(Notice("low_confidence", {"count": len(unsure), "total": total}))
    if len(old):
        years = {"first": old["period_start"].min(), "last": old["period_end"].max()}
        notices.append(
            Notice(
                "old_period",
                {"count": len(old), "total": total, "current_from": limits["current_from"], **years},
            )
        )
    return tuple(notices)
