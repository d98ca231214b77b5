"""Blocks of a profile and the blocks of questions of the dialogue of 2014 ask about the same (CLU-02)."""

from datetime import UTC, datetime

import pytest

from polos_web.clusters.kinds import CLUSTER
from polos_web.clusters.questions import questions
from polos_web.registers import actions, queries
from polos_web.registers.statements import Statement

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def test_competitiveness_internationalisation_and_policies_are_blocks_with_their_questions():
    assert {"competitiveness", "internationalisation", "policies"} <= {block.code for block in CLUSTER.blocks}
    asked = questions("en")
    assert set(asked) <= {block.code for block in CLUSTER.blocks}
    assert "What are the main competitive advantages and disadvantages?" in asked["competitiveness"]
    assert asked["challenges"] == (
        "Which major challenges will the clusters face in the next 5 and 10 years?",
    )
    assert len(asked["policies"]) == 5


@pytest.mark.django_db
def test_a_block_that_says_something_shows_what_was_asked_in_the_readers_language(four, keeper, client):
    page = f"/es/clusters/{four.slug}/"
    assert "¿Qué instrumentos existentes favorecen la colaboración?" not in client.get(page).text
    said = Statement("policies", {"language": "es", "original": "Un fondo regional de molinos."})
    record = queries.record(CLUSTER, four.slug)
    actions.state(record, [said], seen=record.version, by=keeper, at=NOW)
    text = client.get(page).text
    assert "Un fondo regional de molinos." in text
    assert "¿Qué instrumentos existentes favorecen la colaboración?" in text
