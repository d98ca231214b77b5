"""Counting in clauses: which of the first literals are true, and how many, as literals of their own."""

from collections.abc import Sequence

from polos.solvers.model import Model

Literal = int | bool


def require_any(model: Model, *literals: Literal) -> None:
    """Add a clause in which some literals may be known already."""
    if not any(one is True for one in literals):
        model.require(*(one for one in literals if not isinstance(one, bool)))


def opposite(literal: Literal) -> Literal:
    """Return what holds when a literal does not."""
    return (not literal) if isinstance(literal, bool) else -literal


class Counter:
    """``at_least(i, j)``: whether at least j of the first i literals are true (Sinz 2005, both directions).

    With ``exactly`` the whole has to come to this number, and what follows from that is known beforehand.
    """

    def __init__(self, model: Model, literals: Sequence[int], *, exactly: int | None = None) -> None:
        self.length, self.exactly = len(literals), exactly
        self._made: dict[tuple[int, int], int] = {}
        for i, literal in enumerate(literals, 1):
            for j in range(1, (i if exactly is None else min(i, exactly)) + 1):
                if not self._is_known(i, j):
                    self._made[i, j] = model.variable()
            for j in range(1, (i if exactly is None else exactly + 1) + 1):
                self._link(model, i, j, literal)

    def at_least(self, first: int, count: int) -> Literal:
        """Return the literal, or what is known."""
        if count <= 0:
            return True
        if count > first or (self.exactly is not None and count > self.exactly):
            return False
        return self._made.get((first, count), True)

    def _is_known(self, first: int, count: int) -> bool:
        """Whether so many have to come before, because the rest could not make up for it."""
        return self.exactly is not None and count <= self.exactly - (self.length - first)

    def _link(self, model: Model, i: int, j: int, literal: int) -> None:
        now, before, one_less = self.at_least(i, j), self.at_least(i - 1, j), self.at_least(i - 1, j - 1)
        require_any(model, opposite(before), now)
        require_any(model, opposite(one_less), -literal, now)
        require_any(model, opposite(now), before, one_less)
        require_any(model, opposite(now), before, literal)
