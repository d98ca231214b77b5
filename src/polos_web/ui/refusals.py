"""What the pages refuse, and the pages that say so."""

import sys
from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from polos.errors import InputError
from polos_web.ui.problems import told


class BadParameter(Exception):
    """A parameter of the address cannot be used: which, what was found, what was needed, what to do."""

    def __init__(self, *, found: str, needed: str, next_step: str, parameter: str = "") -> None:
        self.found, self.needed, self.next_step, self.parameter = found, needed, next_step, parameter
        super().__init__(f"Found {found}. Needed {needed}. {next_step}")


class WordsForBadRequests:
    """Answers in words where a view meets input that cannot be used, or a database that is busy."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        match problem:
            case BadParameter():
                return _page(request, 400, problem=problem)
            case InputError():
                return _page(request, 400, problem=told(problem))
            case OperationalError() if is_busy(problem):
                return busy(request)
        return None


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 400)


def forbidden(request: HttpRequest, exception: PermissionDenied) -> HttpResponse:
    return _page(request, 403, role=getattr(exception, "role", ""))


def not_found(request: HttpRequest, exception: Http404) -> HttpResponse:
    return _page(request, 404)


def too_many(request: HttpRequest) -> HttpResponse:
    return _page(request, 429)


def is_busy(problem: OperationalError) -> bool:
    """Whether the database could not be written because somebody else has been writing for long."""
    return "database is locked" in str(problem)


def busy(request: HttpRequest) -> HttpResponse:
    """Say that nothing was written, because another write takes long; what was sent can be sent again."""
    answer = _page(request, 503, again=_to_send_again(request))
    answer["Retry-After"] = "30"
    return answer


def _to_send_again(request: HttpRequest) -> list[tuple[str, str]] | None:
    """Return every input of a form that was sent; ``None`` of one that no page may hold: files, passwords."""
    if request.method != "POST" or request.FILES or any("password" in name for name in request.POST):
        return None
    sent = [(name, value) for name, values in request.POST.lists() for value in values]
    return [(name, value) for name, value in sent if name != "csrfmiddlewaretoken"]


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form came without the mark this server gave it: too old, or sent from elsewhere."""
    return _page(request, 403, is_forged=True)


def failed(request: HttpRequest) -> HttpResponse:
    problem = sys.exception()  # a busy database is met outside of views too, where a session is kept
    if isinstance(problem, OperationalError) and is_busy(problem):
        return busy(request)
    return _page(request, 500)


def _page(request: HttpRequest, status: int, **context: object) -> HttpResponse:
    titles = {
        400: gettext("This address cannot be read"),
        403: gettext("This page is not open to you"),
        404: gettext("There is no such page"),
        429: gettext("Too many requests came at once"),
        503: gettext("Somebody else is writing just now"),
        500: gettext("Something went wrong on our side"),
    }
    return render(
        request, "ui/refusal.html", {"status": status, "title": titles[status], **context}, status=status
    )
