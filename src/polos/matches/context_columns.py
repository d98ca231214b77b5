"""The columns that rest on context tables: value chain, season, structure; only those that can be made."""

from collections.abc import Mapping, Sequence

from polos.matches.evidence import Evidence
from polos.matches.further import Further
from polos.matches.likeness import structure_column
from polos.matches.value_links import season_column, value_chain_column
from polos.measures.structure import StructuralDistance
from polos.table import Table
from polos.tables.input_output import InputOutput

CONTEXT_COLUMNS = ("value_chain", "season", "structure")


def context_columns(
    territory: str,
    *,
    counterparts: Sequence[str],
    evidence: Sequence[Evidence] = (),
    input_output: InputOutput | None = None,
    seasons: Table | None = None,
    structure: StructuralDistance | None = None,
    weights: Mapping[str, float] | None = None,
) -> tuple[Further, ...]:
    """Return the columns for which there is a table, in the order of ``CONTEXT_COLUMNS``.

    Parameters
    ----------
    territory, counterparts
        Who looks, and at whom.
    evidence
        Employment, which the value chain needs beside the input-output table.
    input_output, seasons, structure
        A table, a calendar (:func:`polos.tables.seasons.seasons_of`) and distances
        (:func:`polos.measures.structure.structural_distance`), as far as there are any.
    weights
        By column; 0 where not given.
    """
    weigh = {column: (weights or {}).get(column, 0.0) for column in CONTEXT_COLUMNS}
    found = []
    if input_output is not None:
        found.append(
            value_chain_column(
                evidence, input_output, territory, counterparts=counterparts, weight=weigh["value_chain"]
            )
        )
    if seasons is not None:
        found.append(season_column(seasons, territory, weight=weigh["season"]))
    if structure is not None:
        found.append(structure_column(structure, territory, weight=weigh["structure"]))
    return tuple(found)
