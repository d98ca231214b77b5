"""A record is claimed for as long as somebody owns it, whoever brought it in."""

from datetime import UTC, datetime, timedelta

import pytest

from polos_web.accounts import actions as accounts
from polos_web.accounts.models import Assignment, User
from polos_web.accounts.roles import ClusterEditor, ClusterOwner
from polos_web.audit.models import Event
from polos_web.registers import actions, answering, queries
from polos_web.registers.importing import Sent, admit
from polos_web.registers.models import Record
from polos_web.registers.statements import Statement
from polos_web.stewardship import actions as stewardship

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
SITE = "https://polos.example.org"


@pytest.fixture
def operator(make_person) -> User:
    return make_person("olga", "operator", second_factor=True)


@pytest.fixture
def brought_in(orchard, operator) -> Record:
    """A record that an operator brought in from a file."""
    sent = Sent(((2, {"slug": "el-olivar", "name": "El Olivar"}),), "checksum", "orchards.csv")
    admit(orchard, sent, by=operator, language="es", at=NOW)
    return again(orchard)


def again(kind, slug="el-olivar") -> Record:
    return queries.record(kind, slug)


def verbs() -> list[str]:
    return list(Event.objects.filter(kind="orchard").order_by("number").values_list("verb", flat=True))


def test_what_an_operator_brought_in_is_not_claimed_and_says_so(brought_in, make_person, sign_in, client):
    assert not brought_in.is_built_in and not brought_in.is_claimed and brought_in.can_be_claimed
    assert "Nobody it is about has claimed it yet." in (
        sign_in(make_person("eva", "cluster editor", scope="el-olivar"))
        .get("/en/records/orchard/el-olivar/edit/")
        .text
    )


def test_it_is_claimed_and_verified_as_what_came_built_in(brought_in, operator, make_person):
    asks = make_person("mario")
    made = stewardship.claim(brought_in, reason="Ours.", evidence="The statutes", by=asks, at=NOW, site=SITE)
    stewardship.answer_claim(made, is_granted=True, answer="Yes.", by=operator, at=NOW, site=SITE)
    assert again(brought_in.kind).is_claimed and not again(brought_in.kind).can_be_claimed
    assert verbs() == ["imported", "claim made", "claim granted", "claimed"]


def test_what_somebody_makes_is_claimed_from_its_first_moment(orchard, make_person):
    made = actions.create(orchard, "la-huerta", by=make_person("ana"), at=NOW)
    assert made.is_claimed and again(orchard, "la-huerta").claimed_at == NOW
    assert verbs() == ["created"]


def test_what_is_brought_in_about_somebody_elses_own_is_claimed(orchard, operator, make_person):
    make_person("ana", "cluster owner", scope="el-olivar")
    sent = Sent(((2, {"slug": "el-olivar", "name": "El Olivar"}),), "checksum", "orchards.csv")
    admit(orchard, sent, by=operator, language="es", at=NOW)
    assert again(orchard).is_claimed


def test_it_follows_the_roles_that_operators_give_and_end(brought_in, operator, make_person):
    ana, given = (
        make_person("ana"),
        {"scope": "el-olivar", "begins_on": NOW.date(), "by": operator, "at": NOW},
    )
    accounts.assign(ClusterEditor, ana, **given)
    assert not again(brought_in.kind).is_claimed  # an editor fills it in and decides nothing
    owner = accounts.assign(ClusterOwner, ana, **given)
    assert again(brought_in.kind).is_claimed
    accounts.end_assignment(owner, by=operator, at=NOW + timedelta(days=1))
    assert not again(brought_in.kind).is_claimed and again(brought_in.kind).can_be_claimed
    assert verbs() == ["imported", "claimed", "unclaimed"]


def test_with_a_second_owner_it_stays_claimed(brought_in, operator, make_person):
    given = {"scope": "el-olivar", "begins_on": NOW.date(), "by": operator, "at": NOW}
    first, second = (accounts.assign(ClusterOwner, make_person(name), **given) for name in ("ana", "eva"))
    accounts.end_assignment(first, by=operator, at=NOW)
    assert again(brought_in.kind).is_claimed
    accounts.erase(User.objects.get(pk=second.person_id), by=second.person, at=NOW)
    assert not again(brought_in.kind).is_claimed


def test_what_its_maker_leaves_by_erasure_can_be_claimed_by_others(orchard, make_person):
    ana = make_person("ana")
    name = Statement("name", {"language": "es", "original": "La Huerta"})
    made = actions.create(orchard, "la-huerta", [name], by=ana, at=NOW)
    actions.publish(made, by=ana, at=NOW)
    accounts.erase(ana, by=ana, at=NOW)
    left = again(orchard, "la-huerta")
    assert left.is_public and not left.is_claimed and left.can_be_claimed


def test_a_role_that_ends_by_its_date_is_followed_the_next_day_and_once(brought_in, make_person):
    held = Assignment.objects.create(
        person=make_person("ana"), role=ClusterOwner.name, scope="el-olivar", begins_on=NOW.date(),
        ends_on=NOW.date(),
    )  # fmt: skip
    assert answering.settle(at=NOW) == 1 and again(brought_in.kind).is_claimed
    assert answering.settle(at=NOW) == 0
    tomorrow = datetime.combine(held.ends_on + timedelta(days=1), NOW.timetz())
    assert answering.settle(at=tomorrow) == 1 and not again(brought_in.kind).is_claimed
    assert answering.settle(at=tomorrow) == 0


def test_a_register_without_owners_has_none_and_its_keepers_answer(grove, make_person):
    keeper = make_person("faro", "facilitator", second_factor=True)
    said = [Statement("name", {"language": "es", "original": "Huerta"}), Statement("territory", "mx_col")]
    made = actions.create(grove, "huerta", said, by=keeper, at=NOW)
    assert made.is_claimed and not made.can_be_claimed
