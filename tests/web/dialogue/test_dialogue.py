"""What a dialogue does from its questions to what became of an answer."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from polos_web.audit.models import Event
from polos_web.dialogue import actions, building, own_actions, people_actions, queries, statement_queries
from polos_web.dialogue.models import Contribution, Question, Statement, Use, Vote
from polos_web.stewardship.models import Letter
from polos_web.translation.text import State
from web.dialogue.conftest import AFTER_TWO, AT, AT_ONCE, LATER, MAILS, text

pytestmark = pytest.mark.django_db
CLOSED = "closed"


def answer(question, person, words="Hay un río.", nature="fact", at=AT):
    return own_actions.answer(question, text(words), nature, by=person, at=at, mails=MAILS)


def state(question, now=AT):
    return queries.state_of(queries.questions(question.block.dialogue)[_place(question)], now)


def _place(question):
    return [one.pk for one in queries.questions(question.block.dialogue)].index(question.pk)


# ---- when questions open ----------------------------------------------------------------------


def test_questions_open_one_after_the_other(asked, take_part, holder):
    """The first with the dialogue, the second after two people, the third once the second is summarised."""
    first, second, third = asked
    assert [state(one) for one in asked] == ["open", "waiting", "waiting"]
    ana, bea = take_part("ana"), take_part("bea")
    answer(first, ana)
    answer(first, ana, "Y un lago.")
    assert state(second) == "waiting", "two answers of one person are one person"
    answer(first, bea)
    assert state(second) == "open"
    actions.close_question(second, by=holder, at=LATER)
    assert [state(second), state(third)] == ["closed", "waiting"]
    actions.summarise(second, text("Todos."), by=holder, at=LATER, mails=MAILS)
    assert [state(second), state(third)] == ["summarised", "open"]


def test_a_question_with_a_date_opens_when_it_comes(asked, take_part, holder):
    """Nobody has to press a button, and nobody answers before."""
    rule = {"opens": "on_date", "opens_after": None, "opens_at": LATER}
    building.change_question(asked[1], text=text("¿Quién?"), rule=rule, by=holder, at=AT, mails=MAILS)
    ana = take_part("ana")
    assert state(asked[1], AT) == "waiting"
    with pytest.raises(actions.NotNow):
        answer(asked[1], ana)
    assert state(asked[1], LATER) == "open"
    answer(asked[1], ana, at=LATER + timedelta(minutes=1))


def test_a_date_that_has_come_is_told_of_once(asked, take_part, holder):
    rule = {"opens": "on_date", "opens_after": None, "opens_at": LATER}
    building.change_question(asked[1], text=text("¿Quién?"), rule=rule, by=holder, at=AT, mails=MAILS)
    take_part("ana")
    Letter.objects.all().delete()
    assert actions.open_due(at=AT, mails=MAILS) == 0
    assert actions.open_due(at=LATER, mails=MAILS) == 1
    assert actions.open_due(at=LATER, mails=MAILS) == 0
    assert [letter.to for letter in Letter.objects.all()] == ["ana@example.net"]


def test_a_block_without_a_question_keeps_the_dialogue_closed(draft, holder):
    building.add_block(draft, title=text("Vacío"), about=None, by=holder, at=AT)
    with pytest.raises(actions.NotNow, match="Every block needs a question"):
        actions.move(draft, "open", by=holder, at=AT, mails=MAILS)


def test_a_block_has_five_questions_at_most(draft, holder):
    block = draft.blocks.first()
    for _ in range(3):
        building.add_question(block, text=text("¿Y?"), rule=AT_ONCE, by=holder, at=AT)
    with pytest.raises(actions.NotNow, match="5 questions at most"):
        building.add_question(block, text=text("¿Y?"), rule=AT_ONCE, by=holder, at=AT)


def test_the_summary_comes_after_the_closing_and_goes_when_it_opens_again(asked, holder):
    first = asked[0]
    with pytest.raises(actions.NotNow, match="Close the question first"):
        actions.summarise(first, text("Ya."), by=holder, at=AT, mails=MAILS)
    actions.close_question(first, by=holder, at=AT)
    actions.summarise(first, text("Ya."), by=holder, at=AT, mails=MAILS)
    actions.open_question(first, by=holder, at=LATER, mails=MAILS)
    first.refresh_from_db()
    assert first.summary is None
    assert state(first) == "open"


def test_questions_that_wait_change_places(asked, holder):
    """One that has opened keeps its place."""
    first, second, _ = asked
    with pytest.raises(actions.NotNow, match="keeps its place"):
        building.move_up(second, by=holder, at=AT)
    third = building.add_question(first.block, text=text("¿Y?"), rule=AFTER_TWO, by=holder, at=AT)
    building.move_up(third, by=holder, at=AT)
    held = [queries.version(one).text.original for one in first.block.questions.all()]
    assert held == ["¿Qué agua hay?", "¿Y?", "¿Quién la usa?"]


# ---- versions of a question -------------------------------------------------------------------


def test_other_words_after_an_answer_are_a_new_version(asked, take_part, holder):
    """What was said stays with the words it was said to; the two are never mixed."""
    first = asked[0]
    before = answer(first, take_part("ana"))
    rule = {**AT_ONCE}
    held = building.change_question(
        first, text=text("¿Cuánta agua hay?"), rule=rule, by=holder, at=LATER, mails=MAILS
    )
    assert held.number == 2
    after = answer(first, take_part("bea"), at=LATER)
    told = {version.number: [v.said.pk for v in voices] for version, voices in queries.voices(first, None)}
    assert told == {2: [after.pk], 1: [before.pk]}
    assert before.version.text.original == "¿Qué agua hay?"


def test_a_translation_that_is_added_makes_no_version(asked, take_part, holder):
    """The question is the same in a further language; a translation that changes is another question."""
    first = asked[0]
    answer(first, take_part("ana"))
    more = text("¿Qué agua hay?").translated("en", "What water is there?", by=State.HUMAN)
    assert building.change_question(first, text=more, rule=AT_ONCE, by=holder, at=AT, mails=MAILS).number == 1
    other = text("¿Qué agua hay?").translated("en", "How much water?", by=State.HUMAN)
    assert (
        building.change_question(first, text=other, rule=AT_ONCE, by=holder, at=AT, mails=MAILS).number == 2
    )


def test_before_any_answer_words_are_simply_corrected(asked, holder):
    held = building.change_question(
        asked[0], text=text("¿Qué aguas hay?"), rule=AT_ONCE, by=holder, at=AT, mails=MAILS
    )
    assert held.number == 1
    assert queries.version(asked[0]).text.original == "¿Qué aguas hay?"


def test_what_was_answered_cannot_be_taken_out(asked, take_part, holder):
    answer(asked[0], take_part("ana"))
    with pytest.raises(actions.NotNow, match="It stays"):
        building.remove_question(asked[0], by=holder, at=AT)
    with pytest.raises(actions.NotNow, match="It stays"):
        building.remove_block(asked[0].block, by=holder, at=AT)


# ---- contributions ----------------------------------------------------------------------------


def test_an_answer_speaks_for_the_place_of_its_author(asked, take_part):
    """It keeps that place when the author goes on to speak for another."""
    ana = take_part("ana", side="LAC", country="CL", territory="cl_bi")
    said = answer(asked[0], ana)
    people_actions.change_participant(
        ana, {"side": "EU", "territory": "es11", "country": "ES"}, by=ana, at=LATER
    )
    said.refresh_from_db()
    assert (said.side, said.country, said.territory) == ("LAC", "CL", "cl_bi")


@pytest.mark.parametrize("closing", ["question", "dialogue"])
def test_nothing_is_said_after_closing(asked, take_part, holder, dialogue, closing):
    ana = take_part("ana")
    said = answer(asked[0], ana)
    if closing == "question":
        actions.close_question(asked[0], by=holder, at=LATER)
    else:
        actions.move(dialogue, CLOSED, by=holder, at=LATER, mails=MAILS)
    with pytest.raises(actions.NotNow, match="closed"):
        answer(asked[0], ana, at=LATER)
    with pytest.raises(actions.NotNow, match="closed"):
        own_actions.reply(said, text("No."), "opinion", kind="disagreement", by=ana, at=LATER)
    assert Contribution.objects.filter(version__question__block__dialogue=dialogue).count() == 1


def test_replies_stand_under_what_they_reply_to(asked, take_part):
    ana, bea = take_part("ana"), take_part("bea")
    said = answer(asked[0], ana)
    no = own_actions.reply(said, text("Está seco."), "fact", kind="disagreement", by=bea, at=AT)
    back = own_actions.reply(no, text("Solo en verano."), "fact", kind="refinement", by=ana, at=AT)
    ((_, (voice,)),) = queries.voices(asked[0], ana)
    assert voice.said == said
    assert voice.is_own
    assert voice.replies[0].said == no
    assert not voice.replies[0].is_own
    assert voice.replies[0].replies[0].said == back


def test_notes_are_entered_as_what_they_are(asked, holder, take_part):
    """They count as answers of those named only; a contribution must say where it comes from."""
    values = {
        "origin": "meeting", "source": "Workshop in the town hall", "held_on": AT.date(), "nature": "plan",
        "side": "LAC", "country": "CL", "territory": "cl_bi", "cluster": "", "participant": None,
    }  # fmt: skip
    said = actions.note(asked[0], text("Habrá un canal."), values, by=holder, at=AT, mails=MAILS)
    assert (said.origin, said.noted_by, said.participant) == ("meeting", holder, None)
    assert queries.answering_count(asked[0]) == 0
    told = {**values, "origin": "interview", "participant": take_part("ana")}
    actions.note(asked[0], text("Sí."), told, by=holder, at=AT, mails=MAILS)
    assert queries.answering_count(asked[0]) == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.note(asked[0], text("Sí."), {**values, "source": ""}, by=holder, at=AT, mails=MAILS)


# ---- statements and votes ---------------------------------------------------------------------


@pytest.fixture
def statement(asked, take_part, holder) -> Statement:
    """A passage of an answer, put to the vote."""
    said = answer(asked[0], take_part("author", side="LAC"), "Hay un río. Está limpio.")
    return actions.mark(said, 12, 24, by=holder, at=AT)


def test_a_statement_is_a_passage_in_its_language(statement, holder):
    assert statement.text.original == "Está limpio."
    assert (statement.text.language, statement.side) == ("es", "LAC")
    again = actions.mark(statement.contribution, 12, 24, by=holder, at=LATER)
    assert again == statement


def test_a_vote_can_be_changed_and_counts_once(statement, take_part):
    ana = take_part("ana")
    own_actions.vote(statement, "agree", by=ana, at=AT)
    own_actions.vote(statement, "disagree", by=ana, at=LATER)
    (judged,) = statement_queries.judged([statement], ana)
    assert (judged.agree, judged.disagree, judged.passed, judged.own) == (0, 1, 0, -1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Vote.objects.create(statement=statement, participant=ana, value=1, voted_at=AT)


def test_nobody_votes_on_what_is_hidden_suggested_or_over(statement, take_part, holder, dialogue):
    ana = take_part("ana")
    actions.hide_statement(statement, is_hidden=True, by=holder, at=AT)
    with pytest.raises(actions.NotNow, match="not shown"):
        own_actions.vote(statement, "agree", by=ana, at=AT)
    actions.hide_statement(statement, is_hidden=False, by=holder, at=AT)
    Statement.objects.filter(pk=statement.pk).update(is_suggestion=True)
    with pytest.raises(actions.NotNow, match="not shown"):
        own_actions.vote(statement, "agree", by=ana, at=AT)
    Statement.objects.filter(pk=statement.pk).update(is_suggestion=False)
    actions.move(dialogue, CLOSED, by=holder, at=AT, mails=MAILS)
    with pytest.raises(actions.NotNow, match="closed"):
        own_actions.vote(statement, "agree", by=ana, at=AT)
    assert not Vote.objects.exists()


def test_with_a_contribution_its_statements_are_hidden(statement, holder):
    actions.hide(statement.contribution, is_hidden=True, by=holder, at=AT)
    statement.refresh_from_db()
    assert statement.is_hidden
    assert not statement_queries.statements(statement.dialogue).exists()
    with pytest.raises(actions.NotNow, match="contribution is hidden"):
        actions.hide_statement(statement, is_hidden=False, by=holder, at=AT)


def test_the_next_statement_is_the_one_fewest_have_judged(statement, take_part, holder):
    """Not one's own, not one that was judged."""
    other = actions.mark(statement.contribution, 0, 11, by=holder, at=AT)
    ana, bea = take_part("ana"), take_part("bea")
    own_actions.vote(other, "agree", by=ana, at=AT)
    assert statement_queries.next_statement(statement.dialogue, bea) == statement
    own_actions.vote(statement, "pass", by=ana, at=AT)
    assert statement_queries.next_statement(statement.dialogue, ana) is None
    assert statement_queries.next_statement(statement.dialogue, statement.contribution.participant) is None


def test_what_became_of_a_contribution_is_told_step_by_step(statement):
    """Apps along the line record it; recording again changes its words, and it can be taken back."""
    row = actions.use(statement, "synthesis", "7", label=text("fila 7"), address="/dialogues/x/#s7", at=AT)
    actions.use(statement, "opportunity", "3", label=text("oportunidad 3"), follows=row, at=AT)
    actions.use(statement, "synthesis", "7", label=text("fila siete"), at=LATER)
    voice = queries.voice_of(statement.contribution, None)
    assert [(use.kind, use.label.original) for use in voice.uses] == [
        ("synthesis", "fila siete"),
        ("opportunity", "oportunidad 3"),
    ]
    actions.unuse("synthesis", "7")
    assert not Use.objects.exists(), "what followed from it goes with it"


# ---- people -----------------------------------------------------------------------------------


def test_silence_is_told_by_group(asked, take_part, dialogue):
    ana = take_part("ana", side="LAC", territory="cl_bi", helix="research")
    take_part("bea", side="LAC", territory="cl_bi", helix="business")
    take_part("cia", side="EU", territory="es11", helix="business")
    answer(asked[0], ana)
    by_side = {one.code: (one.invited, one.answered) for one in queries.silence(dialogue, asked[0], "side")}
    assert by_side == {"EU": (1, 0), "LAC": (2, 1)}
    by_helix = {one.code: [p.name for p in one.silent] for one in queries.silence(dialogue, None, "helix")}
    assert by_helix == {"research": [], "business": ["Cia", "Bea"]}
    assert all(one.answered == 0 for one in queries.silence(dialogue, asked[1], "territory"))


def test_erasing_a_person_leaves_what_was_said(asked, take_part, statement):
    """Name, address, territory and link go; the contribution, its place and the vote stay."""
    ana = take_part("ana", side="LAC", country="CL", territory="cl_bi", helix="research")
    said = answer(asked[0], ana)
    own_actions.vote(statement, "agree", by=ana, at=AT)
    key = ana.key
    people_actions.erase_participant(ana, by=ana, at=LATER)
    ana.refresh_from_db()
    said.refresh_from_db()
    assert (ana.name, ana.email, ana.territory, ana.person) == ("", "", "", None)
    assert (ana.side, ana.helix) == ("LAC", "research")
    assert ana.key != key
    assert said.territory == "cl_bi"
    assert said.participant == ana
    assert statement.votes.count() == 1


def test_every_write_is_in_the_audit(asked, take_part, holder):
    answer(asked[0], take_part("ana"))
    actions.close_question(asked[0], by=holder, at=AT)
    told = set(Event.objects.filter(kind__startswith="dialogue.").values_list("kind", "verb"))
    assert {
        ("dialogue.dialogue", "made"),
        ("dialogue.dialogue", "moved"),
        ("dialogue.question", "opened"),
        ("dialogue.question", "closed"),
        ("dialogue.participant", "invited"),
        ("dialogue.contribution", "contributed"),
    } <= told


# ---- rights -----------------------------------------------------------------------------------


def test_a_programme_manager_holds_dialogues_of_the_programme(make_person, draft):
    """Not those of others, and not those of no programme."""
    manager = make_person("mara", "programme manager", scope="x", second_factor=True)
    given = {"title": text("Uno"), "reach": "public"}
    with pytest.raises(PermissionDenied):
        actions.make_dialogue(given, by=manager, at=AT)
    own = actions.make_dialogue({**given, "programme": "x"}, by=manager, at=AT)
    building.add_block(own, title=text("B"), about=None, by=manager, at=AT)
    with pytest.raises(PermissionDenied):
        building.add_block(draft, title=text("B"), about=None, by=manager, at=AT)


def test_nobody_changes_the_dialogue_of_2014(reference, holder):
    with pytest.raises(PermissionDenied):
        building.add_block(reference, title=text("B"), about=None, by=holder, at=AT)
    said = Contribution.objects.filter(version__question__block__dialogue=reference).first()
    with pytest.raises(actions.NotNow):
        actions.mark(said, 0, 3, by=holder, at=AT, is_asked=True)


def test_a_member_joins_only_where_everybody_may(make_person, dialogue):
    ana = make_person("ana")
    with pytest.raises(PermissionDenied):
        own_actions.join(dialogue, {}, by=ana, at=AT)
    dialogue.is_open_to_members = True
    dialogue.save()
    place = own_actions.join(dialogue, {"role": "expert"}, by=ana, at=AT)
    assert own_actions.join(dialogue, {}, by=ana, at=AT) == place
    assert place.person == ana
    assert Question.objects.filter(block__dialogue=dialogue).count() == 3
