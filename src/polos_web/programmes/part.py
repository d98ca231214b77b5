"""What of a selection belongs to a programme that takes its own part away: its board, its calls with all that
was handed in to them, the rejected and the withdrawn too, reviews and decisions.

No person goes along: who applied, reviewed or wrote something down is left out, and so are documents about
people, what was begun and never handed in, and scores that nobody may see yet.
"""

from django.db import models
from django.db.models import Q, QuerySet

from polos_web.programmes import reviews_queries
from polos_web.programmes.models import (
    Application,
    Attachment,
    Board,
    BoardDocument,
    BoardFinding,
    Call,
    CallMove,
    Candidate,
    Criteria,
    Decision,
    Moderation,
    Review,
    ReviewConflict,
    ReviewScore,
    StageMove,
)

# What is about a person, by table; people themselves are left out of every table.
PERSONAL: dict[type[models.Model], tuple[str, ...]] = {
    Application: ("contact",),
    BoardFinding: ("said_by",),
    Review: ("email", "territories", "bodies", "statement", "release_reason"),
    ReviewConflict: ("reason",),
}


def rows(programme: str) -> list[QuerySet]:
    """Return the rows table by table, each after those it refers to."""
    on_board = {"candidate__board__programme": programme}
    calls = Call.objects.filter(programme=programme)
    applications = Application.objects.filter(call__in=calls).exclude(state="draft")
    seen = [
        sheet.application.pk for one in calls for sheet in reviews_queries.sheets(one) if sheet.is_complete
    ]
    return [
        Board.objects.filter(programme=programme),
        Candidate.objects.filter(board__programme=programme),
        StageMove.objects.filter(**on_board),
        BoardDocument.objects.filter(**on_board),
        calls,
        Criteria.objects.filter(Q(board__programme=programme) | Q(call__in=calls)),
        BoardFinding.objects.filter(**on_board),
        CallMove.objects.filter(call__in=calls),
        applications,
        Attachment.objects.filter(application__in=applications, is_personal=False),
        Review.objects.filter(call__in=calls),
        ReviewConflict.objects.filter(application__in=applications),
        ReviewScore.objects.filter(application__in=seen),
        Moderation.objects.filter(application__in=applications),
        Decision.objects.filter(application__in=applications),
    ]
