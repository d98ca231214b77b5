"""Counterparts for all of 10,000 x 10,000 clusters, beside plain SciPy and plain pandas (synthetic)."""

import sys
from collections.abc import Callable
from datetime import date

import numpy as np
import pandas as pd

from benchmarks.figures import Figure, NotMeasured, Workplace, milliseconds, run
from polos.matches.cluster_field import Cluster, ClusterField, cluster_field
from polos.matches.clusters import all_counterparts, cluster_counterparts, explained
from polos.matches.offers import Kind, Need, Offer
from polos.vocabularies import markets, nace, technologies

SIZE, TOP, DAY = 10_000, 20, date(2026, 3, 2)
HOW = f"synthetic: {SIZE:,} x {SIZE:,} clusters, the best {TOP} of each"
PANDAS_ROWS = 50


def measure(place: Workplace) -> list[Figure | NotMeasured]:
    found: list[Figure | NotMeasured] = []
    for name, what, limits in (
        ("polos", "six columns", (60, 2000)),
        ("plain scipy", "the sector column only", (None, None)),
    ):
        worker = run([sys.executable, "-m", "benchmarks.counterparts", name])
        how = f"{HOW}; {what}; start of the process included"
        found.append(Figure(f"counterparts of clusters, {name}", worker.seconds, "s", limits[0], how))
        memory = f"counterparts of clusters, {name}, memory"
        found.append(Figure(memory, worker.megabytes, "MB", limits[1], how))
    field = cluster_field(drawn(2 * SIZE))
    of_rows = milliseconds(plain_pandas(field), repeats=3, warm_up=1) / 1000
    how = f"{HOW}; the sector column only; {PANDAS_ROWS} rows measured, times {SIZE // PANDAS_ROWS}"
    seconds = of_rows * SIZE / PANDAS_ROWS
    found.append(Figure("counterparts of clusters, plain pandas", seconds, "s", None, how))
    first, second = field.clusters[0].id, field.clusters[SIZE].id

    def one_list():
        for counterpart in cluster_counterparts(field, first, on=DAY, top=TOP):
            explained(field, first, counterpart.cluster_id, on=DAY)

    assert field.row(second) == SIZE
    how = f"synthetic: one of {SIZE:,}, its best {TOP} of {SIZE:,}, each with its explanation"
    return [*found, Figure("counterparts of one cluster", milliseconds(one_list), "ms", 200, how)]


def drawn(count: int) -> list[Cluster]:
    """Draw clusters, half of each side: codes, a place, languages, and for most offers and needs."""
    draw = np.random.default_rng(2026)
    all_markets, all_technologies = markets().codes, technologies().codes
    divisions = [code for code in nace().codes if code.isdigit()]
    speak = (("es",), ("pt",), ("fr",), ("de",), ("it",), ("pl",))
    where = ("ES", "PT", "FR", "DE", "IT", "PL"), ("CL", "BR", "CO", "MX", "AR", "PE")
    found = []
    for k in range(count):
        side = int(k >= count // 2)
        own = some(draw, all_markets, 1, 4)
        found.append(
            Cluster(
                id=f"c{k}",
                side=("EU", "LAC")[side],
                country=where[side][k % 6],
                markets=own,
                technologies=tuple(
                    draw.choice(all_technologies, draw.integers(0, 3), replace=False).tolist()
                ),
                activities=tuple(draw.choice(divisions, draw.integers(1, 4), replace=False).tolist()),
                languages=speak[k % 6],
                latitude=float(draw.uniform(-50, 65)),
                longitude=float(draw.uniform(-110, 25)),
                stated=tuple(statement(draw, k, number, own) for number in range(draw.integers(0, 4))),
            )
        )
    return found


def some(draw, codes, fewest: int, below: int) -> tuple[str, ...]:
    return tuple(draw.choice(codes, draw.integers(fewest, below), replace=False).tolist())


def statement(draw, owner: int, number: int, own: tuple[str, ...]) -> Offer | Need:
    kind = (Offer, Need)[draw.integers(2)]
    about = tuple(Kind)[draw.integers(len(Kind))]
    return kind(f"c{owner}-{number}", about, markets=frozenset(own[:2]))


def of_polos() -> object:
    return all_counterparts(cluster_field(drawn(2 * SIZE)), on=DAY, top=TOP)


def of_scipy() -> object:
    """The rarity-weighted overlap by sparse products, as one would write it at once."""
    from scipy.sparse import csr_array, diags_array  # noqa: PLC0415 - only what is measured is loaded

    field = cluster_field(drawn(2 * SIZE))
    marks = csr_array(field.declared)
    here, there = marks[:SIZE] @ diags_array(field.weights), marks[SIZE:].T.tocsc()
    sums = np.asarray(marks @ field.weights)
    best = []
    for start in range(0, SIZE, 250):
        shared = (here[start : start + 250] @ there).toarray()
        either = sums[start : start + 250][:, None] + sums[None, SIZE:] - shared
        best.append(np.argsort(-shared / either, axis=1)[:, :TOP])
    return best


def plain_pandas(field: ClusterField) -> Callable[[], object]:
    """The same with one merge a cluster, for the first few clusters."""
    at = np.argwhere(field.declared)
    long = pd.DataFrame({"cluster": at[:, 0], "concept": at[:, 1], "weight": field.weights[at[:, 1]]})
    sums, there = long.groupby("cluster")["weight"].sum(), long[long["cluster"] >= SIZE]

    def work() -> object:
        best = []
        for row in range(PANDAS_ROWS):
            both = there.merge(long.loc[long["cluster"] == row, ["concept"]], on="concept")
            shared = both.groupby("cluster")["weight"].sum()
            best.append((shared / (sums[shared.index] + sums[row] - shared)).nlargest(TOP))
        return best

    return work


if __name__ == "__main__":
    {"polos": of_polos, "plain scipy": of_scipy}[sys.argv[1]]()
