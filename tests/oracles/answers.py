"""Slow, obvious versions of the measures of answers: every outcome gone through one by one."""

import math
from collections import Counter
from fractions import Fraction
from itertools import combinations, permutations, product

from scipy.stats import binom, norm


def counts(answers, options):
    chosen = [() if a is None else (a,) if isinstance(a, str) else a for a in answers]
    return [sum(option in one for one in chosen) for option in options], sum(bool(one) for one in chosen)


def wilson(part, count, level):
    """Solve (p - share)^2 = z^2 p (1 - p) / n for p by halving."""
    z = norm.ppf((1 + level) / 2)
    share = part / count

    def outside(p):
        return (p - share) ** 2 > z * z * p * (1 - p) / count

    return _last(outside, share, 0.0), _last(outside, share, 1.0)


def _last(outside, inside, beyond):
    for _ in range(200):
        middle = (inside + beyond) / 2
        inside, beyond = (inside, middle) if outside(middle) else (middle, beyond)
    return inside


def clopper_pearson(part, count, level):
    tail = (1 - level) / 2

    def at_least(p):
        return sum(math.comb(count, k) * p**k * (1 - p) ** (count - k) for k in range(part, count + 1)) < tail

    def at_most(p):
        return sum(math.comb(count, k) * p**k * (1 - p) ** (count - k) for k in range(part + 1)) < tail

    share = part / count
    lower = 0.0 if part == 0 else _last(at_least, share, 0.0)
    upper = 1.0 if part == count else _last(at_most, share, 1.0)
    return lower, upper


def shares_of_population(part, count, population, level):
    """Every population whose samples would show so many, or so few, often enough."""
    tail = Fraction(1 - level) / 2
    ways = math.comb(population, count)
    kept = []
    for yes in range(part, population - (count - part) + 1):
        chance = [math.comb(yes, k) * math.comb(population - yes, count - k) for k in range(count + 1)]
        if Fraction(sum(chance[part:]), ways) > tail and Fraction(sum(chance[: part + 1]), ways) > tail:
            kept.append(yes)
    return kept[0] / population, kept[-1] / population


def fisher(part_a, count_a, part_b, count_b):
    """Deal the cards of both sides in every order."""
    cards = [1] * (part_a + part_b) + [0] * (count_a + count_b - part_a - part_b)
    seen = Counter(sum(cards[i] for i in hand) for hand in combinations(range(len(cards)), count_a))
    rare = sum(number for number in seen.values() if number <= seen[part_a])
    return Fraction(rare, sum(seen.values()))


def _wins(one, two):
    return sum(Fraction(1) if a > b else Fraction(1, 2) if a == b else 0 for a in one for b in two)


def rank_sum(one, two):
    """Deal the scores to the two sides in every way, and count wins."""
    everything = [*one, *two]
    middle = Fraction(len(one) * len(two), 2)
    here = abs(_wins(one, two) - middle)
    far = total = 0
    for hand in combinations(range(len(everything)), len(one)):
        mine = [everything[i] for i in hand]
        others = [everything[i] for i in range(len(everything)) if i not in hand]
        far += abs(_wins(mine, others) - middle) >= here
        total += 1
    return Fraction(far, total)


def delta(one, two):
    return (sum(a > b for a in one for b in two) - sum(a < b for a in one for b in two)) / (
        len(one) * len(two)
    )


def holm(probabilities):
    """Reject step by step: the corrected value is the smallest level at which a test is still rejected."""
    known = sorted(value for value in probabilities.values() if value is not None)

    def corrected(value):
        worst = 0.0
        for place, other in enumerate(known):
            if other <= value:
                worst = max(worst, min(1.0, (len(known) - place) * other))
        return worst

    return {name: None if value is None else corrected(value) for name, value in probabilities.items()}


def sign_flips(differences):
    here = abs(sum(differences))
    flips = list(product((1, -1), repeat=len(differences)))
    far = sum(abs(sum(s * d for s, d in zip(flip, differences, strict=True))) >= here for flip in flips)
    return far / len(flips)


def mcnemar(unmet, unasked):
    count = unmet + unasked
    as_few = sum(
        min(sum(flip), count - sum(flip)) <= min(unmet, unasked) for flip in product((0, 1), repeat=count)
    )
    return as_few / 2**count


def power(count_a, count_b, share_a, share_b, level):
    """Go through all outcomes of both sides."""
    found = 0.0
    for a in range(count_a + 1):
        for b in range(count_b + 1):
            if a + b in (0, count_a + count_b) or fisher(a, count_a, b, count_b) > Fraction(level):
                continue
            found += binom.pmf(a, count_a, share_a) * binom.pmf(b, count_b, share_b)
    return found


def tables_like(shown):
    """Every table of counts, with totals, that agrees with what is shown; None is hidden."""
    rows, columns = len(shown) - 1, len(shown[0]) - 1
    seen = [shown[i][j] for i in range(rows) for j in range(columns)]
    hidden = seen.count(None)
    for parts in _sums(shown[-1][-1] - sum(count for count in seen if count is not None), hidden):
        rest = iter(parts)
        cells = [next(rest) if count is None else count for count in seen]
        inner = [cells[i * columns : (i + 1) * columns] for i in range(rows)]
        full = [[*row, sum(row)] for row in inner]
        full.append([sum(column) for column in zip(*full, strict=True)])
        fits = all(
            count is None or count == there
            for shown_row, row in zip(shown, full, strict=True)
            for count, there in zip(shown_row, row, strict=True)
        )
        if fits:
            yield full


def _sums(total, parts):
    """Every way to write a total as so many numbers of 0 or more, in order: where bars stand among stars."""
    if parts == 0:
        yield ()
        return
    for bars in combinations(range(total + parts - 1), parts - 1):
        ends = (-1, *bars, total + parts - 1)
        yield tuple(ends[i + 1] - ends[i] - 1 for i in range(parts))


def consensus(numbers):
    answers = [step for step, number in enumerate(numbers, 1) for _ in range(number)]
    mean = sum(answers) / len(answers)
    terms = [math.log2(1 - abs(answer - mean) / (len(numbers) - 1)) for answer in answers if answer != mean]
    return 1 + sum(terms) / len(answers)


def kendall(rankings):
    """The mean of Spearman's correlations of all pairs of people, brought to 0 to 1."""
    people, things = len(rankings), len(rankings[0])

    def ranks(scores):
        return [sum(s < x for s in scores) + (sum(s == x for s in scores) + 1) / 2 for x in scores]

    ranked = [ranks(scores) for scores in rankings]
    sums = [sum(one[j] for one in ranked) for j in range(things)]
    mean = sum(sums) / things
    spread = sum((value - mean) ** 2 for value in sums)
    # the most the sums could spread, if everybody ranked alike: within-person squares, times people
    own = sum(sum((r - (things + 1) / 2) ** 2 for r in one) for one in ranked)
    return spread / (people * own)


def alpha(codings, distance):
    """Go through every ordered pair of codes within each unit, and among all."""
    units = [[c for c in unit if c is not None] for unit in zip(*codings, strict=True)]
    units = [unit for unit in units if len(unit) > 1]
    everything = [c for unit in units for c in unit]
    count = len(everything)
    observed = sum(
        distance(unit[i], unit[j], everything) / (len(unit) - 1)
        for unit in units
        for i, j in permutations(range(len(unit)), 2)
    )
    expected = sum(
        distance(everything[i], everything[j], everything) for i, j in permutations(range(count), 2)
    )
    return None if expected == 0 else 1 - (count - 1) * observed / expected


def nominal(one, two, _):
    return float(one != two)


def interval(one, two, _):
    return (one - two) ** 2


def ratio(one, two, _):
    return 0.0 if one == two else ((one - two) / (one + two)) ** 2


def ordinal(one, two, everything):
    low, high = min(one, two), max(one, two)
    between = sum(low <= c <= high for c in everything)
    return (between - (everything.count(one) + everything.count(two)) / 2) ** 2
