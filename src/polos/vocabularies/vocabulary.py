"""A code list: concepts with a parent and a label in every language, and where the list comes from."""

import csv
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType

from polos.errors import UnknownName, WrongColumns, WrongRows
from polos.provenance import Citation

LANGUAGES = ("en", "es", "pt", "fr")
_FOLDER = files("polos.vocabularies") / "data"
# The lists that an installation may add to, and what a code of each looks like.
OPEN = {"countries": r"[A-Z]{2}", "languages": r"[a-z]{2,3}"}
_NEEDED = ("code", *LANGUAGES)
_added: dict[str, list[dict[str, str]]] = {}


@dataclass(frozen=True)
class Concept:
    """One code; ``parent`` is empty at the top; ``official`` names the languages with an official label."""

    code: str
    parent: str
    labels: Mapping[str, str]
    official: frozenset[str]


@dataclass(frozen=True)
class Vocabulary:
    """A code list in its own order, e.g. ``nace()["10"]`` or ``nace().label("10", "es")``.

    Raises
    ------
    WrongRows
        When a code appears twice, a parent is not in the list (unless ``parents`` names where parents
        are found), or a label is missing in one of the languages.
    """

    name: str
    concepts: tuple[Concept, ...]
    citation: Citation
    parents: frozenset[str] = frozenset()
    _by_code: Mapping[str, Concept] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_code: dict[str, Concept] = {}
        for concept in self.concepts:
            _require_complete(self.name, concept)
            if concept.code in by_code:
                raise _wrong(self.name, f"the code {concept.code!r} twice", "each code once")
            by_code[concept.code] = concept
        for concept in self.concepts:
            if concept.parent and concept.parent not in by_code and concept.parent not in self.parents:
                raise _wrong(self.name, f"{concept.parent!r} as parent", "a parent that is in the list")
        object.__setattr__(self, "_by_code", MappingProxyType(by_code))

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    def __iter__(self) -> Iterator[Concept]:
        return iter(self.concepts)

    def __len__(self) -> int:
        return len(self.concepts)

    def __getitem__(self, code: str) -> Concept:
        if code not in self._by_code:
            raise UnknownName(
                found=f"the code {code!r}",
                needed=f"a code of the vocabulary {self.name!r}",
                next_step=f"Give one of: {', '.join(self.codes[:20])}{' ...' if len(self) > 20 else ''}",
            )
        return self._by_code[code]

    @property
    def codes(self) -> tuple[str, ...]:
        """Every code, in the order of the list."""
        return tuple(concept.code for concept in self.concepts)

    def label(self, code: str, language: str = "en") -> str:
        """Return the label of a code in one of the four languages."""
        labels = self[code].labels
        if language not in labels:
            raise UnknownName(
                found=f"the language {language!r}",
                needed=f"one of: {', '.join(LANGUAGES)}",
                next_step="Give one of these languages.",
            )
        return labels[language]

    def is_official(self, code: str, language: str) -> bool:
        """Whether the label is known to us to be the official one; ours otherwise."""
        return language in self[code].official

    def parent(self, code: str) -> str:
        """Return the code above, empty at the top."""
        return self[code].parent


@cache
def read(name: str, *, parents: frozenset[str] = frozenset()) -> Vocabulary:
    """Read a built-in code list once and keep it."""
    concepts = tuple(
        Concept(
            code=row["code"],
            parent=row["parent"],
            labels=MappingProxyType({language: row[language] for language in LANGUAGES}),
            official=frozenset(filter(None, row["official"].split(";"))),
        )
        for row in rows(name)
    )
    return Vocabulary(name, concepts, Citation(**_citations()[name]), parents)


def take_in(folder: Path) -> tuple[str, ...]:
    """Add the rows of ``countries.csv`` and ``languages.csv`` in a folder to these lists; name which.

    For an installation that goes beyond the built-in countries, before it reads any list. A row has a code
    and a label in each language; that of a country names its side as ``parent``. A folder that is not there
    adds nothing; taking another one in takes the place of the first.

    Raises
    ------
    UnknownName
        When the folder holds a table of another list.
    WrongColumns
        When a table lacks a column.
    WrongRows
        When a code is none of its list, is in the list already, or lacks a label or its parent.
    """
    _added.clear()
    read.cache_clear()
    for path in sorted(folder.glob("*.csv")):
        name = path.stem
        if name not in OPEN:
            raise UnknownName(
                found=f"{path.name} in {folder}",
                needed=f"tables of the lists that can be added to: {', '.join(OPEN)}",
                next_step="Take the file away, or name it after one of these lists.",
            )
        _added[name] = _further(path)
        read(name, parents=frozenset(read("sides").codes))
    return tuple(_added)


def _further(path: Path) -> list[dict[str, str]]:
    """Read the rows an installation adds to a list, with every column that the list has."""
    told = list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))
    lacking = [column for column in _NEEDED if told and column not in told[0]]
    if lacking:
        raise WrongColumns(
            found=f"{path.name} without {', '.join(lacking)}",
            needed=f"the columns {', '.join(_NEEDED)}, and parent for countries",
            next_step="Add the columns.",
        )
    columns = ("parent", "official", *rows(path.stem)[0])
    further = [{column: (row.get(column) or "").strip() for column in columns} for row in told]
    for row in further:
        is_code = re.fullmatch(OPEN[path.stem], row["code"])
        if not is_code or (path.stem == "countries" and not row["parent"]):
            found = f"{row['code']!r} with the parent {row['parent']!r}"
            raise _wrong(path.stem, found, "a code of this list and, for a country, its side")
    return further


def names() -> tuple[str, ...]:
    """Return the name of every built-in code list."""
    return tuple(sorted(_citations()))


def rows(name: str) -> list[dict[str, str]]:
    """Read the rows of a code list, every cell a string: the built-in ones, then those taken in."""
    text = (_FOLDER / f"{name}.csv").read_text(encoding="utf-8")
    return [*csv.DictReader(text.splitlines()), *_added.get(name, ())]


@cache
def _citations() -> dict[str, dict[str, str]]:
    return json.loads((_FOLDER / "citations.json").read_text(encoding="utf-8"))


def _require_complete(name: str, concept: Concept) -> None:
    missing = [language for language in LANGUAGES if not concept.labels.get(language)]
    if missing:
        raise _wrong(
            name, f"no label in {', '.join(missing)} for {concept.code!r}", "a label in each language"
        )


def _wrong(name: str, found: str, needed: str) -> WrongRows:
    return WrongRows(found=found, needed=needed, next_step=f"Correct the code list {name!r}.")
