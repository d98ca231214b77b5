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


def panel(years: list[tuple[list[float], float]]) -> list[float]:
    """Return the sign of each year from its index and its correlation with diversity, as a chain."""
    signs = [1.0]
    for (before, _), (now, _) in itertools.pairwise(years):
        signs.append(signs[-1] * (-1.0 if np.corrcoef(before, now)[0, 1] < 0 else 1.0))
    total = sum(sign * with_diversity for sign, (_, with_diversity) in zip(signs, years, strict=True))
    return [-sign if total < 0 else sign for sign in signs]


def reflections(m: Table, steps: int) -> tuple[list[float], list[float]]:
    """Return both sides of a table without empty rows and columns."""
    d = [sum(row) for row in m]
    u = [sum(row[a] for row in m) for a in range(len(m[0]))]
    k_r, k_a = list(d), list(u)
    for _ in range(steps):
        k_r, k_a = (
            [sum(x * k for x, k in zip(row, k_a, strict=True)) / d[r] for r, row in enumerate(m)],
            [sum(m[r][a] * k_r[r] for r in range(len(m))) / u[a] for a in range(len(u))],
        )
    return k_r, k_a


def mean_complexity(row: list[float], pci: list[float]) -> float:
    """Return the mean complexity of what a territory has, NaN for nothing that has one."""
    had = [(x, k) for x, k in zip(row, pci, strict=True) if x > 0 and not math.isnan(k)]
    return sum(x * k for x, k in had) / sum(x for x, _ in had) if had else math.nan


def stable_fitness(m: Table, delta: float, steps: int) -> tuple[list[float], list[float]]:
    rows, columns = range(len(m)), range(len(m[0]))
    f, p = [1.0 for _ in rows], [1.0 for _ in columns]
    for _ in range(steps):
        f, p = (
            [delta + sum(m[r][a] / p[a] for a in columns) for r in rows],
            [1 + sum(m[r][a] / f[r] for r in rows) for a in columns],
        )
    return f, [1 / x for x in p]


def hoover(x: list[float], w: list[float]) -> float:
    return sum(abs(a / sum(x) - b / sum(w)) for a, b in zip(x, w, strict=True)) / 2


def theil(x: list[float], w: list[float], groups: list[str]) -> tuple[float, float]:
    """Return the parts within and between groups, each by its own sum."""
    s, t = [a / sum(x) for a in x], [b / sum(w) for b in w]
    within = between = 0.0
    for g in set(groups):
        at = [i for i, h in enumerate(groups) if h == g]
        share, size = sum(s[i] for i in at), sum(t[i] for i in at)
        if share > 0:
            between += share * math.log(share / size)
            within += sum(s[i] * math.log((s[i] / share) / (t[i] / size)) for i in at if s[i] > 0)
    return within, between


def maurel_sedillot(s: list[float], x: list[float], h: float) -> float:
    squares = sum(b * b for b in x)
    return ((sum(a * a for a in s) - squares) / (1 - squares) - h) / (1 - h)


def coagglomeration(s: list[float], t: list[float], x: list[float]) -> float:
    together = sum((a - c) * (b - c) for a, b, c in zip(s, t, x, strict=True))
    return together / (1 - sum(c * c for c in x))


def group_coagglomeration(shares: Table, weights: list[float], x: list[float], h: list[float]) -> float:
    """The longer formula of the paper, in which the plants' Herfindahl indices h cancel out."""
    whole = [sum(w * s[r] for w, s in zip(weights, shares, strict=True)) for r in range(len(x))]
    g = sum((a - b) ** 2 for a, b in zip(whole, x, strict=True))
    plants = sum(w * w * one for w, one in zip(weights, h, strict=True))
    gammas = [ellison_glaeser(s, x, one) for s, one in zip(shares, h, strict=True)]
    own = sum(c * w * w * (1 - one) for c, w, one in zip(gammas, weights, h, strict=True))
    return (g / (1 - sum(b * b for b in x)) - plants - own) / (1 - sum(w * w for w in weights))


def plant_herfindahl(sizes: list[float]) -> float:
    return sum((x / sum(sizes)) ** 2 for x in sizes)


def ease_of_recombination(records: dict[str, set[str]], activity: str) -> float:
    naming = [named for named in records.values() if activity in named]
    return len(set().union(*naming) - {activity}) / len(naming)


def modular_complexity(records: dict[str, set[str]]) -> dict[str, float]:
    """Return the complexity of each record, NaN where nothing in it occurs with anything."""
    found = {}
    for record, named in records.items():
        total = sum(ease_of_recombination(records, a) for a in named)
        found[record] = len(named) / total if total else math.nan
    return found
