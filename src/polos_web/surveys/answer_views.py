"""The page of respondents, reached by a private link: nothing is kept before it is sent."""

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from polos.tables.questionnaire import Questionnaire
from polos_web.surveys import queries, respondents, sealing
from polos_web.surveys.answering import DECLARATION, Filled
from polos_web.surveys.models import Invitation, Survey
from polos_web.surveys.pages import NOTHING, page
from polos_web.surveys.questionnaires import said


@never_cache
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, link: str) -> HttpResponse:
    """Ask the questions page by page; the last POST sends the answers."""
    NOTHING.read(request.GET)
    asked = queries.invitation_of(link)
    if asked is None or asked.wave.stage == "draft":
        raise Http404
    if asked.is_used:
        return _told(request, "used", asked, status=409 if request.method == "POST" else 200)
    if asked.wave.stage == "closed":
        return _told(request, "over", asked, status=409 if request.method == "POST" else 200)
    filled = Filled(queries.questionnaire(asked.wave), request.POST)
    if request.method == "POST" and request.POST.get("go") == "send":
        return _send(request, asked, filled)
    return _ask(request, filled, asked.wave.survey, asked=asked)


def _send(request: HttpRequest, asked: Invitation, filled: Filled) -> HttpResponse:
    wrong = filled.wrong()
    if wrong:
        return _page(
            request,
            filled,
            asked.wave.survey,
            step=filled.page_of(wrong[0].question),
            asked=asked,
            status=422,
        )
    try:
        respondents.answer(
            asked,
            filled.given,
            pairing=_pairing(request.POST, asked.wave.survey),
            consents=_consents(request),
        )
    except respondents.AlreadyAnswered:
        return _told(request, "used", asked, status=409)
    except respondents.NotOpen:
        return _told(request, "over", asked, status=409)
    except sealing.TooLong:
        words = gettext("All answers together are too long. Shorten the texts; nothing has been sent yet.")
        return _page(
            request, filled, asked.wave.survey, step=filled.last, asked=asked, problem=words, status=422
        )
    return _told(request, "thanks", asked)


def _ask(request: HttpRequest, filled: Filled, survey: Survey, *, asked: Invitation | None) -> HttpResponse:
    """Show the page one goes on or back to; a page with something wrong on it is shown again."""
    go, here = request.POST.get("go", ""), filled.step
    if request.method != "POST":
        return _page(request, filled, survey, step=DECLARATION, asked=asked)
    if go == "back":
        return _page(request, filled, survey, step=filled.before(here), asked=asked)
    if filled.wrong(step=here):
        return _page(request, filled, survey, step=here, asked=asked, marks=True)
    return _page(request, filled, survey, step=filled.after(here), asked=asked)


def try_out(request: HttpRequest, survey: Survey, questionnaire: Questionnaire) -> HttpResponse:
    """Show somebody who keeps a survey what respondents will see; nothing can be sent."""
    return _ask(request, Filled(questionnaire, request.POST), survey, asked=None)


def _page(
    request: HttpRequest,
    filled: Filled,
    survey: Survey,
    *,
    step: int,
    asked: Invitation | None,
    problem: str = "",
    marks: bool = False,
    status: int = 200,
) -> HttpResponse:
    wrong = filled.wrong(step=step) if marks or status == 422 else []
    answer = page(
        request,
        "answer",
        survey=survey,
        asked=asked,
        filled=filled,
        step=step,
        questions=filled.questions(step),
        every=[one for one in filled.questionnaire.questions if one.name in filled.asked],
        wrong={one.question: one.words for one in wrong},
        problem=problem,
        tongue=_tongue(filled.questionnaire),
        text=lambda texts: said(texts, get_language() or "en"),
    )
    answer.status_code = status
    return answer


def _tongue(questionnaire: Questionnaire) -> str:
    """Return the language the questions are shown in."""
    language = get_language() or "en"
    return language if language in questionnaire.languages else questionnaire.languages[0]


def _told(request: HttpRequest, what: str, asked: Invitation, *, status: int = 200) -> HttpResponse:
    title = said(queries.questionnaire(asked.wave).title, get_language() or "en")
    answer = page(request, "told", what=what, title=title)
    answer.status_code = status
    return answer


def _pairing(data: QueryDict, survey: Survey) -> str:
    chosen = data.get("pairing", "")
    return chosen if chosen in survey.pairings else ""


def _consents(request: HttpRequest) -> bool:
    return request.POST.get("consents") == "on"
