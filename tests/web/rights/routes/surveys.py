"""Who may what on the routes of ``surveys``; their keepers are the programme managers of its programme."""

from typing import Any

from polos.tables.questionnaire import Kind, Option, Question, Questionnaire
from polos_web.analysis.surveys import delphi_rule
from polos_web.surveys import delphi, queries
from polos_web.surveys.models import (
    Delphi,
    Invitation,
    Panelist,
    Proposition,
    Survey,
    Version,
    Wave,
)
from polos_web.surveys.questionnaires import plain
from polos_web.surveys.sealing import new_wave_key
from polos_web.translation.text import Text
from web.people import BEGAN
from web.rights.answers import MANAGER, ByState, Rights, account, everybody, organisers, public


def of_the_survey(answer: str = "shown") -> ByState:
    """For those who keep the survey; who keeps others learns whether there is one of that number."""
    refused = account("refused")
    return ByState(organisers(answer), refused, refused, refused, {**refused, MANAGER: "missing"})


def posted(example: str, answer: str = "elsewhere") -> Rights:
    """A form for those who keep the survey."""
    return Rights(example, of_the_survey("not so"), of_the_survey(answer))


def by_link(closed: str) -> ByState:
    """For whoever has the private link: nothing before the wave opens, and words once it is closed."""
    shown, missing = everybody("shown"), everybody("missing")
    return ByState(shown, shown, missing, everybody(closed), missing)


def of_the_delphi(answer: str = "shown") -> ByState:
    """For those who keep the Delphi."""
    return of_the_survey(answer)


def by_panel(answer: str) -> ByState:
    """For whoever has the private link of the panel, from the first round on."""
    told, missing = everybody(answer), everybody("missing")
    return ByState(told, told, missing, told, missing)


def while_there() -> ByState:
    """For whoever has the private link, at any stage, until what it leads to is gone."""
    shown = everybody("shown")
    return ByState(shown, shown, shown, shown, everybody("missing"))


def results(answer: str) -> ByState:
    """For everybody once a wave is closed and published; before there is nothing for anybody."""
    missing = everybody("missing")
    return ByState(missing, missing, missing, everybody(answer), missing)


EXPECTED: dict[str, Rights] = {
    "/surveys/": public("/surveys/"),
    "/surveys/new/": Rights("/surveys/new/", organisers(), organisers()),
    "/surveys/answer/<link>/": Rights("/surveys/answer/{asked}/", by_link("shown"), by_link("409")),
    "/surveys/<number>/": Rights("/surveys/{survey}/", of_the_survey()),
    "/surveys/delphi/new/": Rights("/surveys/delphi/new/", organisers(), organisers()),
    "/surveys/delphi/<number>/": Rights("/surveys/delphi/{delphi}/", of_the_delphi()),
    "/surveys/delphi/<number>/archive.zip": Rights("/surveys/delphi/{delphi}/archive.zip", of_the_delphi()),
    "/surveys/delphi/<number>/edit/": Rights(
        "/surveys/delphi/{delphi}/edit/", of_the_delphi("elsewhere"), of_the_delphi("elsewhere")
    ),
    "/surveys/delphi/<number>/links.csv": Rights("/surveys/delphi/{delphi}/links.csv", of_the_delphi()),
    "/surveys/delphi/<number>/move/": Rights(
        "/surveys/delphi/{delphi}/move/", of_the_delphi("not so"), of_the_delphi("elsewhere")
    ),
    "/surveys/delphi/answer/<link>/": Rights(
        "/surveys/delphi/answer/{panelist}/", by_panel("shown"), by_panel("elsewhere")
    ),
    "/surveys/delphi/<number>/write/": Rights(
        "/surveys/delphi/{delphi}/write/", of_the_delphi("not so"), of_the_delphi("elsewhere")
    ),
    "/surveys/delphi/stop/<link>/": Rights("/surveys/delphi/stop/{panelist}/", while_there(), while_there()),
    "/surveys/stop/<link>/": Rights("/surveys/stop/{asked}/", while_there(), while_there()),
    "/surveys/reference-2019/": public("/surveys/reference-2019/"),
    "/surveys/<number>/archive/<version>/": Rights(
        "/surveys/{survey}/archive/1/", of_the_survey("missing"), of_the_survey("missing")
    ),
    "/surveys/<number>/results/": Rights("/surveys/{survey}/results/", results("shown")),
    "/surveys/<number>/results/compute/": posted("/surveys/{survey}/results/compute/", "missing"),
    "/surveys/<number>/results/<wave>/<question>.svg": Rights(
        "/surveys/{survey}/results/1/Q1.svg", results("missing")
    ),
    "/surveys/<number>/results/wave-<wave>.<form>": Rights(
        "/surveys/{survey}/results/wave-1.csv", results("shown")
    ),
    "/surveys/<number>/edit/": Rights("/surveys/{survey}/edit/", of_the_survey(), of_the_survey()),
    "/surveys/<number>/try/": Rights("/surveys/{survey}/try/", of_the_survey(), of_the_survey()),
    "/surveys/<number>/file/": Rights("/surveys/{survey}/file/", of_the_survey(), of_the_survey()),
    "/surveys/<number>/questionnaire.<form>": Rights("/surveys/{survey}/questionnaire.csv", of_the_survey()),
    "/surveys/<number>/questions/": Rights("/surveys/{survey}/questions/", of_the_survey(), of_the_survey()),
    "/surveys/<number>/questions/<name>/": Rights(
        "/surveys/{survey}/questions/Q1/", of_the_survey(), of_the_survey()
    ),
    "/surveys/<number>/questions/<name>/move/": posted("/surveys/{survey}/questions/Q1/move/"),
    "/surveys/<number>/waves/": posted("/surveys/{survey}/waves/"),
    "/surveys/<number>/waves/<wave>/": Rights("/surveys/{survey}/waves/1/", of_the_survey()),
    "/surveys/<number>/waves/<wave>/invite/": posted("/surveys/{survey}/waves/1/invite/", "shown"),
    "/surveys/<number>/waves/<wave>/links.csv": Rights(
        "/surveys/{survey}/waves/1/links.csv", of_the_survey()
    ),
    "/surveys/<number>/waves/<wave>/move/": posted("/surveys/{survey}/waves/1/move/"),
    "/surveys/<number>/waves/<wave>/people/<person>/": posted(
        "/surveys/{survey}/waves/1/people/999999/", "missing"
    ),
    "/surveys/<number>/waves/<wave>/write/": posted("/surveys/{survey}/waves/1/write/"),
}


def made() -> dict[str, Any]:
    """Make surveys of the programme "x" and of another one, each with a wave and somebody who is asked.

    The draft is not asked yet, what is public has its results published, and of the erased one nothing is
    left.
    """
    people = ByState(
        asked("x", "open"),
        asked("y", "open"),
        asked("y", "draft"),
        asked("y", "closed"),
        asked("y", "open"),
    )
    names = ("own", "other", "draft", "public", "erased")
    told = {
        "survey": ByState(*(getattr(people, one).wave.survey_id for one in names)),
        "asked": ByState(*(queries.link_of(getattr(people, one)) for one in names)),
    }
    panel = ByState(
        placed("x", "open"),
        placed("y", "open"),
        placed("y", "draft"),
        placed("y", "over"),
        placed("y", "open"),
    )
    told["delphi"] = ByState(*(getattr(panel, one).delphi_id for one in names))
    told["panelist"] = ByState(*(delphi.link_of(getattr(panel, one)) for one in names))
    panel.erased.delphi.delete()
    survey = people.erased.wave.survey
    Wave.objects.filter(survey=survey).delete()
    survey.delete()
    return told


def placed(programme: str, stage: str) -> Panelist:
    """Make a Delphi of a programme with one statement, and one of its panel."""
    begun = stage != "draft"
    made = Delphi.objects.create(
        name="D",
        programme=programme,
        rule=delphi_rule(),
        lock="0" * 64 if begun else "",
        round=int(begun),
        is_open=stage == "open",
        is_over=stage == "over",
        made_at=BEGAN,
    )
    Proposition.objects.create(delphi=made, number=1, text=Text("en", "S"))
    return Panelist.objects.create(delphi=made, name="A")


def asked(programme: str, stage: str) -> Invitation:
    """Make a survey of a programme with one wave, and ask somebody."""
    options = (Option("a", {"en": "a"}), Option("b", {"en": "b"}))
    content = plain(Questionnaire("q", {"en": "Q"}, (Question("Q1", Kind.SINGLE, {"en": "Q?"}, options),)))
    survey = Survey.objects.create(name="S", programme=programme, draft=content, made_at=BEGAN)
    version = Version.objects.create(survey=survey, number=1, content=content)
    wave = Wave.objects.create(
        survey=survey,
        number=1,
        version=version,
        stage=stage,
        key=new_wave_key() if stage == "open" else None,
        is_published=stage == "closed",
        invited={"": 1} if stage == "closed" else {},
        answered=0 if stage == "closed" else None,
    )
    return Invitation.objects.create(wave=wave, name="A")
