"""Somebody who keeps surveys, a survey of a few questions, and people asked; all of them invented."""

from datetime import UTC, datetime

import pytest

from polos.tables.questionnaire import Comparison, Condition, Kind, Option, Question, Questionnaire
from polos_web.surveys import actions, queries
from polos_web.surveys.questionnaires import plain
from web.people import make_person, no_attempts_before, sign_in

__all__ = ["make_person", "no_attempts_before", "sign_in"]
AT = datetime(2026, 1, 10, 9, tzinfo=UTC)


def options(*codes: str) -> tuple[Option, ...]:
    return tuple(Option(code, {"en": f"option {code}", "es": f"opción {code}"}) for code in codes)


def questionnaire() -> Questionnaire:
    """Every kind of question once; Q2 is asked of those who chose "b" for Q1."""
    asked = {"en": "Question?", "es": "¿Pregunta?"}
    return Questionnaire(
        "invented",
        {"en": "An invented survey", "es": "Una encuesta inventada"},
        (
            Question("Q1", Kind.SINGLE, asked, options("a", "b"), is_required=True),
            Question("Q2", Kind.TEXT, asked, show_if=(Condition("Q1", Comparison.IS, "b"),), most=50),
            Question("Q3", Kind.LIKERT, asked, options("1", "2", "3", "4", "5")),
            Question("Q4", Kind.MULTIPLE, asked, options("x", "y", "z")),
            Question("Q5", Kind.RANKING, asked, options("r", "s")),
            Question("Q6", Kind.NUMBER, asked, least=0, most=100),
            Question("Q7", Kind.MATRIX, asked, options("1", "2", "3", "4", "5"), options("m", "n")),
            Question("Q8", Kind.MATRIX, asked, options("1", "2", "3", "4", "5"), options("m", "n")),
            Question("Q9", Kind.TEXT, asked),
        ),
        ("en", "es"),
    )


@pytest.fixture
def keeper(make_person):
    """A programme manager of the programme "x"."""
    return make_person("olga", "programme manager", scope="x", second_factor=True)


@pytest.fixture
def at_desk(keeper, sign_in):
    """The browser of who keeps the survey."""
    return sign_in(keeper)


@pytest.fixture
def survey(keeper):
    made = actions.make_survey("Invented", "x", plain(questionnaire()), by=keeper, at=AT)
    values = {"relevance": "Q7", "support": "Q8", "pairings": [f"pairing {n}" for n in range(1, 9)]}
    actions.change_survey(made, values, by=keeper, at=AT)
    return made


@pytest.fixture
def open_wave(survey, keeper):
    """Open a wave for so many people of each side; return it and their invitations."""

    def opened(eu: int = 8, lac: int = 8):
        wave = actions.prepare_wave(survey, by=keeper, at=AT)
        people = [
            {"name": f"{side} {n}", "email": f"{side}{n}.{wave.number}@example.org".lower(), "side": side}
            for side, count in (("EU", eu), ("LAC", lac))
            for n in range(count)
        ]
        actions.invite(wave, people, by=keeper, at=AT)
        actions.open_wave(wave, by=keeper, at=AT)
        found = queries.wave(survey, wave.number)
        return found, list(found.invitations.all())

    return opened


@pytest.fixture
def close(keeper):
    def closed(wave, *, destroys_few=False):
        actions.close_wave(wave, destroys_few=destroys_few, by=keeper, at=AT)
        return queries.wave(wave.survey, wave.number)

    return closed
