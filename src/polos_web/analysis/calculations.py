"""The rows behind the columns of one pair of territories: enough to compute each column again."""

from collections.abc import Mapping
from dataclasses import dataclass

from polos.matches.counterparts import complementary_column
from polos.matches.evidence import Evidence, RelatedRow, first_source
from polos.matches.likeness import VariableRow, structure_rows
from polos.matches.value_links import LinkRow, SeasonRow, chain_rows, season_rows, told_from
from polos.tables.input_output import InputOutput
from polos_web.analysis import queries
from polos_web.analysis.counterparts import Basis, Mix
from polos_web.analysis.input_output import Context, context
from polos_web.analysis.statistics import statistics
from polos_web.analysis.values import Selection


@dataclass(frozen=True, eq=False)
class Rows:
    """Relatedness, flows, seasons and variables of a pair; none of what nothing is loaded for.

    ``sources`` are those that speak for the two, ``table`` the input-output table where there is one.
    """

    related: tuple[RelatedRow, ...]
    links: tuple[LinkRow, ...]
    seasons: tuple[SeasonRow, ...]
    variables: tuple[VariableRow, ...]
    sources: Mapping[str, Evidence]
    table: InputOutput | None

    def cells(self, territory: str, division: str) -> tuple[str, ...]:
        """Name the cells of employment of a territory in a division; none where it is not compared."""
        source = self.sources.get(territory)
        if source is None or division not in source.presence.activities:
            return ()
        return source.cells(territory, division)

    def divisions(self, activity: str) -> tuple[str, ...]:
        """Return the divisions of an activity of the input-output table."""
        return self.table.divisions[self.table.activities.index(activity)] if self.table else ()

    def strong_divisions(self, territory: str, activity: str) -> tuple[str, ...]:
        """Return those of its divisions in which a territory is specialised."""
        source = self.sources.get(territory)
        return told_from(source, self.table, territory, activity) if source and self.table else ()


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
        sources={one: found for one, found in first_source(evidence).items() if one in pair},
        table=chain.input_output if chain else None,
    )


def _variables(held: Context, territory: str, counterpart: str) -> tuple[VariableRow, ...]:
    table, distances = held.first("indicators"), held.distances
    if table is None or distances is None:
        return ()
    return structure_rows(distances, table.indicators, territory, counterpart)
