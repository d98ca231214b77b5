"""Nobody with the database can tell whose an answer is: every table, index and order of rows is walked."""

import itertools
import json
import random
import re
from functools import partial

import pytest
from django.apps import apps
from django.db import connection, models
from django.test import Client

from polos_web.surveys import actions, queries, respondents, sealing
from polos_web.surveys.models import Answer, Invitation, Sealed
from web.at_once import at_once

ANSWERS = [f"answer-number-{n}" for n in range(16)]


def answered(people, chance=None):
    """Everybody answers something of one's own, in an order of chance; return what each said."""
    people = list(people)
    (chance or random.Random(7)).shuffle(people)
    said = {}
    for one, words in zip(people, ANSWERS, strict=True):
        respondents.answer(one, {"Q1": "a", "Q9": words})
        said[one.pk] = words
    return said


def tables(prefix="surveys_"):
    return [name for name in connection.introspection.table_names() if name.startswith(prefix)]


def rows(table):
    """Every row in the order in which it is stored, with what the database knows of it beyond its columns."""
    hidden = {"sqlite": "rowid", "postgresql": "ctid::text, xmin::text"}[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {hidden}, * FROM {table} ORDER BY 1")
        return [[bytes(v) if isinstance(v, memoryview) else v for v in row] for row in cursor.fetchall()]


def plain(value):
    return value if isinstance(value, (str, bytes)) else json.dumps(value, default=str)


def holds(value, words):
    found = plain(value)
    return words.encode() in found if isinstance(found, bytes) else words in found


@pytest.mark.slow
@pytest.mark.django_db
def test_while_a_wave_is_open_no_table_holds_an_answer_in_words(open_wave):
    _wave, people = open_wave()
    answered(people)
    for table in connection.introspection.table_names():
        for row in rows_of(table):
            assert not any(holds(value, "answer-number") for value in row), table


def rows_of(table):
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}"')
        return [[bytes(v) if isinstance(v, memoryview) else v for v in row] for row in cursor.fetchall()]


@pytest.mark.django_db
def test_sealed_answers_are_of_one_length_and_open_with_the_right_key_only(open_wave):
    wave, people = open_wave()
    answered(people[:16])
    contents = [bytes(content) for content in Sealed.objects.values_list("content", flat=True)]
    assert len({len(content) for content in contents}) == 1
    key = sealing.opened_wave_key(bytes(wave.key))
    assert sealing.opened_answer(contents[0], key)["given"]["Q1"] == "a"
    with pytest.raises(sealing.CannotBeOpened):
        sealing.opened_answer(contents[0], bytes(32))


@pytest.mark.django_db
def test_the_key_in_the_database_opens_nothing_without_that_of_the_site(open_wave, settings):
    wave, people = open_wave()
    answered(people)
    settings.SECRET_KEY = "whoever has the database only"
    with pytest.raises(sealing.CannotBeOpened):
        sealing.opened_wave_key(bytes(wave.key))


@pytest.mark.django_db
def test_nothing_but_the_declared_columns_is_shared_by_invitations_and_answers(open_wave, close):
    """No key, number or text of an answer's row stands in an invitation's row, but wave and side."""
    wave, people = open_wave()
    answered(people)
    close(wave)
    asked = {plain(v) for row in rows("surveys_invitation") for v in row[1:]}
    kept = {plain(v) for row in rows("surveys_answer") for v in row[1:]}
    assert asked & kept <= {plain(wave.pk), "EU", "LAC", "", "0", "1", "true", "false"}


@pytest.mark.django_db
def test_no_table_says_when_an_answer_was_given(open_wave, close):
    """Models of invitations, sealed and open answers have no moment and no number that counts up."""
    moments = (models.DateField, models.TimeField, models.DurationField)
    for model in (Invitation, Sealed, Answer):
        assert not [field for field in model._meta.concrete_fields if isinstance(field, moments)], model
    for model in (Sealed, Answer):
        assert not isinstance(model._meta.pk, models.AutoField), model
        assert model._meta.pk.default is not None


def correlations(open_wave, close):
    """How the order in which people answered hangs together with that of rows, and with that of keys."""
    hidden = {"sqlite": "rowid", "postgresql": "ctid"}[connection.vendor]
    found = {hidden: ([], []), "name": ([], [])}
    for _ in range(6):
        wave, people = open_wave()
        answered(people, random.Random())
        close(wave)
        for order, (places, given) in found.items():
            with connection.cursor() as cursor:
                cursor.execute(
                    f"SELECT given FROM surveys_answer WHERE wave_id = %s ORDER BY {order}",
                    [wave.pk],
                )
                for place, (row,) in enumerate(cursor.fetchall()):
                    places.append(place)
                    given.append(int(re.search(r"answer-number-(\d+)", plain(row))[1]))
    return [correlation(*pair) for pair in found.values()]


@pytest.mark.django_db
def test_the_order_of_rows_and_of_keys_says_nothing(open_wave, close):
    """Over 96 answers, one lies as often in one place as in another, whenever it was given."""
    assert all(abs(one) < 0.5 for one in correlations(open_wave, close))


@pytest.mark.django_db
def test_without_mixing_the_order_of_rows_would_tell(open_wave, close, monkeypatch):
    monkeypatch.setattr(actions.secrets.SystemRandom, "shuffle", lambda self, rows: None)
    by_row, by_key = correlations(open_wave, close)
    assert by_row > 0.9 > by_key


def correlation(one, two):
    mean = [sum(values) / len(values) for values in (one, two)]
    products = sum((a - mean[0]) * (b - mean[1]) for a, b in zip(one, two, strict=True))
    sizes = [sum((v - m) ** 2 for v in values) for values, m in zip((one, two), mean, strict=True)]
    return products / (sizes[0] * sizes[1]) ** 0.5


@pytest.mark.django_db
def test_closing_leaves_no_sealed_answer_and_no_key(open_wave, close):
    wave, people = open_wave()
    answered(people)
    assert close(wave).key is None
    assert rows("surveys_sealed") == []


@pytest.mark.django_db
def test_no_event_of_the_audit_names_an_answer_or_a_link(open_wave, close):
    wave, people = open_wave()
    links = [queries.link_of(one) for one in people]
    answered(people)
    close(wave)
    kept = list(Answer.objects.values_list("name", flat=True))
    for table in tables("audit_"):
        told = [value for row in rows_of(table) for value in row]
        for value, word in itertools.product(told, [*links, *kept, *ANSWERS]):
            assert not holds(value, word), table


@pytest.mark.django_db
def test_no_other_table_points_at_an_answer_or_a_sealed_one(db):
    for model in apps.get_models(include_auto_created=True):
        pointed = {field.related_model for field in model._meta.concrete_fields if field.is_relation}
        assert not pointed & {Answer, Sealed}, model


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_answers_from_one_link_at_the_same_moment_give_one(open_wave, close):
    _wave, people = open_wave()

    def send(number):
        try:
            respondents.answer(people[0], {"Q1": "a", "Q9": str(number)})
        except respondents.AlreadyAnswered:
            return "refused"
        return "kept"

    outcomes = at_once(*[partial(send, number) for number in range(6)])
    assert sorted(outcomes) == ["kept", *["refused"] * 5]
    assert Sealed.objects.count() == 1 and Invitation.objects.filter(is_used=True).count() == 1


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_who_sends_twice_at_the_same_moment_is_told_that_one_was_kept(open_wave):
    """Two windows with the same link: one page thanks, the other says that the link was used."""
    _wave, people = open_wave()
    address = queries.address_of(people[0])
    pages = at_once(*[lambda: Client().post(address, {"go": "send", "q-Q1": "a"})] * 2)
    kept, refused = sorted(pages, key=lambda page: page.status_code)
    assert (kept.status_code, refused.status_code) == (200, 409)
    assert "This link was used" in refused.content.decode()
    assert Sealed.objects.count() == 1


@pytest.mark.django_db
def test_a_process_that_is_killed_between_link_and_answer_leaves_neither(open_wave, monkeypatch):
    _wave, people = open_wave()

    def killed(*arguments, **options):
        raise KeyboardInterrupt

    monkeypatch.setattr(Sealed.objects, "create", killed)
    with pytest.raises(KeyboardInterrupt):
        respondents.answer(people[0], {"Q1": "a"})
    assert not Invitation.objects.filter(is_used=True).exists()


@pytest.mark.django_db
def test_a_process_that_is_killed_while_closing_leaves_the_wave_as_it_was(open_wave, close, monkeypatch):
    wave, people = open_wave()
    answered(people)

    def killed(*arguments, **options):
        raise KeyboardInterrupt

    monkeypatch.setattr(actions.audit, "record", killed)
    with pytest.raises(KeyboardInterrupt):
        close(wave)
    monkeypatch.undo()
    assert (Sealed.objects.count(), Answer.objects.count()) == (16, 0)
    assert close(wave).answered == 16
    assert Answer.objects.count() == 16
