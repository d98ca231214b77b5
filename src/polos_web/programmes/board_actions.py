"""Writes of a stage board: permission, change and event in one transaction. Nothing skips silently."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from polos_web.accounts.access import require
from polos_web.accounts.models import User
from polos_web.analysis import selection
from polos_web.audit import actions as audit
from polos_web.audit.facts import facts
from polos_web.programmes import access, board_queries
from polos_web.programmes.board_stages import TEMPLATES, skipped
from polos_web.programmes.models import (
    Board,
    BoardDocument,
    BoardFinding,
    Candidate,
    Criteria,
    StageMove,
)
from polos_web.programmes.refusals import Changed, NotNow
from polos_web.registers.erasing import drop_unused


@transaction.atomic
def start(programme: str, template: str, *, by: User, at: datetime) -> Board:
    """Begin the board of a programme with a template and its built-in criteria."""
    require(access.may_manage, by, programme)
    if board_queries.board(programme):
        raise NotNow(gettext("The programme has a stage board already."))
    followed = TEMPLATES[template]
    board = Board.objects.create(programme=programme, template=template, made_at=at)
    rows = selection.built_in(followed.criteria) if followed.criteria else []
    Criteria.objects.create(board=board, number=1, template=followed.criteria, rows=rows, by=by, at=at)
    audit.record(board, "started", by=by, at=at, details={"programme": programme, "template": template})
    return board


@transaction.atomic
def add(
    board: Board, slug: str, *, reason: str, happened_on: date, body: str, by: User, at: datetime
) -> Candidate:
    """Bring a territory or cluster to the first stage of a board."""
    require(access.may_manage, by, board.programme)
    template = board_queries.template_of(board)
    if board.candidates.filter(slug=slug, kind=template.subject).exists():
        raise NotNow(gettext("It is on the board already, or was and left it."))
    first = template.stages[0]
    made = Candidate.objects.create(board=board, kind=template.subject, slug=slug, stage=first, added_at=at)
    _note(made, "", first, reason=reason, body=body, happened_on=happened_on, by=by, at=at)
    return made


@transaction.atomic
def move(
    candidate: Candidate,
    stage: str,
    *,
    seen: int,
    reason: str,
    body: str,
    happened_on: date,
    is_despite: bool,
    by: User,
    at: datetime,
) -> Candidate:
    """Take a candidate to another stage, forward or back.

    What is missing at its stage, and every stage that is passed over, is named and has to be accepted
    (``is_despite``); it is kept with the move.

    Raises
    ------
    Changed
        When somebody else has changed the candidate since it was read.
    NotNow
        When something is missing, or skipped, and that was not accepted.
    """
    kept = _locked(candidate, seen, by=by)
    stages = board_queries.template_of(kept.board).stages
    if stage not in stages or (stage == kept.stage and not kept.is_out):
        raise NotNow(gettext("The candidate cannot go there from where it is."))
    forward = stages.index(stage) > stages.index(kept.stage)
    left_out = skipped(stages, kept.stage, stage) if forward else ()
    missing = [one.code for one in board_queries.missing(kept)] if forward else []
    if (left_out or missing) and not is_despite:
        raise NotNow(
            gettext("Something is missing or passed over. Say that it goes on all the same, and why.")
        )
    before = "" if kept.is_out else kept.stage
    kept.stage, kept.is_out = stage, False
    _keep(kept)
    _note(
        kept,
        before,
        stage,
        reason=reason,
        body=body,
        happened_on=happened_on,
        skipped=left_out,
        despite=missing,
        by=by,
        at=at,
    )
    return kept


@transaction.atomic
def leave(
    candidate: Candidate, *, seen: int, reason: str, body: str, happened_on: date, by: User, at: datetime
) -> Candidate:
    """Let a candidate leave the selection; what is known of it stays, and it can come back."""
    kept = _locked(candidate, seen, by=by)
    if kept.is_out:
        raise NotNow(gettext("It has left the selection already."))
    kept.is_out = True
    _keep(kept)
    _note(kept, kept.stage, "", reason=reason, body=body, happened_on=happened_on, by=by, at=at)
    return kept


@transaction.atomic
def find(
    candidate: Candidate, criterion: str, *, seen: int, values: Mapping[str, Any], by: User, at: datetime
) -> None:
    """Say what was found on a criterion: status, evidence, who said so, when.

    What was found before ends and stays in the history. ``values``: status, evidence, said_by, document,
    found_on.
    """
    kept = _locked(candidate, seen, by=by)
    criteria = board_queries.criteria_of(kept.board)
    if criteria.one(criterion) is None:
        raise NotNow(gettext("The criteria have changed meanwhile. Look at them as they are now."))
    kept.findings.filter(criteria=criteria, criterion=criterion, ended_at=None).update(ended_at=at)
    made = BoardFinding.objects.create(
        candidate=kept, criteria=criteria, criterion=criterion, by=by, at=at, **values
    )
    _keep(kept)
    told = facts(made, "criterion", "status", "evidence", "said_by", "found_on", "document_id")
    audit.record(kept, "found", by=by, at=at, details={**told, "criteria": criteria.number})


@transaction.atomic
def attach(candidate: Candidate, *, values: Mapping[str, Any], by: User, at: datetime) -> BoardDocument:
    """Keep a document of a candidate. ``values``: kind, title, dated, link, file."""
    require(access.may_manage, by, candidate.board.programme)
    made = BoardDocument.objects.create(candidate=candidate, by=by, at=at, **values)
    audit.record(candidate, "attached", by=by, at=at, details=facts(made, "kind", "title", "dated", "link"))
    return made


@transaction.atomic
def detach(document: BoardDocument, *, by: User, at: datetime) -> None:
    """Take a document away; findings that rest on it say so no more."""
    require(access.may_manage, by, document.candidate.board.programme)
    audit.record(document.candidate, "detached", by=by, at=at, details=facts(document, "kind", "title"))
    if document.file:
        drop_unused({document.file["checksum"]})
    document.delete()


@transaction.atomic
def set_criteria(
    board: Board, rows: Sequence[Mapping[str, Any]], *, seen: int, reason: str, by: User, at: datetime
) -> Criteria:
    """Let other criteria hold from now on: a new version, while what was found stays with the earlier one.

    Findings on a criterion that is worded as before are taken over.
    """
    require(access.may_manage, by, board.programme)
    before = board.criteria.select_for_update().order_by("-number")[0]
    if before.number != seen:
        raise Changed
    made = Criteria.objects.create(
        board=board, number=before.number + 1, rows=list(rows), reason=reason, by=by, at=at
    )
    same = {row["id"] for row in made.rows if row in before.rows}
    for old in BoardFinding.objects.filter(criteria=before, ended_at=None, criterion__in=same):
        old.pk = None  # pyrefly: ignore [bad-assignment] (a copy of the row)
        old.criteria = made
        old.save(force_insert=True)
    audit.record(board, "changed criteria", by=by, at=at, details={"version": made.number, "reason": reason})
    return made


def _locked(candidate: Candidate, seen: int, *, by: User) -> Candidate:
    kept = Candidate.objects.select_for_update().select_related("board").get(pk=candidate.pk)
    require(access.may_manage, by, kept.board.programme)
    if kept.version != seen:
        raise Changed
    return kept


def _keep(candidate: Candidate) -> None:
    candidate.version += 1
    candidate.save()


def _note(
    candidate: Candidate,
    before: str,
    after: str,
    *,
    reason: str,
    body: str,
    happened_on: date,
    by: User,
    at: datetime,
    skipped: Sequence[str] = (),
    despite: Sequence[str] = (),
) -> None:
    made = StageMove.objects.create(
        candidate=candidate,
        before=before,
        after=after,
        skipped=list(skipped),
        despite=list(despite),
        reason=reason,
        body=body,
        happened_on=happened_on,
        by=by,
        at=at,
    )
    told = facts(made, "before", "after", "skipped", "despite", "reason", "body", "happened_on")
    audit.record(candidate, "moved", by=by, at=at, details=told)
