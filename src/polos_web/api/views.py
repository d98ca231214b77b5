"""The page on which people look after their keys."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from polos_web.accounts.access import person
from polos_web.api import actions, queries
from polos_web.api.forms import TokenForm
from polos_web.ui.parameters import Parameters

NOTHING = Parameters()


@never_cache
@require_http_methods(["GET", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """List one's own keys; a POST makes one and tells it once."""
    NOTHING.read(request.GET)
    asks, now = person(request), timezone.now()
    form, secret = TokenForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        ends_on = (now + timedelta(days=given["days"])).date()
        try:
            secret = actions.make_token(
                asks, given["name"], may_write=given["may_write"], ends_on=ends_on, at=now
            )
            form = TokenForm()
        except actions.TooMany:
            form.add_error(None, gettext("You have as many keys as one may have. End one you do not use."))
    labels = {name: field.label for name, field in form.fields.items()}
    context = {
        "form": form,
        "labels": labels,
        "secret": secret,
        "tokens": queries.tokens(asks),
        "today": now.date(),
    }
    return render(request, "api/tokens.html", context)


@never_cache
@require_POST
def end(request: HttpRequest, number: int) -> HttpResponse:
    """Take one of one's own keys back."""
    asks = person(request)
    found = next((one for one in queries.tokens(asks) if one.pk == number), None)
    if found is None:
        raise Http404
    actions.end_token(found, by=asks, at=timezone.now())
    messages.success(request, gettext("The key is ended."))
    return HttpResponseRedirect(reverse("tokens:list"))
