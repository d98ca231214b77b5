"""The rows that criteria and budgets are kept as, and what each says."""

from dataclasses import dataclass
from typing import Any

from polos_web.analysis.selection import How
from polos_web.translation.text import Text, from_plain


@dataclass(frozen=True)
class Criterion:
    """One criterion as it is kept; a built-in one has no text of its own, the library has its words."""

    id: str
    text: Text | None
    how: str
    check: str
    weight: float
    source: str

    @property
    def is_scored(self) -> bool:
        """Whether it is judged on the scale, and not by evidence."""
        return self.how == How.SCORE


@dataclass(frozen=True)
class BudgetLine:
    """What is paid, by whom, and how much of which currency."""

    item: Text
    payer: str
    amount: str
    currency: str


def criterion_of(row: dict[str, Any]) -> Criterion:
    """Read the row of a criterion."""
    words = from_plain(row["text"]) if row["text"] else None
    return Criterion(row["id"], words, row["how"], row["check"], row["weight"], row["source"])


def line_of(row: dict[str, Any]) -> BudgetLine:
    """Read the row of a line of a budget."""
    return BudgetLine(from_plain(row["item"]), row["payer"], row["amount"], row["currency"])
