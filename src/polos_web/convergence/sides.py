"""Who is compared on which data: the two sides that an address names, and the rows behind them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import SimpleNamespace

from polos.tables.breadth import Breadth
from polos_web.analysis import convergences as library
from polos_web.analysis import queries as analysis
from polos_web.convergence import groups
from polos_web.convergence.models import SavedGroup
from polos_web.territories import queries as territories
from polos_web.territories.models import Priority, Territory
from polos_web.territories.tables import tables


@dataclass(frozen=True)
class Side:
    """One side of the comparison: what was asked for, what it is called, who is in it."""

    chosen: tuple[str, ...]
    label: str
    ids: tuple[str, ...]
    base: int


@dataclass(frozen=True)
class Source:
    """The data of a comparison: tables, territories as shown, and the rows behind priorities by id.

    ``breadths`` says how broad the priorities of each territory are.
    """

    stock: library.Stock
    known: Sequence[Territory]
    rows: Callable[[Iterable[str]], Mapping[str, Priority]]
    breadths: Mapping[str, Breadth]
    checksum: str


def present(language: str) -> Source:
    """Return the data as they stand."""
    stock = tables()
    return Source(
        library.Stock(stock.priorities, stock.territories),
        territories.all_territories(language),
        territories.priorities_by_id,
        stock.breadths,
        analysis.checksum("territories"),
    )


def sides(
    chosen: SimpleNamespace, known: Sequence[Territory], saved: Sequence[SavedGroup], language: str
) -> tuple[Side, Side]:
    """Return both sides that the address names, all of each continent where it names none."""
    a, b = (_side(codes, known, saved, language) for codes in (chosen.a or ("eu",), chosen.b or ("lac",)))
    return a, b


def labels(wanted: Iterable[str], known: Sequence[Territory], named: Mapping[str, str], language: str) -> str:
    """Return what a side is called: ``named`` are the names of saved groups."""
    offered = {group.code: str(group.label) for group in groups.NAMED} | dict(named)
    offered |= dict(groups.countries_with_several(known, language))
    offered |= {t.territory_id: t.named(language).text for t in known}
    return ", ".join(offered.get(code, code) for code in wanted)


def _side(
    wanted: tuple[str, ...], known: Sequence[Territory], saved: Sequence[SavedGroup], language: str
) -> Side:
    words = labels(wanted, known, {group.code: group.name for group in saved}, language)
    return Side(wanted, words, groups.members(wanted, known, saved), 0)
