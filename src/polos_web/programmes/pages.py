"""What the pages of selections share: how they are shown, and how they say what cannot be done."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, TypeVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache

from polos_web.accounts import access as accounts
from polos_web.accounts.access import Asking
from polos_web.programmes import words
from polos_web.programmes.refusals import Changed, NotNow
from polos_web.ui.languages import OWN_NAMES
from polos_web.ui.parameters import Parameters

NOTHING = Parameters()
WORDS = {
    "stage_words": words.STAGES,
    "status_words": words.STATUSES,
    "missing_words": words.missing_words,
    "state_words": words.CALL_STATES,
    "forward_words": words.FORWARD,
    "back_words": words.BACK,
    "application_words": words.APPLICATION_STATES,
    "admission_words": words.ADMISSIONS,
    "outcome_words": words.OUTCOMES,
    "criterion_text": words.criterion_text,
    "own_names": OWN_NAMES,
}
View = Callable[..., Any]
Thing = TypeVar("Thing")


def page(request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    """Show one of the templates of selections."""
    return render(request, f"programmes/{template}.html", {**WORDS, **context})


def back(route: str, *arguments: Any) -> HttpResponseRedirect:
    """Lead on to a page after something was written, or could not be."""
    return HttpResponseRedirect(reverse(f"programmes:{route}", args=arguments))


@contextmanager
def refusals_told(request: HttpRequest) -> Iterator[None]:
    """Say on the next page what could not be done within the block, and why; nothing of it was written."""
    try:
        yield
    except NotNow as problem:
        messages.error(request, str(problem))
    except Changed:
        words = gettext(
            "Somebody else has changed this meanwhile. Nothing was written; look at it as it is now."
        )
        messages.error(request, words)


def own(
    find: Callable[[int], Thing | None],
    *,
    may_know: Callable[[Asking, Thing], bool],
    is_own: Callable[[Asking, Thing], bool],
    route: str,
) -> Callable[[View], View]:
    """Return a decorator that hands a view what its address names, where it is the person's own.

    Who may not know of it gets the answer for what is not there. What cannot be done is said on ``route``.
    """

    def decorated(view: View) -> View:
        @never_cache
        @wraps(view)
        def shown(request: HttpRequest, number: int, **arguments: Any) -> HttpResponse:
            person = accounts.person(request)
            found = find(number)
            if found is None or not may_know(person, found):
                raise Http404
            accounts.require(is_own, person, found)
            with refusals_told(request):
                return view(request, found, **arguments)
            return back(route, number)

        return shown

    return decorated
