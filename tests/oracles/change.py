"""Slow, obvious versions of measures of change and of clusters: loops over cells; unknown is ``None``."""

from itertools import combinations, product
from math import log, sqrt

from oracles.draws import quantile

Table = list[list[float | None]]


def shift_share(before: Table, after: Table):
    """Return national, mix and competitive effects by cell, ``None`` where one has no value."""
    rows, columns = range(len(before)), range(len(before[0]))
    both = {(r, a) for r in rows for a in columns if before[r][a] is not None and after[r][a] is not None}
    had = {a: sum(before[r][a] for r in rows if (r, a) in both) for a in columns}
    have = {a: sum(after[r][a] for r in rows if (r, a) in both) for a in columns}

    def cell(r: int, a: int):
        if (r, a) not in both or had[a] == 0:
            return None
        whole, own = sum(have.values()) / sum(had.values()) - 1, have[a] / had[a] - 1
        x = before[r][a]
        return x * whole, x * (own - whole), after[r][a] - x - x * own

    return [[cell(r, a) for a in columns] for r in rows]


def lasting(windows: list[Table], before: int, had: int) -> Table:
    def cell(r: int, a: int) -> float | None:
        seen = [window[r][a] for window in windows]
        changed = [had] * before + [1 - had] * (len(seen) - before)
        return {tuple(changed): 1.0, tuple([had] * len(seen)): 0.0}.get(tuple(seen))

    return [[cell(r, a) for a in range(len(windows[0][0]))] for r in range(len(windows[0]))]


def class_of(value: float, limits) -> int:
    return sum(value > limit for limit in limits)


def transition_counts(panel: Table, limits, wanted=lambda r, t: True):
    size = len(limits) + 1
    counts = [[0] * size for _ in range(size)]
    for r, row in enumerate(panel):
        for t in range(len(row) - 1):
            if row[t] is not None and row[t + 1] is not None and wanted(r, t):
                counts[class_of(row[t], limits)][class_of(row[t + 1], limits)] += 1
    return counts


def lag(panel: Table, links, r: int, t: int) -> float | None:
    around = [(link, panel[s][t]) for s, link in enumerate(links[r]) if link > 0]
    if not around or any(value is None for _, value in around):
        return None
    return sum(link * value for link, value in around) / sum(link for link, _ in around)


def quadrant_counts(panel: Table, links):
    """Count moves between quadrants, in the order high-high, low-high, low-low, high-low."""

    def quadrant(r: int, t: int) -> int | None:
        column = [row[t] for row in panel]
        known = [value for value in column if value is not None]
        beside = [(link, column[s]) for s, link in enumerate(links[r]) if link > 0 and column[s] is not None]
        if column[r] is None or not beside or len(set(known)) < 2:
            return None
        middle = sum(known) / len(known)
        around = sum(link * (value - middle) for link, value in beside)
        is_high, is_among_high = column[r] - middle > 1e-12, around > 1e-12
        return {(True, True): 0, (False, True): 1, (False, False): 2, (True, False): 3}[
            is_high, is_among_high
        ]

    counts, left_out = [[0] * 4 for _ in range(4)], 0
    for r, row in enumerate(panel):
        for t in range(len(row) - 1):
            before, after = quadrant(r, t), quadrant(r, t + 1)
            if before is None or after is None:
                left_out += 1
            else:
                counts[before][after] += 1
    return counts, left_out


def steady_state_by_walking(p, steps: int = 400):
    """Walk on from an even start: what a chain in which all classes follow all others tends to."""
    shares = [1 / len(p)] * len(p)
    for _ in range(steps):
        shares = [sum(shares[k] * p[k][to] for k in range(len(p))) for to in range(len(p))]
    return shares


def passage_by_walking(p, start: int, target: int, steps: int = 800) -> float:
    """Add up the chance of not having been at the target after 0, 1, 2 ... steps."""
    away = [float(k == start) for k in range(len(p))]
    mean = 0.0
    for _ in range(steps):
        mean += sum(away)
        away = [
            0.0 if to == target else sum(away[k] * p[k][to] for k in range(len(p))) for to in range(len(p))
        ]
    return mean


def concordance(one, two, wanted) -> float:
    signs = [
        ((one[r] > one[s]) - (one[r] < one[s])) * ((two[r] > two[s]) - (two[r] < two[s]))
        for r, s in combinations(range(len(one)), 2)
        if wanted(r, s)
    ]
    return sum(signs) / len(signs)


def correlation(table: Table, a: int, b: int) -> float | None:
    rows = [(row[a], row[b]) for row in table if row[a] is not None and row[b] is not None]
    if len(rows) < 3:
        return None
    mean_x, mean_y = (sum(pair[i] for pair in rows) / len(rows) for i in (0, 1))
    xx, yy = sum((x - mean_x) ** 2 for x, _ in rows), sum((y - mean_y) ** 2 for _, y in rows)
    if len({x for x, _ in rows}) == 1 or len({y for _, y in rows}) == 1:
        return None
    return sum((x - mean_x) * (y - mean_y) for x, y in rows) / sqrt(xx * yy)


def link(flows, a: int, b: int) -> float:
    def share(part: float, whole: float) -> float:
        return part / whole if whole > 0 else 0.0

    def sold(i: int) -> float:
        return sum(flows[i])

    def bought(i: int) -> float:
        return sum(row[i] for row in flows)

    return max(
        share(flows[a][b], sold(a)),
        share(flows[a][b], bought(b)),
        share(flows[b][a], sold(b)),
        share(flows[b][a], bought(a)),
    )


def mean(values) -> float | None:
    values = [value for value in values if value is not None]
    return sum(values) / len(values) if values else None


def similarity_to(similarity: Table, activities, members) -> float | None:
    return mean(similarity[i][j] for i, j in product(activities, members) if i != j)


def prody(exports: Table, income: list[float]) -> list[float | None]:
    def share(r: int, a: int) -> float:
        total = sum(x for x in exports[r] if x is not None)
        return (exports[r][a] or 0) / total if total else 0.0

    def one(a: int) -> float | None:
        weights = [share(r, a) for r in range(len(exports))]
        if sum(weights) == 0:
            return None
        return sum(w * y for w, y in zip(weights, income, strict=True)) / sum(weights)

    return [one(a) for a in range(len(exports[0]))]


def tau_b(one, two) -> float | None:
    size = len(one)
    both = list(combinations(range(size), 2))
    agreeing = sum((one[r] - one[s]) * (two[r] - two[s]) > 0 for r, s in both)
    opposing = sum((one[r] - one[s]) * (two[r] - two[s]) < 0 for r, s in both)
    untied = [sum(values[r] != values[s] for r, s in both) for values in (one, two)]
    return (agreeing - opposing) / sqrt(untied[0] * untied[1]) if all(untied) else None


def homogeneity(chains) -> tuple[float, float, int]:
    """Return chi-square, likelihood ratio and degrees of freedom of tables of counts."""
    size = range(len(chains[0]))
    pooled = [[sum(chain[k][to] for chain in chains) for to in size] for k in size]
    square = ratio = 0.0
    for chain, k, to in product(chains, size, size):
        if sum(chain[k]) and pooled[k][to]:
            p = pooled[k][to] / sum(pooled[k])
            own = chain[k][to] / sum(chain[k])
            square += sum(chain[k]) * (own - p) ** 2 / p
            ratio += 2 * chain[k][to] * log(own / p) if own else 0
    degrees = 0
    for k in size:
        left, reached = sum(sum(chain[k]) > 0 for chain in chains), sum(n > 0 for n in pooled[k])
        degrees += (left - 1) * (reached - 1) if left and reached else 0
    return square, ratio, degrees


def groups_of(labels) -> list[list[int]]:
    return [[i for i, label in enumerate(labels) if label == c] for c in sorted(set(labels))]


def validation_score(similarity: Table, labels) -> float:
    """Return the mean of the four shares of clusters and activities that are closer inside."""
    groups = groups_of(labels)
    shares = []
    for units in (groups, [[i] for i in range(len(labels))]):
        average, high = [], []
        for unit in units:
            own = next(group for group in groups if unit[0] in group)
            inside = similarity_to(similarity, unit, own)
            outside = [similarity_to(similarity, unit, group) for group in groups if group is not own]
            outside = [value for value in outside if value is not None]
            closer = inside is not None and bool(outside)
            average.append(closer and inside > mean(outside) + 1e-12)
            high.append(closer and inside > quantile(outside, 0.95) + 1e-12)
        shares += [sum(average) / len(average), sum(high) / len(high)]
    return sum(shares) / 4


def reassigned(similarities: list[Table], labels):
    """Move one activity after another to the cluster it gains most by, while most similarities agree."""
    labels, moved = list(labels), []
    while True:
        groups = groups_of(labels)
        best = (0.0, None, None)
        for i in set(range(len(labels))) - set(moved):
            own = next(group for group in groups if i in group)
            for group in groups:
                if group is own or len(own) == 1:
                    continue
                gains = [_gain(similarity, i, own, group) for similarity in similarities]
                known = [gain for gain in gains if gain is not None]
                votes = sum(gain > 1e-12 for gain in known)
                gain = sum(known) / len(similarities)
                if votes > len(similarities) / 2 and gain > best[0] + 1e-12:
                    best = (gain, i, labels[group[0]])
        if best[1] is None:
            return labels
        labels[best[1]] = best[2]
        moved.append(best[1])


def _gain(similarity: Table, i: int, own, group) -> float | None:
    inside, outside = similarity_to(similarity, [i], own), similarity_to(similarity, [i], group)
    if inside is None or outside is None:
        return None
    apart = [
        similarity[r][s]
        for r, s in product(range(len(similarity)), repeat=2)
        if r != s and similarity[r][s] is not None
    ]
    centre = sum(apart) / len(apart)
    spread = sqrt(sum((value - centre) ** 2 for value in apart) / len(apart))
    return (outside - inside) / spread if spread > 1e-12 else 0.0
