"""The rows behind the columns of one pair of territories: enough to compute each column again."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from polos.matches.counterparts import complementary_column
from polos.matches.evidence import RelatedRow, first_source
from polos.matches.likeness import VariableRow, structure_rows
from polos.matches.value_links import LinkRow, SeasonRow, chain_rows, season_rows, told_from
from polos_web.analysis import queries
from polos_web.analysis.counterparts import Basis, Mix
from polos_web.analysis.input_output import Context, context
from polos_web.analysis.statistics import statistics
from polos_web.analysis.values import Selection


@dataclass(frozen=True, eq=False)
class Rows:
    """Relatedness, flows, seasons and variables of a pair; none of what nothing is loaded for.

    ``strong_divisions`` tells for a territory and an activity of the input-output table in which of its
    divisions the territory is specialised, and which divisions the activity has; nothing without a table.
    """

    related: tuple[RelatedRow, ...]
    links: tuple[LinkRow, ...]
    seasons: tuple[SeasonRow, ...]
    variables: tuple[VariableRow, ...]
    strong_divisions: Callable[[str, str], tuple[tuple[str, ...], tuple[str, ...]]]


def of_pair(basis: Basis, mix: Mix, counterpart: str) -> Rows:
    """Return the rows behind the columns of a territory and one counterpart, as they are ranked now."""
    held, evidence = context(), statistics().evidence
    chain, seasons = held.first("input-output", mix.table), held.first("seasons")
    complementary = complementary_column(
        evidence,
        queries.coded(basis.priorities, basis.territories, Selection()),
        mix.territory,
        counterparts=[counterpart],
        chosen=mix.chosen or None,
    )
    pair = (mix.territory, counterpart)
    return Rows(
        related=complementary.rows(counterpart),
        links=chain_rows(evidence, chain.input_output, *pair) if chain else (),
        seasons=season_rows(seasons.seasons, *pair) if seasons else (),
        variables=_variables(held, *pair),
        strong_divisions=partial(_strong_divisions, held, mix.table),
    )


def _variables(held: Context, territory: str, counterpart: str) -> tuple[VariableRow, ...]:
    table, distances = held.first("indicators"), held.distances
    if table is None or distances is None:
        return ()
    return structure_rows(distances, table.indicators, territory, counterpart)


def _strong_divisions(
    held: Context, name: str, territory: str, activity: str
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    chain, source = held.first("input-output", name), first_source(statistics().evidence).get(territory)
    if chain is None or source is None:
        return (), ()
    table = chain.input_output
    divisions = table.divisions[table.activities.index(activity)]
    return told_from(source, table, territory, activity), divisions
