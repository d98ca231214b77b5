"""One stored version of a dataset, read from its folder."""

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from polos.store.papers import Papers, read_papers


@dataclass(frozen=True)
class Dataset:
    """A version of a dataset: it never changes, even when a newer one is added."""

    folder: Path
    papers: Papers

    @classmethod
    def read(cls, folder: Path) -> "Dataset":
        """Open the version in a folder."""
        return cls(folder, read_papers(folder / "papers.json"))

    @property
    def name(self) -> str:
        """The name it is stored under."""
        return self.papers.name

    def units(self) -> pl.DataFrame:
        """Statistical units: ``unit_id``, ``name``, ``level``, ``country``, ``side``."""
        return self._read("units")

    def links(self) -> pl.DataFrame:
        """How units stand to territories.

        ``unit_id``, ``territory_id``, ``relation``, ``weight``, ``basis``, ``complete`` (whether the units
        linked to the territory make up all of it).
        """
        return self._read("links")

    def cells(self) -> pl.DataFrame:
        """Persons employed: ``unit_id``, ``activity`` (NACE division), ``employment``, ``status``."""
        return self._read("cells")

    def sections(self) -> pl.DataFrame:
        """Published totals of NACE sections: ``unit_id``, ``section``, ``employment``, ``status``."""
        return self._read("sections")

    def splits(self) -> pl.DataFrame:
        """How classes were brought to divisions: ``class``, ``division``, ``weight``, ``basis``."""
        return self._read("splits")

    def rejected(self) -> pl.DataFrame:
        """Rejected rows: ``row``, ``value``, ``reason``, ``explanation`` (the first 10,000)."""
        return self._read("rejected")

    def _read(self, name: str) -> pl.DataFrame:
        return pl.read_parquet(self.folder / f"{name}.parquet")
