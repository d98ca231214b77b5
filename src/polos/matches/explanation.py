"""Why a proposal stands where it stands: parts that add up to the score, and what is not known."""

import math
from dataclasses import dataclass, field
from typing import Any

from polos.errors import WrongRows


@dataclass(frozen=True)
class Part:
    """One reason with its share of the score.

    ``code`` names the sentence (``polos.reports.wording`` says it in four languages), ``values`` fills
    it, ``amount`` is what it adds, ``evidence`` lists the rows behind it (priority ids, employment
    cells as ``dataset/unit/activity``), and ``parts`` splits it further, adding up to ``amount``.
    """

    code: str
    amount: float
    values: dict[str, Any] = field(default_factory=dict)
    evidence: tuple[str, ...] = ()
    parts: tuple["Part", ...] = ()

    def __post_init__(self) -> None:
        _require_sum(self.code, self.amount, self.parts)


@dataclass(frozen=True)
class Unknown:
    """Something the score could not take into account: a sentence, not a zero."""

    code: str
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Explanation:
    """A score between 0 and 1 with the parts that add up to it; ``None`` where nothing is known."""

    score: float | None
    parts: tuple[Part, ...] = ()
    unknowns: tuple[Unknown, ...] = ()

    def __post_init__(self) -> None:
        if self.score is not None:
            _require_sum("the score", self.score, self.parts, required=True)


def _require_sum(name: str, amount: float, parts: tuple[Part, ...], *, required: bool = False) -> None:
    if (parts or required) and not math.isclose(
        math.fsum(part.amount for part in parts), amount, rel_tol=1e-9, abs_tol=1e-12
    ):
        raise WrongRows(
            found=f"parts of {name} that add up to {math.fsum(part.amount for part in parts)}",
            needed=f"{amount}",
            next_step="Give every part its share; nothing may be left out of an explanation.",
        )
