"""Every file that is handed out is an event: what it was, its digest, and who took it, where that is known.

Pages are reads; a file is an export, because what is in it leaves the site for good. Files that a form hands
out (all of a register, all about oneself, a programme's part) record an event of their own with more in it.
"""

from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from typing import Any

from allauth.core.ratelimit import consume
from django.db import OperationalError, transaction
from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils import timezone

from polos_web.accounts.access import asking, is_signed_in
from polos_web.accounts.models import User
from polos_web.audit import actions as audit
from polos_web.ui.refusals import busy, is_busy, too_many

KIND, VERB = "export", "handed out"
OK = 200


class Exports:
    """Records the files that pages hand out; a file whose event cannot be written is not handed out.

    Of a visitor nothing is kept: not the address, not what was searched for. How many files leave for one
    address in an hour is limited (``ACCOUNT_RATE_LIMITS``), so that no crawler fills the record.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        name = _name(answer)
        if request.method != "GET" or answer.status_code != OK or not name:
            return answer
        if not consume(request, action=KIND):
            return too_many(request)
        asks = asking(request)
        by = asks if is_signed_in(asks) else None
        try:
            record(name, _facts(request, answer), by=by, at=timezone.now())
        except OperationalError as problem:
            if is_busy(problem):
                return busy(request)
            raise
        return answer


@transaction.atomic
def record(name: str, facts: dict[str, Any], *, by: User | None, at: datetime) -> None:
    """Record that a file was handed out; ``by`` is ``None`` for visitors and for the machine itself."""
    audit.record(audit.Subject(KIND, name[:100]), VERB, by=by, at=at, details=facts)


def facts_of(content: bytes) -> dict[str, Any]:
    """Return what is told of a file: its size and its digest, by which a copy can be recognised."""
    return {"bytes": len(content), "sha256": sha256(content).hexdigest()}


def _facts(request: HttpRequest, answer: HttpResponse) -> dict[str, Any]:
    page = request.resolver_match.view_name if request.resolver_match else ""
    if isinstance(answer, FileResponse):  # a document that was handed in: its page names it
        return {"page": page, "bytes": int(answer.get("Content-Length", 0))}
    return {"page": page, **facts_of(answer.content)}


def _name(answer: HttpResponse) -> str:
    """Return the name a file is handed out under; nothing for a page."""
    _, _, name = answer.get("Content-Disposition", "").partition("filename=")
    return name.strip('"')
