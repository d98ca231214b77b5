"""Partners, values and rules as people write or upload them: read, and refused line by line in words.

A table is typed with semicolons, one line each, or handed in as CSV or XLSX with headings. Nothing of it is
kept where a line cannot be used.
"""

import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext

from polos import vocabularies
from polos.errors import InputError
from polos.sources.rows import read_text_rows
from polos_web.clusters import queries as clusters
from polos_web.registers import kinds
from polos_web.registers import queries as registers
from polos_web.territories import queries as territories
from polos_web.ui.parameters import nearest
from polos_web.ui.text import folded
from polos_web.ui.themes import text_of_themes, themes_of

LARGEST_FILE, MOST_ROWS, MOST_PARTNERS = 5_000_000, 250_000, 1000
MOST_RECORDS = 20_000
PARTNERS: dict[str, tuple[str, ...]] = {
    "name": ("name", "id", "nombre", "nome", "nom"),
    "most": ("most", "máximo", "maximum"),
    "least": ("least", "mínimo", "minimum"),
    "themes": ("themes", "temas", "thèmes"),
    "country": ("country", "país", "pays"),
}
WORTH: dict[str, tuple[str, ...]] = {
    "a": ("a", "from", "de"),
    "b": ("b", "to", "con", "com", "avec"),
    "value": ("value", "valor", "valeur"),
}
Row = Mapping[str, Any]


@dataclass
class Judged:
    """What lines would give, and what is wrong with them; nothing counts where anything is wrong."""

    found: list[Any] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def refuse(self, row: Row, words: str) -> None:
        """Note what is wrong with a line."""
        self.faults.append(gettext("Line %(row)s: %(problem)s") % {"row": row["row"], "problem": words})


# ---- lines and files --------------------------------------------------------------------------


def typed(text: str, columns: Sequence[str]) -> list[dict[str, Any]]:
    """Return the lines of a text as rows, their parts parted by semicolons; empty lines are left out."""
    rows: list[dict[str, Any]] = []
    for number, line in enumerate(text.splitlines(), 1):
        parts = [part.strip() for part in line.split(";")]
        if any(parts):
            told = {name: part for name, part in zip(columns, parts, strict=False) if part}
            rows.append({"row": number, **told, "surplus": ";".join(parts[len(columns) :])})
    return rows


def uploaded(file: UploadedFile, columns: Mapping[str, tuple[str, ...]], needed: Sequence[str]) -> list[Any]:
    """Return the rows of a file as text, numbered as a spreadsheet shows them.

    Raises
    ------
    InputError
        When the file is no table, lacks a needed column, or is too large.
    """
    if (file.size or 0) > LARGEST_FILE:
        raise _too_large(f"{file.size:,} bytes", "large file", bytes=file.size, most=LARGEST_FILE)
    rows: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / (Path(file.name or "").name or "file")
        path.write_bytes(b"".join(file.chunks()))
        for batch in read_text_rows(path, columns, tuple(needed)).batches:
            rows += map(_row, batch.drop("surplus", "short").iter_rows(named=True))
            if len(rows) > MOST_ROWS:
                raise _too_large(f"{len(rows):,} rows or more", "many rows", most=MOST_ROWS)
    return [row for row in rows if len(row) > 1]


def _row(row: Row) -> dict[str, Any]:
    kept = {name: str(value).strip() for name, value in row.items() if name != "row" and value is not None}
    return {"row": row["row"] + 1, **{name: value for name, value in kept.items() if value}}


def _too_large(found: str, code: str, **facts: object) -> InputError:
    return InputError(
        found=f"a file of {found}",
        needed=f"at most {MOST_ROWS:,} rows and {LARGEST_FILE:,} bytes",
        next_step="Leave out pairs that are not in question; a pair without a row is of unknown value.",
        code=code,
        **facts,
    )


# ---- who is who -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Known:
    """Things that can be named: their names by id; ``find`` takes an id or a name, however it is spelled."""

    names: Mapping[str, str]
    by_name: Mapping[str, list[str]]

    @classmethod
    def of(cls, names: Mapping[str, str]) -> "Known":
        """Index names by how they are spelled."""
        by_name: dict[str, list[str]] = {}
        for one, name in names.items():
            by_name.setdefault(folded(name), []).append(one)
        return cls(names, by_name)

    def find(self, written: str) -> str:
        """Return the id of what is called so; nothing where there is none, or more than one."""
        if written in self.names:
            return written
        found = self.by_name.get(folded(written), [])
        return found[0] if len(found) == 1 else ""

    def missing(self, written: str) -> str:
        """Say that nothing is called so, and what is nearest."""
        near = nearest(written, self.names.values(), most=3)
        words = gettext("nothing here is called “%(name)s”; the nearest are: %(options)s")
        return words % {"name": written[:60], "options": "; ".join(near) or "–"}


def known_records(kind_name: str) -> Known:
    """Return the published territories or clusters by name."""
    return Known.of(dict(registers.titles(kinds.kind(kind_name), most=MOST_RECORDS)))


def known_partners(*sides: Iterable[Row]) -> Known:
    """Return the partners of one side, or of both, by name."""
    return Known.of({one["id"]: one["name"] for side in sides for one in side})


def country_of(kind_name: str, slug: str) -> str:
    """Return the country of a published record; nothing where it is not known."""
    found = territories.territory(slug) if kind_name == "territory" else clusters.cluster(slug)
    return (found.country or "") if found else ""


# ---- partners, values, rules ------------------------------------------------------------------


def partners(kind_name: str, rows: Sequence[Row], other: Iterable[Row]) -> Judged:
    """Return the partners of one side, none of whom is on the other."""
    judged = Judged()
    known = None if kind_name == "name" else known_records(kind_name)
    taken: dict[str, Any] = {one["id"]: None for one in other}
    if len(rows) > MOST_PARTNERS:
        judged.faults.append(gettext("A side has at most %(most)s partners.") % {"most": MOST_PARTNERS})
        return judged
    for row in rows:
        written = row.get("name", "")
        one = written[:100] if known is None else known.find(written)
        if not one:
            words = known.missing(written) if known and written else gettext("a partner has a name")
            judged.refuse(row, words)
            continue
        if one in taken:
            judged.refuse(row, gettext("“%(name)s” is there already") % {"name": written[:60]})
        taken[one] = row
        judged.found.append(
            {
                "id": one,
                "name": known.names[one] if known else written[:100],
                "country": _country(row, judged) or (country_of(kind_name, one) if known else ""),
                "themes": themes_of(row.get("themes", "")),
                **_bounds(row, judged, most=1),
            }
        )
    return judged


def _country(row: Row, judged: Judged) -> str:
    written = row.get("country", "").upper()
    if written and written not in vocabularies.countries().codes:
        judged.refuse(row, gettext("“%(code)s” is no code of a country") % {"code": written[:10]})
    return written


def _bounds(row: Row, judged: Judged, *, most: int) -> dict[str, int]:
    found = {"most": most, "least": 0}
    for name in found:
        written = row.get(name, "").removesuffix(".0")
        if written and not (written.isascii() and written.isdigit() and int(written) <= MOST_PARTNERS):
            judged.refuse(row, gettext("“%(value)s” is no whole number from 0 on") % {"value": written[:20]})
        elif written:
            found[name] = int(written)
    if found["least"] > found["most"]:
        judged.refuse(row, gettext("at least more partners than at most"))
    return found


def worth(a: Sequence[Row], b: Sequence[Row], rows: Iterable[Row]) -> Judged:
    """Return what pairs are worth as (a, b, value); a row without a value says that it is unknown."""
    judged, sides, seen = Judged(), (known_partners(a), known_partners(b)), {}
    for row in rows:
        pair = _pair(row, (row.get("a", ""), row.get("b", "")), sides, judged)
        if pair is None:
            continue
        if pair in seen:
            judged.refuse(row, gettext("this pair stands in line %(row)s already") % {"row": seen[pair]})
        seen[pair] = row["row"]
        value = _number(row.get("value", ""))
        if row.get("value") and value is None:
            words = gettext("“%(value)s” is no number from 0 on") % {"value": row["value"][:20]}
            judged.refuse(row, words)
        elif value is not None:
            judged.found.append([*pair, value])
    return judged


def _number(written: str) -> float | None:
    try:
        found = float(written.replace(",", "."))
    except ValueError:
        return None
    return found if 0 <= found < 1e12 else None


def pairs(a: Sequence[Row], b: Sequence[Row], text: str) -> Judged:
    """Return the pairs of a text, one a line: "one; other"."""
    judged, sides = Judged(), (known_partners(a), known_partners(b))
    for row in typed(text, ("a", "b")):
        pair = _pair(row, (row.get("a", ""), row.get("b", "")), sides, judged)
        if pair is not None and list(pair) not in judged.found:
            judged.found.append(list(pair))
    return judged


def _pair(
    row: Row, written: tuple[str, str], sides: tuple[Known, Known], judged: Judged
) -> tuple[str, str] | None:
    found = tuple(side.find(name) for side, name in zip(sides, written, strict=True))
    for one, name, side in zip(found, written, sides, strict=True):
        if not one:
            judged.refuse(row, side.missing(name) if name else gettext("a pair names both partners"))
    return (found[0], found[1]) if all(found) else None


def rankings(a: Sequence[Row], b: Sequence[Row], text: str) -> Judged:
    """Return whom partners want as (who, [most wanted first]), one a line: "who; first; second"."""
    judged, sides = Judged(), (known_partners(a), known_partners(b))
    both, seen = known_partners(a, b), set()
    for number, line in enumerate(text.splitlines(), 1):
        parts = [part.strip() for part in line.split(";") if part.strip()]
        if not parts:
            continue
        row, who = {"row": number}, both.find(parts[0])
        if not who:
            judged.refuse(row, both.missing(parts[0]))
            continue
        others = sides[1] if who in sides[0].names else sides[0]
        wanted = [(name, others.find(name)) for name in parts[1:]]
        for name, one in wanted:
            if not one:
                judged.refuse(row, others.missing(name))
        order = [one for _, one in wanted if one]
        if who in seen or len(set(order)) < len(order):
            judged.refuse(row, gettext("a partner is named twice"))
        seen.add(who)
        judged.found.append([who, order])
    return judged


def text_of_partners(side: Iterable[Row]) -> str:
    """Return partners as lines that :func:`partners` reads."""
    return "\n".join(_line(one) for one in side)


def _line(one: Row) -> str:
    parts = [one["name"], str(one["most"]), str(one["least"]), text_of_themes(one["themes"]), one["country"]]
    return "; ".join(parts).rstrip("; ")


def text_of_pairs(found: Iterable[Sequence[str]], name: Callable[[str], str]) -> str:
    """Return pairs as lines that :func:`pairs` reads."""
    return "\n".join(f"{name(a)}; {name(b)}" for a, b in found)


def text_of_rankings(found: Mapping[str, Sequence[str]], name: Callable[[str], str]) -> str:
    """Return rankings as lines that :func:`rankings` reads."""
    return "\n".join("; ".join([name(who), *map(name, order)]) for who, order in found.items())
