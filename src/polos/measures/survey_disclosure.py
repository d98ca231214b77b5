"""Tables of few people: which cells are hidden so that nobody can be told from what is left."""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from polos.errors import WrongRows
from polos.measures.arguments import require_count
from polos.measures.survey_results import WhyUndefined

MINIMUM_CELL = 5
_ENDLESS = 1 << 60


class Hidden(StrEnum):
    """Why a cell is hidden: it is ``small`` itself, or a small one could be worked out from it."""

    SMALL = "small"
    COMPLEMENTARY = "complementary"


@dataclass(frozen=True)
class SuppressedTable:
    """A table of counts that may be shown; a hidden count is None, and ``hidden`` says why.

    ``counts`` and ``hidden`` have one more row and column than the table: its totals. ``undefined`` where the
    whole table counts fewer people than may be shown; then every cell is hidden, the total too.
    """

    counts: tuple[tuple[int | None, ...], ...]
    hidden: tuple[tuple[Hidden | None, ...], ...]
    minimum: int
    undefined: WhyUndefined | None = None

    @property
    def inner(self) -> tuple[tuple[int | None, ...], ...]:
        """The counts without totals."""
        return tuple(row[:-1] for row in self.counts[:-1])


Place = tuple[int, int]
_Cells = list[list[int]]


def suppressed(counts: Sequence[Sequence[int]], *, minimum: int = MINIMUM_CELL) -> SuppressedTable:
    r"""The table with its small cells hidden, and others with them from which they could be worked out.

    .. math:: \max x_{ij} - \min x_{ij} \ge \text{minimum} \quad \text{for every hidden small cell}

    The least and the most are over all tables of counts that agree with what is shown, totals included. A
    cell below the minimum is small, 0 too: that nobody of a group answered something says it of all of them.
    The total of the whole table is always shown. Other cells are hidden one at a time, the smallest that
    helps first; one that turns out not to be needed is shown again.

    Parameters
    ----------
    counts
        Shape (R, K): groups by answers, every person in one cell.
    minimum
        The least count that is shown.

    Returns
    -------
    SuppressedTable
        Shape (R + 1, K + 1), with totals.

    Raises
    ------
    InputError
        When the minimum is below 1.
    WrongRows
        When the table is empty, its rows differ in length, or a count is negative.

    References
    ----------
    Hundepool et al. (2012), Statistical Disclosure Control, chapter 4 [recall]; the bounds are those of a
    flow through rows and columns.

    Examples
    --------
    >>> suppressed([[12, 3], [9, 8]]).counts
    ((None, None, 15), (None, None, 17), (21, 11, 32))
    """
    _require_table(counts, minimum)
    cells = _with_totals(counts)
    total = cells[-1][-1]
    places = [(i, j) for i in range(len(cells)) for j in range(len(cells[0]))]
    if total < minimum:
        return _table(cells, dict.fromkeys(places, Hidden.SMALL), minimum, WhyUndefined.BELOW_MINIMUM)
    corner = places[-1]
    hidden = {
        place: Hidden.SMALL for place in places if place != corner and cells[place[0]][place[1]] < minimum
    }
    small = list(hidden)
    while exposed := next((one for one in small if not _is_safe(cells, hidden, one, minimum)), None):
        hidden[_best_companion(cells, hidden, exposed)] = Hidden.COMPLEMENTARY
    for place in sorted(hidden, key=lambda place: -cells[place[0]][place[1]]):
        if hidden[place] is Hidden.COMPLEMENTARY:
            others = {one: why for one, why in hidden.items() if one != place}
            if all(_is_safe(cells, others, one, minimum) for one in small):
                hidden = others
    return _table(cells, hidden, minimum, None)


def _with_totals(counts: Sequence[Sequence[int]]) -> _Cells:
    rows = [[*row, sum(row)] for row in counts]
    return [*rows, [sum(column) for column in zip(*rows, strict=True)]]


def _table(
    cells: _Cells, hidden: dict[Place, Hidden], minimum: int, why: WhyUndefined | None
) -> SuppressedTable:
    reasons = tuple(tuple(hidden.get((i, j)) for j in range(len(cells[0]))) for i in range(len(cells)))
    shown = tuple(
        tuple(None if reason else count for count, reason in zip(row, why_row, strict=True))
        for row, why_row in zip(cells, reasons, strict=True)
    )
    return SuppressedTable(shown, reasons, minimum, why)


def _is_safe(cells: _Cells, hidden: dict[Place, Hidden], place: Place, minimum: int) -> bool:
    least, most = attainable(cells, hidden, place)
    return most - least >= minimum


def _best_companion(cells: _Cells, hidden: dict[Place, Hidden], exposed: Place) -> Place:
    """Return the shown cell to hide next: in the row or column of the exposed one, smallest count first.

    Inner cells come before totals, and a cell that makes the exposed one vary more before one that does not.
    """
    last = (len(cells) - 1, len(cells[0]) - 1)
    near = [place for place in _lines_through(exposed, last) if place not in hidden and place != last]
    candidates = near or [
        (i, j)
        for i in range(last[0] + 1)
        for j in range(last[1] + 1)
        if (i, j) not in hidden and (i, j) != last
    ]

    def cost(place: Place) -> tuple[bool, bool, int, Place]:
        least, most = attainable(cells, {**hidden, place: Hidden.COMPLEMENTARY}, exposed)
        before = attainable(cells, hidden, exposed)
        is_total = place[0] == last[0] or place[1] == last[1]
        alone_in_line = most - least == before[1] - before[0]
        return is_total, alone_in_line, cells[place[0]][place[1]], place

    return min(candidates, key=cost)


def _lines_through(place: Place, last: Place) -> Iterator[Place]:
    row, column = place
    yield from ((row, j) for j in range(last[1] + 1) if j != column)
    yield from ((i, column) for i in range(last[0] + 1) if i != row)


def attainable(cells: Sequence[Sequence[int]], hidden: object, place: Place) -> tuple[int, int]:
    """Return the least and the most a hidden cell can be, for a reader who sees the others.

    ``cells`` has totals in its last row and column; ``hidden`` holds the places that are not shown. Every
    cell joins its row with its column, totals the other way round; what one hidden cell gains, a circle of
    others has to give, and no count falls below 0.
    """
    gain = _flow(cells, hidden, place, gains=True)
    loss = _flow(cells, hidden, place, gains=False)
    here = cells[place[0]][place[1]]
    return here - min(here, loss), here + gain


def _flow(cells: Sequence[Sequence[int]], hidden, place: Place, *, gains: bool) -> int:
    rows = len(cells)
    room: dict[int, dict[int, int]] = {}
    for i, j in hidden:
        if (i, j) == place:
            continue
        start, end = _ends((i, j), cells)
        room.setdefault(start, {})[end] = room.get(start, {}).get(end, 0) + _ENDLESS
        room.setdefault(end, {})[start] = room.get(end, {}).get(start, 0) + cells[i][j]
    start, end = _ends(place, cells)
    source, sink = (end, start) if gains else (start, end)
    total = 0
    while path := _path(room, source, sink, rows + len(cells[0])):
        amount = min(room[u][v] for u, v in path)
        for u, v in path:
            room[u][v] -= amount
            room.setdefault(v, {})[u] = room.get(v, {}).get(u, 0) + amount
        total += amount
        if total >= _ENDLESS:
            return _ENDLESS
    return total


def _ends(place: Place, cells: Sequence[Sequence[int]]) -> tuple[int, int]:
    """Return the nodes a cell joins: inner cells from row to column, totals from column to row."""
    row, column = place[0], len(cells) + place[1]
    is_total = (place[0] == len(cells) - 1) != (place[1] == len(cells[0]) - 1)
    return (column, row) if is_total else (row, column)


def _path(room: dict[int, dict[int, int]], source: int, sink: int, nodes: int) -> list[tuple[int, int]]:
    came_from = {source: source}
    waiting = deque([source])
    while waiting and sink not in came_from and len(came_from) <= nodes:
        here = waiting.popleft()
        for there, left in room.get(here, {}).items():
            if left > 0 and there not in came_from:
                came_from[there] = here
                waiting.append(there)
    if sink not in came_from:
        return []
    path = []
    while sink != source:
        path.append((came_from[sink], sink))
        sink = came_from[sink]
    return path


def _require_table(counts: Sequence[Sequence[int]], minimum: int) -> None:
    require_count("answers at least", minimum)
    widths = {len(row) for row in counts}
    if len(widths) != 1 or 0 in widths or any(count < 0 for row in counts for count in row):
        raise WrongRows(
            found="no rows, rows of different lengths, or a negative count",
            needed="as many counts of 0 or more in every row",
            next_step="Give one row a group and one column an answer.",
        )
