"""What to keep in mind beside a result: codes with numbers, worded later in four languages."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class FieldedCode(StrEnum):
    """A stable word for a sentence, with the names of the values that fill it (``fields``)."""

    fields: tuple[str, ...]

    def __new__(cls, code: str, *fields: str) -> "FieldedCode":
        member = str.__new__(cls, code)
        member._value_ = code
        member.fields = fields
        return member


@dataclass(frozen=True)
class Caveat:
    """A limit of a result: ``code`` names the sentence, ``values`` fills it."""

    code: str
    values: dict[str, Any] = field(default_factory=dict)


class CaveatCode(FieldedCode):
    """Caveats of a comparison of priorities. ``_a`` and ``_b`` are the two sides.

    ============================  ====================================================================
    level_mismatch                nations are compared with smaller territories; how many nations of how
                                  many territories on each side
    broad_priorities              priorities with many markets (``markets`` or more), or manufacturing
                                  alone; of how many
    technology_not_stated         priorities that state no technology, of how many; ``share`` over both
    different_periods             the periods of the strategies differ; first and last year of each side,
                                  and how many different periods there are over both
    small_group                   a side has fewer than ``minimum`` territories with own priorities
    uneven_groups                 a side has many times the territories of the other; in the smaller one, of
                                  ``smaller`` against ``larger``, one territory is a share of ``step``
    contained                     a group holds territories that lie in, or overlap, one another, so the
                                  same place counts twice: pairs in a, in b, between a and b, and the
                                  pairs themselves as "inner in outer" or "one overlaps other" ids
    in_both_groups                territories that stand on both sides
    no_own_priorities             territories of a side ("a" or "b") without own priorities: left out
    thin_cells                    shared cells in which a side has fewer than ``minimum`` territories, of
                                  how many shared cells
    recalled_priorities           priorities from background knowledge rather than from a page, of how many
    emphasis_of_priorities        a side has only one territory, so emphasis is the share of priorities
                                  instead of the share of territories
    side_without_priorities       no territory of this side has own priorities, so no level can be told
    levels_not_given              levels and containment were not looked at: no table of territories given
    similarity_only               the result shows what is declared alike, not what complements; no values
    ============================  ====================================================================
    """

    LEVEL_MISMATCH = "level_mismatch", "nations_a", "base_a", "nations_b", "base_b"
    BROAD_PRIORITIES = "broad_priorities", "broad_a", "priorities_a", "broad_b", "priorities_b", "markets"
    TECHNOLOGY_NOT_STATED = (
        "technology_not_stated",
        "unstated_a",
        "priorities_a",
        "unstated_b",
        "priorities_b",
        "share",
    )
    DIFFERENT_PERIODS = "different_periods", "first_a", "last_a", "first_b", "last_b", "periods"
    SMALL_GROUP = "small_group", "base_a", "base_b", "minimum"
    UNEVEN_GROUPS = "uneven_groups", "smaller", "larger", "step"
    CONTAINED = "contained", "pairs_a", "pairs_b", "pairs_across", "pairs"
    IN_BOTH_GROUPS = "in_both_groups", "territories"
    NO_OWN_PRIORITIES = "no_own_priorities", "side", "territories"
    THIN_CELLS = "thin_cells", "cells", "shared_cells", "minimum"
    RECALLED_PRIORITIES = "recalled_priorities", "recalled_a", "priorities_a", "recalled_b", "priorities_b"
    EMPHASIS_OF_PRIORITIES = "emphasis_of_priorities", "territories_a", "territories_b"
    SIDE_WITHOUT_PRIORITIES = "side_without_priorities", "side"
    LEVELS_NOT_GIVEN = ("levels_not_given",)
    SIMILARITY_ONLY = ("similarity_only",)
