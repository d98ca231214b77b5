"""The matrix that a paper printed in 2018: as it stands there, with its counts and its high cells."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from polos import reference
from polos.vocabularies import NOT_STATED, convergence_levels, markets, technology_columns
from polos_web.convergence.words import cell_label

# The groups here that come nearest to the two sides of the paper.
SIDES = ("eu-regions", "lac-2018")


@dataclass(frozen=True)
class Published:
    """The printed matrix: (market, cells as level and word), and counts (level, table, text).

    ``high`` are its high cells as (code, label): the niches the paper calls promising.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    counts: tuple[tuple[str, int, int], ...]
    high: tuple[tuple[str, str], ...]
    sides: tuple[str, str] = SIDES


def published(language: str) -> Published:
    """Return the printed matrix, with its two counts of levels that disagree."""
    cells = _levels()
    technologies = [code for code in technology_columns().codes if code != NOT_STATED]
    levels = [[(m, t, cells[f"{m}|{t}"]) for t in technologies] for m in markets().codes]
    return Published(
        columns=tuple(technology_columns().label(code, language) for code in technologies),
        rows=tuple(
            (
                markets().label(row[0][0], language),
                tuple((level, convergence_levels().label(level, language)) for _, _, level in row),
            )
            for row in levels
        ),
        counts=tuple(
            (convergence_levels().label(level, language), in_table, in_text)
            for level, in_table, in_text in reference.published_matrix_counts().rows.iter_rows()
        ),
        high=tuple(
            (f"{m}|{t}", cell_label(f"{m}|{t}", language))
            for row in levels
            for m, t, level in row
            if level == "high"
        ),
    )


def printed_level(cell: str) -> str:
    """Return the level that was printed for a cell; nothing where the paper has no such cell."""
    return _levels().get(cell, "")


@cache
def _levels() -> Mapping[str, str]:
    """Return the printed levels by cell, as market|technology."""
    rows = reference.published_matrix().rows.select("market", "technology", "level").iter_rows()
    return {f"{market}|{technology}": level for market, technology, level in rows}
