"""Pages on which somebody who is asked ends the mails, or gets them again, by the private link."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from polos_web.surveys import delphi, queries
from polos_web.surveys.models import Invitation, Panelist
from polos_web.surveys.pages import NOTHING, page
from polos_web.surveys.respondents import stop_mails


@never_cache
@csrf_exempt  # a mail program posts here by itself (RFC 8058); the link is the proof
@require_http_methods(["GET", "POST"])
def survey(request: HttpRequest, link: str) -> HttpResponse:
    """End the letters about a survey, or get them again."""
    asked = queries.invitation_of(link)
    return _stop(request, asked, asked.wave.survey.name if asked else "")


@never_cache
@csrf_exempt  # as above
@require_http_methods(["GET", "POST"])
def panel(request: HttpRequest, link: str) -> HttpResponse:
    """End the letters about a Delphi, or get them again."""
    person = delphi.panelist_of(link)
    return _stop(request, person, person.delphi.name if person else "")


def _stop(request: HttpRequest, who: Invitation | Panelist | None, title: str) -> HttpResponse:
    NOTHING.read(request.GET)
    if who is None:
        raise Http404
    if request.method == "POST":
        stop_mails(who, wanted=request.POST.get("wanted") == "yes")
    return page(request, "stop", who=who, title=title)
