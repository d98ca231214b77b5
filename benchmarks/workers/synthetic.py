"""Synthetic input of the benchmarks, the same for every program: drawn from a seed, labelled synthetic."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

SEED = 2026


def tables(territories: int, activities: int, years: int, *, seed: int = SEED) -> Iterator[np.ndarray]:
    """Yield a table a year, shape (R, A), whole numbers.

    Nested: a territory has the activities whose requirement its capability meets, in the main. Sizes of
    territories and activities are log-normal; what differs besides follows an AR(1) over the years.
    """
    draw = np.random.default_rng(seed)
    capability, requirement = draw.normal(0, 1, (territories, 1)), draw.normal(0, 1, (1, activities))
    size = draw.lognormal(2, 1, (territories, 1)) * draw.lognormal(2, 1, (1, activities))
    fit = 1.5 * (capability - requirement)
    noise = draw.normal(0, 1, (territories, activities))
    for _ in range(years):
        amounts = np.round(size * np.exp(fit + noise))
        amounts[fit + noise < -1] = 0
        most = (fit + noise).argmax(axis=0), (fit + noise).argmax(axis=1)
        amounts[most[0], np.arange(activities)] += 1  # nothing is empty: some programs fail on that
        amounts[np.arange(territories), most[1]] += 1
        yield amounts
        noise = 0.9 * noise + np.sqrt(1 - 0.9**2) * draw.normal(0, 1, noise.shape)


def write_tables(folder: Path, *, shape: tuple[int, int, int]) -> None:
    """Write a file a year."""
    folder.mkdir(parents=True)
    for year, table in enumerate(tables(*shape)):
        np.save(folder / f"{year:02}.npy", table)


def write_patents(path: Path, *, records: int = 2_000_000, classes: int = 10_000) -> int:
    """Write which patent names which class, about 3.8 classes a patent, and return how many pairs."""
    draw = np.random.default_rng(SEED)
    count = 1 + draw.poisson(2.9, records)
    record = np.repeat(np.arange(records), count)
    field = np.repeat(draw.random(records), count)  # classes of one patent lie near one another
    activity = (classes * (field + 0.05 * draw.normal(0, 1, len(record))) ** 2).astype(np.int64) % classes
    pairs = np.unique(record * classes + activity)
    np.savez(path, record=pairs // classes, activity=pairs % classes)
    return len(pairs)


def write_points(path: Path, *, plants: int) -> None:
    """Write plants in a square of 500 km: half of them scattered, half in 40 towns."""
    draw = np.random.default_rng(SEED)
    towns = draw.uniform(0, 500, (40, 2))
    near_town = towns[draw.integers(0, 40, plants)] + draw.normal(0, 8, (plants, 2))
    scattered = draw.uniform(0, 500, (plants, 2))
    places = np.where(draw.random((plants, 1)) < 0.5, scattered, near_town)
    np.savez(path, places=places, size=draw.lognormal(2, 1, plants).round() + 1)
