"""Surveys put to the library before they are sent, the printed survey of 2019, and rounds of a Delphi."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from polos import reference
from polos.measures.consensus_delphi import (
    Decision,
    DelphiRule,
    Dissent,
    Feedback,
    Outcome,
    delphi_decision,
    delphi_feedback,
    delphi_lock,
    dissent,
)
from polos.measures.dialogue_results import dialogue_results
from polos.measures.survey import wilson_interval
from polos.measures.survey_bounds import PublishedFigure, PublishedStep, published_figures, published_steps
from polos.measures.survey_design import DetectableDifference, minimum_detectable_difference
from polos.reports import wording
from polos.sources.dialogue_archive import archive_bytes
from polos.tables.dialogue import Delphi, Dialogue, to_archive

# How near to the whole group a share is to be known: ten points on either side, at 95 of 100.
WITHIN = 0.1
SIDES = ("EU", "LAC")
# Of those invited, how many answer: what is worked out before a survey is sent.
EXPECTED = (1.0, 0.5, 0.3)
# Above this many on a side, the least difference is worked out for this many.
MOST_ON_A_SIDE = 200


@dataclass(frozen=True)
class Need:
    """How many answers of a group are needed to know a share of it within ten points; 0 invited needs 0."""

    side: str
    invited: int
    answers: int
    within: float


@dataclass(frozen=True)
class Detectable:
    """If this share of both sides answered: how many that is, and the least difference found."""

    share: float
    eu: int
    lac: int
    found: DetectableDifference


@dataclass(frozen=True)
class Plan:
    """What can be learned from the people invited, worked out before anybody answers."""

    needs: tuple[Need, ...]
    detectable: tuple[Detectable, ...]


def plan(invited: Mapping[str, int]) -> Plan:
    """Return what can be learned from so many people by side; ``""`` stands for all of them."""
    needs = tuple(Need(side, count, answers_needed(count), WITHIN) for side, count in invited.items())
    if not all(invited.get(side) for side in SIDES):
        return Plan(needs, ())
    return Plan(needs, tuple(_detectable(share, invited["EU"], invited["LAC"]) for share in EXPECTED))


@lru_cache(maxsize=512)
def answers_needed(population: int) -> int:
    """Return how many of a group have to answer for an even share to be known within ten points."""
    for count in range(1, population):
        found = wilson_interval(count // 2, count, population=population)
        if (found.upper or 0) - (found.lower or 0) <= 2 * WITHIN:
            return count
    return population


@lru_cache(maxsize=64)
def _detectable(share: float, eu: int, lac: int) -> Detectable:
    here, there = (min(round(share * count), MOST_ON_A_SIDE) for count in (eu, lac))
    return Detectable(share, here, there, minimum_detectable_difference(here, there))


@lru_cache(maxsize=1)
def published() -> tuple[tuple[PublishedFigure, ...], tuple[PublishedStep, ...]]:
    """Return the figures printed of the survey of 2019, and what its margins say of each step."""
    figures = reference.survey_figures()
    return published_figures(figures), published_steps(figures)


# ---- Delphi -----------------------------------------------------------------------------------

Scores = Mapping[str, int | None]


def delphi_rule(**values: Any) -> dict[str, Any]:
    """Return a rule as plain values; what is left out is as usual.

    Raises
    ------
    InputError
        When no round could decide by it.
    """
    return asdict(DelphiRule(**values))


def lock(rule: Mapping[str, Any], panel: Collection[str]) -> str:
    """Return the digest under which rule and panel are fixed."""
    return delphi_lock(DelphiRule(**rule), panel)


@dataclass(frozen=True)
class Round:
    """What one round of one statement says: fed back, decided, and who stands where."""

    number: int
    feedback: Feedback
    decision: Decision
    dissent: Dissent

    @property
    def settles(self) -> bool:
        """Whether the statement is asked no more."""
        return self.decision.outcome not in (Outcome.ANOTHER_ROUND, Outcome.TOO_FEW_ANSWERS)

    def said(self, language: str) -> str:
        """Return in words what the round decides."""
        return wording.say_outcome(self.decision.outcome, language)


def rounds(rule: Mapping[str, Any], scores: Sequence[Scores], panel: Collection[str]) -> list[Round]:
    """Return what the rounds of one statement say, one after the other."""
    fixed = DelphiRule(**rule)
    return [
        Round(
            number,
            delphi_feedback(of_round, fixed),
            delphi_decision(scores[:number], fixed, panel),
            dissent(of_round, fixed),
        )
        for number, of_round in enumerate(scores, 1)
    ]


def delphi_archive(title: str, delphis: Mapping[str, Delphi]) -> bytes:
    """Return the archive of the statements of a Delphi, by name, with every number computed from them."""
    value = Dialogue(title, {}, {}, delphis)
    return archive_bytes(to_archive(value, dialogue_results(value, np.random.default_rng)))
