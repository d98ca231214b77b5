"""What a page asks the library, as plain values: hashable, so that the same question is answered once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from polos.matches.explanation import Unknown
from polos.matches.validation import Place, Placement, Summary, Validation
from polos.measures.caveats import Caveat
from polos.parameters.counterparts import Weights


@dataclass(frozen=True)
class Selection:
    """Which priorities count: the years their period must touch, their provenance and confidence.

    ``None`` does not filter.
    """

    first_year: int | None = None
    last_year: int | None = None
    provenances: tuple[str, ...] | None = None
    confidences: tuple[str, ...] | None = None

    @property
    def years(self) -> tuple[int, int] | None:
        """First and last year, open ends filled with years that no strategy reaches."""
        if self.first_year is None and self.last_year is None:
            return None
        return self.first_year or 1900, self.last_year or 2200


@dataclass(frozen=True)
class Asked:
    """For whom counterparts are looked for, with which weights, on which date, among whom."""

    territory: str
    weights: Weights
    on: date
    among: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Papers:
    """How a result was computed: enough to compute it again."""

    kind: str
    parameters: dict[str, object]
    inputs: dict[str, str]
    library_version: str
    digest: str


def validation_from(plain: Mapping[str, Any]) -> Validation:
    """Return a check on the pairings from the plain values it was kept as."""
    return Validation(
        placements=tuple(
            Placement(
                pairing_id=placement["pairing_id"],
                territory_id=placement["territory_id"],
                chosen=placement["chosen"],
                chosen_side=placement["chosen_side"],
                places={pool: Place(**place) for pool, place in placement["places"].items()},
                reasons=tuple(Unknown(**reason) for reason in placement["reasons"]),
            )
            for placement in plain["placements"]
        ),
        summaries=tuple(Summary(**summary) for summary in plain["summaries"]),
        caveats=tuple(Caveat(**caveat) for caveat in plain["caveats"]),
        weights=Weights(**plain["weights"]),
        draws=plain["draws"],
    )
