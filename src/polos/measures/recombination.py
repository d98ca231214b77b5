"""How hard it is to combine the activities that records name together, such as classes on patents."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from polos.measures.arguments import require_kind
from polos.measures.composed import Composed
from polos.measures.results import ByActivity, Reason, Reasons, Result, Values, undefined_where
from polos.provenance import Origin
from polos.tables.records import Records


def ease_of_recombination(records: Records) -> ByActivity:
    r"""How many other activities an activity was ever combined with, for each record that names it.

    .. math:: E_a = \frac{|\{ b \ne a : \text{some record names both} \}|}{n_a}

    ``n`` counts the records that name the activity.

    Parameters
    ----------
    records
        Which record names which activity, shape (N, A).

    Returns
    -------
    ByActivity
        Shape (A,), other activities per record. Undefined where no record names the activity.

    Raises
    ------
    Nothing
        The records were checked when they were read; what cannot be computed is undefined.

    References
    ----------
    Fleming & Sorenson (2001), Research Policy 30, 1019-1039.

    Examples
    --------
    >>> from polos.measures import samples
    >>> ease_of_recombination(samples.patents()).at("ink")
    1.0
    """
    require_kind("records", records, Records)
    named = records.incidence.sum(axis=0)
    together = (records.incidence.T @ records.incidence).tocsr()
    together.setdiag(0)
    together.eliminate_zeros()
    partners = np.diff(together.indptr).astype(np.float64)
    values = np.full(len(named), np.nan)
    np.divide(partners, named, out=values, where=named > 0)
    return _by_activity(records, values, named == 0, "ease_of_recombination")


@dataclass(frozen=True, eq=False, repr=False)
class ByRecord(Result):
    """One value a record, shape (N,); NaN exactly where ``undefined`` gives a reason."""

    values: Values
    records: tuple[str, ...]
    undefined: Reasons
    origin: Origin
    parameters: dict[str, Any] = field(default_factory=dict)
    backend: str = "polars"

    def _axes(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        return (("record", self.records),)


@dataclass(frozen=True, eq=False, repr=False)
class ModularComplexity(Composed):
    """Modular complexity of each record, NaN where none can be given, and its mean by activity."""

    of_records: Values
    records: tuple[str, ...]
    activities: ByActivity

    @property
    def parts(self) -> dict[str, Result]:
        """The values of records and those of activities."""
        undefined = undefined_where(self.of_records, (Reason.NOTHING_TO_COMPARE, np.isnan(self.of_records)))
        papers = self.activities.origin, self.activities.parameters, self.activities.backend
        by_record = ByRecord(self.of_records, self.records, undefined, *papers)
        return {"of_records": by_record, "activities": self.activities}


def modular_complexity(records: Records) -> ModularComplexity:
    r"""How interdependent the activities of a record are: few easy combinations make it complex.

    .. math:: K_n = \frac{|A_n|}{\sum_{a \in A_n} E_a}, \quad
        \bar K_a = \frac{1}{n_a} \sum_{n \ni a} K_n

    Parameters
    ----------
    records
        Which record names which activity, shape (N, A).

    Returns
    -------
    ModularComplexity
        ``of_records``, shape (N,), records per other activity: NaN for a record whose activities never
        occur with any other. ``activities``, shape (A,), the mean over the records that have a value,
        undefined where none has.

    Raises
    ------
    Nothing
        The records were checked when they were read; what cannot be computed is undefined.

    References
    ----------
    Fleming & Sorenson (2001), Research Policy 30, 1019-1039.

    Examples
    --------
    >>> from polos.measures import samples
    >>> modular_complexity(samples.patents()).of_records.round(3).tolist()
    [1.714, 1.2, 1.5, 2.0]
    """
    require_kind("records", records, Records)
    ease = np.nan_to_num(ease_of_recombination(records).values, nan=0.0)
    named, total = records.incidence.sum(axis=1), records.incidence @ ease
    of_records = np.full(len(records.records), np.nan)
    np.divide(named, total, out=of_records, where=total > 0)
    counted = records.incidence.T @ (total > 0).astype(np.float64)
    values = np.full(len(records.activities), np.nan)
    np.divide(records.incidence.T @ np.nan_to_num(of_records), counted, out=values, where=counted > 0)
    activities = _by_activity(records, values, counted == 0, "modular_complexity")
    return ModularComplexity(of_records, records.records, activities)


def _by_activity(records: Records, values: Values, none: np.ndarray, step: str) -> ByActivity:
    undefined = undefined_where(values, (Reason.EMPTY_ACTIVITY, none))
    origin = records.origin.then(step)
    return ByActivity(values, records.activities, undefined, origin, {}, records.backend)
