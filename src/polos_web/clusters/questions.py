"""Which questions of the dialogue of 2014 a block of a profile answers, so that both can be read together."""

from collections.abc import Mapping
from functools import cache

from polos import reference

TEMPLATE = "polos_2014"
# Block of the profile: block of the dialogue, and its questions about the same.
ASKED = {
    "competitiveness": (2, (1, 2, 3)),
    "challenges": (2, (4,)),
    "internationalisation": (3, (1, 2, 3, 4, 5)),
    "policies": (4, (1, 2, 3, 4, 5)),
}


@cache
def questions(language: str) -> Mapping[str, tuple[str, ...]]:
    """Return the questions behind each block of the profile that has any, in a language of the interface."""
    rows = reference.facts("dialogue_templates").rows.iter_rows(named=True)
    told = {(row["block"], row["question"]): row[language] for row in rows if row["template"] == TEMPLATE}
    return {
        code: tuple(told[block, number] for number in numbers) for code, (block, numbers) in ASKED.items()
    }
