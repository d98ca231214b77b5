"""The page on which a contribution and its statements are translated."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods

from polos_web.accounts import access as accounts
from polos_web.dialogue import access, forms, queries, translating
from polos_web.dialogue.actions import NotNow
from polos_web.dialogue.views import Visit, found, page, read
from polos_web.ui.languages import OWN_NAMES
from polos_web.ui.parameters import Choice, Parameters

TO = Parameters(to=Choice(lambda: tuple(OWN_NAMES)))


@read
@require_http_methods(["GET", "POST"])
def translate(request: HttpRequest, visit: Visit, contribution: int) -> HttpResponse:
    """Show what was contributed beside its translation into one language; a POST keeps the translation."""
    to = TO.read(request.GET).to or get_language() or "en"
    said = found(queries.contribution(visit.dialogue, contribution))
    accounts.require(access.may_translate, visit.asking, said, visit.person)
    passages = translating.passages(said, to)
    form = forms.TranslationForm(request.POST or None, passages=passages)
    if request.method == "POST" and form.is_valid():
        by = accounts.person(request) if visit.holds or visit.person is None else visit.person
        try:
            translating.translate(said, to, form.given(), seen=form.seen(), by=by, at=timezone.now())
        except NotNow as problem:
            form.add_error(None, str(problem))
            passages = translating.passages(said, to)
        else:
            messages.success(request, gettext("The translation is written down."))
            return HttpResponseRedirect(f"{request.path}?to={to}")
    return page(
        request,
        "translate",
        visit,
        voice=queries.voice_of(said, visit.person),
        passages=passages,
        form=form,
        to=to,
        targets=OWN_NAMES,
    )
