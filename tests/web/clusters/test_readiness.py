"""The ladder says what is missing for which cooperation, and never that somebody is too small."""

import pytest

from polos_web.clusters import queries
from polos_web.clusters.kinds import ORGANISATION
from polos_web.clusters.readiness import COOPERATIONS
from polos_web.registers import actions as registers
from polos_web.registers import queries as records
from polos_web.registers.statements import Statement
from web.clusters.conftest import NOW

pytestmark = pytest.mark.django_db


def missing(ladder):
    return {field.code for step in ladder.steps for one in step.missing for field in one.fields}


def ladders(slug, asking):
    return {ladder.cooperation.code: ladder for ladder in queries.profile(slug, asking).ladders}


def test_each_kind_of_cooperation_asks_for_something_else(four, keeper):
    found = ladders(four.slug, keeper)
    assert "governance_body" in missing(found["clusters"])
    assert "governance_body" not in missing(found["firms"])
    assert "territory" in missing(found["regions"]) and "territory" not in missing(found["firms"])
    assert "markets_served" in missing(found["firms"])


def test_four_members_are_enough(four, keeper):
    """A cluster of four members climbs every rung for the cooperation of clusters."""
    registers.state(
        four,
        [
            Statement("organisation", "horizontal"),
            Statement("experience", "none"),
            Statement("strategy", "none"),
        ],
        seen=four.version,
        by=keeper,
        at=NOW,
    )
    organisation = records.record(ORGANISATION, four.slug)
    said = [
        Statement("members_count", 4),
        Statement("governance_body", {"language": "es", "original": "Las cuatro se reúnen"}),
        Statement("governance_level", "local"),
    ]
    registers.state(organisation, said, seen=organisation.version, by=keeper, at=NOW)
    ladder = ladders(four.slug, keeper)["clusters"]
    assert missing(ladder) == set() and ladder.is_complete


def test_nobody_is_ready_before_its_own_people_answer(make_person):
    for ladder in queries.profile("es-hegan", make_person("reader")).ladders:
        (step,) = [step for step in ladder.steps if step.is_unclaimed]
        assert not step.is_climbed and not ladder.is_complete


def test_what_is_missing_leads_its_keeper_to_the_form(four, keeper, sign_in, client):
    text = sign_in(keeper).get(f"/en/clusters/{four.slug}/").text
    assert f"/en/records/organisation/{four.slug}/edit/governance/" in text
    assert (
        "/records/organisation/" not in client.get(f"/en/clusters/{four.slug}/").text.split('id="ready"')[1]
    )


def test_every_rung_asks_for_fields_that_exist():
    for cooperation in COOPERATIONS:
        for rung in cooperation.rungs:
            for need in rung.needs:
                assert all(code in kind.fields for kind, code in need), rung.label
