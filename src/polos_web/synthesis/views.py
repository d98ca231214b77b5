"""The table for its readers: sentences with what stands behind them, versions, and files to take away."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from polos_web.accounts import access as accounts
from polos_web.dialogue import access as dialogue_access
from polos_web.dialogue import actions as dialogue_actions
from polos_web.dialogue import queries as dialogues
from polos_web.dialogue.models import Dialogue
from polos_web.dialogue.views import visit_of
from polos_web.dialogue.words import KINDS, NATURES, ORIGINS
from polos_web.dialogue.words import STATES as DIALOGUE_STATES
from polos_web.synthesis import (
    access,
    codings,
    evidence,
    factors,
    printed,
    published,
    queries,
    saved,
)
from polos_web.synthesis.models import COLUMNS, Synthesis
from polos_web.synthesis.refusals import NotNow
from polos_web.synthesis.words import BLOCKS, CHANGES, GROUPINGS, HINTS, LABELS, SCHEMES, SIDES, STATES
from polos_web.synthesis.words import COLUMNS as COLUMN_WORDS
from polos_web.ui.languages import OWN_NAMES, language
from polos_web.ui.parameters import Parameters

NOTHING = Parameters()
WORDS = {
    "labels": LABELS,
    "hints": HINTS,
    "states": STATES,
    "dialogue_states": DIALOGUE_STATES,
    "columns": COLUMNS,
    "column_words": COLUMN_WORDS,
    "schemes": SCHEMES,
    "factor_blocks": BLOCKS,
    "side_words": SIDES,
    "groupings": GROUPINGS,
    "change_words": CHANGES,
    "natures": NATURES,
    "kinds": KINDS,
    "origins": ORIGINS,
    "own_names": OWN_NAMES,
}
View = Callable[..., HttpResponse]


def page(request: HttpRequest, template: str, dialogue: Dialogue, **context: Any) -> HttpResponse:
    """Show one of the templates, with what every page of a dialogue's synthesis needs."""
    asking = accounts.asking(request)
    made = context.pop("synthesis", None) or queries.synthesis(dialogue)
    shared = {
        "dialogue": dialogue,
        "synthesis": made,
        "holds": dialogue_access.may_facilitate(asking, dialogue),
        "coder": codings.coder(made, asking) if made else None,
        "factors": factors.names(language()),
    }
    return render(request, f"synthesis/{template}.html", {**WORDS, **shared, **context})


def back(route: str, *arguments: Any) -> HttpResponseRedirect:
    """Lead on to a page after something was written."""
    return HttpResponseRedirect(reverse(f"synthesis:{route}", args=arguments))


def read(view: View) -> View:
    """Hand the view the dialogue of its address, for those who may read it."""

    @wraps(view)
    def shown(request: HttpRequest, slug: str, **arguments: Any) -> HttpResponse:
        return view(request, visit_of(request, slug).dialogue, **arguments)

    return never_cache(shown)


def held(view: View) -> View:
    """Hand the view the synthesis of its address, for those who hold the dialogue.

    What cannot be done now is said on the page of the work.
    """

    @wraps(view)
    def shown(request: HttpRequest, slug: str, **arguments: Any) -> HttpResponse:
        accounts.require(dialogue_access.may_facilitate_some, accounts.asking(request))
        found = synthesis_of(slug)
        accounts.require(access.may_edit, accounts.asking(request), found)
        return said_when_not_now(request, found, lambda: view(request, found, **arguments), "work")

    return never_cache(shown)


def coded(view: View) -> View:
    """Hand the view the synthesis of its address and the place of who asks among its coders."""

    @wraps(view)
    def shown(request: HttpRequest, slug: str, **arguments: Any) -> HttpResponse:
        asking = accounts.asking(request)
        accounts.require(accounts.is_signed_in, asking)
        found = synthesis_of(slug)
        coder = codings.coder(found, asking)
        if coder is None:
            accounts.require(access.may_edit, asking, found)
        return said_when_not_now(request, found, lambda: view(request, found, coder, **arguments), "coding")

    return never_cache(shown)


def synthesis_of(slug: str) -> Synthesis:
    """Return the synthesis of a dialogue by its address."""
    dialogue = dialogues.dialogue(slug)
    found = queries.synthesis(dialogue) if dialogue else None
    if found is None:
        raise Http404
    return found


def said_when_not_now(
    request: HttpRequest, synthesis: Synthesis, answer: Callable[[], HttpResponse], route: str
) -> HttpResponse:
    """Return the answer; where something cannot be done now, say so on the page of that route."""
    try:
        return answer()
    except (NotNow, dialogue_actions.NotNow) as problem:
        messages.error(request, str(problem))
        return back(route, synthesis.dialogue.slug)


def found(record: Any) -> Any:
    """Return a record, or answer that there is none."""
    if record is None:
        raise Http404
    return record


# ---- the table --------------------------------------------------------------------------------


@require_GET
@read
def table(request: HttpRequest, dialogue: Dialogue) -> HttpResponse:
    """Show the table: topics by columns, every sentence with what stands behind it."""
    NOTHING.read(request.GET)
    made = queries.synthesis(dialogue)
    if made is None:
        return page(request, "empty", dialogue)
    rows = evidence.table(made)
    return page(
        request,
        "table",
        dialogue,
        synthesis=made,
        rows=rows,
        decision=saved.decision(made),
        latest=saved.latest(made),
        disputed=evidence.disputed(rows),
        reference=published.source() if dialogue.is_reference else "",
    )


@require_GET
@read
def sentence(request: HttpRequest, dialogue: Dialogue, number: int) -> HttpResponse:
    """Show one sentence with the words behind it, those against it, and who disagrees."""
    NOTHING.read(request.GET)
    made = found(queries.synthesis(dialogue))
    told = evidence.told(found(queries.sentence(made, number)))
    behind, against = evidence.heard(told)
    return page(
        request,
        "sentence",
        dialogue,
        synthesis=made,
        told=told,
        behind=behind,
        against=against,
        reference=published.source() if dialogue.is_reference else "",
        named=dialogues.Named.of([one.statement.contribution for one in (*behind, *against)]),
    )


# ---- versions ---------------------------------------------------------------------------------


@require_GET
@read
def versions(request: HttpRequest, dialogue: Dialogue) -> HttpResponse:
    """List the versions of the table."""
    NOTHING.read(request.GET)
    made = found(queries.synthesis(dialogue))
    return page(request, "versions", dialogue, synthesis=made, versions=saved.versions(made))


@require_GET
@read
def version(request: HttpRequest, dialogue: Dialogue, number: int) -> HttpResponse:
    """Show one version as it was saved, and how it differs from the one before."""
    NOTHING.read(request.GET)
    made = found(queries.synthesis(dialogue))
    one = found(saved.version(made, number))
    before = saved.version(made, number - 1)
    changes = saved.difference(before.content if before else None, one.content, language())
    return page(
        request,
        "version",
        dialogue,
        synthesis=made,
        version=one,
        rows=saved.rows_of(one.content),
        changes=changes if before else [],
        before=before,
    )


# ---- files ------------------------------------------------------------------------------------


@require_GET
@read
def file(request: HttpRequest, dialogue: Dialogue, form: str) -> HttpResponse:
    """Hand out the table as a document or a workbook, in the language of the page."""
    NOTHING.read(request.GET)
    made = found(queries.synthesis(dialogue))
    content, kind = printed.FORMS[form](made, on=timezone.now().date(), language=language())
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="polos-{dialogue.slug}-synthesis.{form}"'
    return answer
