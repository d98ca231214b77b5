"""Columns of the list of counterparts from what registers and employment do not hold."""

from collections.abc import Callable
from dataclasses import dataclass

from polos.errors import InputError
from polos.matches.codes import ColumnCode
from polos.matches.explanation import Explanation


@dataclass(frozen=True)
class Further:
    """A column beside the seven that are always there: how to explain it for a counterpart, and its weight.

    At weight 0 it is shown for information.

    Raises
    ------
    InputError
        When the weight is negative.
    """

    code: ColumnCode
    explain: Callable[[str], Explanation]
    weight: float = 0.0

    def __post_init__(self) -> None:
        if not 0 <= self.weight < float("inf"):
            raise InputError(
                found=f"{self.weight} as the weight of {self.code.value!r}",
                needed="a finite number from 0 on",
                next_step="Correct the weight; 0 leaves the column out of the score.",
            )
