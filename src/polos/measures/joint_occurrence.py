"""How often activities occur together, in territories or in records such as patents."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.sparse import csr_array, diags_array

from polos.errors import WrongRows
from polos.measures.results import (
    Grid,
    Reason,
    Result,
    Values,
    all_defined,
    position,
    require_presence,
    undefined_where,
)
from polos.measures.sparse_pairs import stored, stored_rows
from polos.provenance import Origin
from polos.tables.columns import label_codes, read_columns

_BLOCK = 100_000  # rows of records paired at a time


@dataclass(frozen=True, eq=False, repr=False)
class CoOccurrence(Result):
    """Joint occurrences of activities, shape (A, A), with what is needed to judge them.

    The diagonal of ``values`` counts the events that have the activity. ``occurrences``, shape (A, A), counts
    the events with the row's activity among those where both are known, ``events``, shape (A, A), all
    events where both are known.
    """

    values: Values
    activities: tuple[str, ...]
    undefined: NDArray[np.uint8]
    occurrences: Values
    events: Values
    origin: Origin
    parameters: dict[str, Any] = field(default_factory=dict)
    backend: str = "polars"

    def _axes(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        return ("activity", self.activities), ("other_activity", self.activities)


@dataclass(frozen=True, eq=False)
class SparseCoOccurrence:
    """Joint occurrences of many activities: only pairs that occur are stored, and each of them once.

    ``counts``, shape (A, A), holds the pairs above the diagonal; ``occurrences``, shape (A,), counts the
    records with each activity, ``records`` all records.
    """

    counts: csr_array
    activities: tuple[str, ...]
    occurrences: Values
    records: int
    origin: Origin
    backend: str = "polars"

    def at(self, activity: str, other: str) -> float:
        """Return one count; for an activity with itself, the records that have it."""
        i, j = sorted(position(self.activities, name, "activity") for name in (activity, other))
        return float(self.occurrences[i]) if i == j else stored(self.counts, i, j)

    def to_frame(self) -> Any:
        """Return one row per pair that occurs, in the kind of table the input came in.

        The columns are ``activity``, ``other_activity`` and ``value``. Every pair stands once, and every
        activity with itself, with the records that have it.
        """
        with_own = csr_array(self.counts + diags_array(self.occurrences))
        return stored_rows(with_own, self.activities, self.backend)

    def to_co_occurrence(self) -> CoOccurrence:
        """Return all pairs both ways, shape (A, A), with the zeros written out."""
        upper = self.counts.toarray().astype(np.float64)
        values = upper + upper.T
        np.fill_diagonal(values, self.occurrences)
        having = np.repeat(self.occurrences[:, None], len(self.activities), axis=1)
        events = np.full(values.shape, float(self.records))
        reasons = all_defined(values.shape)
        return CoOccurrence(values, self.activities, reasons, having, events, self.origin, {}, self.backend)


def co_occurrence(presence: Grid) -> CoOccurrence:
    r"""Number of territories that have both activities.

    .. math:: C_{ij} = \sum_r M_{ri} M_{rj}

    Parameters
    ----------
    presence
        1 and 0, shape (R, A).

    Returns
    -------
    CoOccurrence
        Shape (A, A), territories; the diagonal counts those that have the activity. Undefined where no
        territory knows both.

    Raises
    ------
    WrongRows
        When a presence lies outside 0 to 1.

    References
    ----------
    Hidalgo, Klinger, Barabási & Hausmann (2007), Science 317, 482-487.
    """
    require_presence(presence)
    m, known = presence.known_values, presence.known.astype(np.float64)
    together, seen = m.T @ m, known.T @ known
    undefined = undefined_where(together, (Reason.NOTHING_TO_COMPARE, seen == 0))
    together[undefined > 0] = np.nan
    origin = presence.origin.then("co_occurrence")
    return CoOccurrence(
        together, presence.activities, undefined, m.T @ known, seen, origin, backend=presence.backend
    )


def co_occurrence_of_records(
    records: Any, *, record: str, activity: str, origin: Origin | None = None
) -> SparseCoOccurrence:
    r"""Number of records (patents, projects, firms) that name both activities.

    .. math:: C_{ij} = |\{k : i \in k, \, j \in k\}|, \quad i \ne j

    Parameters
    ----------
    records
        A table of pandas, Polars, DuckDB or Arrow with one row per record and activity; a pair named twice
        in one record counts once.
    record, activity
        The names of its two columns.
    origin
        The papers of the table.

    Returns
    -------
    SparseCoOccurrence
        Shape (A, A), records; only pairs that occur are stored. Undefined nowhere: every record is known
        whole, and a pair that no record names counts 0. What :func:`association_strength` and its kin make of
        it is as sparse; ``to_pairs()`` turns that into the ``Pairs`` that other measures take.

    Raises
    ------
    WrongColumns
        When a column is missing or its codes are not text or whole numbers.
    WrongRows
        When a code is missing, or there is no row.

    References
    ----------
    van Eck & Waltman (2009), Journal of the American Society for Information Science and Technology 60,
    1635-1651.
    """
    rows, backend = read_columns(records, codes=(record, activity))
    if not rows.height:
        raise WrongRows(
            found="no row", needed="at least one", next_step="Check what the table was made from."
        )
    named, record_count, activities = _keys(rows[record], rows[activity])
    counts, occurrences = _counted_pairs(named, len(activities))
    origin = (origin or Origin("a table in memory")).then("co_occurrence_of_records")
    return SparseCoOccurrence(counts, activities, occurrences, record_count, origin, backend)


def _keys(records: pl.Series, activities: pl.Series) -> tuple[list[NDArray[np.int64]], int, tuple[str, ...]]:
    """Return record * A + activity for every row, the number of records, and the activities.

    The keys come as a list of one array, for :func:`_counted_pairs` to take out: nobody else then holds it.
    """
    at_record, record_count = _numbered(records)
    at_activity, labels = label_codes(activities)
    at_record *= len(labels)
    at_record += at_activity
    return [at_record], record_count, labels


def _counted_pairs(named: list[NDArray[np.int64]], activity_count: int) -> tuple[csr_array, Values]:
    """Count records with each pair and with each activity, from keys that are changed and let go.

    Neighbours at distance 1, 2, 3 ... in the rows sorted by record and activity are the pairs; their
    numbers, sorted, are counted by where they change. No loop runs over records, and an array is let go
    as soon as the next is made of it: millions of rows are all that fills the memory here.
    """
    rows = named.pop()
    rows.sort()
    starts = _starts(rows)
    rows = rows if starts.all() else rows[starts]
    of_activity = np.empty(len(rows), dtype=np.min_scalar_type(activity_count**2))
    for start in range(0, len(rows), _BLOCK):
        block = slice(start, start + _BLOCK)
        of_activity[block] = rows[block] % activity_count
        rows[block] //= activity_count
    occurrences = np.bincount(of_activity, minlength=activity_count).astype(np.float64)
    pairs = _pairs(rows, of_activity, activity_count)
    del rows, of_activity, starts
    pairs.sort()
    first = np.flatnonzero(_starts(pairs))
    counts = np.empty(len(first), dtype=np.int32)
    np.subtract(first[1:], first[:-1], out=counts[:-1], casting="unsafe")
    counts[-1:] = len(pairs) - first[-1:]
    return _upper(pairs[first], counts, activity_count), occurrences


def _starts(ordered: NDArray[Any]) -> NDArray[np.bool_]:
    """Return where a new value begins. (``numpy.unique`` hashes, which takes ten times as long here.)"""
    starts = np.ones(len(ordered), dtype=bool)
    np.not_equal(ordered[1:], ordered[:-1], out=starts[1:])
    return starts


def _upper(keys: NDArray[Any], counts: NDArray[np.int32], activity_count: int) -> csr_array:
    """Return the sorted pairs i * A + j as the rows of a sparse table."""
    row_starts = np.arange(activity_count + 1, dtype=np.int64) * activity_count
    ends = np.searchsorted(keys, row_starts.astype(keys.dtype)).astype(np.int32)
    return csr_array(
        (counts, (keys % activity_count).astype(np.int32), ends), shape=(activity_count, activity_count)
    )


def _pairs(of_record: NDArray[np.int64], of_activity: NDArray[Any], activity_count: int) -> NDArray[Any]:
    """Return i * A + j, i < j, for every pair of every record, block by block to stay in the cache."""
    records_end = np.append(np.flatnonzero(_starts(of_record))[1:], len(of_record))
    sizes = np.diff(records_end, prepend=0)
    found = np.empty(int((sizes * (sizes - 1) // 2).sum()), dtype=of_activity.dtype)
    start = filled = 0
    while start < len(of_record):
        wanted = min(start + _BLOCK, len(of_record))
        stop = int(records_end[np.searchsorted(records_end, wanted)])
        record, activity = of_record[start:stop], of_activity[start:stop]
        at, distance = np.arange(len(record)), 1
        while len(at := at[: np.searchsorted(at, len(record) - distance)]):
            at = at[record[at] == record[at + distance]]
            pairs = activity[at] * activity_count + activity[at + distance]
            found[filled : filled + len(pairs)] = pairs
            filled, distance = filled + len(pairs), distance + 1
        start = stop
    return found


def _numbered(names: pl.Series) -> tuple[NDArray[np.int64], int]:
    """Number the records in any order: whole numbers as they are, where they are not far apart."""
    if names.dtype.is_integer():
        lowest, highest = int(names.min()), int(names.max())  # type: ignore[arg-type]
        if highest - lowest < 2**40:
            return (names.cast(pl.Int64) - lowest).to_numpy().astype(np.int64), names.n_unique()
    codes, labels = label_codes(names.cast(pl.String))
    return codes.astype(np.int64), len(labels)
