"""Where a value comes from: carried by every later value, never dropped on the way."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Licence:
    """The terms under which something may be used; ``identifier`` is an SPDX id where one exists."""

    identifier: str
    attribution: str = ""
    may_be_redistributed: bool = False


@dataclass(frozen=True)
class Citation:
    """How to cite a source, and where in it a fact stands."""

    text: str
    address: str = ""
    place: str = ""
    year: str = ""


@dataclass(frozen=True)
class Origin:
    """The papers of a value: its source, and the values it was made from.

    ``checksum`` is the SHA-256 of the bytes at the start of the chain; ``steps`` names what was done
    since, in order, so that a number can be walked back to its rows.
    """

    name: str
    citation: Citation | None = None
    licence: Licence | None = None
    checksum: str = ""
    fetched_at: datetime | None = None
    steps: tuple[str, ...] = ()
    parents: tuple["Origin", ...] = field(default=())

    def then(self, step: str) -> "Origin":
        """Return the same papers with one more step noted."""
        return Origin(
            self.name,
            self.citation,
            self.licence,
            self.checksum,
            self.fetched_at,
            (*self.steps, step),
            self.parents,
        )
