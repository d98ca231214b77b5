"""Made-up plants for the tests of aggregation, and their sums by a plain loop."""

from collections import defaultdict

import numpy as np

COUNT = 60_000
TERRITORIES, ACTIVITIES, YEARS = 150, 120, (2020, 2021)


def plants(count: int = COUNT, *, unknown_share: float = 0.01) -> dict[str, list]:
    """Draw synthetic plants: many a cell in some cells, none in others; some without persons employed."""
    draw = np.random.default_rng(31)
    territory = (TERRITORIES * draw.random(count) ** 2).astype(int)
    activity = (ACTIVITIES * draw.random(count) ** 3).astype(int)
    jobs = draw.integers(1, 2_000, count)
    unknown = draw.random(count) < unknown_share
    return {
        "region": ["NA" if i == 0 else f"r{i:03}" for i in territory],
        "industry": [f"{i:02}.1" for i in activity],
        "year": draw.choice(YEARS, count).tolist(),
        "jobs": [None if missing else int(size) for size, missing in zip(jobs, unknown, strict=True)],
    }


def sums(rows: dict[str, list], *keys: str) -> dict[tuple, tuple[float | None, int]]:
    """Return for every cell its total, None where a record has no value, and the number of its records."""
    sizes = defaultdict(list)
    for *cell, jobs in zip(*(rows[key] for key in keys), rows["jobs"], strict=True):
        sizes[tuple(cell)].append(jobs)
    return {cell: (None if None in found else float(sum(found)), len(found)) for cell, found in sizes.items()}


def table_of(cells: dict, territories, activities, *, absent: float = np.nan) -> np.ndarray:
    """Write sums by cell as a table: NaN where unknown, ``absent`` where there is no record."""
    table = np.full((len(territories), len(activities)), absent)
    for (territory, activity), (total, _) in cells.items():
        place = territories.index(territory), activities.index(activity)
        table[place] = np.nan if total is None else total
    return table
