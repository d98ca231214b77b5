"""Slow, obvious versions of the measures of opinions: loops over people and statements."""

from itertools import combinations, product

import numpy as np


def positions(values, stretch):
    """Fill votes not given with the mean of their statement, and take the singular vectors."""
    filled = values.copy()
    for column in filled.T:
        known = column[~np.isnan(column)]
        column[np.isnan(column)] = known.mean() if len(known) else 0.0
    centred = filled - filled.mean(axis=0) if len(filled) else filled
    means = np.array(
        [column[~np.isnan(column)].mean() if (~np.isnan(column)).any() else 0 for column in values.T]
    )
    centred = filled - means
    axes = np.linalg.svd(centred, full_matrices=False)[2][:2]
    voted = (~np.isnan(values)).sum(axis=1)
    return centred @ axes.T * ((values.shape[1] / voted) ** stretch)[:, None], centred, axes


def least_spread(points, number):
    """Try every division into so many groups, and return the least sum of squares around their means."""
    best = np.inf
    for labels in product(range(number), repeat=len(points)):
        if len(set(labels)) == number:
            groups = [points[[i for i, label in enumerate(labels) if label == g]] for g in range(number)]
            best = min(best, sum(((group - group.mean(axis=0)) ** 2).sum() for group in groups))
    return best


def spread(points, labels):
    groups = [points[labels == g] for g in set(labels.tolist())]
    return sum(((group - group.mean(axis=0)) ** 2).sum() for group in groups)


def silhouette(points, labels):
    def distance(i, others):
        return np.mean([np.linalg.norm(points[i] - points[j]) for j in others])

    widths = []
    for i, own in enumerate(labels):
        fellows = [j for j, label in enumerate(labels) if label == own and j != i]
        if not fellows:
            widths.append(0.0)
            continue
        within = distance(i, fellows)
        beside = min(distance(i, [j for j, o in enumerate(labels) if o == g]) for g in set(labels) - {own})
        widths.append((beside - within) / max(beside, within) if max(beside, within) else 0.0)
    return np.mean(widths)


def consensus(votes, groups, vote):
    found = []
    for column in range(len(votes.statements)):
        chance = 1.0
        for people in groups.values():
            cast = [votes.values[votes.participants.index(p), column] for p in people]
            known = [one for one in cast if one in (-1, 0, 1)]
            chance *= (known.count(vote) + 1) / (len(known) + 2)
        found.append(chance)
    return found


def pairs_alike(one, two):
    """Count pairs of people who are together in both, in one, in the other."""
    both = first = second = every = 0
    for i, j in combinations(range(len(one)), 2):
        in_first, in_second = one[i] == one[j], two[i] == two[j]
        both, first, second, every = (
            both + (in_first and in_second),
            first + in_first,
            second + in_second,
            every + 1,
        )
    expected = first * second / every
    return None if (first + second) / 2 == expected else (both - expected) / ((first + second) / 2 - expected)


def jaccard(one, two):
    return len(one & two) / len(one | two)
