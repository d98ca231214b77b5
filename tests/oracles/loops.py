"""Slow, obvious versions of specialisation, relatedness, density and complementarity: loops over cells.

An unknown cell is ``None``; a value that is not defined is ``None`` as well.
"""

import math
from fractions import Fraction

Table = list[list[float | None]]


def known(values) -> list[float]:
    return [value for value in values if value is not None]


def column(table: Table, a: int) -> list[float | None]:
    return [row[a] for row in table]


def location_quotient(table: Table) -> Table:
    total = sum(sum(known(row)) for row in table)

    def cell(r: int, a: int) -> float | None:
        in_territory, in_activity = sum(known(table[r])), sum(known(column(table, a)))
        if table[r][a] is None or in_territory == 0 or in_activity == 0:
            return None
        return (table[r][a] / in_territory) / (in_activity / total)

    return [[cell(r, a) for a in range(len(table[0]))] for r in range(len(table))]


def specialised(table: Table, threshold: Fraction) -> Table:
    """Decide with fractions."""
    total = sum(sum(map(Fraction, known(row))) for row in table)

    def cell(r: int, a: int) -> float | None:
        in_territory = sum(map(Fraction, known(table[r])))
        in_activity = sum(map(Fraction, known(column(table, a))))
        if table[r][a] is None or in_territory == 0 or in_activity == 0:
            return None
        return float(Fraction(table[r][a]) * total >= threshold * in_territory * in_activity)

    return [[cell(r, a) for a in range(len(table[0]))] for r in range(len(table))]


def normalised_advantage(table: Table) -> Table:
    total = sum(sum(known(row)) for row in table)

    def cell(r: int, a: int) -> float | None:
        if table[r][a] is None or total == 0:
            return None
        return table[r][a] / total - sum(known(table[r])) * sum(known(column(table, a))) / total**2

    return [[cell(r, a) for a in range(len(table[0]))] for r in range(len(table))]


def krugman_index(table: Table) -> list[float | None]:
    def one(row) -> float | None:
        at = [a for a, value in enumerate(row) if value is not None]
        own = sum(row[a] for a in at)
        usual = [sum(known(column(table, a))) for a in at]
        if own == 0 or sum(usual) == 0:
            return None
        return sum(abs(row[a] / own - here / sum(usual)) for a, here in zip(at, usual, strict=True))

    return [one(row) for row in table]


def hachman_index(table: Table) -> list[float | None]:
    def one(row) -> float | None:
        at = [a for a, value in enumerate(row) if value is not None]
        own = sum(row[a] for a in at)
        usual = {a: sum(known(column(table, a))) for a in at}
        if own == 0:
            return None
        total = sum(usual.values())
        return 1 / sum((row[a] / own) ** 2 / (usual[a] / total) for a in at if row[a] > 0)

    return [one(row) for row in table]


def herfindahl_index(table: Table) -> list[float | None]:
    def one(row) -> float | None:
        total = sum(known(row))
        return sum((value / total) ** 2 for value in known(row)) if total else None

    return [one(row) for row in table]


def entropy(table: Table) -> list[float | None]:
    def one(row) -> float | None:
        total = sum(known(row))
        if not total:
            return None
        return -sum(value / total * math.log2(value / total) for value in known(row) if value)

    return [one(row) for row in table]


def both_known(m: Table, i: int, j: int) -> list[tuple[int, float, float]]:
    return [(r, row[i], row[j]) for r, row in enumerate(m) if row[i] is not None and row[j] is not None]


def pairs(m: Table, formula) -> Table:
    count = len(m[0])
    return [[formula(both_known(m, i, j)) for j in range(count)] for i in range(count)]


def divided(top: float, bottom: float) -> float | None:
    return top / bottom if bottom > 0 else None


def co_occurrence(m: Table) -> Table:
    return pairs(m, lambda rows: sum(x * y for _, x, y in rows) if rows else None)


def proximity(m: Table) -> Table:
    def formula(rows):
        together = sum(x * y for _, x, y in rows)
        return divided(together, max(sum(x for _, x, _ in rows), sum(y for _, _, y in rows)))

    return pairs(m, formula)


def conditional_proximity(m: Table) -> Table:
    return pairs(m, lambda rows: divided(sum(x * y for _, x, y in rows), sum(x for _, x, _ in rows)))


def continuous_proximity(q: Table) -> Table:
    def formula(rows):
        if len(rows) < 2:
            return None
        mean_x, mean_y = (sum(row[k] for row in rows) / len(rows) for k in (1, 2))
        covariance = sum((x - mean_x) * (y - mean_y) for _, x, y in rows)
        spread = sum((x - mean_x) ** 2 for _, x, _ in rows) * sum((y - mean_y) ** 2 for _, _, y in rows)
        return (1 + covariance / math.sqrt(spread)) / 2 if spread > 1e-9 else None

    return pairs(q, formula)


def taxonomy(m: Table) -> Table:
    def formula(rows):
        top = sum(x * y / sum(known(m[r])) for r, x, y in rows if x * y)
        return divided(top, max(sum(x for _, x, _ in rows), sum(y for _, _, y in rows)))

    return pairs(m, formula)


def normalised(m: Table, name: str) -> Table:
    """Return a co-occurrence normalised with sizes read as occurrences, pair by pair."""

    def formula(rows):
        if not rows:
            return None
        c, total = sum(x * y for _, x, y in rows), len(rows)
        s, t = sum(x for _, x, _ in rows), sum(y for _, _, y in rows)
        try:
            return _FORMULAS[name](c, s, t, total)
        except ZeroDivisionError:
            return None

    return pairs(m, formula)


def _statistic(c, s, t, n):
    mean = s * t / n
    return (c - mean) / math.sqrt(mean * (1 - s / n) * (n - t) / (n - 1))


_FORMULAS = {
    "association_strength": lambda c, s, t, n: c * n / (s * t),
    "association_probability": lambda c, s, t, n: c / ((s / n * t / (n - s) + t / n * s / (n - t)) * n / 2),
    "cosine": lambda c, s, t, n: c / math.sqrt(s * t),
    "jaccard": lambda c, s, t, n: c / (s + t - c),
    "relatedness_statistic": _statistic,
}


def relatedness_density(m: Table, phi: Table) -> Table:
    def cell(row, i):
        others = [j for j in range(len(row)) if j != i and row[j] is not None and phi[i][j] is not None]
        return divided(sum(phi[i][j] * row[j] for j in others), sum(phi[i][j] for j in others))

    return [[cell(row, i) for i in range(len(row))] for row in m]


def nearest_density(m: Table, phi: Table, nearest: int) -> Table:
    """Weights other than those of the k nearest are unknown."""

    def kept(i: int) -> list[float | None]:
        others = sorted((j for j in range(len(phi)) if j != i), key=lambda j: (-(phi[i][j] or 0), j))
        return [phi[i][j] if j in others[:nearest] else None for j in range(len(phi))]

    return relatedness_density(m, [kept(i) for i in range(len(phi))])


def relative_relatedness(m: Table, phi: Table) -> Table:
    density = relatedness_density(m, phi)

    def one(r: int) -> list[float | None]:
        absent = [i for i, x in enumerate(m[r]) if x == 0 and density[r][i] is not None]
        if not absent:
            return [None] * len(m[r])
        mean = sum(density[r][i] for i in absent) / len(absent)
        spread = math.sqrt(sum((density[r][i] - mean) ** 2 for i in absent) / len(absent))
        judged = set(absent) if spread > 1e-12 else set()
        return [(density[r][i] - mean) / spread if i in judged else None for i in range(len(m[r]))]

    return [one(r) for r in range(len(m))]


def added(m: Table, phi: Table, r: int, s: int, i: int) -> float | None:
    others = [
        j
        for j in range(len(phi))
        if j != i and m[r][j] is not None and m[s][j] is not None and phi[i][j] is not None
    ]
    return divided(sum(phi[i][j] * m[s][j] * (1 - m[r][j]) for j in others), sum(phi[i][j] for j in others))


def complementarity(m: Table, phi: Table, targets: set[int]) -> Table:
    def mean(r: int, s: int) -> float | None:
        amounts = known(added(m, phi, r, s, i) for i in targets if m[r][i] == 0)
        return sum(amounts) / len(amounts) if amounts else None

    return [[mean(r, s) for s in range(len(m))] for r in range(len(m))]


def best_partners(m: Table, phi: Table, r: int, i: int, count: int) -> list[tuple[int, float]]:
    if m[r][i] != 0:
        return []
    amounts = [(added(m, phi, r, s, i) or 0.0, s) for s in range(len(m))]
    best = sorted(amounts, key=lambda pair: (-pair[0], pair[1]))[:count]
    return [(s, amount) for amount, s in best if amount > 0]


def realised_complementarity(m: Table, phi: Table, links: Table) -> Table:
    def cell(r: int, i: int) -> float | None:
        amounts = [
            (links[r][s], added(m, phi, r, s, i)) for s in range(len(m)) if s != r and links[r][s] is not None
        ]
        judged = [(weight, amount) for weight, amount in amounts if amount is not None]
        return divided(sum(weight * amount for weight, amount in judged), sum(weight for weight, _ in judged))

    return [[cell(r, i) for i in range(len(m[0]))] for r in range(len(m))]


def co_occurrence_of_records(rows: list[tuple[int, str]]) -> dict[tuple[str, str], int]:
    """Count records with both, for every pair in alphabetical order."""
    records: dict[int, set[str]] = {}
    for record, activity in rows:
        records.setdefault(record, set()).add(activity)
    counts: dict[tuple[str, str], int] = {}
    for named in records.values():
        for i in named:
            for j in named:
                if i < j:
                    counts[i, j] = counts.get((i, j), 0) + 1
    return counts


def revealed_population_advantage(table: Table, people: list[float]) -> Table:
    def cell(r: int, a: int) -> float | None:
        everywhere = sum(known(column(table, a)))
        if table[r][a] is None or everywhere == 0:
            return None
        return (table[r][a] / people[r]) / (everywhere / sum(people))

    return [[cell(r, a) for a in range(len(table[0]))] for r in range(len(table))]


def symmetric_advantage(q: Table) -> Table:
    return [[None if x is None else (x - 1) / (x + 1) for x in row] for row in q]


def composite_relatedness(kinds: list[Table]) -> Table | None:
    """Return None where a kind is the same for all pairs."""
    apart = [(i, j) for i in range(len(kinds[0])) for j in range(len(kinds[0])) if i != j]
    scales = []
    for kind in kinds:
        pairs_known = known(kind[i][j] for i, j in apart)
        if len(set(pairs_known)) < 2:
            return None
        mean = sum(pairs_known) / len(pairs_known)
        scales.append((mean, math.sqrt(sum((x - mean) ** 2 for x in pairs_known) / len(pairs_known))))

    def cell(i: int, j: int) -> float | None:
        if i == j or any(kind[i][j] is None for kind in kinds):
            return None
        return sum((k[i][j] - mean) / sd for k, (mean, sd) in zip(kinds, scales, strict=True)) / len(kinds)

    return [[cell(i, j) for j in range(len(kinds[0]))] for i in range(len(kinds[0]))]


def cross_relatedness_density(m: Table, phi: Table) -> Table:
    def cell(row, b: int) -> float | None:
        at = [a for a in range(len(row)) if row[a] is not None and phi[a][b] is not None]
        return divided(sum(phi[a][b] * row[a] for a in at), sum(phi[a][b] for a in at))

    return [[cell(row, b) for b in range(len(phi[0]))] for row in m]


def density_of_absent(m: Table, phi: Table) -> Table:
    density = relatedness_density(m, phi)
    return [
        [w if x == 0 else None for x, w in zip(*rows, strict=True)] for rows in zip(m, density, strict=True)
    ]


def diversification_opportunities(m: Table, phi: Table, worth: list[float | None], wanted: Table) -> Table:
    def cell(r: int, i: int, density: float | None) -> float | None:
        if density is None or worth[i] is None or wanted[r][i] != 1:
            return None
        return density * worth[i]

    return [[cell(r, i, w) for i, w in enumerate(row)] for r, row in enumerate(density_of_absent(m, phi))]
