"""Pages of those who keep a Delphi, and of its panel."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from polos_web.accounts import access as accounts
from polos_web.accounts.roles import ProgrammeManager
from polos_web.analysis import opinions
from polos_web.surveys import access, delphi, delphi_letters, forms
from polos_web.surveys.models import Delphi
from polos_web.surveys.pages import NOTHING, back, page
from polos_web.surveys.stages import NotNow
from polos_web.ui.tabular import csv_answer

View = Callable[..., HttpResponse]
LONGEST_REASON = 2000


def kept(view: View) -> View:
    """Hand the view the Delphi of its address, after asking whether the person keeps it."""

    @never_cache
    @wraps(view)
    def shown(request: HttpRequest, number: int) -> HttpResponse:
        NOTHING.read(request.GET)
        asking = accounts.asking(request)
        accounts.require(access.may_keep_some, asking)
        found = delphi.delphi(number)
        if found is None:
            raise Http404
        accounts.require(access.may_keep_for, asking, found.programme)
        try:
            return view(request, found)
        except NotNow as problem:
            messages.error(request, str(problem))
            return back("delphi", found.pk)

    return shown


@never_cache
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Begin a Delphi."""
    NOTHING.read(request.GET)
    accounts.require(access.may_keep_some, accounts.asking(request), role=ProgrammeManager)
    person = accounts.person(request)
    form = forms.DelphiForm(request.POST or None, programmes=sorted(access.programmes_of(person)))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        made = delphi.make(
            form.values(),
            statements=given["statements"],
            people=given["people"],
            by=person,
            at=timezone.now(),
        )
        return back("delphi", made.pk)
    return page(request, "form", form=form, title=gettext("Begin a Delphi"))


@kept
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, found: Delphi) -> HttpResponse:
    """Change rule, statements and panel before the first round."""
    if found.round:
        raise NotNow(gettext("Rule, statements and panel are fixed from the first round on."))
    person = accounts.person(request)
    form = forms.DelphiForm(
        request.POST or None,
        initial=forms.DelphiForm.values_of(found),
        programmes=sorted(access.programmes_of(person)),
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        delphi.change(
            found,
            form.values(),
            statements=given["statements"],
            people=given["people"],
            by=person,
            at=timezone.now(),
        )
        return back("delphi", found.pk)
    return page(request, "form", form=form, title=found.name)


@kept
@require_GET
def overview(request: HttpRequest, found: Delphi) -> HttpResponse:
    """Show rule, panel and what the rounds say, with the report on dissent."""
    return page(
        request,
        "delphi",
        delphi=found,
        shown=delphi.shown(found),
        panel=delphi.panel(found),
        answered=delphi.answered(found),
        is_as_locked=delphi.is_as_locked(found),
        silent=delphi.silent(found).count() if found.is_open else 0,
        letter=forms.LetterForm(),
        **_words(),
    )


def _words() -> dict[str, Any]:
    language = get_language() or "en"
    return {"tongue": language, "why": lambda code: opinions.why(code, language)}


@kept
@require_POST
def move(request: HttpRequest, found: Delphi) -> HttpResponse:
    """Open the next round, or close the open one."""
    person, now = accounts.person(request), timezone.now()
    if request.POST.get("go") == "open":
        delphi.open_round(found, by=person, at=now)
    elif request.POST.get("go") == "close":
        delphi.close_round(found, by=person, at=now)
    return back("delphi", found.pk)


@kept
@require_POST
def write(request: HttpRequest, found: Delphi) -> HttpResponse:
    """Invite or remind those of the panel who have not scored in the open round."""
    form = forms.LetterForm(request.POST)
    count = delphi_letters.write_to(
        found,
        words=form.cleaned_data["letter"] if form.is_valid() else "",
        site=request.build_absolute_uri("/"),
        by=accounts.person(request),
        at=timezone.now(),
    )
    said = ngettext("%(num)d letter was written.", "%(num)d letters were written.", count)
    messages.success(request, said % {"num": count})
    return back("delphi", found.pk)


@kept
@require_GET
def links(request: HttpRequest, found: Delphi) -> HttpResponse:
    """Hand out the private links of the panel."""
    columns = ("name", "email", "language", "link")
    rows = [
        {
            **{name: getattr(one, name) for name in columns[:3]},
            "link": request.build_absolute_uri(delphi.address_of(one)),
        }
        for one in delphi.panel(found)
        if one.name or one.email
    ]
    return csv_answer(f"polos-delphi-{found.pk}-links", columns, rows)


@kept
@require_GET
def archive(request: HttpRequest, found: Delphi) -> HttpResponse:
    """Hand out rule, lock, panel under pseudonyms, scores of closed rounds, and every number."""
    answer = HttpResponse(delphi.archive(found), content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="polos-delphi-{found.pk}.zip"'
    return answer


@never_cache
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, link: str) -> HttpResponse:
    """Show somebody of the panel what the last round said, and take scores of the open one."""
    NOTHING.read(request.GET)
    person = delphi.panelist_of(link)
    if person is None or not person.delphi.round:
        raise Http404
    if request.method == "POST":
        try:
            count = delphi.score(person, _scores(request))
            messages.success(request, gettext("Scores kept: %(count)s.") % {"count": count})
        except NotNow as problem:
            messages.error(request, str(problem))
        return back("delphi_answer", link)
    asked = delphi.asked_now(person) if person.delphi.is_open else []
    return page(
        request, "delphi_answer", person=person, delphi=person.delphi, asked=asked,
        settled=[] if asked else delphi.shown(person.delphi), **_words(),
    )  # fmt: skip


def _scores(request: HttpRequest) -> dict[int, tuple[int, str]]:
    found = {}
    for name, value in request.POST.items():
        number = name.removeprefix("s")
        if name.startswith("s") and _is_number(number) and _is_number(str(value)):
            reason = request.POST.get(f"r{number}", "").replace("\x00", "").strip()[:LONGEST_REASON]
            found[int(number)] = (int(str(value)), reason)
    return found


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 15
