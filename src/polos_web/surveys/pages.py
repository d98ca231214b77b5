"""What all pages about surveys share: words, templates, and who may see them."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from polos_web.accounts import access as accounts
from polos_web.surveys import access, actions, queries
from polos_web.surveys.forms import label_of
from polos_web.surveys.models import Wave
from polos_web.surveys.words import COMPARISONS, HINTS, KINDS, LABELS, STAGES
from polos_web.ui.parameters import Parameters

NOTHING = Parameters()
WORDS = {
    "labels": LABELS,
    "label_of": label_of,
    "hints": HINTS,
    "stages": STAGES,
    "kinds": KINDS,
    "comparisons": COMPARISONS,
}
View = Callable[..., HttpResponse]


def page(request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    """Show one of the templates of surveys."""
    return render(request, f"surveys/{template}.html", {**WORDS, **context})


def back(route: str, *arguments: Any) -> HttpResponseRedirect:
    """Lead on to a page after something was written."""
    return HttpResponseRedirect(reverse(f"surveys:{route}", args=arguments))


def kept(view: View) -> View:
    """Hand the view the survey of its address, after asking whether the person keeps it.

    What cannot be done at this stage is said on the page of the survey.
    """

    @never_cache
    @wraps(view)
    def shown(request: HttpRequest, number: int, **arguments: Any) -> HttpResponse:
        asking = accounts.asking(request)
        accounts.require(access.may_keep_some, asking)
        survey = queries.survey(number)
        if survey is None:
            raise Http404
        accounts.require(access.may_keep, asking, survey)
        try:
            return view(request, survey, **arguments)
        except actions.NotNow as problem:
            messages.error(request, str(problem))
            return back("survey", survey.pk)

    return shown


def of_wave(view: View) -> View:
    """As :func:`kept`, for the wave of the address; what cannot be done is said on the page of the wave."""

    @kept
    @wraps(view)
    def shown(request: HttpRequest, survey: Any, wave: int, **arguments: Any) -> HttpResponse:
        found: Wave | None = queries.wave(survey, wave)
        if found is None:
            raise Http404
        try:
            return view(request, found, **arguments)
        except actions.NotNow as problem:
            messages.error(request, str(problem))
            return back("wave", survey.pk, found.number)

    return shown
