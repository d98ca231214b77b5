"""Pages of those who keep a survey, and the list of surveys for everybody."""

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from polos.errors import InputError
from polos.tables.questionnaire import Questionnaire
from polos.tables.questionnaire_csv import from_csv, to_csv
from polos.tables.survey_template import survey_of_2019
from polos.tables.xlsform import from_xlsform, to_xlsform
from polos_web.accounts import access as accounts
from polos_web.accounts.roles import ProgrammeManager
from polos_web.analysis import surveys as library
from polos_web.surveys import access, actions, answer_views, delphi, forms, problems, queries, results
from polos_web.surveys.models import Survey, Wave
from polos_web.surveys.pages import NOTHING, back, kept, of_wave, page
from polos_web.surveys.questionnaires import Plain, empty, plain, said
from polos_web.ui.tabular import csv_answer

LARGEST_FILE = 5_000_000


# ---- surveys ----------------------------------------------------------------------------------


@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """Show the surveys with published results, and one's own."""
    NOTHING.read(request.GET)
    asking = accounts.asking(request)
    return page(
        request,
        "list",
        published=queries.published(),
        own=queries.kept_by(asking),
        delphis=delphi.kept_by(asking),
        may_make=access.may_keep_some(asking),
    )


@never_cache
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Begin a survey."""
    NOTHING.read(request.GET)
    accounts.require(access.may_keep_some, accounts.asking(request), role=ProgrammeManager)
    person = accounts.person(request)
    form = forms.SurveyForm(request.POST or None, programmes=sorted(access.programmes_of(person)))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        language = get_language() or "en"
        made = actions.make_survey(
            given["name"],
            given["programme"],
            plain(survey_of_2019()) if given["start"] == "2019" else empty(given["name"], (language,)),
            by=person,
            at=timezone.now(),
        )
        if given["start"] == "2019":
            values = {"relevance": "Q06", "support": "Q09"}
            actions.change_survey(made, values, by=person, at=timezone.now())
        return back("survey", made.pk)
    return page(request, "form", form=form, title=gettext("Begin a survey"))


@kept
@require_GET
def overview(request: HttpRequest, survey: Survey) -> HttpResponse:
    """Show the questionnaire, what is missing in it, and the waves."""
    NOTHING.read(request.GET)
    language = get_language() or "en"
    return page(
        request,
        "survey",
        survey=survey,
        questions=survey.draft["questions"],
        faults=queries.faults(survey),
        missing=[(problems.place_in_words(place), tongue) for place, tongue in queries.missing(survey)],
        waves=queries.waves(survey),
        changed=_has_changed(survey),
        text=lambda texts: said(texts, language),
    )


def _has_changed(survey: Survey) -> bool:
    """Whether the questionnaire is no longer the one that was asked last."""
    latest = queries.latest_version(survey)
    return latest is not None and latest.content != survey.draft


@kept
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, survey: Survey) -> HttpResponse:
    """Change name, languages, pairings and what is compared."""
    NOTHING.read(request.GET)
    form = forms.SettingsForm(request.POST or None, survey=survey)
    if request.method == "POST" and form.is_valid():
        person, now = accounts.person(request), timezone.now()
        actions.change_survey(survey, form.values(), by=person, at=now)
        given = form.cleaned_data
        if (given["title"], given["languages"]) != (survey.draft["title"], survey.draft["languages"]):
            actions.change_frame(survey, given["title"], given["languages"], by=person, at=now)
        return back("survey", survey.pk)
    return page(request, "form", survey=survey, form=form, title=gettext("Name, languages and pairings"))


@kept
@require_http_methods(["GET", "POST"])
def try_out(request: HttpRequest, survey: Survey) -> HttpResponse:
    """Show what respondents will see."""
    NOTHING.read(request.GET)
    if queries.faults(survey):
        raise actions.NotNow(gettext("The questionnaire cannot be asked yet."))
    return answer_views.try_out(request, survey, queries.draft(survey))


# ---- the questionnaire ------------------------------------------------------------------------


@kept
@require_http_methods(["GET", "POST"])
def new_question(request: HttpRequest, survey: Survey) -> HttpResponse:
    """Add a question."""
    NOTHING.read(request.GET)
    return _question(request, survey, None)


@kept
@require_http_methods(["GET", "POST"])
def question(request: HttpRequest, survey: Survey, name: str) -> HttpResponse:
    """Change a question."""
    NOTHING.read(request.GET)
    found = next((one for one in survey.draft["questions"] if one["name"] == name), None)
    if found is None:
        raise Http404
    return _question(request, survey, found)


def _question(request: HttpRequest, survey: Survey, found: Plain | None) -> HttpResponse:
    form = forms.QuestionForm(request.POST or None, survey=survey, question=found)
    if request.method == "POST" and form.is_valid():
        actions.change_question(
            survey,
            form.cleaned_data["question"],
            instead_of=found["name"] if found else None,
            by=accounts.person(request),
            at=timezone.now(),
        )
        return back("survey", survey.pk)
    return page(request, "question", survey=survey, form=form, found=found)


@kept
@require_POST
def move_question(request: HttpRequest, survey: Survey, name: str) -> HttpResponse:
    """Let a question stand earlier or later, or ask it no longer."""
    person, now = accounts.person(request), timezone.now()
    places = {"up": -1, "down": 1}
    wanted = request.POST.get("go", "")
    if wanted == "remove":
        actions.remove_question(survey, name, by=person, at=now)
    elif wanted in places:
        actions.move_question(survey, name, by_places=places[wanted], by=person, at=now)
    return back("survey", survey.pk)


@kept
@require_http_methods(["GET", "POST"])
def file_in(request: HttpRequest, survey: Survey) -> HttpResponse:
    """Take a questionnaire from a file; what is not understood is listed, and nothing changes."""
    NOTHING.read(request.GET)
    form = forms.FileForm(request.POST or None, request.FILES or None)
    problem = None
    if request.method == "POST" and form.is_valid():
        try:
            taken = _read(form.cleaned_data["file"])
        except InputError as found:
            problem = problems.told(found)
        else:
            actions.take_questionnaire(survey, taken, by=accounts.person(request), at=timezone.now())
            count = len(taken.questions)
            words = ngettext("%(num)d question was taken.", "%(num)d questions were taken.", count)
            messages.success(request, words % {"num": count})
            return back("survey", survey.pk)
    return page(request, "file", survey=survey, form=form, problem=problem)


def _read(file: UploadedFile) -> Questionnaire:
    if (file.size or 0) > LARGEST_FILE:
        raise InputError(
            found=f"a file of {file.size} bytes",
            needed=f"at most {LARGEST_FILE}",
            next_step="Remove pictures and other sheets.",
            code="large file",
            bytes=file.size,
            most=LARGEST_FILE,
        )
    content = file.read()
    return from_xlsform(content) if content[:2] == b"PK" else from_csv(content)


@kept
@require_GET
def file_out(request: HttpRequest, survey: Survey, form: str) -> HttpResponse:
    """Hand out the questionnaire."""
    NOTHING.read(request.GET)
    if queries.faults(survey):
        raise actions.NotNow(gettext("The questionnaire cannot be handed out before it can be asked."))
    asked = queries.draft(survey)
    kinds = {
        "xlsx": (to_xlsform, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        "csv": (to_csv, "text/csv; charset=utf-8"),
    }
    write, kind = kinds[form]
    answer = HttpResponse(write(asked), content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="polos-survey-{survey.pk}.{form}"'
    return answer


# ---- waves ------------------------------------------------------------------------------------


@kept
@require_POST
def new_wave(request: HttpRequest, survey: Survey) -> HttpResponse:
    """Prepare the next wave."""
    made = actions.prepare_wave(survey, by=accounts.person(request), at=timezone.now())
    return back("wave", survey.pk, made.number)


@of_wave
@require_GET
def wave(request: HttpRequest, wave: Wave) -> HttpResponse:
    """Show who is asked, what can be learned from them, and how many have answered."""
    NOTHING.read(request.GET)
    return _wave(request, wave, forms.PeopleForm())


def _wave(request: HttpRequest, wave: Wave, form: forms.PeopleForm) -> HttpResponse:
    found = queries.responses(wave)
    return page(
        request,
        "wave",
        survey=wave.survey,
        wave=wave,
        form=form,
        letter=forms.LetterForm(),
        invitations=queries.invitations(wave),
        responses=found,
        plan=library.plan({one.side: one.invited for one in found}),
        fewest=actions.FEWEST,
    )


@of_wave
@require_POST
def invite(request: HttpRequest, wave: Wave) -> HttpResponse:
    """Ask more people."""
    form = forms.PeopleForm(request.POST)
    if not form.is_valid():
        return _wave(request, wave, form)
    count = actions.invite(wave, form.cleaned_data["people"], by=accounts.person(request), at=timezone.now())
    words = ngettext("%(num)d person was added.", "%(num)d people were added.", count)
    messages.success(request, words % {"num": count})
    return back("wave", wave.survey.pk, wave.number)


@of_wave
@require_POST
def withdraw(request: HttpRequest, wave: Wave, person: int) -> HttpResponse:
    """Ask somebody no longer."""
    found = queries.invitation(wave, person)
    if found is None:
        raise Http404
    actions.withdraw_invitation(found, by=accounts.person(request), at=timezone.now())
    return back("wave", wave.survey.pk, wave.number)


@of_wave
@require_GET
def links(request: HttpRequest, wave: Wave) -> HttpResponse:
    """Hand out the private links of those who have not answered."""
    NOTHING.read(request.GET)
    columns = ("name", "email", "side", "language", "link")
    rows = [
        {
            **{name: getattr(one, name) for name in columns[:4]},
            "link": request.build_absolute_uri(queries.address_of(one)),
        }
        for one in queries.invitations(wave).filter(is_used=False)
    ]
    return csv_answer(f"polos-survey-{wave.survey.pk}-{wave.number}-links", columns, rows)


@of_wave
@require_POST
def move(request: HttpRequest, wave: Wave) -> HttpResponse:
    """Open or close a wave, or let everybody see its results."""
    person, now = accounts.person(request), timezone.now()
    match request.POST.get("go", ""):
        case "open":
            actions.open_wave(wave, by=person, at=now)
            messages.success(request, gettext("The wave is open: people can answer."))
        case "close":
            is_certain = request.POST.get("destroys") == "on"
            actions.close_wave(wave, destroys_few=is_certain, by=person, at=now)
            results.prepare(wave, at=now)
            messages.success(request, gettext("The wave is closed."))
        case "publish":
            actions.publish(wave, is_published=True, by=person, at=now)
        case "unpublish":
            actions.publish(wave, is_published=False, by=person, at=now)
    return back("wave", wave.survey.pk, wave.number)


@of_wave
@require_POST
def write(request: HttpRequest, wave: Wave) -> HttpResponse:
    """Write to those who have not answered."""
    form = forms.LetterForm(request.POST)
    words = form.cleaned_data["letter"] if form.is_valid() else ""
    count = actions.write_to(
        wave,
        words=words,
        site=request.build_absolute_uri("/"),
        by=accounts.person(request),
        at=timezone.now(),
    )
    said_words = ngettext("%(num)d letter was written.", "%(num)d letters were written.", count)
    messages.success(request, said_words % {"num": count})
    return back("wave", wave.survey.pk, wave.number)
