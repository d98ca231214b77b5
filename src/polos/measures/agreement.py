"""Agreement of coders: how far independent readers gave the same passages the same codes."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from polos.errors import InputError, WrongRows
from polos.measures.arguments import require_count, require_generator, require_share
from polos.measures.survey_results import WhyUndefined

Code = str | float | None
_Numbers = NDArray[np.float64]
_DRAWS_AT_ONCE = 200


class Difference(StrEnum):
    """How far two codes are apart.

    ``nominal``: the same or not. ``ordinal``: how many codes lie between. ``interval``: the difference.
    ``ratio``: the difference over the sum, for amounts of 0 or more.
    """

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"
    RATIO = "ratio"


@dataclass(frozen=True)
class CoderAgreement:
    """Krippendorff's alpha: 1 is full agreement, 0 what chance gives, below 0 systematic disagreement.

    ``units`` are those that two coders or more coded, ``codings`` the codes in them, ``agreed`` the units
    whose coders all gave the same code.
    """

    value: float | None
    units: int
    codings: int
    agreed: int
    undefined: WhyUndefined | None = None


@dataclass(frozen=True)
class AgreementInterval:
    """Bounds of alpha from units drawn again and again.

    ``undefined_draws`` of ``draws`` gave no alpha, because all codes in them were alike.
    """

    agreement: CoderAgreement
    lower: float | None
    upper: float | None
    level: float
    draws: int
    undefined_draws: int


def krippendorff_alpha(
    codings: Sequence[Sequence[Code]], difference: Difference = Difference.NOMINAL
) -> CoderAgreement:
    r"""How far coders agree beyond chance, with any number of coders and codes missing.

    .. math:: \alpha = 1 - (n - 1) \frac{\sum_{c, k} o_{ck} \delta_{ck}^2}{\sum_{c, k} n_c n_k \delta_{ck}^2},
        \quad o_{ck} = \sum_u \frac{\text{pairs of } c, k \text{ in } u}{m_u - 1}

    :math:`m_u` is how many coded unit u, :math:`n_c` how often c is found among paired codes, n all of them.

    Parameters
    ----------
    codings
        Shape (coders, units); None where a coder left a unit out. Codes are words, or numbers where the
        difference needs them. For several tags of one passage, take each tag as present or absent.
    difference
        How far two codes are apart.

    Returns
    -------
    CoderAgreement
        Undefined with fewer than two coders, no unit coded twice, or all paired codes alike.

    Raises
    ------
    InputError
        When the difference needs numbers and a code is none, or an amount is negative.
    WrongRows
        When coders have different numbers of units.

    References
    ----------
    Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, University of Pennsylvania.

    Examples
    --------
    >>> krippendorff_alpha([["market", "market", "policy"], ["market", "policy", "policy"]]).value
    0.4444444444444444
    """
    units, codes = _paired(codings, difference)
    agreed = int((np.count_nonzero(units.any(axis=2), axis=1) == 1).sum())
    count = int(sum(_in_unit(codings)))
    if units.shape[0] == 0:
        why = WhyUndefined.TOO_FEW_RATERS if len(codings) < 2 else WhyUndefined.NO_SHARED_UNITS
        return CoderAgreement(None, 0, 0, 0, why)
    value = float(_alphas(np.ones((1, len(units))), units, codes, difference)[0])
    if np.isnan(value):
        return CoderAgreement(None, len(units), count, agreed, WhyUndefined.ALL_ALIKE)
    return CoderAgreement(value, len(units), count, agreed)


def krippendorff_alpha_interval(
    codings: Sequence[Sequence[Code]],
    difference: Difference = Difference.NOMINAL,
    *,
    generator: np.random.Generator,
    draws: int = 2000,
    level: float = 0.95,
) -> AgreementInterval:
    r"""How sure an agreement is that rests on these units: alpha of units drawn with replacement.

    .. math:: \left[ Q_{(1 - \text{level}) / 2}, Q_{(1 + \text{level}) / 2} \right]
        \text{ of } \alpha(u^*_1, \dots, u^*_N)

    Parameters
    ----------
    codings
        As in :func:`krippendorff_alpha`.
    difference
        How far two codes are apart.
    generator
        Source of randomness.
    draws
        How often the units are drawn.
    level
        The share of draws between the bounds.

    Returns
    -------
    AgreementInterval
        Bounds None where alpha is undefined, or there is a single unit.

    Raises
    ------
    InputError
        As :func:`krippendorff_alpha`, and when there are fewer than one draw.
    WrongRows
        When coders have different numbers of units.

    References
    ----------
    Efron and Tibshirani (1993), An Introduction to the Bootstrap, chapter 13 (percentile interval) [recall].

    Examples
    --------
    >>> codings = [["a", "a", "b", "b"], ["a", "b", "b", "b"]]
    >>> found = krippendorff_alpha_interval(codings, generator=np.random.default_rng(1), draws=200)
    >>> found.lower < found.agreement.value < found.upper
    True
    """
    require_share("level", level)
    require_count("draws", draws, example=2000)
    require_generator(generator)
    whole = krippendorff_alpha(codings, difference)
    if whole.value is None or whole.units < 2:
        return AgreementInterval(whole, None, None, level, 0, 0)
    units, codes = _paired(codings, difference)
    even = np.full(len(units), 1 / len(units))
    drawn = np.concatenate(
        [
            _alphas(generator.multinomial(len(units), even, size=some), units, codes, difference)
            for some in _pieces(draws)
        ]
    )
    found = drawn[~np.isnan(drawn)]
    tail = (1 - level) / 2
    lower, upper = (
        (float(bound) for bound in np.quantile(found, [tail, 1 - tail])) if len(found) else (None,) * 2
    )
    return AgreementInterval(whole, lower, upper, level, draws, draws - len(found))


def _pieces(draws: int) -> list[int]:
    full, rest = divmod(draws, _DRAWS_AT_ONCE)
    return [_DRAWS_AT_ONCE] * full + ([rest] if rest else [])


def _in_unit(codings: Sequence[Sequence[Code]]) -> list[int]:
    """Return how many coded each unit that two or more coded."""
    numbers = [sum(code is not None for code in unit) for unit in zip(*codings, strict=True)]
    return [number for number in numbers if number > 1]


def _paired(codings: Sequence[Sequence[Code]], difference: Difference) -> tuple[_Numbers, _Numbers]:
    """Return the coincidences of each unit coded twice, (units, codes, codes), and the codes as numbers."""
    if len({len(one) for one in codings}) > 1:
        raise WrongRows(
            found=f"coders with {', '.join(str(len(one)) for one in codings)} units",
            needed="the same units for every coder, None where one was left out",
            next_step="Give the units in the same order for all.",
        )
    units = [[code for code in unit if code is not None] for unit in zip(*codings, strict=True)]
    units = [unit for unit in units if len(unit) > 1]
    worth = _worth({code for unit in units for code in unit}, difference)
    at = {code: place for place, code in enumerate(worth)}
    counts = np.zeros((len(units), len(worth)))
    for number, unit in enumerate(units):
        for code in unit:
            counts[number, at[code]] += 1
    pairs = counts[:, :, None] * counts[:, None, :]
    pairs[:, np.arange(len(worth)), np.arange(len(worth))] -= counts
    size = counts.sum(axis=1)
    return pairs / (size - 1)[:, None, None], np.array(list(worth.values()), dtype=float)


def _worth(codes: set[str | float], difference: Difference) -> dict[str | float, float]:
    """Return the codes in order, each with its number; names stand for their place."""
    if difference is Difference.NOMINAL:
        return {code: float(place) for place, code in enumerate(sorted(codes, key=str))}
    numbers = {code: code for code in codes if isinstance(code, int | float)}
    if len(numbers) < len(codes) or (difference is Difference.RATIO and min(numbers, default=0) < 0):
        raise InputError(
            found="a code that is no number, or a negative amount",
            needed=f"numbers for a difference that is {difference.value}, 0 or more for a ratio",
            next_step="Give the codes as numbers in their order, or compare them as nominal.",
        )
    return {code: float(numbers[code]) for code in sorted(numbers)}


def _alphas(
    weights: NDArray[np.float64] | NDArray[np.int64],
    units: _Numbers,
    codes: _Numbers,
    difference: Difference,
) -> _Numbers:
    """Return alpha of each set of weighted units, shape (D,); NaN where its paired codes are all alike."""
    together = np.tensordot(weights, units, axes=1)  # (D, codes, codes)
    totals = together.sum(axis=2)
    apart = _squared_differences(totals, codes, difference)
    observed = (together * apart).sum(axis=(1, 2))
    expected = (totals[:, :, None] * totals[:, None, :] * apart).sum(axis=(1, 2))
    size = totals.sum(axis=1)
    varies = (totals > 0).sum(axis=1) > 1
    undefined = np.full(len(size), np.nan)
    return 1 - np.divide((size - 1) * observed, expected, out=undefined, where=varies & (expected > 0))


def _squared_differences(totals: _Numbers, codes: _Numbers, difference: Difference) -> _Numbers:
    """Return the squared distance of every two codes, shape (D or 1, codes, codes)."""
    if difference is Difference.NOMINAL:
        return (1 - np.eye(len(codes)))[None]
    if difference is Difference.ORDINAL:
        middle = np.cumsum(totals, axis=1) - totals / 2  # codes up to the middle of each one's own
        return (middle[:, :, None] - middle[:, None, :]) ** 2
    apart = np.abs(codes[:, None] - codes[None, :])
    if difference is Difference.INTERVAL:
        return apart[None] ** 2
    sums = codes[:, None] + codes[None, :]
    return np.divide(apart, sums, out=np.zeros_like(apart), where=sums > 0)[None] ** 2
