"""Pages of letters: for those who write them, and for the institution that passes them on."""

from allauth.core.ratelimit import consume
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from polos_web.accounts.access import person
from polos_web.matchmaking import interests_queries, invitations
from polos_web.matchmaking.interests import NotNow
from polos_web.matchmaking.interests_views import NOTHING, about, ours_and_theirs, page, site, today
from polos_web.matchmaking.invitations_forms import LetterForm, PassingOnForm
from polos_web.matchmaking.invitations_letter import letter, printed, reason_for
from polos_web.matchmaking.models import Invitation, Way
from polos_web.stewardship.queries import country_of
from polos_web.ui.languages import OWN_NAMES
from polos_web.ui.parameters import Choice, Parameters
from polos_web.ui.refusals import too_many

SHOWN = Parameters(language=Choice(lambda: tuple(OWN_NAMES)))


def _drafted(request: HttpRequest, kind_name: str, slug: str, other: str) -> Invitation:
    ours, theirs = ours_and_theirs(request, kind_name, slug, other)
    found = interests_queries.between(ours, theirs)
    if found.invitation is None or found.mine is None:
        raise Http404
    return invitations.of_interest(found.mine) or found.invitation


@never_cache
@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, kind_name: str, slug: str, other: str) -> HttpResponse:
    """Show the letter to those who write it, in any of our languages; a POST hands it to an institution."""
    found = _drafted(request, kind_name, slug, other)
    shown = _language(request, found)
    country = country_of(found.interest.asked)
    through = found.institution.slug if found.institution else ""
    initial = {"language": shown, "email": found.email, "institution": through}
    form = LetterForm(request.POST or None, country=country, initial=initial)
    if request.method == "POST" and form.is_valid():
        if not consume(request, action="contact"):
            return too_many(request)
        try:
            invitations.send(
                found, **form.cleaned_data, by=person(request), at=timezone.now(), site=site(request)
            )
            messages.success(request, gettext("The letter lies at the institution now."))
        except NotNow:
            messages.error(
                request, gettext("Something has changed meanwhile, and nothing was done. Look again.")
            )
        return HttpResponseRedirect(request.path)
    written = letter(found, language=shown, site=site(request))
    with override(found.language):
        link = request.build_absolute_uri(reverse("contacts:passing_on", args=[found.key]))
    context = {
        "invitation": found,
        "letter": written,
        "reason": reason_for(found.interest.asked, shown),
        "form": form,
        "private_link": link,
        "own_names": OWN_NAMES,
    }
    title = interests_queries.titled([found.interest.asked])[0][1]
    return page(request, "letter", theirs_title=title, **context, **about(found.interest.asks))


@never_cache
@require_GET
def write_pdf(request: HttpRequest, kind_name: str, slug: str, other: str) -> HttpResponse:
    """Hand out the letter to those who write it, in any of our languages."""
    found = _drafted(request, kind_name, slug, other)
    return _file(request, found, _language(request, found))


def _language(request: HttpRequest, found: Invitation) -> str:
    """Return the language the address asks for, else that of the letter; what was sent stays as it is."""
    asked = SHOWN.read(request.GET).language
    return asked if asked and found.stand == Way.DRAFTED else found.language


def _by_link(request: HttpRequest, key: str) -> Invitation:
    NOTHING.read(request.GET)
    found = invitations.by_key(key)
    if found is None:
        raise Http404
    return found


@never_cache
@require_http_methods(["GET", "POST"])
def passing_on(request: HttpRequest, key: str) -> HttpResponse:
    """Show the letter to the institution whose link this is; a POST says what became of it."""
    found = _by_link(request, key)
    form = PassingOnForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _said(request, found, form)
        return HttpResponseRedirect(request.path)
    written = letter(found, language=found.language, site=site(request))
    return page(request, "letter_passing_on", invitation=found, letter=written, form=form)


def _said(request: HttpRequest, found: Invitation, form: PassingOnForm) -> None:
    did = invitations.pass_on if form.cleaned_data["did"] == "passed_on" else invitations.decline
    try:
        did(found, note=form.cleaned_data["note"], at=timezone.now(), site=site(request))
        messages.success(request, gettext("Thank you. Those who wrote are told."))
    except NotNow:
        messages.error(request, gettext("Something has changed meanwhile, and nothing was done. Look again."))


@never_cache
@require_GET
def passing_on_pdf(request: HttpRequest, key: str) -> HttpResponse:
    """Hand out the letter to print."""
    found = _by_link(request, key)
    return _file(request, found, found.language)


def _file(request: HttpRequest, found: Invitation, language: str) -> HttpResponse:
    made = printed(found, language=language, site=site(request), on=today())
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="polos-letter-{language}.pdf"'
    return answer
