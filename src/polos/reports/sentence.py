"""What a sentence is: its English words with named places, and how each place is written."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from polos.reports.labels import Show


@dataclass(frozen=True)
class Sentence:
    """A sentence, or its two English forms where ``counted_by`` names the number they follow.

    ``shows`` says how a named place is written where that differs from ``SHOWN_AS``.
    """

    one: str
    many: str = ""
    counted_by: str = ""
    shows: Mapping[str, Show] = field(default_factory=dict)
