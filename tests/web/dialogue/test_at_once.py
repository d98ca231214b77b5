"""Several people, or one person twice, at the same moment: everything is kept once."""

import pytest

from polos_web.dialogue import actions, own_actions
from polos_web.dialogue.models import Contribution, Question, Vote
from web.at_once import at_once
from web.dialogue.conftest import AT, MAILS, text

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people(take_part):
    return [take_part(f"p{number}", side="LAC") for number in range(6)]


@pytest.fixture
def statement(asked, people, holder):
    said = own_actions.answer(asked[0], text("Hay un río."), "fact", by=people[0], at=AT, mails=MAILS)
    return actions.mark(said, 0, 11, by=holder, at=AT)


@pytest.mark.slow
def test_one_person_who_votes_six_times_at_once_has_one_vote(statement, people):
    choices = ("agree", "disagree", "pass") * 2
    votes = [lambda c=c: own_actions.vote(statement, c, by=people[1], at=AT) for c in choices]
    at_once(*votes)
    assert Vote.objects.filter(statement=statement, participant=people[1]).count() == 1


@pytest.mark.slow
def test_six_people_who_vote_at_once_are_six_votes(statement, people):
    votes = [lambda p=p: own_actions.vote(statement, "agree", by=p, at=AT) for p in people]
    at_once(*votes)
    assert Vote.objects.filter(statement=statement, value=1).count() == 6


@pytest.mark.slow
def test_two_answers_at_once_open_the_next_question_once(asked, people):
    """The second question opens when two people have answered the first; each hears of it once."""
    answers = [
        lambda p=p: own_actions.answer(asked[0], text("Sí."), "fact", by=p, at=AT, mails=MAILS)
        for p in people[:2]
    ]
    at_once(*answers)
    assert Contribution.objects.filter(version__question=asked[0]).count() == 2
    assert Question.objects.get(pk=asked[1].pk).opened_at == AT


@pytest.mark.slow
def test_an_answer_and_the_closing_of_its_question_at_once_leave_no_half(asked, people, holder):
    """Either the answer came first and is there, or it came too late and its author is told."""

    def answered():
        try:
            own_actions.answer(asked[0], text("Sí."), "fact", by=people[0], at=AT, mails=MAILS)
        except actions.NotNow as told:
            return str(told)
        return "kept"

    outcomes = at_once(answered, lambda: actions.close_question(asked[0], by=holder, at=AT))
    said = next(one for one in outcomes if one is not None)
    is_there = Contribution.objects.filter(version__question=asked[0]).exists()
    assert is_there == (said == "kept")
    assert said == "kept" or "closed" in said
