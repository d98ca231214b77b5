"""The plain reference: the same numbers in a few lines, without labels, checks or reasons."""

import numpy as np
from scipy.linalg import eigh
from scipy.sparse import csr_array


def measures(x, dtype=np.float64):
    """Return complexity of territories and activities, proximity and relatedness density of one table."""
    total, in_territory, in_activity = x.sum(), x.sum(axis=1, keepdims=True), x.sum(axis=0, keepdims=True)
    m = (x * total >= in_territory * in_activity).astype(dtype)
    eci, pci = complexity(m)
    phi = proximity(m)
    return eci, pci, density(m, phi)


def complexity(m):
    """Solve the symmetric problem on the smaller side."""
    d, u = m.sum(axis=1), m.sum(axis=0)
    z = m / np.sqrt(d)[:, None] / np.sqrt(u)
    rows_fewer = len(d) <= len(u)
    s = z @ z.T if rows_fewer else z.T @ z
    n = len(s)
    values, vectors = eigh(s, subset_by_index=[n - 2, n - 1], driver="evr")
    if rows_fewer:
        eci = vectors[:, 0] / np.sqrt(d)
        pci = (m.T @ eci) / u / values[0]
    else:
        pci = vectors[:, 0] / np.sqrt(u)
        eci = (m @ pci) / d
    if np.corrcoef(eci, d)[0, 1] < 0:
        eci, pci = -eci, -pci
    mean, spread = eci.mean(), eci.std()
    return (eci - mean) / spread, (pci - mean) / spread


def proximity(m):
    """Divide joint occurrences by the larger ubiquity."""
    u = m.sum(axis=0)
    phi = m.T @ m
    phi /= np.maximum(u[:, None], u)
    return phi


def density(m, phi):
    """Return the weighted share of related activities, the activity itself left out."""
    own = np.diagonal(phi)
    return (m @ phi - m * own) / (phi.sum(axis=0) - own)


def association_strength(record, activity):
    """Divide joint counts by what independence would give; the pairs above the diagonal."""
    incidence = csr_array((np.ones(len(record), dtype=np.int32), (record, activity)))
    together = (incidence.T @ incidence).tocoo()
    occurrences = incidence.sum(axis=0)
    i, j = together.coords
    above = i < j
    i, j = i[above], j[above]
    strength = together.data[above] * float(incidence.shape[0]) / (occurrences[i] * occurrences[j])
    return csr_array((strength, (i, j)), shape=together.shape)


def complementarity(m, phi):
    """Return the mean density that one territory adds for another, over what that one is missing."""
    weights = phi - np.diag(np.diagonal(phi))
    weights /= weights.sum(axis=1, keepdims=True)
    missing = 1 - m
    return ((missing @ weights) * missing) @ m.T / missing.sum(axis=1, keepdims=True)
