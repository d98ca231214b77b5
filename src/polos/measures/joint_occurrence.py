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

_BLOCK = 20_000  # records paired at a time, to stay in the cache


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
    parameters: dict[str, Any] = field(default_factory=dict)

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
    named, sizes, activities = _by_record(rows[record], rows[activity])
    del rows
    counts = _counted_pairs(named, sizes, len(activities))
    occurrences = np.bincount(named.astype(np.intp), minlength=len(activities)).astype(np.float64)
    origin = (origin or Origin("a table in memory")).then("co_occurrence_of_records")
    return SparseCoOccurrence(counts, activities, occurrences, len(sizes), origin, backend)


def _by_record(
    records: pl.Series, activities: pl.Series
) -> tuple[NDArray[Any], NDArray[np.intp], tuple[str, ...]]:
    """Return what each record names, one record after the other, how many activities each, and their labels.

    Activities are numbers in the order of the labels, each once a record, of a type that holds a pair.
    """
    at_activity, labels = label_codes(activities)
    bits = _bits(len(labels))
    rows = _numbered(records, bits) << bits
    rows |= at_activity
    del at_activity
    rows.sort(kind="stable")  # in no time where records stand together, as they mostly do
    starts = _starts(rows)
    rows = rows if starts.all() else rows[starts]
    named = np.empty(len(rows), dtype=np.min_scalar_type(4**bits - 1))
    np.bitwise_and(rows, 2**bits - 1, out=named, casting="unsafe")
    rows >>= bits
    return named, np.diff(np.flatnonzero(_starts(rows)), append=len(rows)), labels


def _counted_pairs(named: NDArray[Any], sizes: NDArray[np.intp], count: int) -> csr_array:
    """Return the number of records with each pair of activities, above the diagonal, shape (A, A).

    The pairs as numbers i * 2**bits + j, sorted, are counted by where they change. Polars sorts them twice
    as fast as NumPy.
    """
    bits = _bits(count)
    pairs = pl.Series(_pairs(named, sizes, bits)).sort(multithreaded=False).to_numpy()
    first = np.flatnonzero(_starts(pairs))
    counts = np.empty(len(first), dtype=np.int32)
    np.subtract(first[1:], first[:-1], out=counts[:-1], casting="unsafe")
    counts[-1:] = len(pairs) - first[-1:]
    pairs = pairs[first]
    begins = np.searchsorted(pairs, np.arange(count, dtype=pairs.dtype) << bits)
    columns = np.empty(len(pairs), dtype=np.int32)
    np.bitwise_and(pairs, 2**bits - 1, out=columns, casting="unsafe")
    ends = np.append(begins, len(pairs)).astype(np.int32)
    return csr_array((counts, columns, ends), shape=(count, count))


def _bits(count: int) -> int:
    """Return how many bits hold the number of an activity."""
    return max(count - 1, 1).bit_length()


def _starts(ordered: NDArray[Any]) -> NDArray[np.bool_]:
    """Return where a new value begins. (``numpy.unique`` hashes, which takes ten times as long here.)"""
    starts = np.ones(len(ordered), dtype=bool)
    np.not_equal(ordered[1:], ordered[:-1], out=starts[1:])
    return starts


def _pairs(named: NDArray[Any], sizes: NDArray[np.intp], bits: int) -> NDArray[Any]:
    """Return i * 2**bits + j, i < j, for every pair of every record.

    Records of one size make a table, whose columns at distance 1, 2, 3 ... are the pairs.
    """
    found = np.empty(int((sizes * (sizes - 1) // 2).sum()), dtype=named.dtype)
    begins, filled = np.cumsum(sizes) - sizes, 0
    for size in np.unique(sizes):
        of_size = begins[sizes == size]
        for start in range(0, len(of_size), _BLOCK):
            members = named[of_size[start : start + _BLOCK] + np.arange(size)[:, None]]
            for distance in range(1, size):
                pairs = found[filled : filled + members[distance:].size].reshape(members[distance:].shape)
                np.left_shift(members[:-distance], bits, out=pairs)
                pairs |= members[distance:]
                filled += pairs.size
    return found


def _numbered(names: pl.Series, bits: int) -> NDArray[np.int64]:
    """Number the records in any order: whole numbers as they are, where ``bits`` more fit behind them."""
    if names.dtype.is_integer():
        lowest, highest = int(names.min()), int(names.max())  # type: ignore[arg-type]
        if lowest >= 0 and highest < 2 ** (62 - bits):
            return names.cast(pl.Int64).to_numpy()
    return label_codes(names.cast(pl.String))[0].astype(np.int64)
