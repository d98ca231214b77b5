"""A Delphi: fixed before its first round, decided by its rule, fed back without names."""

import pytest
from django.test import Client

from polos.cli import main
from polos_web.accounts import actions as accounts
from polos_web.audit import queries as audit
from polos_web.stewardship.models import Letter
from polos_web.surveys import delphi
from polos_web.surveys.actions import NotNow
from polos_web.surveys.models import Delphi, Panelist, Score
from web.surveys.conftest import AT

pytestmark = pytest.mark.django_db
RULE = {"threshold": 75, "stable_at": 15, "most_rounds": 3, "least_answers": 5}


@pytest.fixture
def made(at_desk):
    """A Delphi of two statements and a panel of six."""
    people = "\n".join(f"p{n}@example.org; Person {n}; es" for n in range(6))
    said = {"name": "Invented", "programme": "x", **RULE, "statements_en": "First\nSecond", "people": people}
    assert at_desk.post("/en/surveys/delphi/new/", said).status_code == 302
    return Delphi.objects.get()


@pytest.fixture
def play(made, keeper):
    """Open a round, let the panel score both statements, close it; return the Delphi."""

    def played(first, second, *, reasons=""):
        delphi.open_round(Delphi.objects.get(), by=keeper, at=AT)
        one, two = made.propositions.all()
        for person, a, b in zip(made.panel.select_related("delphi"), first, second, strict=True):
            said = {pk: (score, reasons) for pk, score in ((one.pk, a), (two.pk, b)) if score}
            delphi.score(person, said)
        delphi.close_round(Delphi.objects.get(), by=keeper, at=AT)
        return Delphi.objects.get()

    return played


def test_rule_and_panel_are_locked_before_the_first_round(made, keeper, at_desk):
    assert made.lock == ""
    delphi.open_round(made, by=keeper, at=AT)
    found = Delphi.objects.get()
    assert len(found.lock) == 64 and delphi.is_as_locked(found)
    told = audit.details(audit.events(kind="surveys.delphi")[:1])
    assert found.lock in str(told)
    with pytest.raises(NotNow):
        delphi.change(found, {"programme": "x"}, statements=["S"], people=[], by=keeper, at=AT)
    assert at_desk.get(f"/en/surveys/delphi/{found.pk}/edit/").status_code == 302


def test_a_panel_or_rule_that_was_changed_behind_is_noticed_and_opens_no_round(play, at_desk, keeper):
    found = play([5, 5, 5, 5, 4, 4], [1, 2, 3, 4, 5, 3])
    Panelist.objects.create(delphi=found, name="Smuggled in")
    assert not delphi.is_as_locked(found)
    with pytest.raises(NotNow, match="no longer"):
        delphi.open_round(found, by=keeper, at=AT)
    page = at_desk.get(f"/en/surveys/delphi/{found.pk}/").content.decode()
    assert "no longer those that were locked" in page


def test_rounds_go_on_until_the_rule_says_to_stop(play, keeper):
    """The first is agreed once stable; the second stays divided and ends in stable dissent."""
    after_one = play([5, 5, 5, 4, 4, 2], [1, 1, 1, 5, 5, 5])
    assert not after_one.is_over, "nobody has seen the others' scores yet"
    after_two = play([5, 5, 5, 4, 4, 2], [1, 1, 1, 5, 5, 5])
    assert after_two.is_over
    first, second = delphi.shown(after_two)
    assert first.rounds[-1].decision.outcome == "agreed"
    assert second.rounds[-1].decision.outcome == "stable_dissent"
    assert second.rounds[-1].dissent.is_divided
    assert [one.proposition.settled_in for one in (first, second)] == [2, 2]
    with pytest.raises(NotNow):
        delphi.open_round(after_two, by=keeper, at=AT)


def test_what_is_settled_is_asked_no_more(play, made, keeper):
    play([5] * 6, [1, 1, 1, 5, 5, 5])
    play([5] * 6, [5, 5, 5, 5, 5, 1])
    delphi.open_round(Delphi.objects.get(), by=keeper, at=AT)
    person = made.panel.select_related("delphi").first()
    person.refresh_from_db()
    asked = delphi.asked_now(Panelist.objects.select_related("delphi").get(pk=person.pk))
    assert [one.proposition.text.original for one, _ in asked] == ["Second"]
    settled = made.propositions.get(number=1)
    assert delphi.score(person, {settled.pk: (1, "")}) == 0


def test_feedback_names_nobody_and_needs_five(play, made, keeper):
    play([5, 5, 5, 4, 0, 0], [1, 1, 2, 2, 3, 3], reasons="Because مرحبا 🙂")
    delphi.open_round(Delphi.objects.get(), by=keeper, at=AT)
    link = delphi.link_of(made.panel.first())
    page = Client().get(f"/en/surveys/delphi/answer/{link}/").content.decode()
    assert "Because مرحبا" in page
    assert "Person" not in page and not any(one.pseudonym in page for one in made.panel.all())
    first, second = delphi.shown(Delphi.objects.get())
    assert (first.rounds[0].feedback.undefined, first.reasons) == ("too_few_answers", [])
    assert len(second.reasons) == 6


def test_scores_are_given_by_link_and_can_be_changed_while_the_round_is_open(made, keeper):
    delphi.open_round(made, by=keeper, at=AT)
    person = made.panel.first()
    address = f"/en/surveys/delphi/answer/{delphi.link_of(person)}/"
    pk = made.propositions.first().pk
    for score in ("4", "5", "9", "x"):
        Client().post(address, {f"s{pk}": score, f"r{pk}": "why"})
    assert list(Score.objects.values_list("score", flat=True)) == [5]
    delphi.close_round(Delphi.objects.get(), by=keeper, at=AT)
    page = Client().post(address, {f"s{pk}": "1"}, follow=True).content.decode()
    assert "No round is open" in page
    assert Score.objects.get().score == 5


def test_the_archive_recomputes_every_number(play, at_desk, tmp_path, capsys):
    play([5, 5, 5, 4, 4, 2], [1, 1, 1, 5, 5, 5])
    found = play([5, 5, 5, 4, 4, 3], [1, 1, 1, 5, 5, 4])
    taken = at_desk.get(f"/en/surveys/delphi/{found.pk}/archive.zip")
    (tmp_path / "delphi.zip").write_bytes(taken.content)
    assert main(["dialogue", "recompute", str(tmp_path / "delphi.zip")]) == 0, capsys.readouterr()


def test_who_is_erased_leaves_scores_under_a_pseudonym_alone(play, make_person):
    person = make_person("ana")
    Panelist.objects.filter(name="Person 0").update(email=person.email)
    found = play([5] * 6, [4] * 6, reasons="mine")
    held = delphi.holdings_of(person)
    assert held[0]["scores"][0]["score"] == 5
    accounts.erase(person, by=person, at=AT)
    assert not Panelist.objects.filter(name="Person 0").exists()
    assert Score.objects.filter(reason="").count() == 2
    assert delphi.is_as_locked(found) and Score.objects.count() == 12


FOUR = {
    "statements_en": "Water first\nEnergy first",
    "statements_es": "Primero el agua\nPrimero la energía",
    "statements_fr": "L’eau d’abord\nL’énergie d’abord",
}


class TestLanguages:
    """A statement stands in as many languages as there are; what does not fit together is refused."""

    def given(self, **statements):
        people = "\n".join(f"p{n}@example.org" for n in range(5))
        return {"name": "Invented", "programme": "x", **RULE, **statements, "people": people}

    def test_everybody_reads_the_statements_in_the_own_language(self, at_desk, keeper):
        at_desk.post("/en/surveys/delphi/new/", self.given(**FOUR))
        made = Delphi.objects.get()
        delphi.open_round(made, by=keeper, at=AT)
        link = delphi.link_of(made.panel.first())
        shown = {"en": "Water first", "es": "Primero el agua", "fr": "L’eau d’abord"}
        for language, words in shown.items():
            assert words in Client().get(f"/{language}/surveys/delphi/answer/{link}/").content.decode()
        portuguese = Client().get(f"/pt/surveys/delphi/answer/{link}/").content.decode()
        assert 'lang="en">Water first' in portuguese

    def test_hints_are_those_of_their_field(self, at_desk):
        page = at_desk.get("/en/surveys/delphi/new/").content.decode()
        assert page.count("in every language as many") == 4
        assert "The least number, of choices" not in page

    def test_the_form_shows_them_again(self, at_desk):
        at_desk.post("/en/surveys/delphi/new/", self.given(**FOUR))
        page = at_desk.get(f"/en/surveys/delphi/{Delphi.objects.get().pk}/edit/").content.decode()
        assert "Primero el agua\nPrimero la energía" in page and "L’énergie d’abord" in page

    @pytest.mark.parametrize(
        ("statements", "says"),
        [
            ({}, "in one language at least"),
            ({"statements_en": "One\nTwo", "statements_es": "Uno"}, "There are 1 statements here and 2"),
            ({"statements_en": "x" * 1001}, "at most 1,000 letters"),
        ],
    )
    def test_what_does_not_fit_is_refused(self, at_desk, statements, says):
        answer = at_desk.post("/en/surveys/delphi/new/", self.given(**statements))
        assert answer.status_code == 200 and says in answer.content.decode()
        assert not Delphi.objects.exists()


class TestLetters:
    """The panel is invited and reminded by mail, in its language, and can end that with one click."""

    def write(self, at_desk, made):
        return at_desk.post(f"/en/surveys/delphi/{made.pk}/write/", {"letter": "Until Friday."})

    def test_who_has_not_scored_is_written_to_and_nobody_else(self, made, at_desk, keeper):
        self.write(at_desk, made)
        assert not Letter.objects.exists(), "no round is open"
        delphi.open_round(made, by=keeper, at=AT)
        one = made.panel.select_related("delphi").first()
        one.refresh_from_db()
        delphi.score(one, {made.propositions.first().pk: (4, "")})
        self.write(at_desk, made)
        written = Letter.objects.all()
        assert {letter.to for letter in written} == {f"p{n}@example.org" for n in range(6)} - {one.email}
        letter = written[0]
        assert "/es/surveys/delphi/answer/" in letter.text and "Until Friday." in letter.text
        assert "panel" in letter.text and letter.stop in letter.text

    def test_one_click_of_a_mail_program_ends_them(self, made, at_desk, keeper):
        delphi.open_round(made, by=keeper, at=AT)
        person = made.panel.first()
        stop = f"/es/surveys/delphi/stop/{delphi.link_of(person)}/"
        strict = Client(enforce_csrf_checks=True)
        assert strict.post(stop, {"List-Unsubscribe": "One-Click"}).status_code == 200
        assert person.email not in {one.email for one in delphi.silent(Delphi.objects.get())}
        self.write(at_desk, made)
        assert person.email not in {letter.to for letter in Letter.objects.all()}
        Client().post(stop, {"wanted": "yes"})
        assert person.email in {one.email for one in delphi.silent(Delphi.objects.get())}
