"""Slow, obvious versions of measures on maps: loops over pairs, and every way of dealing values out."""

import math
from itertools import combinations, permutations


def distance(one, other) -> float:
    return math.hypot(one[0] - other[0], one[1] - other[1])


def silverman(distances) -> float:
    ordered = sorted(distances)
    n, mean = len(ordered), sum(ordered) / len(ordered)
    deviation = math.sqrt(sum((d - mean) ** 2 for d in ordered) / (n - 1)) if n > 1 else 0.0

    def quantile(share):
        place = share * (n - 1)
        low = math.floor(place)
        high = min(low + 1, n - 1)
        return ordered[low] + (ordered[high] - ordered[low]) * (place - low)

    spread = (quantile(0.75) - quantile(0.25)) / 1.34
    return 0.9 * (min(deviation, spread) or deviation) * n**-0.2


def bell(x) -> float:
    return math.exp(-0.5 * x * x) / math.sqrt(2 * math.pi)


def pair_density(pairs, radii, bandwidth=None):
    """Density of (distance, weight) pairs, reflected at 0; None where there is none."""
    total = sum(weight for _, weight in pairs)
    if not pairs or total == 0:
        return [None] * len(radii)
    h = silverman([d for d, _ in pairs]) if bandwidth is None else bandwidth
    if not h > 1e-12:
        return [None] * len(radii)
    return [sum(w * (bell((r - d) / h) + bell((r + d) / h)) for d, w in pairs) / (h * total) for r in radii]


def pairs_within(places, weights):
    return [
        (distance(places[i], places[j]), weights[i] * weights[j])
        for i, j in combinations(range(len(places)), 2)
    ]


def relative_share(plants, activity, neighbour, radii, near):
    """M and m of plants (place, kind, weight): ``near(d, r)`` says how much one at distance d counts at r."""
    found = []
    for r in radii:
        local = usual = 0.0
        for i, (place, kind, _) in enumerate(plants):
            if kind != activity:
                continue
            others = [plant for j, plant in enumerate(plants) if j != i]
            around = sum(w * near(distance(place, p), r) for p, _, w in others)
            wanted = sum(w * near(distance(place, p), r) for p, k, w in others if k == neighbour)
            everything = sum(w for _, _, w in others)
            if around > 0 and everything > 0:
                local += wanted / around
                usual += sum(w for _, k, w in others if k == neighbour) / everything
        found.append(local / usual if usual > 0 else None)
    return found


def moran(x, w):
    n, mean = len(x), sum(x) / len(x)
    cross = sum(w[i][j] * (x[i] - mean) * (x[j] - mean) for i in range(n) for j in range(n))
    return n / sum(map(sum, w)) * cross / sum((v - mean) ** 2 for v in x)


def geary(x, w):
    n, mean = len(x), sum(x) / len(x)
    apart = sum(w[i][j] * (x[i] - x[j]) ** 2 for i in range(n) for j in range(n))
    return (n - 1) * apart / (2 * sum(map(sum, w)) * sum((v - mean) ** 2 for v in x))


def getis_ord(x, w):
    n = len(x)
    together = sum(w[i][j] * x[i] * x[j] for i in range(n) for j in range(n))
    return together / sum(x[i] * x[j] for i in range(n) for j in range(n) if i != j)


def local_moran(x, w, i):
    n, mean = len(x), sum(x) / len(x)
    lag = sum(w[i][j] * (x[j] - mean) for j in range(n))
    return (x[i] - mean) * lag / (sum((v - mean) ** 2 for v in x) / n)


def local_getis_ord(x, w, i):
    n = len(x)
    return sum(w[i][j] * x[j] for j in range(n)) / sum(x[j] for j in range(n) if j != i)


def dealt_out(measure, x, held=None):
    """Mean and variance of a measure over every way of dealing the values out, one place held if asked."""
    free = [i for i in range(len(x)) if i != held]
    values = []
    for order in permutations(free):
        y = list(x)
        for place, source in zip(free, order, strict=True):
            y[place] = x[source]
        values.append(measure(y))
    mean = sum(values) / len(values)
    return mean, sum((value - mean) ** 2 for value in values) / len(values)


def row_standardised(w):
    return [[v / sum(row) if sum(row) else 0.0 for v in row] for row in w]


def share_inside(curves, lower, upper) -> float:
    """Share of curves that lie between the bounds at every distance where they have a value."""
    inside = [
        all(math.isnan(v) or low <= v <= high for v, low, high in zip(curve, lower, upper, strict=True))
        for curve in curves
    ]
    return sum(inside) / len(inside)
