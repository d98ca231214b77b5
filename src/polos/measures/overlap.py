"""How alike the coded priorities of territories are, and how related the cells they declare."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from polos.errors import Undefined
from polos.measures.coded_priorities import CodedPriorities
from polos.measures.density import relatedness_density, weights_of_others
from polos.measures.relatedness import proximity
from polos.measures.results import Grid, Pairs
from polos.tables.priorities import NOT_STATED

Values = NDArray[np.float64]
Flags = NDArray[np.bool_]

HIERARCHY = ("cell", "market", "technology", "division", "section")


@dataclass(frozen=True, eq=False)
class Overlap:
    """What :func:`rarity_weighted_overlap` returns.

    ``values``, shape (R,): 0 to 1 with each territory, NaN where undefined. ``shared``, shape (R, K):
    the concepts that count and that both declare; ``weights``, shape (K,): their information; ``union``,
    shape (R,): the summed weight of what either declares.
    """

    territory: str
    values: Values
    shared: Flags
    weights: Values
    union: Values
    coded: CodedPriorities


def rarity_weighted_overlap(coded: CodedPriorities, territory: str) -> Overlap:
    r"""Overlap of what two territories declare, where the unusual counts more than what everybody has.

    .. math:: s_{rs} = \frac{\sum_{k \in K_r \cap K_s} w_k}{\sum_{k \in K_r \cup K_s} w_k}, \qquad
              w_k = -\log_2 \frac{|\{r : k \in K_r\}|}{R}

    Concepts K are cells with a stated technology, markets, technologies, NACE divisions and NACE sections
    (a division implies its section): two territories that name different divisions of one section are
    alike in part. R counts the territories with own priorities; what all declare weighs nothing.

    Parameters
    ----------
    coded
        Coded priorities of all territories; they decide what is unusual.
    territory
        The territory r that the others are compared with.

    Returns
    -------
    Overlap
        0 to 1 with every territory. Undefined where the two declare only what everybody declares.

    Raises
    ------
    Undefined
        When the territory has no own priorities.

    References
    ----------
    Weighted Jaccard index; information content as in Resnik (1995), IJCAI 14, 448-453 [recall].
    """
    row = _row(coded, territory)
    counted = np.array([_counts(kind, code) for kind, code in coded.concepts])
    weights = np.where(counted & (coded.share > 0), coded.information, 0.0)
    declared = coded.declared & (weights > 0)
    shared = declared & declared[row]
    union = (declared | declared[row]) @ weights
    values = np.divide(shared @ weights, union, out=np.full(union.shape, np.nan), where=union > 0)
    return Overlap(territory, values, shared, weights, union, coded)


@dataclass(frozen=True, eq=False)
class RelatedPriorities:
    """What :func:`related_priorities` returns.

    ``values``, shape (R,): 0 to 1 with each territory, NaN where undefined; ``different``, shape (R, C):
    the cells each declares and ``territory`` does not, as far as a density is defined; ``densities``,
    shape (C,): how much of a cell's relatedness lies in what ``territory`` declares; ``nearest``, shape
    (C,): the column of the own cell most related to it; ``proximities``: the relatedness itself.
    """

    territory: str
    values: Values
    different: Flags
    densities: Values
    nearest: NDArray[np.int64]
    proximities: Values
    cells: tuple[str, ...]
    coded: CodedPriorities


def co_declaration(coded: CodedPriorities) -> tuple[Grid, Pairs]:
    """Return which territory declares which cell ("not stated" included), and how related cells are.

    Cells are related as activities are, by where they occur together: see
    :func:`polos.measures.relatedness.proximity`. Declaring is not having.
    """
    values = coded.declared[:, coded.columns["cell"]].astype(np.float64)
    nothing_undefined = np.zeros(values.shape, dtype=np.uint8)
    presence = Grid(values, coded.territories, coded.codes("cell"), nothing_undefined, coded.origin)
    return presence, proximity(presence)


def related_priorities(coded: CodedPriorities, territory: str) -> RelatedPriorities:
    r"""How related to a territory's declared cells those are that others declare and it does not.

    .. math:: \frac{1}{|J|} \sum_{j \in J} \frac{\sum_{i \in C_r} \phi_{ij}}{\sum_{i \ne j} \phi_{ij}},
              \qquad J = C_s \setminus C_r

    C are the cells a territory declares, "not stated" included; the relatedness is the minimum conditional
    probability of declaring one given the other, over all territories with own priorities.

    Parameters
    ----------
    coded
        Coded priorities of all territories; they decide what is related.
    territory
        The territory r whose view it is.

    Returns
    -------
    RelatedPriorities
        0 to 1 with every territory; 0 where it declares nothing different. Undefined where all that is
        different never stands beside anything else.

    Raises
    ------
    Undefined
        When the territory has no own priorities.

    References
    ----------
    Relatedness and density of Hidalgo, Klinger, Barabási & Hausmann (2007), Science 317, 482-487, applied
    to declared priorities: ours.
    """
    row = _row(coded, territory)
    presence, pairs = co_declaration(coded)
    densities = relatedness_density(presence, pairs).values[row]
    own = presence.values[row] > 0
    other = (presence.values > 0) & ~own
    different = other & ~np.isnan(densities)
    count = different.sum(axis=1)
    values = np.divide(
        different @ np.nan_to_num(densities), count, out=np.full(len(count), np.nan), where=count > 0
    )
    values[~other.any(axis=1)] = 0.0
    weights = weights_of_others(presence, pairs)
    nearest = np.where(own[:, None], weights, -1.0).argmax(axis=0)
    return RelatedPriorities(
        territory, values, different, densities, nearest, weights, coded.codes("cell"), coded
    )


def _row(coded: CodedPriorities, territory: str) -> int:
    if territory not in coded.row_of:
        raise Undefined(
            found=f"no own priorities of {territory!r}",
            needed="at least one own priority to compare",
            next_step="Record what the territory declares, or choose another.",
        )
    return coded.row_of[territory]


def _counts(kind: str, code: str) -> bool:
    return kind in HIERARCHY and not code.endswith(NOT_STATED)
