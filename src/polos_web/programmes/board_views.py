"""The stage board of a programme, for those who run its selection."""

from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from polos_web.accounts import access as accounts
from polos_web.programmes import (
    access,
    board_actions,
    board_forms,
    board_queries,
    board_stages,
    criteria_forms,
    queries,
    words,
)
from polos_web.programmes.models import Board, Candidate
from polos_web.programmes.pages import NOTHING, View, back, page, refusals_told
from polos_web.programmes.refusals import NotNow
from polos_web.registers.files import handed_out
from polos_web.ui import sections
from polos_web.ui.labels import choices
from polos_web.ui.languages import language
from polos_web.ui.parameters import Parameters, Text

SEARCH = Parameters(q=Text())


def of_programme(view: View) -> View:
    """Hand the view the programme of its address, after asking whether the person runs its selection."""

    @never_cache
    @wraps(view)
    def shown(request: HttpRequest, slug: str, **arguments: Any) -> HttpResponse:
        accounts.require(access.may_manage, accounts.asking(request), slug)
        return view(request, slug, **arguments)

    return shown


def of_board(view: View) -> View:
    """Hand the view the board of its address; a programme without one is led to its beginning."""

    @of_programme
    @wraps(view)
    def shown(request: HttpRequest, slug: str, **arguments: Any) -> HttpResponse:
        board = board_queries.board(slug)
        if board is None:
            return back("board", slug)
        with refusals_told(request):
            return view(request, board, **arguments)
        number = arguments.get("number")
        return back("candidate", slug, number) if number else back("board", slug)

    return shown


@of_programme
@require_http_methods(["GET", "POST"])
def board(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the stage board of a programme; where there is none, a form begins it."""
    NOTHING.read(request.GET)
    found = board_queries.board(slug)
    form = board_forms.StartForm(request.POST or None)
    if found is None and request.method == "POST" and form.is_valid():
        by = accounts.person(request)
        board_actions.start(slug, form.cleaned_data["template"], by=by, at=timezone.now())
        return back("board", slug)
    common = {"programme": slug, "name": queries.title_of(slug)}
    if found is None:
        return page(request, "board_start", form=form, templates=board_stages.TEMPLATES, **common)
    sight = board_queries.sight(found, language())
    calls = board_queries.calls_of(slug)
    return page(
        request,
        "board",
        board=found,
        sight=sight,
        calls=calls,
        sections=sections.read_sections("selection", slug, language()),
        template_name=words.template_name(found.template),
        **common,
    )


@of_board
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, board: Board) -> HttpResponse:
    """Bring a territory or cluster to the board."""
    filters = SEARCH.read(request.GET)
    subject = board_queries.template_of(board).subject
    typed = filters.q or (request.POST.get("q", "") if request.method == "POST" else "")
    offered = board_queries.choices(subject, typed, language())
    form = board_forms.CandidateForm(
        request.POST or None, offers={"slug": [("", "—"), *offered]}, initial={"happened_on": _today()}
    )
    if request.method == "POST" and form.is_valid():
        made = board_actions.add(board, by=accounts.person(request), at=timezone.now(), **form.cleaned_data)
        return back("candidate", board.programme, made.pk)
    return page(
        request,
        "board_add",
        board=board,
        form=form,
        subject=subject,
        typed=typed,
        offered=offered,
        programme=board.programme,
        name=queries.title_of(board.programme),
    )


@of_board
@require_GET
def candidate(request: HttpRequest, board: Board, number: int) -> HttpResponse:
    """Show one candidate: its evidence, its documents, its history, and where it can go."""
    NOTHING.read(request.GET)
    return _candidate(request, board, _found(board, number))


def _candidate(request: HttpRequest, board: Board, one: Candidate, **wrong: Any) -> HttpResponse:
    standing = board_queries.standing(one, language())
    documents = board_queries.documents(one)
    offered = [("", "—"), *((str(document.pk), document.title) for document in documents)]
    template = board_queries.template_of(board)
    findings = {
        line.criterion.id: wrong.get(f"find {line.criterion.id}")
        or board_forms.FindingForm(
            prefix=line.criterion.id, offers={"document": offered}, initial=_said(line.finding, one)
        )
        for line in standing.lines
    }
    return page(
        request,
        "candidate",
        board=board,
        programme=board.programme,
        name=queries.title_of(board.programme),
        stages=template.stages,
        standing=standing,
        candidate=one,
        documents=documents,
        moves=board_queries.moves(one),
        calls=[call for call in board_queries.calls_of(board.programme) if call.candidate_id == one.pk],
        findings=findings,
        opened=wrong.get("opened", ""),
        move_form=wrong.get("move") or board_forms.MoveForm(offers=_ways(board, one), initial=_now(one)),
        document_form=wrong.get("attach") or board_forms.DocumentForm(prefix="doc"),
        document_kinds=dict(choices("document_kinds")),
    )


@of_board
@require_POST
def move(request: HttpRequest, board: Board, number: int) -> HttpResponse:
    """Take a candidate to another stage, or out of the selection."""
    one = _found(board, number)
    form = board_forms.MoveForm(request.POST, offers=_ways(board, one))
    if not form.is_valid():
        return _candidate(request, board, one, move=form)
    given: dict[str, Any] = {**form.cleaned_data, "by": accounts.person(request), "at": timezone.now()}
    stage, is_despite = given.pop("stage"), given.pop("is_despite")
    if stage == board_forms.MoveForm.OUT:
        board_actions.leave(one, **given)
    else:
        try:
            board_actions.move(one, stage, is_despite=is_despite, **given)
        except NotNow as problem:
            form.add_error("is_despite", problem)
            return _candidate(request, board, one, move=form)
    return back("candidate", board.programme, number)


@of_board
@require_POST
def find(request: HttpRequest, board: Board, number: int, criterion: str) -> HttpResponse:
    """Say what was found on a criterion."""
    one = _found(board, number)
    documents = {str(document.pk): document for document in board_queries.documents(one)}
    offered = [("", "—"), *((number, document.title) for number, document in documents.items())]
    form = board_forms.FindingForm(request.POST, prefix=criterion, offers={"document": offered})
    if not form.is_valid():
        return _candidate(request, board, one, opened=criterion, **{f"find {criterion}": form})
    values: dict[str, Any] = {**form.cleaned_data, "document": documents.get(form.cleaned_data["document"])}
    seen = values.pop("seen")
    board_actions.find(
        one, criterion, seen=seen, values=values, by=accounts.person(request), at=timezone.now()
    )
    return HttpResponseRedirect(
        f"{reverse('programmes:candidate', args=[board.programme, number])}#{criterion}"
    )


@of_board
@require_POST
def attach(request: HttpRequest, board: Board, number: int) -> HttpResponse:
    """Keep a document of a candidate."""
    one = _found(board, number)
    form = board_forms.DocumentForm(request.POST, request.FILES, prefix="doc")
    given = form.kept() if form.is_valid() else None
    if given is None:
        return _candidate(request, board, one, attach=form)
    board_actions.attach(one, values=given, by=accounts.person(request), at=timezone.now())
    return back("candidate", board.programme, number)


@of_board
@require_http_methods(["GET", "POST"])
def document(request: HttpRequest, board: Board, number: int, document: int) -> FileResponse | HttpResponse:
    """Hand out the file of a document, to be kept; a POST takes the document away."""
    found = board_queries.document(_found(board, number), document)
    if found is None:
        raise Http404
    if request.method == "POST":
        board_actions.detach(found, by=accounts.person(request), at=timezone.now())
        return back("candidate", board.programme, number)
    if found.file is None:
        raise Http404
    return handed_out(found.file, f"{board.programme}-{found.pk}")


@of_board
@require_http_methods(["GET", "POST"])
def criteria(request: HttpRequest, board: Board) -> HttpResponse:
    """Show the criteria of a board; a POST lets others hold from now on."""
    NOTHING.read(request.GET)
    before = board_queries.criteria_of(board)
    used = board_queries.used_criteria(board)
    form = criteria_forms.CriteriaForm(
        request.POST or None, before=before, used=used, is_scored=False, needs_reason=True
    )
    if request.method == "POST" and form.is_valid():
        board_actions.set_criteria(
            board,
            form.rows,
            seen=form.cleaned_data["seen"],
            reason=form.cleaned_data["reason"],
            by=accounts.person(request),
            at=timezone.now(),
        )
        messages.success(request, gettext("The criteria hold from now on."))
        return back("board", board.programme)
    return page(
        request,
        "criteria",
        board=board,
        form=form,
        before=before,
        versions=board_queries.versions(board),
        programme=board.programme,
        name=queries.title_of(board.programme),
    )


def _found(board: Board, number: int) -> Candidate:
    one = board_queries.candidate(board, number)
    if one is None:
        raise Http404
    return one


def _ways(board: Board, one: Candidate) -> dict[str, Any]:
    stages = board_queries.template_of(board).stages
    ways = [(stage, words.STAGES[stage]) for stage in stages if stage != one.stage or one.is_out]
    if one.is_out:
        return {"stage": ways}
    onward = stages.index(one.stage) + 1
    ways.sort(key=lambda way: way[0] != (stages[onward] if onward < len(stages) else ""))
    return {"stage": [*ways, (board_forms.MoveForm.OUT, gettext("It leaves the selection"))]}


def _now(one: Candidate) -> dict[str, Any]:
    return {"seen": one.version, "happened_on": _today()}


def _said(finding: Any, one: Candidate) -> dict[str, Any]:
    told = {"status": "unknown", "seen": one.version, "found_on": _today()}
    if finding is not None:
        told |= {name: getattr(finding, name) for name in ("status", "evidence", "said_by")}
        told["document"] = str(finding.document_id or "")
    return told


def _today() -> Any:
    return timezone.now().date()
