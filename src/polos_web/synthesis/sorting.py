"""What pages show of computed opinions: which statements come first, and numbers beside their reasons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from polos_web.analysis import opinions
from polos_web.dialogue.models import ROLES
from polos_web.dialogue.words import ROLES as ROLE_WORDS
from polos_web.synthesis.words import GROUPINGS
from polos_web.ui.labels import label

# Statements of each kind shown before the whole table.
FIRST = 8
Found = Mapping[str, Any]


@dataclass(frozen=True)
class Cell:
    """How a group voted on a statement: counts, or why they are not shown."""

    group: str
    voted: int | None
    agree: int | None
    disagree: int | None
    why: str


@dataclass(frozen=True)
class Line:
    """One statement before the groups."""

    statement: int
    cells: tuple[Cell, ...]
    consensus: float | None
    unity: float | None
    division: float | None
    direction: str
    why: str


@dataclass(frozen=True)
class Shown:
    """The statements for one way of grouping: those that unite, those that divide, and all of them.

    ``small`` are declared groups with fewer people than are shown.
    """

    groups: tuple[str, ...]
    unite: tuple[Line, ...]
    divide: tuple[Line, ...]
    every: tuple[Line, ...]
    small: tuple[str, ...]


def statements_of(found: Found) -> set[int]:
    """Return the numbers of the statements that were voted on."""
    views = found.get("views", {}).get("discovered", ())
    return {_number(view["statement"]) for view in views}


def shown(found: Found, by: str, language: str) -> Shown | None:
    """Return the statements before the groups of one way of grouping, ``None`` where there are none."""
    views = found.get("views", {}).get(by)
    if views is None or (by == "discovered" and found["undefined"]):
        return None
    lines = [_line(view, by, language) for view in views]
    unite = [line for line, view in zip(lines, views, strict=True) if view["unites"]]
    divide = [line for line, view in zip(lines, views, strict=True) if view["divides"]]
    return Shown(
        tuple(dict.fromkeys(cell.group for line in lines for cell in line.cells)),
        tuple(sorted(unite, key=lambda line: -(line.unity or 0))[:FIRST]),
        tuple(sorted(divide, key=lambda line: -(line.division or 0))[:FIRST]),
        tuple(sorted(lines, key=lambda line: line.statement)),
        tuple(group_name(by, name) for name in found["small"].get(by, ())),
    )


def _line(view: Mapping[str, Any], by: str, language: str) -> Line:
    cells = tuple(
        Cell(
            group_name(by, group["group"]),
            group["voted"],
            group["agree"],
            group["disagree"],
            opinions.why(group["undefined"], language) if group["undefined"] else "",
        )
        for group in view["groups"]
    )
    return Line(
        _number(view["statement"]),
        cells,
        view["consensus"],
        view["unity"],
        view["division"],
        view["direction"],
        opinions.why(view["undefined"], language) if view["undefined"] else "",
    )


def _number(name: str) -> int:
    return int(name.removeprefix("s"))


def group_name(by: str, code: str) -> str:
    """Return what a group is called: a discovered one by its number, a declared one by its name."""
    match by:
        case "discovered":
            return gettext("Group %(number)s") % {"number": code}
        case "side":
            return label("sides", code)
        case "role" if code in ROLES:
            return str(ROLE_WORDS[code])
        case "helix":
            return label("helix", code)
    return code


def group_names(found: Found) -> list[str]:
    """Return the names of the groups that were found, the largest first."""
    return [group_name("discovered", str(place)) for place in range(1, len(found["sizes"]) + 1)]


@dataclass(frozen=True)
class Fate:
    """How one group fares when people are drawn anew: its size, how much of it is found again."""

    name: str
    size: int
    found_again: float
    is_stable: bool
    dissolves: bool


def stability(found: Found) -> list[Fate]:
    """Return by group how much of it is found again; nothing where there are no groups."""
    told = found.get("stability")
    if not told or told["undefined"]:
        return []
    rows = zip(group_names(found), found["sizes"], told["found_again"], strict=True)
    return [Fate(name, size, share, share >= 0.75, share < 0.5) for name, size, share in rows]


@dataclass(frozen=True)
class Centre:
    """Where a group stands on the map, in the middle of its people."""

    name: str
    people: int
    across: float
    up: float


def centres(found: Found) -> list[Centre]:
    """Return the middle of each group on the map."""
    made = []
    for place, name in enumerate(group_names(found) if found.get("points") else (), 1):
        own = [point for point in found["points"] if point[0] == place]
        middle = [sum(point[axis] for point in own) / len(own) for axis in (1, 2)]
        made.append(Centre(name, len(own), *middle))
    return made


@dataclass(frozen=True)
class Overlap:
    """Groups that were found beside declared ones: how many people are in both."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[tuple[int | None, str], ...]], ...]
    index: float | None
    why: str


def overlaps(found: Found, language: str) -> list[Overlap]:
    """Return a table for each way of grouping that people declared."""
    made = []
    for by, told in found.get("overlaps", {}).items():
        if told is None:
            continue
        table, index = told["table"], told["index"]
        hidden = [
            [opinions.why_hidden(cell, language) if cell else "" for cell in row] for row in table["hidden"]
        ]
        heads = [*group_names(found), gettext("All")]
        whole = table["undefined"] or index["undefined"]
        made.append(
            Overlap(
                str(GROUPINGS[by]),
                (*(group_name(by, code) for code in told["declared"]), gettext("All")),
                tuple(_row(*one) for one in zip(heads, table["counts"], hidden, strict=True)),
                index["value"],
                opinions.why(whole, language) if whole else "",
            )
        )
    return made


def _row(
    name: str, counts: Sequence[int | None], hidden: Sequence[str]
) -> tuple[str, tuple[tuple[int | None, str], ...]]:
    return name, tuple(zip(counts, hidden, strict=True))
