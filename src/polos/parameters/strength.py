"""Rules of when an activity of a territory counts as strong: published generations, dated and cited."""

import math
import tomllib
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from polos.errors import InputError, UnknownName


class Quantity(StrEnum):
    """What a condition looks at, for a territory and an activity."""

    EMPLOYMENT = "employment"
    ESTABLISHMENTS = "establishments"
    SPECIALISATION = "specialisation"  # location quotient
    FOCUS = "focus"  # share of the activity in the territory's employment
    SHARE = "share"  # share of the territory in the activity's employment
    PRODUCTIVITY = "productivity"
    GROWTH = "growth"


@dataclass(frozen=True)
class Condition:
    """A bound on one quantity: a number, or a quantile of the activity over the territories.

    ``strict`` asks for more than the bound, else the bound itself is enough. With ``over_present`` the
    quantile is taken over territories that have the activity.

    Raises
    ------
    InputError
        When the bound is not finite and not negative, or a quantile lies outside 0 to 1.
    """

    quantity: Quantity
    bound: float
    is_quantile: bool = False
    strict: bool = False
    over_present: bool = True

    def __post_init__(self) -> None:
        highest = 1.0 if self.is_quantile else math.inf
        if not (math.isfinite(self.bound) and 0 <= self.bound <= highest):
            raise InputError(
                found=f"the bound {self.bound} for {self.quantity.value}",
                needed="a quantile from 0 to 1" if self.is_quantile else "a finite number from 0 on",
                next_step="Correct the bound.",
            )

    def scaled(self, factor: float) -> "Condition":
        """Return the condition with its bound, or the share above its quantile, times the factor."""
        bound = max(0.0, 1 - (1 - self.bound) * factor) if self.is_quantile else self.bound * factor
        return replace(self, bound=bound)


@dataclass(frozen=True)
class StrengthRule:
    """Conditions, and how many of them must hold; ``recalled`` says that the text was not at hand.

    ``within_groups`` asks for the location quotient among activities of the same group (traded, local).
    """

    name: str
    edition: str
    recalled: bool
    within_groups: bool
    needed: int
    conditions: tuple[Condition, ...]
    citation: str

    def scaled(self, factor: float) -> "StrengthRule":
        """Return the rule with every condition on specialisation scaled."""
        conditions = (
            condition.scaled(factor) if condition.quantity is Quantity.SPECIALISATION else condition
            for condition in self.conditions
        )
        return replace(self, conditions=tuple(conditions))


@cache
def strength_rules() -> dict[str, StrengthRule]:
    """Return the rules of ``data/strength_rules.toml`` by name."""
    text = files("polos.parameters.data").joinpath("strength_rules.toml").read_text("utf-8")
    rules = (_rule({"name": name, **entry}) for name, entry in tomllib.loads(text)["rules"].items())
    return {rule.name: rule for rule in rules}


def strength_rule(name: str) -> StrengthRule:
    """Return one rule.

    Raises
    ------
    UnknownName
        When no rule has this name.
    """
    rules = strength_rules()
    if name not in rules:
        raise UnknownName(
            found=f"the rule {name!r}", needed=f"one of {', '.join(rules)}", next_step="Choose one of them."
        )
    return rules[name]


def _rule(entry: dict[str, Any]) -> StrengthRule:
    conditions = tuple(_condition(condition) for condition in entry["conditions"])
    return StrengthRule(
        entry["name"],
        entry["edition"],
        entry["recalled"],
        entry["groups"],
        entry["needed"],
        conditions,
        entry["citation"],
    )


def _condition(entry: dict[str, Any]) -> Condition:
    (comparison,) = entry.keys() - {"quantity", "over"}
    return Condition(
        Quantity(entry["quantity"]),
        entry[comparison],
        is_quantile=comparison.endswith("quantile"),
        strict=comparison.startswith("above"),
        over_present=entry.get("over", "present") == "present",
    )
