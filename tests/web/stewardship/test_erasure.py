"""Somebody with a hand in every record is erased: no table keeps the person, the contributions stay."""

import json
import time
from datetime import UTC, datetime

import pytest
from django.core import mail

from polos_web.accounts import actions as accounts
from polos_web.accounts.models import User
from polos_web.audit import queries as audit
from polos_web.registers import actions as records
from polos_web.registers import queries
from polos_web.registers.kinds import Reach
from polos_web.registers.models import Draft, Fact, Record, Voice
from polos_web.registers.statements import Papers, Statement
from polos_web.stewardship import actions
from polos_web.stewardship.models import Claim, Request, Verifier, Wish
from web.rows import every_row

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
SITE = "https://polos.example.org"
EVERYTHING = frozenset(Reach)


@pytest.fixture
def anastasia(make_person):
    return make_person("anastasia", second_factor=True)


@pytest.fixture
def busy(built_in, anastasia, make_person, sign_in) -> User:
    """Somebody who has claimed, filled in, drafted, invited, been invited, asked, and is written of."""
    verifier, other = make_person("vera"), make_person("olmo", "cluster owner", scope="las-parras")
    made = actions.claim(
        built_in, reason="I am Anastasia.", evidence="anastasia.example", by=anastasia, at=NOW, site=SITE
    )
    Verifier.objects.create(person=verifier, institution="A chamber", named_at=NOW)
    actions.answer_claim(made, is_granted=True, answer="Yes.", by=verifier, at=NOW, site=SITE)
    record = queries.record(built_in.kind, "las-parras")
    address = "Anastasia@example.org"
    said = [
        Statement("trees", 44, papers=Papers(source=f"Letter of {address}")),
        Statement("outlook", {"language": "es", "original": f"Buena. Escriban a {address}."}),
        Statement("contact", address),
        Statement("offer", {"kind": f"cider, ask {address}"}, item="1"),
    ]
    records.state(record, said, seen=record.version, by=anastasia, at=NOW)
    record.refresh_from_db()
    own = Statement("contact", "office@example.org", about=anastasia)
    records.state(record, [own], seen=record.version, by=other, at=NOW)
    for person in (anastasia, other):
        given = {"contact": [address], "outlook.text": ["Buena"]}
        records.save_draft(record, "exchange", given, seen=1, by=person, at=NOW)
    actions.invite(record, address, is_owner=True, language="en", by=other, at=NOW, site=SITE)
    actions.invite(
        record, "eva@example.org", is_owner=False, language="en", by=User.objects.get(pk=anastasia.pk),
        at=NOW, site=SITE,
    )  # fmt: skip
    asked = {"language": "es", "at": NOW, "site": SITE}
    actions.ask(record, Wish.CORRECT, text="Anastasia here.", email=address.lower(), **asked)
    Verifier.objects.create(person=anastasia, institution="Another chamber", named_at=NOW)
    return User.objects.get(pk=anastasia.pk)


def holding():
    return {table for table, text in every_row() if "anastasia" in text.lower()}


@pytest.mark.slow
def test_no_table_keeps_the_person_and_what_the_person_contributed_stays(busy, sign_in):
    before = holding()
    assert {
        "registers_fact", "registers_draft", "stewardship_claim", "stewardship_invitation",
        "stewardship_request", "stewardship_letter", "accounts_user",
    } <= before  # fmt: skip
    assert "erased" in sign_in(busy).post("/en/account/erase/", {"certain": "on"}).text
    assert holding() == set()
    assert list(audit.faults()) == []
    record = Record.objects.get(kind_name="orchard", slug="las-parras")
    told = queries.sheet(record, EVERYTHING)
    assert told.value("trees") == 44 and told.one("trees").fact.source == "Letter of …"
    assert told.value("outlook")["original"] == "Buena. Escriban a …."
    assert told.value("contact") is None and told.value("offer")["kind"] == "cider, ask …"
    assert Draft.objects.get().given == {"contact": ["…"], "outlook.text": ["Buena"]}
    assert not Claim.objects.exists() and Request.objects.get().text == ""
    assert not Verifier.objects.filter(institution="Another chamber").exists()
    assert not Fact.objects.filter(author__email=None, author__isnull=False).exists()


def test_a_record_whose_last_owner_was_erased_is_not_claimed_any_more(built_in, make_person):
    owner = make_person("olmo", "cluster owner", scope="las-parras")
    records.claimed(built_in, by=owner, at=NOW)
    accounts.erase(owner, by=owner, at=NOW)
    assert not queries.record(built_in.kind, "las-parras").is_claimed


def test_a_record_with_another_owner_stays_claimed(built_in, make_person):
    owner = make_person("olmo", "cluster owner", scope="las-parras")
    make_person("eva", "cluster owner", scope="las-parras")
    records.claimed(built_in, by=owner, at=NOW)
    accounts.erase(owner, by=owner, at=NOW)
    assert queries.record(built_in.kind, "las-parras").is_claimed


def test_everything_about_oneself_is_handed_out(busy, sign_in):
    told = json.loads(sign_in(busy).post("/en/account/export.json").content)
    assert len(told["registers"]["statements"]) == 5 and len(told["registers"]["drafts"]) == 1
    own = told["stewardship"]
    assert own["claims"][0]["reason"] == "I am Anastasia." and own["requests"][0]["text"] == "Anastasia here."
    assert own["verifier_of"] and own["invitations"] and told["account"]["roles"]
    assert not mail.outbox


@pytest.mark.slow
def test_everything_about_oneself_is_handed_out_within_a_minute(built_in, anastasia, sign_in):
    """Somebody who has stated twenty thousand facts."""
    facts = [
        Fact(
            record=built_in, field="offer", item=f"k{number}", voice=Voice.OWNER, author=anastasia,
            value={"kind": "cider"}, nature="fact", reach="public", stated_at=NOW, version=1,
        )
        for number in range(20_000)
    ]  # fmt: skip
    Fact.objects.bulk_create(facts, batch_size=5000)
    client, began = sign_in(anastasia), time.monotonic()
    told = json.loads(client.post("/en/account/export.json").content)
    assert time.monotonic() - began < 60
    assert len(told["registers"]["statements"]) == 20_000
