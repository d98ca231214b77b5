"""Parameters of an address: the interface refuses those it does not know, as the pages do.

A misspelt filter that is passed over would answer with everything and look like an answer to the question.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from ninja.operation import Operation

Run = Callable[..., HttpResponse]
Refuse = Callable[[HttpRequest, dict[str, Any]], HttpResponse]


def known_to(operation: Operation) -> tuple[str, ...]:
    """Return the parameters that an operation reads from the query of an address, by name."""
    read = [model for model in operation.models if model.__ninja_param_source__ == "query"]
    return tuple(sorted(name for model in read for name in model.__ninja_flatten_map__))


def only_known(refuse: Refuse) -> Callable[[Run], Run]:
    """Decorate the ``run`` of operations: what they do not know is refused before anything is done."""

    def decorated(run: Run) -> Run:
        known = known_to(run.__self__)  # pyrefly: ignore [missing-attribute] (a method of its operation)

        @wraps(run)
        def checked(request: HttpRequest, **path: Any) -> HttpResponse:
            unknown = sorted(set(request.GET) - set(known))
            return refuse(request, _problem(unknown, known)) if unknown else run(request, **path)

        return checked

    return decorated


def _problem(unknown: list[str], known: tuple[str, ...]) -> dict[str, Any]:
    words = gettext("the interface knows no such parameter here")
    needed = gettext("none of these: this address takes no parameters")
    if known:
        needed = gettext("only these: %(known)s") % {"known": ", ".join(known)}
    return {
        "found": gettext("the parameters %(unknown)s") % {"unknown": ", ".join(unknown)},
        "needed": needed,
        "next": gettext("Correct or remove what is named under problems."),
        "problems": dict.fromkeys(unknown, words),
    }
