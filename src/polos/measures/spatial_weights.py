"""Who is whose neighbour: the weights behind every measure of spatial association."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.sparse import csr_array, diags_array, vstack
from scipy.spatial.distance import cdist

from polos.errors import InputError, UnknownName, WrongRows
from polos.measures.arguments import require_above, require_count
from polos.measures.results import Values
from polos.tables.matrix import read_only, require_unique

Position = tuple[float, float]
_BLOCK = 512  # territories whose distances are held at a time


@dataclass(frozen=True, eq=False)
class SpatialWeights:
    """How much each territory (column) counts as a neighbour of another (row), shape (R, R), sparse.

    ``links`` are as given: 0 or more, finite, nothing on the diagonal. With ``is_row_standardised`` each row
    is divided by its sum, so that a measure sees the mean of the neighbours; without, their sum. A
    territory without neighbours (an island) keeps an empty row: it is counted, and has nothing around it.

    Raises
    ------
    WrongRows
        When the shape does not fit the labels, a label appears twice, a link is negative or not finite, or
        a territory is its own neighbour.
    """

    links: csr_array
    territories: tuple[str, ...]
    is_row_standardised: bool = True

    def __post_init__(self) -> None:
        links = csr_array(self.links, dtype=np.float64, copy=True)
        links.sum_duplicates()  # a pair given twice counts twice
        _require_links(links, self.territories)
        links.eliminate_zeros()
        links.sort_indices()
        for part in (links.data, links.indices, links.indptr):
            read_only(part)
        object.__setattr__(self, "links", links)

    @classmethod
    def from_pairs(
        cls,
        pairs: Iterable[tuple[str, str]],
        territories: Sequence[str],
        *,
        is_row_standardised: bool = True,
    ) -> "SpatialWeights":
        """Build from pairs that border on each other, each named once, in any order.

        Raises
        ------
        UnknownName
            When a pair names a territory that is not in the list.
        """
        place_of = {name: i for i, name in enumerate(territories)}
        listed = list(pairs)
        unknown = [name for pair in listed for name in pair if name not in place_of]
        if unknown:
            raise UnknownName(
                found=f"the territory {unknown[0]!r} in a pair",
                needed=f"one of the {len(place_of)} territories listed",
                next_step="Add it to the territories, or leave the pair out.",
            )
        links = np.zeros((len(territories),) * 2)
        for one, other in listed:
            links[place_of[one], place_of[other]] = links[place_of[other], place_of[one]] = 1
        return cls(csr_array(links), tuple(territories), is_row_standardised)

    @classmethod
    def within(
        cls, positions: Mapping[str, Position], distance: float, *, is_row_standardised: bool = True
    ) -> "SpatialWeights":
        """Link every two territories at most ``distance`` apart, in the unit of the plane coordinates.

        Raises
        ------
        InputError
            When the distance is not above 0, or a position is not finite.
        """
        require_above("distance", distance)
        parts = [csr_array(apart <= distance, dtype=np.float64) for apart in _distances(positions)]
        return cls(_stacked(parts), tuple(positions), is_row_standardised)

    @classmethod
    def nearest(
        cls, positions: Mapping[str, Position], count: int, *, is_row_standardised: bool = True
    ) -> "SpatialWeights":
        """Link every territory to its ``count`` nearest; of several equally near, the first ones listed.

        Raises
        ------
        InputError
            When the count is below 1 or leaves no territory out, or a position is not finite.
        """
        require_count("nearest territories", count, example=4)
        if count >= len(positions):
            raise InputError(
                found=f"{count} nearest of {len(positions)} territories",
                needed="at least 1, and fewer than there are territories",
                next_step="Give, for example, 4.",
            )
        parts = []
        for apart in _distances(positions):
            chosen = np.argsort(apart, axis=1, kind="stable")[:, :count]
            is_near = np.zeros(apart.shape)
            np.put_along_axis(is_near, chosen, 1.0, axis=1)
            parts.append(csr_array(is_near))
        return cls(_stacked(parts), tuple(positions), is_row_standardised)

    @cached_property
    def matrix(self) -> csr_array:
        """The weights that measures use, shape (R, R): the links, each row divided by its sum where asked."""
        if not self.is_row_standardised:
            return self.links
        sums = np.asarray(self.links.sum(axis=1))
        inverse = np.divide(1.0, sums, out=np.zeros(sums.shape), where=sums > 0)
        return csr_array(diags_array(inverse) @ self.links)

    @property
    def islands(self) -> tuple[str, ...]:
        """The territories without a neighbour."""
        empty = np.flatnonzero(np.diff(self.links.indptr) == 0)
        return tuple(self.territories[i] for i in empty)

    def over(self, territories: Sequence[str]) -> "SpatialWeights":
        """Return the weights among these territories, in this order, standardised anew.

        Raises
        ------
        UnknownName
            When a territory has no row here.
        """
        place_of = {name: i for i, name in enumerate(self.territories)}
        missing = [name for name in territories if name not in place_of]
        if missing:
            raise UnknownName(
                found=f"no spatial weights for {', '.join(missing[:3])}",
                needed="weights for every territory of the values, an island's too",
                next_step="Build the weights over all territories of the table.",
            )
        at = np.array([place_of[name] for name in territories], dtype=np.intp)
        among = csr_array(csr_array(self.links[at])[:, at])
        return SpatialWeights(among, tuple(territories), self.is_row_standardised)


def _distances(positions: Mapping[str, Position]) -> Iterator[Values]:
    """Return the distances from some territories at a time to all, each infinitely far from itself."""
    places = np.array(list(positions.values()), dtype=np.float64).reshape(-1, 2)
    if not np.isfinite(places).all():
        name = list(positions)[int(np.argmin(np.isfinite(places).all(axis=1)))]
        raise InputError(
            found=f"the position {positions[name]} of {name!r}, which is not finite",
            needed="finite plane coordinates for every territory",
            next_step="Leave out the territories whose position is unknown.",
        )
    for start in range(0, len(places), _BLOCK):
        apart: Values = np.asarray(cdist(places[start : start + _BLOCK], places), dtype=np.float64)
        own = np.arange(len(apart))
        apart[own, start + own] = np.inf
        yield apart


def _stacked(parts: Sequence[csr_array]) -> csr_array:
    return csr_array(vstack(parts)) if parts else csr_array((0, 0))


def _require_links(links: csr_array, territories: Sequence[str]) -> None:
    """Refuse what is no neighbourhood, with the territory where it is not."""
    size = len(territories)
    if links.shape != (size, size):
        raise _wrong_links(f"links of shape {links.shape}", size)
    require_unique(territories, "territory", next_step="Correct the links: each territory has one row.")
    amounts = links.tocoo()
    wrong = ~np.isfinite(amounts.data) | (amounts.data < 0)
    wrong |= (amounts.row == amounts.col) & (amounts.data != 0)
    if wrong.any():
        at = int(np.flatnonzero(wrong)[0])
        one, other = territories[amounts.row[at]], territories[amounts.col[at]]
        raise _wrong_links(f"a link of {amounts.data[at]:g} from {one!r} to {other!r}", size)


def _wrong_links(found: str, size: int) -> WrongRows:
    return WrongRows(
        found=found,
        needed=f"finite links of 0 or more, shape ({size}, {size}), none on the diagonal",
        next_step="Correct the links; leave out what is not a neighbour.",
    )
