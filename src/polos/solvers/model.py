"""A question for a solver: true-or-false variables, clauses, sums and aims in order of importance.

A literal is the number of a variable, from 1 on, or its negative for "not". Every aim is a sum to be made as
small as possible; a later aim only chooses among what is best for the earlier ones.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Sum:
    """How many of these literals are true, or the sum of their weights: from ``least`` to ``most``.

    With a ``guard`` (a literal) it only has to hold when that is true.
    """

    literals: tuple[int, ...]
    least: int | None = None
    most: int | None = None
    weights: tuple[int, ...] = ()
    guard: int = 0


@dataclass(frozen=True)
class Aim:
    """The sum of the weights (1 where none are given) of the true literals, to be made small.

    ``share`` is how much of the time left may go into it; ``floor`` a bound that is known beforehand.
    """

    name: str
    literals: tuple[int, ...]
    weights: tuple[int, ...] = ()
    share: float = 1.0
    floor: int = 0

    def cost(self, true: set[int]) -> int:
        """Return the sum for the variables that are true."""
        weights = self.weights or (1,) * len(self.literals)
        pairs = zip(self.literals, weights, strict=True)
        return sum(weight for one, weight in pairs if (abs(one) in true) == (one > 0))


@dataclass
class Model:
    """Variables, clauses, sums and aims, put together piece by piece."""

    count: int = 0
    clauses: list[tuple[int, ...]] = field(default_factory=list)
    sums: list[Sum] = field(default_factory=list)
    aims: list[Aim] = field(default_factory=list)

    def variable(self) -> int:
        """Return a new variable."""
        self.count += 1
        return self.count

    def require(self, *literals: int) -> None:
        """Require that at least one of these literals is true."""
        self.clauses.append(literals)

    def limit(
        self,
        literals: Iterable[int],
        *,
        least: int | None = None,
        most: int | None = None,
        weights: Sequence[int] = (),
        guard: int = 0,
    ) -> None:
        """Require a sum between ``least`` and ``most``, see :class:`Sum`."""
        self.sums.append(Sum(tuple(literals), least, most, tuple(weights), guard))

    def equals_sum(self, variable: int, literals: Iterable[int]) -> None:
        """Require that a variable is true exactly when one of these literals is, and that never two are."""
        self.limit((*literals, -variable), least=1, most=1)

    def to_json(self) -> dict[str, Any]:
        """Return what :meth:`from_json` reads, as plain lists."""
        return {
            "count": self.count,
            "clauses": self.clauses,
            "sums": [[s.literals, s.least, s.most, s.weights, s.guard] for s in self.sums],
            "aims": [[a.name, a.literals, a.weights, a.share, a.floor] for a in self.aims],
        }

    @classmethod
    def from_json(cls, plain: dict[str, Any]) -> "Model":
        """Build a model from what :meth:`to_json` returned."""
        return cls(
            plain["count"],
            [tuple(clause) for clause in plain["clauses"]],
            [Sum(tuple(s[0]), s[1], s[2], tuple(s[3]), s[4]) for s in plain["sums"]],
            [Aim(a[0], tuple(a[1]), tuple(a[2]), a[3], a[4]) for a in plain["aims"]],
        )


@dataclass(frozen=True)
class Job:
    """A model for one engine: the module that runs it, what is known to be a solution, seed and options.

    The engine starts ``after`` so many seconds, if the question is still open then and ``when`` says so.
    """

    engine: str
    model: Model
    hint: tuple[int, ...] = ()
    seed: int = 0
    options: dict[str, Any] = field(default_factory=dict)
    after: float = 0.0
    when: Callable[[], bool] | None = None

    def to_text(self, limit: float) -> str:
        """Return the job as one line for the standard input of the engine."""
        return json.dumps(
            {
                "model": self.model.to_json(),
                "hint": self.hint,
                "seed": self.seed,
                "options": self.options,
                "limit": limit,
            }
        )
