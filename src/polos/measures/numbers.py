"""What a measure returns that gives one number, or a few, for the whole table."""

from dataclasses import dataclass, field, fields
from typing import Any

from polos import tables
from polos.measures.results import Source
from polos.provenance import Origin


class Number(float):
    """One number with its papers, to be used as any other number.

    Always defined: a measure that has no number to give raises ``Undefined``, which says why. What is
    computed with it is a plain number again.
    """

    origin: Origin
    parameters: dict[str, Any]
    backend: str

    @classmethod
    def over(cls, source: Source, value: float, step: str, **parameters: Any) -> "Number":
        """Give a number the papers of what it was made from; ``step`` names the measure."""
        number = cls(value)
        number.origin, number.parameters = source.origin.then(step), parameters
        number.backend = source.backend
        return number

    @property
    def value(self) -> float:
        """The plain number."""
        return float(self)

    def to_frame(self) -> Any:
        """Return one row, with the columns of all tables of results: ``value`` and ``reason`` (missing)."""
        return tables.frames.in_kind(self.to_columns(), self.backend)

    def to_columns(self) -> dict[str, list[Any]]:
        """Return the columns of :meth:`to_frame` as lists."""
        return {"value": [self.value], "reason": [None]}

    def __repr__(self) -> str:
        """Say which measure it is of."""
        return f"{self.origin.steps[-1]}: {self.value!r}"

    def __str__(self) -> str:
        """Print the number alone, as where it stands in a sentence."""
        return str(self.value)

    def __reduce__(self) -> tuple[Any, ...]:
        """Keep the papers when it is copied, or sent to another process."""
        return Number, (self.value,), vars(self)


@dataclass(frozen=True, kw_only=True)
class Numbers:
    """Several numbers for the whole table, each a field of its own, with the papers of them all."""

    origin: Origin = field(repr=False, compare=False)
    parameters: dict[str, Any] = field(repr=False, compare=False)
    backend: str = field(default="polars", repr=False, compare=False)

    @property
    def numbers(self) -> dict[str, Any]:
        """The numbers by name."""
        return {one.name: getattr(self, one.name) for one in fields(self) if one.compare}

    def to_frame(self) -> Any:
        """Return one row, with a column for each number."""
        columns = {name: [value] for name, value in self.numbers.items()}
        return tables.frames.in_kind(columns, self.backend, numbers=tuple(columns))
