"""How each program is called for complexity, proximity and density of one year, as its documentation shows.

``PROGRAMS[name]`` takes the table of a year and returns a pair: what it is given (made before the clock
starts, in the form that the program wants) and the call, which returns complexity and density. A program that
has no function for density gets the one line of NumPy that is missing.
"""

from collections.abc import Callable
from importlib import import_module
from typing import Any

import numpy as np

Call = Callable[[Any], tuple[Any, Any]]


def plain_reference(dtype) -> tuple[Callable, Call]:
    plain = import_module("plain")

    def call(x):
        eci, _, density = plain.measures(x, dtype)
        return eci, density

    return (lambda x: x), call


def polos(dtype) -> tuple[Callable, Call]:
    measures = import_module("polos.measures")

    def call(matrix):
        presence = measures.specialised(matrix)
        found = measures.economic_complexity(presence, dtype=dtype)
        density = measures.relatedness_density(presence, measures.proximity(presence, dtype=dtype))
        return found.eci.values, density.values

    return as_matrix, call


def as_matrix(x) -> Any:
    """Bring an array into the form that Polos wants: checked, with labels."""
    return labelled(x, names(x))


def labelled(x, labels) -> Any:
    matrix, origin = import_module("polos.tables.matrix").Matrix, import_module("polos.provenance").Origin
    return matrix(x, *labels, "", "", origin("synthetic"))


def fermi() -> tuple[Callable, Call]:
    efc = import_module("fermi.economic_fitness_complexity").efc
    relatedness = import_module("fermi.relatedness_metrics").RelatednessMetrics

    def call(x):
        table = efc()
        table.load(x)
        table.compute_rca()
        table.binarize()
        eci, _ = table.get_eci_pci()
        m = table.get_matrix()
        phi = relatedness(m).get_projection(rows=False, projection_method="proximity")
        density = (m @ phi).toarray() / np.asarray(phi.sum(axis=0)).ravel()
        return eci, density

    return (lambda x: x), call


def datawheel() -> tuple[Callable, Call]:
    peer = import_module("economic_complexity")

    def call(frame):
        advantage = peer.rca(frame)
        eci, _ = peer.complexity(advantage)
        phi = peer.proximity(advantage)
        return eci.to_numpy(), peer.relatedness(advantage, proximities=phi).to_numpy()

    return wide, call


def econcomplex() -> tuple[Callable, Call]:
    peer = import_module("econcomplex")

    def call(frame):
        present = peer.mcp(frame)
        eci, _ = peer.eci_pci(frame)
        phi = peer.proximity(present, use_rca=False, threshold=0.5)["product"]
        density = peer.relatedness_density(present, phi=phi, use_rca=False, threshold=0.5)
        return np.asarray(eci, dtype=float), np.asarray(density, dtype=float)

    return wide, call


def ecomplexity() -> tuple[Callable, Call]:
    peer = import_module("ecomplexity")
    columns = {"time": "year", "loc": "territory", "prod": "activity", "val": "amount"}

    def call(frame):
        found = peer.ecomplexity(frame, columns, check_logsupermodularity=False, verbose=False)
        return found.groupby("territory")["eci"].first().to_numpy(), found["density"].to_numpy()

    return long, call


def econci() -> tuple[Callable, Call]:
    peer = import_module("econci")

    def call(frame):
        table = peer.Complexity(frame, c="territory", p="activity", values="amount")
        table.calculate_indexes()
        return table.eci["eci"].to_numpy(), table.density.to_numpy()

    return long, call


def names(x) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return tuple(f"r{i:05}" for i in range(x.shape[0])), tuple(f"a{i:05}" for i in range(x.shape[1]))


def wide(x) -> Any:
    territories, activities = names(x)
    frame = import_module("pandas").DataFrame(x, index=list(territories), columns=list(activities))
    frame.index.name, frame.columns.name = "territory", "activity"
    return frame


def long(x) -> Any:
    frame = wide(x).stack().rename("amount").reset_index()
    frame["year"] = 2020
    return frame


PROGRAMS: dict[str, Callable[[], tuple[Callable, Call]]] = {
    "plain float64": lambda: plain_reference(np.float64),
    "plain float32": lambda: plain_reference(np.float32),
    "polos float64": lambda: polos(np.float64),
    "polos float32": lambda: polos(np.float32),
    "fermi-cref": fermi,
    "economic-complexity": datawheel,
    "econcomplex": econcomplex,
    "ecomplexity": ecomplexity,
    "econci": econci,
}
