"""What is made from records anew whenever they change: rows to compute with, the index of the search.

An application registers a ``Projection`` when it starts; it is called inside the transaction of the change.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.module_loading import import_string

if TYPE_CHECKING:  # applications register their projections before there are any models
    from polos_web.registers.models import Record

EVERY_KIND = "*"


@dataclass(frozen=True)
class Projection:
    """``project`` is the dotted name of a function that takes records of one kind, changed just now."""

    name: str
    kind_name: str
    project: str

    @property
    def function(self) -> Callable[[Sequence["Record"]], None]:
        return import_string(self.project)


_registered: dict[str, Projection] = {}


def register(projection: Projection) -> None:
    """Add a projection, for one kind or for ``EVERY_KIND``."""
    _registered[projection.name] = projection


def of(kind_name: str) -> Iterator[Projection]:
    """Give the projections of a register, in the order of their names."""
    for name in sorted(_registered):
        if _registered[name].kind_name in (kind_name, EVERY_KIND):
            yield _registered[name]
