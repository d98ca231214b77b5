"""The plain reference for classes named on the same records, compiled: loops over two dense tables."""

import numpy as np
from numba import njit


@njit
def association_strength(record, activity):
    """Divide joint counts by what independence would give, above the diagonal; rows sorted by record."""
    classes, rows = activity.max() + 1, len(record)
    together = np.zeros((classes, classes), np.int32)
    occurrences = np.zeros(classes, np.int64)
    records = start = 0
    while start < rows:
        end = start
        while end < rows and record[end] == record[start]:
            end += 1
        for first in range(start, end):
            occurrences[activity[first]] += 1
            for second in range(first + 1, end):
                i, j = activity[first], activity[second]
                together[min(i, j), max(i, j)] += 1
        records, start = records + 1, end
    strength = np.zeros((classes, classes))
    for i in range(classes):
        for j in range(i + 1, classes):
            if together[i, j]:
                strength[i, j] = together[i, j] * records / (occurrences[i] * occurrences[j])
    return strength
