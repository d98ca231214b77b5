"""Pages about who answers for records."""

from collections.abc import Callable
from datetime import date
from typing import Any

from allauth.core.ratelimit import consume
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from polos_web.accounts.access import SignInNeeded, asking, is_signed_in, may_assign_roles, person, require
from polos_web.registers import access as registers
from polos_web.registers.keepers import Keepers, keepers
from polos_web.registers.kinds import PUBLIC
from polos_web.registers.models import Record
from polos_web.registers.queries import sheet
from polos_web.registers.views import kind_named, readable
from polos_web.stewardship import access, actions, queries
from polos_web.stewardship.forms import (
    LABELS,
    AnswerForm,
    ClaimForm,
    InviteForm,
    RequestForm,
    VerifierForm,
)
from polos_web.stewardship.letters import is_waiting
from polos_web.stewardship.models import Claim, Request, Verifier, Wish
from polos_web.stewardship.tokens import invitation_of, invitation_token, request_of, request_token
from polos_web.ui.parameters import Choice, Parameters, Text
from polos_web.ui.refusals import too_many
from polos_web.ui.sections import read_sections

NOTHING = Parameters()
ABOUT = Parameters(wish=Choice(lambda: [wish.value for wish in Wish], absent="correct"), field=Text(60))


def _shown(request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    return render(request, f"stewardship/{template}.html", {"labels": LABELS, **context})


def _may_go_on(request: HttpRequest, what: str) -> bool:
    """Whether not too much of this has come from the same place (``ACCOUNT_RATE_LIMITS``)."""
    return consume(request, action=what)


def _record(request: HttpRequest, kind_name: str, slug: str) -> Record:
    """Return a record for a page that needs an account; whoever is not signed in is asked to."""
    kind_named(kind_name)
    if not is_signed_in(asking(request)):
        raise SignInNeeded
    return readable(request, kind_name, slug)


def _about(record: Record) -> dict[str, Any]:
    return {"record": record, "kind": record.kind, "sheet": sheet(record, PUBLIC)}


def _roles(record: Record) -> Keepers:
    roles = keepers(record.kind)
    if roles is None:
        raise Http404
    return roles


def _answer(
    request: HttpRequest, action: Callable[..., Any], found: Claim | Request, form: AnswerForm
) -> None:
    """Answer a claim or a request, and tell whoever did how it went."""
    try:
        action(
            found,
            is_granted=form.is_granted,
            answer=form.cleaned_data["answer"],
            by=person(request),
            at=timezone.now(),
            site=_site(request),
        )
        messages.success(request, gettext("Your answer is written down."))
    except actions.AnsweredAlready:
        messages.error(request, gettext("It was answered meanwhile. Nothing was changed."))


def _site(request: HttpRequest) -> str:
    return request.build_absolute_uri("/")


def _today() -> date:
    return timezone.now().date()


# ---- what waits for somebody ------------------------------------------------------------------


@never_cache
@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    """Show what somebody keeps, and what waits for an answer."""
    NOTHING.read(request.GET)
    asks = person(request)
    found = queries.desk(asks, on=_today())
    links = {
        one.pk: reverse("stewardship:invitation", args=[invitation_token(one)]) for one in found.invitations
    }
    context = {"links": links, "may_name": may_assign_roles(asks), "today": _today()}
    further = read_sections("desk", asks.email or "", get_language() or "en")
    return _shown(request, "desk", desk=found, sections=further, **context)


# ---- verifiers --------------------------------------------------------------------------------


@never_cache
@require_http_methods(["GET", "POST"])
def verifiers(request: HttpRequest) -> HttpResponse:
    """Show who verifies claims; a POST names somebody."""
    NOTHING.read(request.GET)
    require(may_assign_roles, asking(request))
    form = VerifierForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        actions.name_verifier(
            given["email"],
            given["institution"],
            country=given["country"],
            kind_name=given["kind_name"],
            by=person(request),
            at=timezone.now(),
        )
        messages.success(request, gettext("The verifier was named."))
        return HttpResponseRedirect(reverse("stewardship:verifiers"))
    return _shown(request, "verifiers", form=form, verifiers=list(queries.verifiers()))


@require_POST
def dismiss(request: HttpRequest, number: int) -> HttpResponse:
    """Let somebody verify claims no more."""
    require(may_assign_roles, asking(request))
    named: Verifier | None = queries.verifiers().filter(pk=number).first()
    if named is None:
        raise Http404
    actions.dismiss_verifier(named, by=person(request), at=timezone.now())
    messages.success(request, gettext("The verifier was dismissed."))
    return HttpResponseRedirect(reverse("stewardship:verifiers"))


# ---- claims -----------------------------------------------------------------------------------


@never_cache
@require_http_methods(["GET", "POST"])
def make_claim(request: HttpRequest, kind_name: str, slug: str) -> HttpResponse:
    """Ask why somebody answers for a record; a POST makes the claim."""
    NOTHING.read(request.GET)
    record = _record(request, kind_name, slug)
    asks = person(request)
    made = queries.open_claim(record, asks)
    if made is not None:
        return HttpResponseRedirect(reverse("stewardship:claim", args=[made.pk]))
    require(access.may_claim, asks, record)
    form = ClaimForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not _may_go_on(request, "claim"):
            return too_many(request)
        made = actions.claim(record, **form.cleaned_data, by=asks, at=timezone.now(), site=_site(request))
        messages.success(request, _on_its_way(made))
        return HttpResponseRedirect(reverse("stewardship:claim", args=[made.pk]))
    return _shown(request, "make_claim", form=form, **_about(record))


def _on_its_way(made: Claim) -> str:
    if access.verifiers(made).exists():
        return gettext("Your claim is on its way to those who verify it.")
    return gettext("Nobody was named to verify such claims yet: yours is on its way to the operators.")


@never_cache
@require_http_methods(["GET", "POST"])
def claim(request: HttpRequest, number: int) -> HttpResponse:
    """Show a claim and where it stands; a POST of those who may answers it."""
    NOTHING.read(request.GET)
    asks = person(request)
    found = queries.claim(number)
    if found is None or not access.may_see_claim(asks, found):
        raise Http404
    form = AnswerForm(request.POST or None)
    if request.method == "POST":
        if found.is_open:
            require(access.may_answer_claim, asks, found)
        if form.is_valid():
            _answer(request, actions.answer_claim, found, form)
            return HttpResponseRedirect(request.path)
    context = {
        "claim": found,
        "form": form,
        "may_answer": access.may_answer_claim(asks, found),
        "has_verifiers": access.verifiers(found).exists(),
    }
    return _shown(request, "claim", today=_today(), **context, **_about(found.record))


# ---- colleagues -------------------------------------------------------------------------------


@never_cache
@require_http_methods(["GET", "POST"])
def colleagues(request: HttpRequest, kind_name: str, slug: str) -> HttpResponse:
    """Show who keeps a record; a POST of an owner invites somebody."""
    NOTHING.read(request.GET)
    record = _record(request, kind_name, slug)
    roles, asks = _roles(record), person(request)
    require(registers.is_keeper, asks, record)
    decides = access.may_bring_in(asks, record)
    initial = {"role": roles.roles[-1].name, "language": get_language() or "en"}
    form = InviteForm(request.POST or None, roles=roles, initial=initial)
    if request.method == "POST":
        require(access.may_bring_in, asks, record)
        if form.is_valid():
            if not _may_go_on(request, "invitation"):
                return too_many(request)
            given = form.cleaned_data
            made = actions.invite(
                record,
                given["email"],
                is_owner=given["role"] == roles.owner.name,
                language=given["language"],
                by=asks,
                at=timezone.now(),
                site=_site(request),
            )
            messages.success(request, _of_the_mail(made.email))
            return HttpResponseRedirect(request.path)
    invited = queries.invitations(record) if decides else []
    links = {
        one.pk: request.build_absolute_uri(reverse("stewardship:invitation", args=[invitation_token(one)]))
        for one in invited
    }
    context = {
        "form": form,
        "held": queries.colleagues(record, on=_today()),
        "invitations": invited,
        "links": links,
        "decides": decides,
        "me": asks,
        "today": _today(),
    }
    return _shown(request, "colleagues", **context, **_about(record))


def _of_the_mail(email: str) -> str:
    if is_waiting(email):
        return gettext(
            "It is kept, but the mail could not be sent yet. It will be tried again; the link stands below."
        )
    return gettext("It is kept, and a mail with a link is on its way.")


@require_POST
def part(request: HttpRequest, kind_name: str, slug: str, number: int) -> HttpResponse:
    """Let a colleague keep a record no more, or leave oneself."""
    record = _record(request, kind_name, slug)
    asks = person(request)
    require(registers.is_keeper, asks, record)
    held = next((one for one in queries.colleagues(record, on=_today()) if one.pk == number), None)
    if held is None:
        raise Http404
    try:
        actions.part(record, held, by=asks, at=timezone.now())
    except actions.LastOwner:
        messages.error(
            request, gettext("This is the last owner. Bring in another one first, who has accepted.")
        )
    else:
        messages.success(request, gettext("It is done."))
        if held.person_id == asks.pk:
            return HttpResponseRedirect(reverse("stewardship:desk"))
    return HttpResponseRedirect(reverse("stewardship:colleagues", args=[kind_name, slug]))


@require_POST
def take_back(request: HttpRequest, kind_name: str, slug: str, number: int) -> HttpResponse:
    """Take an invitation back."""
    record = _record(request, kind_name, slug)
    require(access.may_bring_in, asking(request), record)
    found = queries.invitation(record, number)
    if found is None:
        raise Http404
    actions.take_back(found, by=person(request), at=timezone.now())
    messages.success(request, gettext("The invitation was taken back; its link does not work any more."))
    return HttpResponseRedirect(reverse("stewardship:colleagues", args=[kind_name, slug]))


@never_cache
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show what an invitation is to; a POST of somebody with an account accepts it."""
    NOTHING.read(request.GET)
    found = invitation_of(token)
    if found is None or not found.is_valid(_today()):
        return _shown(request, "invitation_gone")
    if request.method == "POST":
        asks = person(request)
        try:
            actions.accept(found, by=asks, at=timezone.now())
        except actions.AnsweredAlready:
            return _shown(request, "invitation_gone")
        messages.success(request, gettext("You keep this record too from now on."))
        return HttpResponseRedirect(
            reverse("registers:edit", args=[found.record.kind_name, found.record.slug])
        )
    return _shown(
        request, "invitation", invitation=found, is_in=is_signed_in(asking(request)), **_about(found.record)
    )


# ---- requests of anybody ----------------------------------------------------------------------


@never_cache
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, kind_name: str, slug: str) -> HttpResponse:
    """Let anybody ask to correct or to remove a record that is public."""
    given = ABOUT.read(request.GET)
    record = readable(request, kind_name, slug)
    if not record.is_public:
        raise Http404
    known = given.field if given.field in record.kind.fields else ""
    form = RequestForm(request.POST or None, kind=record.kind, initial={"wish": given.wish, "field": known})
    if request.method == "POST" and form.is_valid():
        if not _may_go_on(request, "request"):
            return too_many(request)
        said = form.cleaned_data
        made = actions.ask(
            record,
            Wish(said["wish"]),
            text=said["text"],
            field=said["field"],
            evidence=said["evidence"],
            email=said["email"],
            language=get_language() or "en",
            at=timezone.now(),
            site=_site(request),
        )
        return HttpResponseRedirect(reverse("stewardship:request", args=[request_token(made)]))
    return _shown(request, "ask", form=form, **_about(record))


@never_cache
@require_GET
def request_state(request: HttpRequest, token: str) -> HttpResponse:
    """Show, to whoever has its private link, where a request stands."""
    NOTHING.read(request.GET)
    found = request_of(token)
    if found is None:
        raise Http404
    return _shown(request, "request", asked=found, here=request.build_absolute_uri(), **_about(found.record))


@never_cache
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, number: int) -> HttpResponse:
    """Show a request to those who may answer it; a POST answers."""
    NOTHING.read(request.GET)
    asks = person(request)
    found = queries.request(number)
    if found is None:
        raise Http404
    require(access.may_answer_request, asks, found)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _answer(request, actions.answer_request, found, form)
        return HttpResponseRedirect(reverse("stewardship:desk"))
    return _shown(request, "answer", asked=found, form=form, **_about(found.record))
