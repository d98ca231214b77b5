"""Making a questionnaire, asking people, and answering by a private link."""

import io
import re

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from polos.tables.questionnaire_csv import to_csv
from polos.tables.survey_template import survey_of_2019
from polos.tables.xlsform import to_xlsform
from polos_web.audit import queries as audit
from polos_web.surveys import actions, queries, respondents
from polos_web.surveys.models import Answer, Invitation, Sealed, Survey, Version
from polos_web.surveys.questionnaires import from_plain, pages, plain
from web.surveys.conftest import AT, questionnaire

pytestmark = pytest.mark.django_db


def file(name, content):
    return {"file": SimpleUploadedFile(name, content)}


# ---- the questionnaire ------------------------------------------------------------------------


def test_a_questionnaire_survives_being_kept_as_plain_values():
    for asked in (questionnaire(), survey_of_2019()):
        back = from_plain(plain(asked), name=asked.name, waves=asked.waves)
        assert back.questions == asked.questions
        assert (back.title, back.languages) == (asked.title, asked.languages)


def test_no_question_hangs_on_another_one_of_its_page():
    for page in pages(questionnaire()):
        names = {one.name for one in page}
        assert not any(condition.question in names for one in page for condition in one.show_if)
    assert sum(map(len, pages(questionnaire()))) == 9


def test_the_survey_of_2019_is_a_template_whose_steps_are_compared(at_desk):
    said = {"name": "Ours", "programme": "x", "start": "2019"}
    answer = at_desk.post("/en/surveys/new/", said, follow=True)
    made = Survey.objects.get()
    assert len(made.draft["questions"]) == len(survey_of_2019().questions)
    assert (made.relevance, made.support) == ("Q06", "Q09")
    assert queries.faults(made) == []
    assert answer.status_code == 200


def test_a_survey_without_questions_says_that_it_cannot_be_asked(at_desk, keeper):
    said = {"name": "Empty", "programme": "x", "start": "empty"}
    page = at_desk.post("/en/surveys/new/", said, follow=True).content.decode()
    assert "It cannot be asked yet" in page
    made = Survey.objects.get()
    wave = actions.prepare_wave(made, by=keeper, at=AT)
    actions.invite(wave, [{"name": "A", "email": ""}], by=keeper, at=AT)
    with pytest.raises(actions.NotNow):
        actions.open_wave(wave, by=keeper, at=AT)


def test_a_question_is_added_changed_moved_and_removed(at_desk, survey):
    base = f"/en/surveys/{survey.pk}/questions/"
    said = {
        "code": "Q10",
        "kind": "likert",
        "text_en": "How good?",
        "text_es": "¿Qué tan bueno?",
        "options_en": "low = bad\nhigh = good",
        "options_es": "high = bueno",
        "if_0": "Q1",
        "how_0": "is",
        "value_0": "a",
    }
    assert at_desk.post(base, said).status_code == 302
    survey.refresh_from_db()
    made = survey.draft["questions"][-1]
    assert made["options"] == [
        {"code": "low", "text": {"en": "bad"}},
        {"code": "high", "text": {"en": "good", "es": "bueno"}},
    ]
    assert made["show_if"] == [["Q1", "is", "a"]]
    assert ("Q10 option low", "es") in queries.missing(survey)
    shown = at_desk.get(f"{base}Q10/").content.decode()
    assert "low = bad" in shown
    at_desk.post(f"{base}Q10/", {**said, "kind": "text", "options_en": ""})
    at_desk.post(f"{base}Q10/move/", {"go": "up"})
    survey.refresh_from_db()
    assert [one["name"] for one in survey.draft["questions"]][-2:] == ["Q10", "Q9"]
    assert survey.draft["questions"][-2]["kind"] == "text"
    listed = at_desk.get(base.removesuffix("questions/")).text
    (asked,) = re.findall(
        r"<details><summary>remove<span[^>]*> Q10</span></summary>(.*?)</details>", listed, re.S
    )
    assert "cannot be brought back" in asked and "Yes, remove Q10" in asked
    at_desk.post(f"{base}Q10/move/", {"go": "remove"})
    survey.refresh_from_db()
    assert "Q10" not in [one["name"] for one in survey.draft["questions"]]


def test_a_question_that_cannot_be_asked_is_refused_with_its_fault(at_desk, survey):
    base = f"/en/surveys/{survey.pk}/questions/"
    said = {"code": "Q10", "kind": "single", "text_en": "Which?", "options_en": "only = one"}
    answer = at_desk.post(base, said)
    assert "two are needed" in answer.content.decode()
    survey.refresh_from_db()
    assert len(survey.draft["questions"]) == 9


def test_a_questionnaire_goes_out_and_comes_in_as_xlsform_and_csv(at_desk, survey):
    for form, write in (("xlsx", to_xlsform), ("csv", to_csv)):
        taken = at_desk.get(f"/en/surveys/{survey.pk}/questionnaire.{form}")
        assert taken.status_code == 200
        answer = at_desk.post(
            f"/en/surveys/{survey.pk}/file/", file(f"q.{form}", write(survey_of_2019())), follow=True
        )
        assert "15 questions were taken" in answer.content.decode()
        at_desk.post(f"/en/surveys/{survey.pk}/file/", file(f"q.{form}", taken.content))
        survey.refresh_from_db()
        assert queries.draft(survey).questions == questionnaire().questions


def test_an_xlsform_with_unknown_types_is_listed_and_changes_nothing(at_desk, survey):
    written = io.BytesIO()
    book = xlsxwriter.Workbook(written)
    rows = [("type", "name", "label"), ("geopoint", "where", "Where?"), ("image", "photo", "A photo")]
    for number, row in enumerate(rows):
        (book.get_worksheet_by_name("survey") or book.add_worksheet("survey")).write_row(number, 0, row)
    book.add_worksheet("choices").write_row(0, 0, ("list_name", "name", "label"))
    book.close()
    page = at_desk.post(f"/en/surveys/{survey.pk}/file/", file("form.xlsx", written.getvalue()))
    shown = page.content.decode()
    assert "geopoint" in shown and "image" in shown
    survey.refresh_from_db()
    assert len(survey.draft["questions"]) == 9


def test_a_question_changed_after_answers_exist_makes_a_version_of_its_own(
    at_desk, survey, keeper, open_wave, close
):
    wave, people = open_wave()
    for one in people:
        respondents.answer(one, {"Q1": "a"})
    close(wave)
    actions.move_question(survey, "Q9", by_places=-1, by=keeper, at=AT)
    page = at_desk.get(f"/en/surveys/{survey.pk}/").content.decode()
    assert "never mixed" in page
    second, _ = open_wave()
    assert [one.number for one in survey.versions.all()] == [1, 2]
    assert second.version.number == 2
    first = queries.answers(Version.objects.get(number=1))
    assert [one.name for one in first.questionnaire.questions][-1] == "Q9"
    assert len(first.submissions) == 16
    assert queries.answers(Version.objects.get(number=2)).submissions == ()


def test_waves_of_one_questionnaire_share_its_version(open_wave, close, survey):
    wave, people = open_wave()
    for one in people:
        respondents.answer(one, {"Q1": "a"})
    close(wave)
    second, people = open_wave()
    assert second.version.number == 1
    assert queries.questionnaire(second).waves == ("1", "2")


# ---- who is asked -----------------------------------------------------------------------------


def test_people_are_read_line_by_line_and_asked_once(at_desk, survey, keeper):
    wave = actions.prepare_wave(survey, by=keeper, at=AT)
    base = f"/en/surveys/{survey.pk}/waves/{wave.number}/"
    lines = "ana@example.org; Ana; EU; es\nBruno\tLAC\tpt\nana@example.org"
    at_desk.post(f"{base}invite/", {"people": lines})
    found = {(one.name, one.email, one.side, one.language) for one in wave.invitations.all()}
    assert found == {("Ana", "ana@example.org", "EU", "es"), ("Bruno", "", "LAC", "pt")}
    page = at_desk.post(f"{base}invite/", {"people": "carla@example.org; Carla; Mars"}).content.decode()
    assert "Line 1" in page
    assert wave.invitations.count() == 2


def test_what_can_be_learned_is_said_before_anything_is_sent(at_desk, survey, keeper):
    wave = actions.prepare_wave(survey, by=keeper, at=AT)
    people = [{"name": f"p{n}", "email": "", "side": "EU" if n < 20 else "LAC"} for n in range(40)]
    actions.invite(wave, people, by=keeper, at=AT)
    page = at_desk.get(f"/en/surveys/{survey.pk}/waves/1/").content.decode()
    assert "from 50% to 92%" in page
    assert "none, however large" in page


def test_letters_lead_to_the_private_link_in_the_language_of_who_is_asked(
    survey, keeper, open_wave, mailoutbox, django_capture_on_commit_callbacks
):
    wave, people = open_wave(1, 1)
    Invitation.objects.filter(pk=people[0].pk).update(language="es")
    with django_capture_on_commit_callbacks(execute=True):
        count = actions.write_to(wave, words="Hello", site="https://polos.example.org/", by=keeper, at=AT)
    assert count == len(mailoutbox) == 2
    spanish = next(one for one in mailoutbox if one.to == [people[0].email])
    assert f"https://polos.example.org/es/surveys/answer/{people[0].pk}-" in spanish.body
    assert "Una encuesta inventada" in spanish.subject


# ---- answering --------------------------------------------------------------------------------


def answer_all(link, given, *, language="en", client=None):
    """Go through all pages as a browser without JavaScript does; return the last answer."""
    client = client or Client()
    address = f"/{language}/surveys/answer/{link}/"
    page = client.get(address)
    assert page.status_code == 200, page
    data = {"step": "0", "go": "next", **given}
    for step in range(10):
        page = client.post(address, {**data, "step": str(step), "go": "next"})
        if page.status_code != 200 or 'value="send"' in page.content.decode():
            break
    return client.post(address, {**data, "step": "9", "go": "send"}), page


def test_somebody_answers_page_by_page_and_nothing_is_kept_before_sending(open_wave, close):
    wave, people = open_wave()
    link = queries.link_of(people[0])
    given = {
        "pairing": "pairing 3",
        "consents": "on",
        "q-Q1": "b",
        "q-Q2": "مرحبا 🙂 <script>alert(1)</script>",
        "q-Q3": "4",
        "q-Q4": ["x", "z"],
        "q-Q5-r": "2",
        "q-Q5-s": "1",
        "q-Q6": "12,5",
        "q-Q7-m": "5",
        "q-Q9": "Más texto",
    }
    sent, check = answer_all(link, given)
    shown = check.content.decode()
    assert "&lt;script&gt;alert(1)" in shown and "<script>alert" not in shown
    assert sent.status_code == 200 and "Thank you" in sent.content.decode()
    for one in people[1:]:
        respondents.answer(one, {"Q1": "a"})
    close(wave)
    kept = Answer.objects.get(pairing="pairing 3")
    assert (kept.side, kept.consents) == ("EU", True)
    assert queries.given_from(kept.given) == {
        "Q1": "b",
        "Q2": "مرحبا 🙂 <script>alert(1)</script>",
        "Q3": "4",
        "Q4": ("x", "z"),
        "Q5": ("s", "r"),
        "Q6": 12.5,
        "Q7": {"m": "5"},
        "Q9": "Más texto",
    }


def test_no_page_but_the_last_writes_anything(open_wave):
    _wave, people = open_wave()
    address = f"/en/surveys/answer/{queries.link_of(people[0])}/"
    for step in range(4):
        Client().post(address, {"step": str(step), "go": "next", "q-Q1": "b", "q-Q2": "half"})
    assert not Sealed.objects.exists()
    assert not Invitation.objects.filter(is_used=True).exists()


def test_an_answer_to_a_question_that_is_no_longer_asked_is_dropped(open_wave, close):
    wave, people = open_wave()
    sent, _ = answer_all(queries.link_of(people[0]), {"q-Q1": "a", "q-Q2": "said before going back"})
    assert sent.status_code == 200
    for one in people[1:]:
        respondents.answer(one, {"Q1": "a"})
    close(wave)
    assert not any("Q2" in kept for kept in Answer.objects.values_list("given", flat=True))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({}, "Please answer this question"),
        ({"q-Q1": "nobody offers this"}, "Choose one of the options"),
        ({"q-Q1": "b", "q-Q2": "x" * 51}, "at most 50 letters"),
        ({"q-Q1": "a", "q-Q6": "many"}, "Write a number"),
        ({"q-Q1": "a", "q-Q6": "101"}, "at most 100"),
        ({"q-Q1": "a", "q-Q5-r": "1", "q-Q5-s": "1"}, "every place in the order once"),
        ({"q-Q1": "a", "q-Q5-r": "1"}, "Give every option a place"),
        ({"q-Q1": "a", "q-Q9": "x" * 1_000_000}, "at most 10000 letters"),
    ],
)
def test_what_is_wrong_is_said_beside_the_question_and_nothing_is_sent(open_wave, said, words):
    _wave, people = open_wave()
    address = f"/en/surveys/answer/{queries.link_of(people[0])}/"
    answer = Client().post(address, {"step": "9", "go": "send", **said})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Sealed.objects.exists()


def test_texts_that_are_too_long_only_together_are_refused_in_words(open_wave, survey, keeper):
    draft = {**survey.draft, "questions": [*survey.draft["questions"]]}
    texts = [{**draft["questions"][-1], "name": f"T{n}"} for n in range(5)]
    survey.draft = {**draft, "questions": draft["questions"] + texts}
    survey.save()
    _wave, people = open_wave()
    given = {"q-Q1": "a", **{f"q-T{n}": "x" * 9000 for n in range(5)}}
    sent, _ = answer_all(queries.link_of(people[0]), given)
    assert sent.status_code == 422
    assert "together are too long" in sent.content.decode()
    assert not Sealed.objects.exists() and not Invitation.objects.filter(is_used=True).exists()


def test_a_link_works_once(open_wave):
    _wave, people = open_wave()
    link = queries.link_of(people[0])
    answer_all(link, {"q-Q1": "a"})
    again = Client().post(f"/en/surveys/answer/{link}/", {"step": "9", "go": "send", "q-Q1": "b"})
    assert again.status_code == 409 and "used already" in again.content.decode()
    assert Sealed.objects.count() == 1
    with pytest.raises(respondents.AlreadyAnswered):
        respondents.answer(people[0], {"Q1": "b"})


def test_after_closing_nothing_is_taken_and_it_is_said(open_wave, close):
    wave, people = open_wave()
    for one in people[1:]:
        respondents.answer(one, {"Q1": "a"})
    close(wave)
    late = f"/en/surveys/answer/{queries.link_of(people[0])}/"
    answer = Client().post(late, {"step": "9", "go": "send", "q-Q1": "a"})
    assert answer.status_code == 409 and "survey is closed" in answer.content.decode()
    assert Answer.objects.count() == 15
    with pytest.raises(respondents.NotOpen):
        respondents.answer(people[0], {"Q1": "a"})


def test_a_link_of_nobody_is_not_there(open_wave):
    _wave, people = open_wave()
    forged = f"{people[0].pk}-{'0' * 32}"
    assert Client().get(f"/en/surveys/answer/{forged}/").status_code == 404


def test_questions_are_asked_in_the_language_of_the_page(open_wave):
    _wave, people = open_wave()
    link = queries.link_of(people[0])
    page = Client().post(f"/es/surveys/answer/{link}/", {"step": "0", "go": "next"}).content.decode()
    assert "¿Pregunta?" in page and "opción a" in page
    page = Client().post(f"/fr/surveys/answer/{link}/", {"step": "0", "go": "next"}).content.decode()
    assert 'lang="en"' in page and "Question?" in page


def test_the_author_tries_it_out_and_nothing_can_be_sent(at_desk, survey):
    address = f"/en/surveys/{survey.pk}/try/"
    assert "only a try" in at_desk.get(address).content.decode()
    page = at_desk.post(address, {"step": "8", "go": "send", "q-Q1": "a"})
    assert 'value="send"' not in page.content.decode()
    assert not Sealed.objects.exists()


# ---- closing ----------------------------------------------------------------------------------


def test_fewer_than_five_answers_are_destroyed_unread_and_only_where_that_is_wanted(open_wave, close):
    wave, people = open_wave()
    for one in people[:4]:
        respondents.answer(one, {"Q1": "a"})
    with pytest.raises(actions.NotNow):
        close(wave)
    assert Sealed.objects.count() == 4
    closed = close(wave, destroys_few=True)
    assert (closed.stage, closed.answered, closed.was_destroyed) == ("closed", 4, True)
    assert not Sealed.objects.exists() and not Answer.objects.exists()


def test_with_fewer_than_five_on_one_side_no_answer_keeps_its_side(open_wave, close):
    wave, people = open_wave(8, 4)
    for one in people:
        respondents.answer(one, {"Q1": "a"})
    closed = close(wave)
    assert not closed.keeps_sides
    assert set(Answer.objects.values_list("side", flat=True)) == {""}


def test_a_closed_wave_never_opens_again(open_wave, close, keeper):
    wave, people = open_wave()
    for one in people:
        respondents.answer(one, {"Q1": "a"})
    closed = close(wave)
    with pytest.raises(actions.NotNow):
        actions.open_wave(closed, by=keeper, at=AT)
    with pytest.raises(actions.NotNow):
        close(closed)


def test_answers_sealed_under_another_key_of_the_site_stay_where_they_are(open_wave, close, settings):
    wave, people = open_wave()
    for one in people:
        respondents.answer(one, {"Q1": "a"})
    right = settings.SECRET_KEY
    settings.SECRET_KEY = "another site"
    with pytest.raises(actions.NotNow, match="another key"):
        close(wave)
    settings.SECRET_KEY = right
    assert close(wave).answered == 16


def test_waves_are_recorded_and_no_event_tells_of_an_answer(open_wave, close):
    wave, people = open_wave()
    before = audit.events().count()
    for one in people:
        respondents.answer(one, {"Q1": "a"})
    assert audit.events().count() == before
    close(wave)
    assert audit.events(kind="surveys.wave").first().verb == "closed"


def test_going_on_with_something_wrong_shows_the_page_again_with_it_marked(open_wave):
    _wave, people = open_wave()
    address = f"/en/surveys/answer/{queries.link_of(people[0])}/"
    page = Client().post(address, {"step": "1", "go": "next"})
    assert page.status_code == 200
    assert "Please answer this question" in page.content.decode()
    assert 'name="step" value="1"' in page.content.decode()
