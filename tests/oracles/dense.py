"""Slow, obvious versions of complexity, outlook, variety, concentration and distance.

Complexity takes the textbook's matrix, which is not symmetric, and a general solver; the rest are loops.
"""

import itertools
import math

import numpy as np

Table = list[list[float]]


def complexity(m: Table) -> tuple[list[float], list[float]] | None:
    """Return ECI and PCI of a table without empty rows and columns, up to sign, None where there is none."""
    rows, columns = len(m), len(m[0])
    d = [sum(row) for row in m]
    u = [sum(row[a] for row in m) for a in range(columns)]
    between = [
        [sum(m[r][a] * m[s][a] / (d[r] * u[a]) for a in range(columns)) for s in range(rows)]
        for r in range(rows)
    ]
    values, vectors = np.linalg.eig(np.array(between))
    order = np.argsort(-values.real)
    ordered = values.real[order]
    if rows < 2 or columns < 2 or ordered[1] > 1 - 1e-9 or ordered[1] < 1e-9:
        return None
    if rows > 2 and ordered[1] - ordered[2] < 1e-6:
        return None
    k = vectors[:, order[1]].real
    eci = [(x - k.mean()) / k.std() for x in k]
    of_activities = [sum(m[r][a] * k[r] for r in range(rows)) / u[a] / ordered[1] for a in range(columns)]
    return eci, [(x - k.mean()) / k.std() for x in of_activities]


def parts(m: Table) -> int:
    """Count the parts of a table that share nothing, by joining until nothing changes."""
    groups = [{("r", r), *(("a", a) for a, x in enumerate(row) if x)} for r, row in enumerate(m) if any(row)]
    while True:
        pair = next((p for p in itertools.combinations(groups, 2) if p[0] & p[1]), None)
        if pair is None:
            return len(groups)
        groups = [g for g in groups if g not in pair] + [pair[0] | pair[1]]


def fitness(m: Table, steps: int) -> tuple[list[float], list[float]]:
    rows, columns = range(len(m)), range(len(m[0]))
    f, q = [1.0 for _ in rows], [1.0 for _ in columns]
    for _ in range(steps):
        new_f = [sum(m[r][a] * q[a] for a in columns) for r in rows]
        new_q = [1 / sum(m[r][a] / f[r] for r in rows) for a in columns]
        f = [x * len(new_f) / sum(new_f) for x in new_f]
        q = [x * len(new_q) / sum(new_q) for x in new_q]
    return f, q


def outlook_index(m: Table, density: Table, pci: list[float]) -> list[float]:
    return [sum(density[r][a] * pci[a] for a in range(len(pci)) if row[a] == 0) for r, row in enumerate(m)]


def outlook_gain(m: Table, phi: Table, pci: list[float], r: int, a: int) -> float:
    total = [sum(phi[c][b] for c in range(len(pci))) for b in range(len(pci))]
    return sum(phi[a][b] * pci[b] / total[b] for b in range(len(pci)) if m[r][b] == 0 and total[b] > 0)


def variety(amounts: list[float], groups: list[str]) -> tuple[float, float]:
    """Return unrelated and related variety of one territory, straight from the formulae."""
    total = sum(amounts)
    sizes = {g: sum(x for x, h in zip(amounts, groups, strict=True) if h == g) / total for g in groups}
    unrelated = sum(p * math.log2(1 / p) for p in sizes.values() if p > 0)
    related = 0.0
    for g, size in sizes.items():
        shares = [x / total for x, h in zip(amounts, groups, strict=True) if h == g and x > 0]
        related += size * sum(p / size * math.log2(size / p) for p in shares) if size > 0 else 0
    return unrelated, related


def gini(x: list[float]) -> float:
    """Mean absolute difference of all pairs, over twice the mean."""
    n, mean = len(x), sum(x) / len(x)
    return sum(abs(a - b) for a in x for b in x) / (2 * n * n * mean)


def locational_gini(x: list[float], w: list[float]) -> float:
    """The same with weights: pairs of quotients weighted by size."""
    s, t = [a / sum(x) for a in x], [b / sum(w) for b in w]
    pairs = itertools.product(range(len(x)), repeat=2)
    return sum(abs(s[i] * t[j] - s[j] * t[i]) for i, j in pairs) / 2


def ellison_glaeser(s: list[float], x: list[float], h: float) -> float:
    g = sum((a - b) ** 2 for a, b in zip(s, x, strict=True))
    rest = 1 - sum(b * b for b in x)
    return (g - rest * h) / (rest * (1 - h))


def distance(z: list[float | None], y: list[float | None], weights: list[float]) -> float:
    known = [(a, b, w) for a, b, w in zip(z, y, weights, strict=True) if not (math.isnan(a) or math.isnan(b))]
    return math.sqrt(sum(w * (a - b) ** 2 for a, b, w in known) / sum(w for *_, w in known))
