"""Clusters side by side: one row a thing that can be compared, and where the clusters are not alike.

Four things make a row stand out: something is known of some and not of others; a number of one is at least
``APART`` times that of another; an ordered answer differs; lists have nothing in common. Nothing is scored.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from polos.vocabularies import Vocabulary, cluster_lists
from polos_web.clusters.kinds import CLUSTER, ORGANISATION
from polos_web.registers.kinds import Kind, Said
from polos_web.registers.queries import Sheet, Told
from polos_web.registers.telling import plain
from polos_web.registers.values import Code, Codes, Decimal, WholeNumber, Words, Year
from polos_web.translation.text import from_plain

# Two sizes are called apart when one is at least so many times the other.
APART = 3
# Lists whose order means something; a difference in them is told in steps.
ORDERED = frozenset({"maturity", "experience", "strategy", "governance_level"})
# The one stage of maturity that comes after any other.
UNORDERED = "in_transformation"


class Mark(StrEnum):
    """Why a row stands out."""

    PARTLY_KNOWN = "partly-known"
    APART = "apart"
    DIFFERENT = "different"
    DISJOINT = "disjoint"


@dataclass(frozen=True)
class Compared:
    """What is known of one cluster."""

    system: Sheet
    organisation: Sheet | None


@dataclass(frozen=True)
class Term:
    """One of several answers; ``is_shared`` where every cluster that says anything says it.

    ``language`` is that of words somebody wrote, empty where they are ours.
    """

    text: str
    is_shared: bool = False
    language: str = ""


@dataclass(frozen=True)
class Row:
    """One line of the table: a cell for each cluster, empty where nothing is known.

    ``natures`` says of each cell whether it is a fact, an opinion or a plan, where that can be said.
    """

    label: Said
    cells: tuple[tuple[Term, ...], ...]
    mark: Mark | None = None
    words: str = ""
    natures: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[tuple[tuple[Term, ...], str], ...]:
        """Each cell with its nature, empty where there is none to tell."""
        return tuple(zip(self.cells, self.natures or [""] * len(self.cells), strict=True))


@dataclass(frozen=True)
class Section:
    """Rows that belong together."""

    code: str
    label: Said
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Meeting:
    """What one cluster offers and another needs, by type."""

    giver: Sheet
    taker: Sheet
    types: tuple[str, ...]


ROWS: tuple[tuple[str, Said, Kind, tuple[str, ...]], ...] = (
    ("identity", _("Identity and place"), CLUSTER, ("kind", "side", "country", "languages")),
    (
        "production",
        _("Production"),
        CLUSTER,
        (
            "sector",
            "markets",
            "technologies",
            "firms",
            "employment",
            "organisation",
            "scope",
            "stages",
            "markets_served",
        ),
    ),
    ("development", _("Maturity, origin and purpose"), CLUSTER, ("maturity", "since", "origin", "purpose")),
    (
        "competitiveness",
        _("Competitiveness"),
        CLUSTER,
        ("advantages", "disadvantages", "cooperation_drivers", "cooperation_gaps"),
    ),
    ("challenges", _("Challenges"), CLUSTER, ("challenges_5", "challenges_10")),
    (
        "internationalisation",
        _("Internationalisation"),
        CLUSTER,
        ("experience", "strategy", "target_markets", "drivers", "barriers"),
    ),
    ("policies", _("Policies"), CLUSTER, ("policies", "policy_limits", "policy_wishes", "policy_agents")),
    (
        "organisation",
        _("Organisation"),
        ORGANISATION,
        (
            "legal_form",
            "year",
            "team_fte",
            "members_count",
            "governance_level",
            "public_share",
            "private_share",
            "financing",
            "services",
        ),
    ),
)


def sections(clusters: Sequence[Compared]) -> tuple[Section, ...]:
    """Return the table, without rows of which nothing is known of anybody."""
    made = [Section(code, label, tuple(_rows(kind, fields, clusters))) for code, label, kind, fields in ROWS]
    made.append(Section("exchange", _("Offers and needs"), tuple(_exchange_rows(clusters))))
    return tuple(section for section in made if section.rows)


def meetings(clusters: Sequence[Compared]) -> tuple[Meeting, ...]:
    """Return, for every two clusters in both directions, the types one offers and the other needs."""
    found = []
    for giver in clusters:
        for taker in clusters:
            offered, needed = _types(giver, "offers"), _types(taker, "needs")
            met = tuple(code for code in cluster_lists.exchange_types().codes if code in offered & needed)
            if giver is not taker and met:
                found.append(Meeting(giver.system, taker.system, met))
    return tuple(found)


def _rows(kind: Kind, fields: Sequence[str], clusters: Sequence[Compared]) -> Iterator[Row]:
    for field in fields:
        if row := _row(kind, field, [_told(one, kind, field) for one in clusters]):
            yield row
        if field == "advantages" and (row := _places_of_advantages(clusters)):
            yield row


def _row(kind: Kind, code: str, told: Sequence[Told | None]) -> Row | None:
    values = [one.value if one else None for one in told]
    known = [value for value in values if value is not None]
    if not known:
        return None
    field = kind.fields[code]
    mark, words = _marked(code, field.value, values, known)
    cells = tuple(_cell(field.value, value, known) for value in values)
    return Row(field.label, cells, mark, words, tuple(one.fact.nature if one else "" for one in told))


def _cell(kind: Any, value: Any, known: Sequence[Any]) -> tuple[Term, ...]:
    if value is None:
        return ()
    if isinstance(kind, Words):
        return (_worded(value),)
    if not isinstance(kind, Codes):
        return (Term(plain(kind, value)),)
    shared = set.intersection(*map(set, known)) if len(known) > 1 else set()
    labels = _labels(kind.codes)
    return tuple(Term(labels(code), code in shared) for code in value)


def _worded(stored: Mapping[str, Any], before: str = "") -> Term:
    shown = from_plain(stored).shown(get_language() or "en")
    return Term(before + shown.text, language=shown.language)


def _labels(codes: Callable[[], Vocabulary]) -> Callable[[str], str]:
    known, language = codes(), get_language() or "en"
    return lambda code: known.label(code, language) if code in known else code


def _marked(code: str, kind: Any, values: Sequence[Any], known: Sequence[Any]) -> tuple[Mark | None, str]:
    """Return why a row stands out, in words; what is not known of some comes first."""
    if len(known) < len(values):
        words = gettext("known of %(some)s of %(all)s") % {"some": len(known), "all": len(values)}
        return Mark.PARTLY_KNOWN, words
    if isinstance(kind, Codes):
        alike = len(known) < 2 or any(set(a) & set(b) for a, b in _pairs(known))
        return (None, "") if alike else (Mark.DISJOINT, gettext("nothing in common"))
    if isinstance(kind, (WholeNumber, Decimal)) and not isinstance(kind, Year):
        return _apart(known)
    if isinstance(kind, Code) and code in ORDERED:
        return _steps(kind.codes().codes, known)
    if isinstance(kind, Code) and len(set(known)) > 1 and code != "country":
        return Mark.DIFFERENT, gettext("different")
    return None, ""


def _steps(order: Sequence[str], known: Sequence[str]) -> tuple[Mark | None, str]:
    places = [order.index(value) for value in known if value in order]
    steps = max(places, default=0) - min(places, default=0)
    if steps and UNORDERED in known:
        return Mark.DIFFERENT, gettext("different")
    words = ngettext("%(num)s step apart", "%(num)s steps apart", steps) % {"num": steps}
    return (Mark.DIFFERENT, words) if steps else (None, "")


def _apart(known: Sequence[float]) -> tuple[Mark | None, str]:
    least, most = min(known), max(known)
    if least <= 0 or most / least < APART:
        return (Mark.DIFFERENT, gettext("one has none")) if least <= 0 < most else (None, "")
    return Mark.APART, gettext("%(times)s times as large") % {"times": f"{most / least:.0f}"}


def _pairs(known: Sequence[Any]) -> Iterator[tuple[Any, Any]]:
    return ((a, b) for at, a in enumerate(known) for b in known[at + 1 :])


def _places_of_advantages(clusters: Sequence[Compared]) -> Row | None:
    """Return how many advantages lie in each cluster itself and how many in its surroundings."""
    lists = cluster_lists.cluster_advantages(), cluster_lists.factor_places()
    values = [one.system.value("advantages") for one in clusters]
    known = [[lists[0].parent(code) for code in value if code in lists[0]] for value in values if value]
    if not known:
        return None
    label = _labels(lambda: lists[1])

    def cell(value: list[str] | None) -> tuple[Term, ...]:
        places = [lists[0].parent(code) for code in value or () if code in lists[0]]
        return tuple(Term(f"{label(place)}: {places.count(place)}") for place in lists[1].codes if value)

    mostly = {max(lists[1].codes, key=places.count) for places in known}
    is_whole = len(known) == len(values)
    mark = Mark.DIFFERENT if is_whole and len(mostly) > 1 else None
    words = gettext("lie elsewhere") if mark else ""
    return Row(_("Where advantages lie"), tuple(map(cell, values)), mark, words)


def _exchange_rows(clusters: Sequence[Compared]) -> Iterator[Row]:
    label = _labels(cluster_lists.exchange_types)
    for code in ("offers", "needs"):
        told = [one.system.values(code) for one in clusters]
        if any(told):
            cells = tuple(tuple(_exchange(one, label) for one in said) for said in told)
            some, every = sum(map(bool, told)), len(told)
            words = gettext("known of %(some)s of %(all)s") % {"some": some, "all": every}
            mark = Mark.PARTLY_KNOWN if some < every else None
            yield Row(CLUSTER.fields[code].label, cells, mark, words if mark else "")


def _exchange(said: Mapping[str, Any], label: Callable[[str], str]) -> Term:
    kind = f"{label(said['type'])}: " if said.get("type") else ""
    return _worded(said["text"], kind)


def _types(one: Compared, field: str) -> set[str]:
    return {said["type"] for said in one.system.values(field) if said.get("type")}


def _told(one: Compared, kind: Kind, field: str) -> Told | None:
    sheet = one.system if kind is CLUSTER else one.organisation
    return sheet.one(field) if sheet else None
