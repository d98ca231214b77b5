"""Reads of applications, and the archive of a call as tables: the rejected and the withdrawn are in it."""

from typing import Any

from polos_web.programmes import calls_queries, reviews_queries
from polos_web.programmes.models import Application, Attachment, Call, Decision, ReviewScore

Rows = tuple[list[str], list[dict[str, Any]]]
# The columns of the archive of a call, before those of its criteria; and those of its scores.
TOLD = (
    "call", "programme", "region", "application", "territory", "organisation", "partners", "language",
    "state", "submitted_at", "is_late", "admission", "admission_reason", "withdrawn_at", "withdrawal_reason",
    "criteria_version", "reviewers", "value", "lowest", "highest", "rank", "outcome", "reason", "deviates",
    "deviation",
)  # fmt: skip
SCORED = (
    "call", "application", "reviewer", "criteria_version", "criterion", "score", "justification", "agreed",
    "note",
)  # fmt: skip


def application(number: int) -> Application | None:
    """Return one application, or ``None``."""
    found = Application.objects.select_related("call", "person", "criteria")
    return found.filter(pk=number).first()


def attachment(of: Application, number: int) -> Attachment | None:
    """Return one document of an application, or ``None``."""
    return of.attachments.filter(pk=number).first()


def handed_in(of: Call) -> list[Application]:
    """Return everything that was handed in to a call, what was withdrawn too."""
    return list(of.applications.exclude(state="draft").order_by("submitted_at", "pk"))


def decision(of: Application) -> Decision | None:
    """Return what was decided on an application, or ``None``."""
    return Decision.objects.select_related("by").filter(application=of).first()


def decision_for_applicant(of: Application) -> Decision | None:
    """Return what was decided, once the result is published."""
    return decision(of) if of.call.is_published else None


def table(of: Call) -> Rows:
    """Return every application that was handed in, one a row, with its scores and what was decided.

    Those who were rejected, or withdrew, are the comparison group of a later evaluation. No person is named.
    """
    criteria = calls_queries.criteria_of(of)
    results = reviews_queries.results(of)
    decided = {one.application_id: one for one in Decision.objects.filter(application__call=of)}
    columns = [*TOLD, *(f"score {one.id}" for one in criteria.scored)]
    rows = []
    for one in handed_in(of):
        result, made = results.get(one.pk), decided.get(one.pk)
        row: dict[str, Any] = {
            "call": of.pk,
            "programme": of.programme,
            "region": of.candidate.slug if of.candidate else None,
            "application": one.pk,
            "submitted_at": one.submitted_at.isoformat() if one.submitted_at else None,
            "withdrawn_at": one.withdrawn_at.isoformat() if one.withdrawn_at else None,
            "criteria_version": criteria.number,
            "reviewers": result.reviewers if result else None,
            "value": result.value if result else None,
            "lowest": result.lowest if result else None,
            "highest": result.highest if result else None,
        }
        same = ("territory", "organisation", "partners", "language", "state", "is_late", "admission")
        row |= {name: getattr(one, name) for name in (*same, "admission_reason", "withdrawal_reason")}
        decision_names = ("rank", "outcome", "reason", "deviates", "deviation")
        row |= {name: getattr(made, name) if made else None for name in decision_names}
        row |= {f"score {c.id}": result.by_criterion.get(c.id) if result else None for c in criteria.scored}
        rows.append(row)
    return columns, rows


def scores_table(of: Call) -> Rows:
    """Return every score of the applications whose reviews are complete, of all versions of the criteria.

    Reviewers are numbers, not names.
    """
    complete = {sheet.application.pk for sheet in reviews_queries.sheets(of) if sheet.is_complete}
    agreed = reviews_queries.moderations(of)
    scores = ReviewScore.objects.filter(application__call=of, application__in=complete)
    rows = []
    for score in scores.select_related("criteria"):
        note = agreed.get((score.application_id, score.criterion))
        note = note if note and note.criteria_id == score.criteria_id else None
        rows.append(
            {
                "call": of.pk,
                "application": score.application_id,
                "reviewer": score.review_id,
                "criteria_version": score.criteria.number,
                "criterion": score.criterion,
                "score": score.value,
                "justification": score.justification,
                "agreed": note.agreed if note else None,
                "note": note.note if note else None,
            }
        )
    return list(SCORED), rows
