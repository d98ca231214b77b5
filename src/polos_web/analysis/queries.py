"""Questions put to the library, each answered once a process and question."""

from datetime import date
from functools import lru_cache

from polos.matches.counterparts import COLUMNS, Counterpart
from polos.matches.counterparts import counterparts as ranked
from polos.matches.evidence import Evidence
from polos.measures.coded_priorities import CodedPriorities, coded_priorities, selected
from polos.measures.convergence import Convergence, convergence
from polos.parameters.convergence import Thresholds, default_thresholds
from polos.parameters.counterparts import Weights, default_weights
from polos.table import Table
from polos_web.analysis.models import Revision
from polos_web.analysis.statistics import statistics
from polos_web.analysis.values import Asked, Selection


def revision(register: str) -> str:
    """Return the name of the present state of a register; results computed from it hang on this name.

    It is never given twice, and is empty where the register never changed.
    """
    return Revision.objects.filter(pk=register).values_list("token", flat=True).first() or ""


def checksum(register: str) -> str:
    """Return the checksum of what a register was last changed to hold; empty where it never was."""
    return Revision.objects.filter(pk=register).values_list("checksum", flat=True).first() or ""


def thresholds() -> Thresholds:
    """Return the thresholds of the library, with their date and citation in ``parameters/data``."""
    return default_thresholds()


@lru_cache(maxsize=256)
def comparison(
    priorities: Table,
    territories: Table,
    *,
    a: tuple[str, ...],
    b: tuple[str, ...],
    limits: Thresholds,
    selection: Selection,
) -> Convergence:
    """Compare the declared priorities of two groups.

    The tables are compared by identity: the registers hand out the same table until they change.
    """
    return convergence(coded(priorities, territories, selection), a, b, thresholds=limits)


@lru_cache(maxsize=32)
def coded(priorities: Table, territories: Table, selection: Selection) -> CodedPriorities:
    """Return the priorities of a selection, coded for comparison."""
    chosen = selected(
        priorities,
        years=selection.years,
        provenances=selection.provenances,
        confidences=selection.confidences,
    )
    return coded_priorities(chosen, territories)


def columns() -> tuple[str, ...]:
    """Return the columns of the list of counterparts, in order."""
    return COLUMNS


def weights() -> Weights:
    """Return the weights of the library, with their date and reason in ``parameters/data``."""
    return default_weights()


def counterparts(
    priorities: Table,
    territories: Table,
    *,
    territory: str,
    weigh: Weights,
    on: date,
    among: tuple[str, ...] | None = None,
) -> tuple[Counterpart, ...]:
    """Rank the other side's territories for one, or those of ``among``, with the statistics stored now."""
    asked = Asked(territory, weigh, on, among)
    return _counterparts(priorities, territories, statistics().evidence, asked)


@lru_cache(maxsize=24)
def _counterparts(
    priorities: Table, territories: Table, evidence: tuple[Evidence, ...], asked: Asked
) -> tuple[Counterpart, ...]:
    return ranked(
        asked.territory,
        territories=territories,
        priorities=coded(priorities, territories, Selection()),
        evidence=evidence,
        weights=asked.weights,
        on=asked.on,
        among=asked.among,
    )
