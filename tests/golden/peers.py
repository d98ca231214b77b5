"""What other packages gave on one small table, and the table.

``peers.json`` was recorded on 2026-11-21 by running, in environments of their own, ecomplexity 0.5.3 and
economic-complexity 0.3.0 (pandas 2.3.3), and econcomplex 1.0.1 (pandas 3.1.1), on ``table()`` with their
default settings; numbers to 15 digits. ``peers_switched.json`` was recorded on 2026-11-22 in the same way
with the switch that each convention states (``Convention.switch``), and with fermi-cref 0.2.0 and econci
0.1.3, on ``table()`` and ``population()``.
"""

import json
from pathlib import Path

import numpy as np

from polos.provenance import Origin
from polos.tables.matrix import Matrix


def table() -> Matrix:
    """Return 14 territories by 18 activities from a formula: whole numbers, half of them 0, none empty."""
    i, j = np.arange(14)[:, None], np.arange(18)[None, :]
    mix = np.maximum(0, (7 * i + 11 * j + 3 * i * j) % 23 - 4) * (1 + (i * j) % 5)
    is_reached = (j * 14 <= (14 - i) * 18) | ((i + 2 * j) % 7 < 2)
    territories, activities = (
        tuple(f"{kind}{k:02d}" for k in range(n)) for kind, n in (("r", 14), ("a", 18))
    )
    return Matrix(mix * is_reached, territories, activities, "units", "", Origin("a formula"))


def population() -> dict[str, float]:
    """Return inhabitants of the territories of ``table()``, not in proportion to their amounts."""
    totals = table().values.sum(axis=1)
    return {f"r{i:02d}": float(40 + totals[i] * (3 + i % 3) // 4) for i in range(14)}


def recorded() -> dict[str, dict[str, np.ndarray | str]]:
    """Return what each package gave, by the name of its convention and of our result."""
    return {
        name: {result: value if result == "version" else np.array(value) for result, value in results.items()}
        for file in ("peers.json", "peers_switched.json")
        for name, results in json.loads(Path(__file__).with_name(file).read_text(encoding="utf-8")).items()
    }
