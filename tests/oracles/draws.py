"""Slow, obvious versions of what is uncertain: exact binomials, and draws made one by one.

The draws ask the generator for the same numbers in the same order as the fast versions, so that both see
the same tables; everything made of them is a loop.
"""

import math
from fractions import Fraction

import numpy as np
from scipy.integrate import quad
from scipy.stats import binomtest

from oracles import dense, loops

Table = list[list[float]]


def quantile(values: list[float], share: float) -> float:
    """Interpolate between the two nearest of the ordered values."""
    ordered = sorted(values)
    place = (len(ordered) - 1) * share
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def quotient_interval(x: int, everywhere: int, share: float, level: float) -> tuple[float, float]:
    """Return the exact binomial interval of the share of an activity, over the territory's size."""
    found = binomtest(x, everywhere).proportion_ci(level, method="exact")
    return found.low / share, found.high / share


def probability_above(x: int, everywhere: int, limit: float) -> float:
    """Integrate the posterior with Jeffreys' prior from the limit on, with p = sin(t)^2."""

    def posterior(t: float) -> float:
        return math.sin(t) ** (2 * x) * math.cos(t) ** (2 * (everywhere - x))

    start = math.asin(math.sqrt(min(limit, 1.0)))
    (above, _), (whole, _) = quad(posterior, start, math.pi / 2), quad(posterior, 0, math.pi / 2)
    return above / whole


def bootstrap(table: Table, territory_of: list[str], generator, draws: int) -> list[loops.Table]:
    """Return the quotients of every draw, as fractions: units of each territory, with replacement."""
    members = {name: [u for u, t in enumerate(territory_of) if t == name] for name in territory_of}
    found = []
    for _ in range(draws):
        sums = []
        for at in members.values():
            taken = [table[at[place]] for place in generator.integers(0, len(at), len(at))]
            sums.append([Fraction(sum(int(unit[a]) for unit in taken)) for a in range(len(table[0]))])
        found.append(loops.location_quotient(sums))
    return found


def colocation_information(table: Table, generator, prior: float, draws: int) -> list[Table]:
    rows, columns = range(len(table)), range(len(table[0]))
    found = []
    for _ in range(draws):
        weights = generator.standard_gamma(np.array(table) + prior).tolist()
        total = sum(map(sum, weights))
        p = [[x / total for x in row] for row in weights]
        size = [sum(row) for row in p]
        share = [sum(p[r][i] for r in rows) for i in columns]

        def both(i, j, p=p, size=size):
            return sum(p[r][i] / size[r] * p[r][j] / size[r] * size[r] for r in rows)

        found.append([[math.log(both(i, j) / share[i] / share[j]) for j in columns] for i in columns])
    return found


def complexities(m: Table, eci: np.ndarray, generator, draws: int) -> list[list[float]]:
    """Return the index of each draw of activities that gives one, turned towards the index ``eci``."""
    count = len(m[0])
    found = []
    for _ in range(draws):
        times = generator.multinomial(count, np.full(count, 1 / count))
        drawn = [[x for x, n in zip(row, times, strict=True) for _ in range(n)] for row in m]
        index = dense.complexity(drawn)
        if index is not None:
            found.append((np.array(index[0]) * np.sign(np.corrcoef(index[0], eci)[0, 1])).tolist())
    return found


def distance(one: list[float], other: list[float], weights: list[float]) -> float:
    """Return the distance over the variables known in both, added up in their order; NaN without any."""
    squares = known = 0.0
    for a, b, weight in zip(one, other, weights, strict=True):
        if weight > 0 and not math.isnan(a - b):
            squares, known = squares + weight * ((a - b) * (a - b)), known + weight
    return math.sqrt(squares / known) if known else math.nan


def distances(z: Table, weights: list[float], generator, draws: int) -> list[Table]:
    """Return the distances of each draw of variables."""
    count = len(weights)
    found = []
    for _ in range(draws):
        times = generator.multinomial(count, np.full(count, 1 / count))
        drawn = [weight * float(n) for weight, n in zip(weights, times, strict=True)]
        found.append([[distance(one, other, drawn) for other in z] for one in z])
    return found


def is_nearest(row: list[float], r: int, s: int, nearest: int) -> bool:
    """Return whether s is among the nearest of r: of equally near ones the first listed."""
    others = [t for t in range(len(row)) if t != r and not math.isnan(row[t])]
    return s in sorted(others, key=lambda t: (row[t], t))[:nearest]
