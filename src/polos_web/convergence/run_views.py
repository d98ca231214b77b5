"""Pages of saved comparisons and groups."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from polos_web.accounts.access import asking, is_signed_in, person
from polos_web.convergence import access, actions, groups, queries, runs
from polos_web.convergence.models import SavedGroup, SavedRun
from polos_web.convergence.views import CELL, chosen_from
from polos_web.territories import queries as territories
from polos_web.ui.languages import language
from polos_web.ui.maps import plates
from polos_web.ui.parameters import Parameters, WholeNumber
from polos_web.ui.tabular import FORMS

NOTHING = Parameters()
TWO = Parameters(before=WholeNumber(minimum=1), after=WholeNumber(minimum=1))
OPENED = Parameters(cell=CELL)


@never_cache
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """List the saved comparisons and groups somebody may see."""
    NOTHING.read(request.GET)
    asks = asking(request)
    found = runs.groups_of(asks)
    context = {
        "runs": runs.listed(asks),
        "groups": runs.named_groups(found, language()),
        "person": asks,
        "is_signed_in": is_signed_in(asks),
        "choices": queries.choices(language()),
    }
    return render(request, "convergence/runs.html", context)


@never_cache
@require_GET
def run(request: HttpRequest, number: int) -> HttpResponse:
    """Show a saved comparison as it was."""
    chosen = OPENED.read(request.GET)
    saved = _run(request, number)
    view = runs.opened(saved, language(), cell=chosen.cell)
    context = {
        "view": view,
        "comparison": view.comparison,
        "chosen": chosen,
        "may_change": access.may_change(asking(request), saved),
        "plate": plates()["atlantic"],
        "marks": queries.marks(
            view.comparison, language(), lambda pk: reverse("territories:detail", args=[pk])
        ),
        "others": [one for one in runs.listed(asking(request)) if one.pk != saved.pk],
    }
    return render(request, "convergence/run.html", context)


@never_cache
@require_GET
def run_table(request: HttpRequest, number: str, form: str) -> HttpResponse:
    """Hand out the cells of a saved comparison."""
    NOTHING.read(request.GET)
    view = runs.opened(_run(request, number), language())
    return FORMS[form](f"polos-run-{number}", queries.CELL_COLUMNS, queries.cells(view.comparison))


@never_cache
@require_GET
def difference(request: HttpRequest) -> HttpResponse:
    """Show what differs between two saved comparisons."""
    chosen = TWO.read(request.GET)
    if chosen.before is None or chosen.after is None:
        raise Http404
    before, after = _run(request, chosen.before), _run(request, chosen.after)
    found = runs.difference(before, after, language())
    return render(request, "convergence/difference.html", {"found": found})


@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Save the comparison whose address was sent along, under a name."""
    by, saved = person(request), runs.groups_of(asking(request))
    chosen = chosen_from(request)
    try:
        made = actions.save_run(
            request.POST.get("name", ""),
            runs.question(chosen, saved, language()),
            chosen=_plain(vars(chosen)),
            names={group.code: group.name for group in saved if group.code in {*chosen.a, *chosen.b}},
            by=by,
            at=timezone.now(),
        )
    except actions.NotSo as problem:
        messages.error(request, str(problem))
        return HttpResponseRedirect(f"{reverse('convergence:compare')}?{request.GET.urlencode()}#save")
    messages.success(request, gettext("Saved. Only you see it until you publish it."))
    return HttpResponseRedirect(reverse("convergence:run", args=[made.pk]))


@require_POST
def change_run(request: HttpRequest, number: int) -> HttpResponse:
    """Publish, hide or remove a saved comparison."""
    person(request)
    saved = _run(request, number)
    if _change(request, saved):
        return HttpResponseRedirect(reverse("convergence:run", args=[number]))
    return HttpResponseRedirect(reverse("convergence:runs"))


@require_POST
def save_group(request: HttpRequest) -> HttpResponse:
    """Save a group of territories under a name."""
    by = person(request)
    offered = groups.codes(territories.all_territories("en"))
    codes = [code for code in request.POST.getlist("code") if code in offered]
    try:
        actions.save_group(request.POST.get("name", ""), codes, by=by, at=timezone.now())
    except actions.NotSo as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, gettext("Saved. Only you see it until you publish it."))
    return HttpResponseRedirect(f"{reverse('convergence:runs')}#groups")


@require_POST
def change_group(request: HttpRequest, number: int) -> HttpResponse:
    """Publish, hide or remove a saved group."""
    person(request)
    saved = runs.saved_group(number)
    if saved is None or not access.may_see(asking(request), saved):
        raise Http404
    _change(request, saved)
    return HttpResponseRedirect(f"{reverse('convergence:runs')}#groups")


def _change(request: HttpRequest, saved: SavedRun | SavedGroup) -> bool:
    """Do what was asked; return whether there is anything left to look at."""
    wanted, by, at = request.POST.get("wanted", ""), person(request), timezone.now()
    if wanted == "remove":
        actions.remove(saved, by=by, at=at)
        messages.success(request, gettext("Removed."))
        return False
    if wanted not in ("publish", "hide"):
        raise Http404
    actions.show(saved, is_public=wanted == "publish", by=by, at=at)
    said = gettext("Everybody sees it now.") if saved.is_public else gettext("Only you see it now.")
    messages.success(request, said)
    return True


def _run(request: HttpRequest, number: int | str) -> SavedRun:
    saved = runs.saved_run(int(number))
    if saved is None or not access.may_see(asking(request), saved):
        raise Http404
    return saved


def _plain(chosen: dict[str, Any]) -> dict[str, Any]:
    """Return what an address said as plain values, without what it said about the page only."""
    said = {name: value for name, value in chosen.items() if name not in ("cell", "sure")}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in said.items()}
