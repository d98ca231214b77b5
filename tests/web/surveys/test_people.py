"""What surveys hold about somebody, how it is erased, and that an archive brings all of it back."""

import pytest
from django.test import Client

from polos_web.accounts import actions as accounts
from polos_web.accounts.holdings import holdings
from polos_web.archive import tables
from polos_web.stewardship.models import Letter
from polos_web.surveys import actions, queries, respondents
from polos_web.surveys.models import Answer, Invitation, Sealed, Survey, Version, Wave
from web.surveys.conftest import AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked_twice(make_person, open_wave, close):
    """Somebody with an account who answered one wave and is asked in the next."""
    person = make_person("ana")
    wave, people = open_wave()
    Invitation.objects.filter(pk=people[0].pk).update(email=person.email, name="Ana")
    for one in people:
        respondents.answer(one, {"Q1": "a"})
    close(wave)
    _, people = open_wave()
    Invitation.objects.filter(pk=people[0].pk).update(email=person.email, name="Ana")
    return person


def test_somebody_is_handed_the_invitations_and_no_answer(asked_twice):
    held = next(one for one in holdings() if one.name == "surveys_asked").read(asked_twice)
    assert [(one["wave"], one["has_answered"]) for one in held] == [(1, True), (2, False)]
    assert "Q1" not in str(held)


def test_who_is_erased_is_asked_no_longer_and_stays_counted_where_answered(asked_twice):
    email = asked_twice.email
    accounts.erase(asked_twice, by=asked_twice, at=AT)
    assert not Invitation.objects.filter(email=email).exists()
    assert not Invitation.objects.filter(name="Ana").exists()
    assert Invitation.objects.filter(wave__number=1, is_used=True).count() == 16
    assert Invitation.objects.filter(wave__number=2).count() == 15
    assert Answer.objects.count() == 16


def test_every_table_goes_through_an_archive_and_back(open_wave, close):
    wave, people = open_wave()
    for one in people:
        respondents.answer(one, {"Q1": "a", "Q9": "🙂 مرحبا"})
    close(wave)
    _, people = open_wave()
    for one in people[:3]:
        respondents.answer(one, {"Q1": "b"})
    every = (Survey, Version, Wave, Invitation, Sealed, Answer)
    assert set(every) <= set(tables.tables())
    written = {table: list(tables.lines(table)) for table in every}
    for table in reversed(every):
        table.objects.all().delete()
    for table in every:
        tables.take_back(table, written[table])
        assert list(tables.lines(table)) == written[table]
    later = Wave.objects.get(number=2)
    respondents.answer(Invitation.objects.filter(wave=later, is_used=False).first(), {"Q1": "a"})
    assert later.sealed.count() == 4


def test_letters_end_with_one_click_in_later_waves_too(survey, open_wave, close, keeper, at_desk):
    wave, people = open_wave()
    stop = f"/es/surveys/stop/{queries.link_of(people[0])}/"
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(stop, {"List-Unsubscribe": "One-Click"}).status_code == 200
    at_desk.post(f"/en/surveys/{survey.pk}/waves/{wave.number}/write/", {"letter": ""})
    written = Letter.objects.all()
    assert people[0].email not in {letter.to for letter in written} and len(written) == len(people) - 1
    assert all(letter.stop in letter.text for letter in written)
    close(wave, destroys_few=True)
    following = actions.prepare_wave(survey, by=keeper, at=AT)
    actions.invite(following, [{"email": people[0].email, "name": "Again"}], by=keeper, at=AT)
    assert following.invitations.get().wants_no_mail
