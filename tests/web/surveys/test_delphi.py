"""A Delphi: fixed before its first round, decided by its rule, fed back without names."""

import pytest
from django.test import Client

from polos.cli import main
from polos_web.accounts import actions as accounts
from polos_web.audit import queries as audit
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
    said = {"name": "Invented", "programme": "x", **RULE, "statements": "First\nSecond", "people": people}
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
    assert [one.proposition.words for one, _ in asked] == ["Second"]
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
