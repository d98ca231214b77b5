"""Pages about oneself, and those of operators about roles and the audit."""

from datetime import date
from functools import wraps
from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from polos_web.accounts import access, actions, queries
from polos_web.accounts.forms import AssignForm, EraseForm, NameForm
from polos_web.accounts.models import User
from polos_web.accounts.words import HINTS, LABELS
from polos_web.audit import queries as audit
from polos_web.ui.listing import page_of
from polos_web.ui.parameters import Parameters, Text, WholeNumber

NOTHING = Parameters()
EVENTS = Parameters(kind=Text(60), subject=Text(), person=Text(36), page=WholeNumber(minimum=1, absent=1))
WORDS = {"labels": LABELS, "hints": HINTS}
EVENTS_A_PAGE = 50


@never_cache
@require_http_methods(["GET", "POST"])
def home(request: HttpRequest) -> HttpResponse:
    """Show one's own account; a POST changes name and language."""
    NOTHING.read(request.GET)
    person = access.person(request)
    form = NameForm(request.POST or None, initial={"name": person.name, "language": person.language})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        actions.rename(
            person, given["name"], language=given["language"] or person.language, at=timezone.now()
        )
        messages.success(request, gettext("It is kept."))
        return HttpResponseRedirect(reverse("accounts:home"))
    return _shown(request, "accounts/home.html", form=form, **_own(person))


def _own(person: User) -> dict[str, Any]:
    roles = queries.roles_of(person, on=_today())
    return {
        "person": person,
        "roles": roles,
        "named": queries.named_scopes(roles),
        "second_factors": queries.second_factors(person),
        "may_read_audit": access.may_read_audit(person),
        "may_assign_roles": access.may_assign_roles(person),
    }


@never_cache
@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """Hand out everything that is held about oneself."""
    told = actions.export(access.person(request), at=timezone.now())
    answer = JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Content-Disposition"] = 'attachment; filename="polos-account.json"'
    return answer


def _signed_in(view: Any) -> Any:
    """Ask for sign-in first, so that nobody is asked to prove an account that is not there."""

    @wraps(view)
    def shown(request: HttpRequest) -> HttpResponse:
        access.person(request)
        return view(request)

    return shown


@never_cache
@require_http_methods(["GET", "POST"])
@_signed_in
@reauthentication_required
def erase(request: HttpRequest) -> HttpResponse:
    """Ask whether somebody means it, then erase the account."""
    NOTHING.read(request.GET)
    person = access.person(request)
    form = EraseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.erase(person, by=person, at=timezone.now())
        logout(request)
        return render(request, "accounts/erased.html")
    possible = access.may_erase(person, person)
    return _shown(request, "accounts/erase.html", form=form, possible=possible)


@never_cache
@require_http_methods(["GET", "POST"])
def roles(request: HttpRequest) -> HttpResponse:
    """Show who has which role; a POST assigns one."""
    NOTHING.read(request.GET)
    access.require(access.may_assign_roles, access.asking(request))
    form = AssignForm(request.POST or None, initial={"begins_on": _today()})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        actions.assign(
            given["role"],
            given["email"],
            scope=given["scope"],
            begins_on=given["begins_on"],
            ends_on=given["ends_on"],
            by=access.person(request),
            at=timezone.now(),
        )
        messages.success(request, gettext("The role was assigned."))
        return HttpResponseRedirect(reverse("accounts:roles"))
    held = list(queries.assignments())
    named = queries.named_scopes(held)
    return _shown(request, "accounts/roles.html", form=form, assignments=held, named=named, today=_today())


@require_POST
def end_assignment(request: HttpRequest, number: int) -> HttpResponse:
    """Let a role end."""
    access.require(access.may_assign_roles, access.asking(request))
    held = queries.assignment(number)
    if held is None:
        raise Http404
    actions.end_assignment(held, by=access.person(request), at=timezone.now())
    messages.success(request, gettext("The role has ended."))
    return HttpResponseRedirect(reverse("accounts:roles"))


@never_cache
@require_GET
def events(request: HttpRequest) -> HttpResponse:
    """Show what was done, the latest first."""
    access.require(access.may_read_audit, access.asking(request))
    filters = EVENTS.read(request.GET)
    chosen = audit.events(kind=filters.kind, subject=filters.subject, actor=filters.person)
    page = page_of(chosen, filters.page, size=EVENTS_A_PAGE)
    return _shown(
        request,
        "accounts/audit.html",
        page=page,
        filters=filters,
        kinds=[(kind, kind) for kind in audit.kinds()],
        details=audit.details(page.records),
        names=queries.names_of({event.actor for event in page.records}),
        end=audit.end(),
    )


def _shown(request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    return render(request, template, {**WORDS, **context})


def _today() -> date:
    return timezone.now().date()
