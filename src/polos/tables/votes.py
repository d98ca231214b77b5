"""Votes of people on statements: agree, disagree, pass, or not seen."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from polos.errors import WrongRows
from polos.provenance import Origin
from polos.tables.columns import label_codes, read_columns

AGREE, PASS, DISAGREE = 1.0, 0.0, -1.0


@dataclass(frozen=True, eq=False)
class Votes:
    """Votes of participants P on statements S, shape (P, S): 1 agree, 0 pass, -1 disagree, NaN not voted.

    Raises
    ------
    WrongRows
        When the shape does not fit the labels, a label stands twice, or a vote is another number.
    """

    values: NDArray[np.float64]
    participants: tuple[str, ...]
    statements: tuple[str, ...]
    origin: Origin

    def __post_init__(self) -> None:
        values = np.array(self.values, dtype=np.float64)
        shape = (len(self.participants), len(self.statements))
        is_unique = all(len(set(names)) == len(names) for names in (self.participants, self.statements))
        is_vote = np.isnan(values) | np.isin(values, (AGREE, PASS, DISAGREE))
        if values.shape != shape or not is_unique or not is_vote.all():
            raise WrongRows(
                found=f"votes of shape {values.shape}, a label twice, or a vote other than -1, 0 or 1",
                needed=f"votes of -1, 0 or 1, or nothing, of shape {shape}, each label once",
                next_step="Give one row a participant and one column a statement.",
            )
        values.setflags(write=False)
        object.__setattr__(self, "values", values)

    @classmethod
    def from_frame(
        cls, frame: Any, *, participant: str, statement: str, vote: str, origin: Origin | None = None
    ) -> "Votes":
        """Build from a long table with one row a vote, each person once on each statement.

        Raises
        ------
        WrongColumns
            When a column is missing or holds no votes.
        WrongRows
            When somebody voted twice on a statement, or a vote is not -1, 0 or 1.
        """
        rows, _ = read_columns(frame, codes=(participant, statement), numbers=(vote,))
        twice = rows.filter(pl.struct(participant, statement).is_duplicated())
        if twice.height:
            who, what = twice[participant][0], twice[statement][0]
            raise WrongRows(
                found=f"two votes of {who!r} on {what!r}",
                needed="one vote of each person on a statement",
                next_step="Keep the last vote of each.",
            )
        at_person, participants = label_codes(rows[participant])
        at_statement, statements = label_codes(rows[statement])
        values = np.full((len(participants), len(statements)), np.nan)
        values[at_person, at_statement] = rows[vote].fill_null(np.nan).to_numpy()
        return cls(values, participants, statements, origin or Origin("votes in memory"))

    def without(self, statements: Collection[str]) -> "Votes":
        """Leave statements out: hidden ones take no part in groups, consensus or counts."""
        kept = [s not in statements for s in self.statements]
        names = tuple(s for s in self.statements if s not in statements)
        return Votes(self.values[:, kept], self.participants, names, self.origin.then("hidden left out"))

    @cached_property
    def voted(self) -> NDArray[np.bool_]:
        """Where somebody voted, passes included, shape (P, S)."""
        return ~np.isnan(self.values)

    @cached_property
    def row_of(self) -> dict[str, int]:
        """The row of each participant."""
        return {name: row for row, name in enumerate(self.participants)}
