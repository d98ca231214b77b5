"""What published figures leave possible: counts behind rounded shares, and tables behind their margins."""

import re
from dataclasses import dataclass
from enum import StrEnum
from math import floor
from typing import Any

from polos.errors import InputError, WrongRows
from polos.measures.arguments import require_counts
from polos.measures.survey_results import MOST_ANSWERS, Bounds
from polos.table import Table

_STATED = re.compile(r"\s*(?P<sign>[<>~≤≥]?)\s*(?P<number>\d+(?:\.\d+)?)\s*%?\s*")
#: A share said to be about a number of per cent lies within this many points of it.
_ABOUT = 2.5


class Qualifier(StrEnum):
    """How a published figure is known.

    ``exact``: a count is printed. ``derived``: it follows from printed counts. ``bound``: printed as more or
    less than something. ``approximate``: printed as about, or as a rounded share. ``no_figure``: mentioned
    without any number.
    """

    EXACT = "exact"
    DERIVED = "derived"
    BOUND = "bound"
    APPROXIMATE = "approximate"
    NO_FIGURE = "no_figure"


@dataclass(frozen=True)
class PublishedFigure:
    """One printed figure: how it is known, the counts it leaves possible, and where it stands.

    ``bounds`` is None where nothing is printed that limits the count. ``as_printed`` keeps the words.
    """

    question_id: str
    topic: str
    option: str
    side: str
    base: int | None
    qualifier: Qualifier
    bounds: Bounds | None
    as_printed: str
    note: str
    place: str


@dataclass(frozen=True)
class JointBounds:
    """How many people at least and at most fall in each cell of two yes-or-no questions.

    ``gap`` is the least and the most that the share of the first exceeds the share of the second.
    """

    count: int
    both: Bounds
    first_only: Bounds
    second_only: Bounds
    neither: Bounds
    gap: tuple[float, float]


def count_behind_share(stated: str, base: int) -> Bounds:
    r"""Which counts a printed percentage leaves possible.

    .. math:: \{k : \text{stated}(100 k / n)\}

    A plain number is one rounded to its last place (half up); ``>`` and ``<`` exclude the number itself,
    ``≥`` and ``≤`` include it; ``~`` is taken as within 2.5 percentage points of it.

    Parameters
    ----------
    stated
        As printed: "6", "87.5", ">93", "~20", "100".
    base
        Of how many people.

    Returns
    -------
    Bounds
        The least and the most count.

    Raises
    ------
    InputError
        When it is no such percentage, the base is not positive, or no whole count of that base gives it.

    References
    ----------
    Arithmetic; no source is needed.

    Examples
    --------
    >>> count_behind_share(">93", 32)
    Bounds(lower=30, upper=32)
    >>> count_behind_share("~20", 32)
    Bounds(lower=6, upper=7)
    """
    require_counts(base=base)
    found = _STATED.fullmatch(stated)
    if found is None or not 1 <= base <= MOST_ANSWERS:
        raise InputError(
            found=f"{stated!r} of {base}",
            needed=f"a percentage such as 6, 87.5, >93 or ~20, of 1 to {MOST_ANSWERS:,} people",
            next_step="Write the percentage as it is printed.",
        )
    number, places = float(found["number"]), len(found["number"].partition(".")[2])
    fits = {
        ">": lambda percent: percent > number,
        "<": lambda percent: percent < number,
        "≥": lambda percent: percent >= number,
        "≤": lambda percent: percent <= number,
        "~": lambda percent: abs(percent - number) <= _ABOUT,
        "": lambda percent: floor(percent * 10**places + 0.5 + 1e-9) == round(number * 10**places),
    }[found["sign"]]
    counts = [count for count in range(base + 1) if fits(100 * count / base)]
    if not counts:
        raise InputError(
            found=f"{stated!r} of {base}, which no whole number of people gives",
            needed="a percentage and the number of people it was taken of",
            next_step="Look for the base: some may not have answered.",
        )
    return Bounds(counts[0], counts[-1])


def joint_bounds(first: Bounds, second: Bounds, count: int) -> JointBounds:
    r"""What two published margins say about the table behind them: Frechet's bounds.

    .. math:: \max(0, a + b - n) \le n_{ab} \le \min(a, b)

    With margins that are themselves only bounded, each bound is taken where it is widest.

    Parameters
    ----------
    first, second
        How many said yes to each question, at least and at most.
    count
        How many answered both, n.

    Returns
    -------
    JointBounds
        Bounds of all four cells, each reached by some table, and of the difference of the two shares.

    Raises
    ------
    InputError
        When a margin can be above the count, or nobody answered.

    References
    ----------
    Frechet (1940), Annales de l'universite de Lyon A 3, 50-77 [recall].

    Examples
    --------
    >>> joint_bounds(Bounds(31, 31), Bounds(21, 32), 32).both
    Bounds(lower=20, upper=31)
    """
    require_counts(count=count)
    if count < 1 or max(first.upper, second.upper) > count:
        raise InputError(
            found=f"margins of up to {first.upper} and {second.upper} of {count}",
            needed="margins of at most as many people as answered both, and at least one of them",
            next_step="Use the number of people who answered both questions.",
        )
    others = {margin: Bounds(count - margin.upper, count - margin.lower) for margin in (first, second)}
    return JointBounds(
        count,
        _overlap(first, second, count),
        _overlap(first, others[second], count),
        _overlap(others[first], second, count),
        _overlap(others[first], others[second], count),
        ((first.lower - second.upper) / count, (first.upper - second.lower) / count),
    )


def _overlap(one: Bounds, two: Bounds, count: int) -> Bounds:
    return Bounds(max(0, one.lower + two.lower - count), min(one.upper, two.upper))


def published_figures(figures: Table) -> tuple[PublishedFigure, ...]:
    r"""Every figure of a published survey with how it is known and the counts it leaves possible.

    .. math:: k \in [k_{least}, k_{most}]

    Parameters
    ----------
    figures
        In the columns of ``polos.reference.survey_figures``.

    Returns
    -------
    tuple of PublishedFigure
        One a row, in their order.

    Raises
    ------
    InputError
        When a printed percentage cannot be read.

    References
    ----------
    As for :func:`count_behind_share`.

    Examples
    --------
    >>> from polos import reference
    >>> found = published_figures(reference.survey_figures())
    >>> next(one.bounds for one in found if one.question_id == "Q04")
    Bounds(lower=30, upper=32)
    """
    rows = list(figures.rows.iter_rows(named=True))
    bounded = {
        (row["question_id"], row["topic"]) for row in rows if row["qualifier"].startswith("lower bound")
    }
    return tuple(_published(row, bounded) for row in rows)


def _published(row: dict[str, Any], bounded: set[tuple[str, str]]) -> PublishedFigure:
    """Read one row; what was derived from a figure that is only bounded is bounded itself."""
    qualifier, bounds = _known(row)
    if qualifier is Qualifier.DERIVED and bounds and (row["question_id"], row["topic"]) in bounded:
        bounds = Bounds(0, bounds.upper)
    printed = row["count_stated"] if row["percent_stated"] is None else f"{row['percent_stated']} %"
    return PublishedFigure(
        row["question_id"],
        row["topic"],
        row["option"],
        row["side"],
        row["base_n"],
        qualifier,
        bounds,
        "" if printed is None else str(printed),
        row["derivation_note"] or "",
        row["source_place"],
    )


def _known(row: dict[str, Any]) -> tuple[Qualifier, Bounds | None]:
    said, base = row["qualifier"], row["base_n"]
    if row["count_stated"] is not None:
        return Qualifier.EXACT, Bounds(row["count_stated"], row["count_stated"])
    if row["percent_stated"] is not None:
        stated = count_behind_share(row["percent_stated"], base)
        if "bound" in said:
            return Qualifier.BOUND, stated
        return (Qualifier.EXACT if said.startswith("exact") else Qualifier.APPROXIMATE), stated
    if row["count_derived"] is not None:
        at_most = "upper bound" in said
        return Qualifier.DERIVED, Bounds(0 if at_most else row["count_derived"], row["count_derived"])
    limit = re.search(r"score 1-3 at most (\d+)", said)
    if limit is not None:
        return Qualifier.BOUND, Bounds(base - int(limit[1]), base)
    return Qualifier.NO_FIGURE, None


@dataclass(frozen=True)
class PublishedStep:
    """What the published margins say of one step: how many found it relevant, were supported, and both."""

    step: str
    relevant: Bounds
    supported: Bounds
    joint: JointBounds


def published_steps(figures: Table) -> tuple[PublishedStep, ...]:
    r"""Relevance against support by step, as far as published margins allow.

    .. math:: \max(0, a + b - n) \le n_{ab} \le \min(a, b)

    A step without a figure in one of the two questions is left out: nothing can be concluded about it. All
    respondents count as having answered both questions, as in the publication, and those printed as
    marginally supported were not among the supported.

    Parameters
    ----------
    figures
        In the columns of ``polos.reference.survey_figures``, with the questions Q06 and Q09.

    Returns
    -------
    tuple of PublishedStep
        In the order of the question on relevance.

    Raises
    ------
    WrongRows
        When figures of one step have different bases.

    References
    ----------
    As for :func:`joint_bounds`.

    Examples
    --------
    >>> from polos import reference
    >>> first = published_steps(reference.survey_figures())[0]
    >>> first.step, first.joint.first_only
    ('diagnosis / EDP', Bounds(lower=5, upper=11))
    """
    found = published_figures(figures)
    relevant = _by_step(found, "Q06", "score 4 or 5")
    supported = _by_step(found, "Q09", "some, or structured and clear")
    marginally = _by_step(found, "Q09", "marginal, or information and awareness-raising")
    return tuple(
        _step(step, relevant[step], supported[step], marginally.get(step))
        for step in relevant
        if step in supported
    )


def _by_step(found: tuple[PublishedFigure, ...], question: str, option: str) -> dict[str, PublishedFigure]:
    return {
        one.topic.partition(": ")[2]: one
        for one in found
        if (one.question_id, one.option) == (question, option) and one.bounds is not None
    }


def _step(
    step: str, relevant: PublishedFigure, supported: PublishedFigure, marginally: PublishedFigure | None
) -> PublishedStep:
    base = relevant.base
    if base is None or base != supported.base or not relevant.bounds or not supported.bounds:
        raise WrongRows(
            found=f"bases of {relevant.base} and {supported.base} for {step!r}",
            needed="one base for both questions",
            next_step="Compare figures of the same respondents.",
        )
    others = marginally.bounds.lower if marginally and marginally.bounds else 0
    support = Bounds(supported.bounds.lower, min(supported.bounds.upper, base - others))
    return PublishedStep(step, relevant.bounds, support, joint_bounds(relevant.bounds, support, base))
