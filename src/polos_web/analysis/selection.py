"""Criteria of a selection, judged by the library: checklists of evidence, scores, conflicts of reviewers."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from polos.matches.criteria import (
    Application,
    ApplicationResult,
    Checklist,
    Criterion,
    Finding,
    How,
    Reviewer,
    Score,
    Status,
    Strategy,
    Template,
    application_results,
    checklist,
    conflicts,
    eu_capacities,
    lac_selection,
    selection_strategies,
)
from polos.measures.caveats import Caveat
from polos.reports import wording

__all__ = [
    "BUILT_IN",
    "Application",
    "ApplicationResult",
    "Caveat",
    "Checklist",
    "Finding",
    "How",
    "Reviewer",
    "Score",
    "Status",
    "Strategy",
    "built_in",
    "checked",
    "conflicts_of",
    "name_of",
    "results",
    "sentences",
    "strategies",
]
BUILT_IN = {"lac_selection": lac_selection, "eu_capacities": eu_capacities}
Row = Mapping[str, Any]


def built_in(code: str) -> list[dict[str, Any]]:
    """Return the criteria of a built-in template as they are kept; their words are those of the library."""
    return [
        {
            "id": one.id,
            "text": None,
            "how": one.how.value,
            "check": one.check,
            "weight": one.weight,
            "source": one.source,
        }
        for one in BUILT_IN[code]().criteria
    ]


def name_of(code: str, language: str) -> str:
    """Return the words of a built-in criterion or strategy of selection."""
    return wording.criterion_name(code, language)


def strategies() -> tuple[Strategy, ...]:
    """Return the four strategies by which cluster programmes choose clusters."""
    return selection_strategies()


def checked(rows: Sequence[Row], findings: Iterable[Finding]) -> Checklist:
    """Return the status of every criterion; met without evidence is unknown."""
    return checklist(_template(rows), findings)


def results(
    rows: Sequence[Row], scale: tuple[int, int], scores: Sequence[Score], *, divergence: float
) -> tuple[ApplicationResult, ...]:
    """Return what the applications are worth by their scores, the highest first, with what diverges."""
    return application_results(_template(rows, scale), scores, divergence=divergence)


def conflicts_of(reviewer: Reviewer, application: Application) -> tuple[Caveat, ...]:
    """Return why a reviewer may not judge an application; nothing where no conflict is known."""
    return conflicts(reviewer, application)


def sentences(caveats: Iterable[Caveat], language: str, names: Mapping[str, str]) -> list[str]:
    """Return caveats in words."""
    return [wording.say(one, language, names=names) for one in caveats]


def _template(rows: Sequence[Row], scale: tuple[int, int] = (0, 5)) -> Template:
    criteria = tuple(
        Criterion(id=row["id"], text="", how=How(row["how"]), weight=row["weight"]) for row in rows
    )
    return Template("kept", criteria, lowest=scale[0], highest=scale[1])
