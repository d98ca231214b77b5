"""Surveys put to the library: what can be learned before they are sent, and what their answers say."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from polos import reference
from polos.measures.survey import wilson_interval
from polos.measures.survey_bounds import PublishedFigure, PublishedStep, published_figures, published_steps
from polos.measures.survey_design import DetectableDifference, minimum_detectable_difference

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
