"""The suggested level of cooperation follows from governance on record, and says why."""

import pytest

from polos_web.analysis.cooperation_levels import suggested
from polos_web.clusters.kinds import ORGANISATION
from polos_web.matchmaking import cooperation_level
from polos_web.registers import actions as registers
from polos_web.registers.models import Voice
from polos_web.registers.statements import Statement
from web.contacting import NOW

pytestmark = pytest.mark.django_db
INSTITUTIONAL, EMERGING = "institutional", "emerging"


@pytest.mark.parametrize(
    ("clusters", "regions", "level"),
    [
        ((INSTITUTIONAL, INSTITUTIONAL), (None, None), "clusters"),
        ((INSTITUTIONAL, EMERGING), (INSTITUTIONAL, INSTITUTIONAL), "regions"),
        ((EMERGING, EMERGING), (EMERGING, INSTITUTIONAL), "firms"),
        ((None, INSTITUTIONAL), (INSTITUTIONAL, INSTITUTIONAL), "unknown"),
        ((EMERGING, None), (None, EMERGING), "firms"),
    ],
)
def test_the_level_follows_from_what_is_known(clusters, regions, level):
    found = suggested(clusters=clusters, regions=regions, language="es")
    assert found.level == level
    assert found.reason != suggested(clusters=clusters, regions=regions, language="en").reason


def governed(*slugs):
    said = [Statement("governance_body", {"language": "es", "original": "Asamblea"}),
            Statement("governance_level", "regional")]  # fmt: skip
    rows = [(slug, [Statement("name", {"language": "es", "original": slug}), *said]) for slug in slugs]
    registers.load(ORGANISATION, rows, voice=Voice.IMPORTED, at=NOW)


def test_two_governed_clusters_are_suggested_to_cooperate_as_such(mills, forges):
    before = cooperation_level.of_clusters(mills.record.slug, forges.record.slug, "en")
    assert before.level == "unknown" and "not known" in before.reason
    governed(mills.record.slug, forges.record.slug)
    assert cooperation_level.of_clusters(mills.record.slug, forges.record.slug, "en").level == "clusters"


def test_two_territories_are_judged_with_the_best_governed_cluster_of_each(db):
    assert cooperation_level.of_territories("es21", "mx_que", "en").level == "unknown"
    governed("es-acicae", "mx-aerocluster-de-queretaro")
    found = cooperation_level.of_territories("es21", "mx_que", "en")
    assert found.level == "clusters"


def test_the_level_and_its_reason_stand_on_the_pages_of_the_pair(mills, forges, client):
    governed(mills.record.slug, forges.record.slug)
    pages = [mills.page(forges), "/en/counterparts/mx_col/pt11/",
             f"/en/counterparts/clusters/{mills.record.slug}/{forges.record.slug}/"]  # fmt: skip
    for page in pages:
        text = mills.client.get(page).text
        assert "Suggested level of cooperation" in text and "people decide" in text, page
    assert "Cluster with cluster is suggested" in mills.client.get(pages[0]).text
