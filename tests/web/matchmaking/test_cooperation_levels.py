"""The suggested level of cooperation follows from governance on record, and says why."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from polos_web.analysis.cooperation_levels import suggested
from polos_web.audit import queries as audit
from polos_web.clusters.kinds import ORGANISATION
from polos_web.matchmaking import cooperation_level, interests
from polos_web.matchmaking.models import Interest
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


@pytest.mark.slow
def test_the_level_and_its_reason_stand_on_the_pages_of_the_pair(mills, forges, client):
    governed(mills.record.slug, forges.record.slug)
    pages = [mills.page(forges), "/en/counterparts/mx_col/pt11/",
             f"/en/counterparts/clusters/{mills.record.slug}/{forges.record.slug}/"]  # fmt: skip
    for page in pages:
        text = mills.client.get(page).text
        assert "Suggested level of cooperation" in text and "people decide" in text, page
    assert "Cluster with cluster is suggested" in mills.client.get(pages[0]).text


# ---- what people choose ------------------------------------------------------------------------


def choose(side, other, level):
    return side.client.post(side.page(other), {"do": "level", "level": level}, follow=True).text


@pytest.mark.slow
def test_each_side_chooses_a_level_and_sees_the_others_only_once_it_is_mutual(mills, forges):
    mills.express(forges)
    told = choose(mills, forges, "firms")
    assert "The level your side chooses is kept." in told
    assert "Suggested level of cooperation" in told, "what is suggested stands beside it"
    assert "Level that people chose" not in forges.client.get(forges.page(mills)).text
    forges.express(mills)
    assert "Led by firms" in forges.client.get(forges.page(mills)).text
    assert "The two sides chose different levels" in choose(forges, mills, "clusters")
    assert "Both sides chose the same level." in choose(mills, forges, "clusters")
    assert "Both sides chose the same level." not in choose(mills, forges, "")


def test_a_level_is_chosen_by_whoever_speaks_for_the_side_while_the_interest_counts(mills, forges):
    made = mills.express(forges)
    with pytest.raises(PermissionDenied):
        interests.choose_level(made, level="firms", by=forges.person, at=NOW)
    interests.choose_level(made, level="firms", by=mills.person, at=NOW)
    assert audit.is_recorded("matchmaking.interest", str(made.pk), "level chosen")
    with pytest.raises(IntegrityError), transaction.atomic():
        interests.choose_level(made, level="nations", by=mills.person, at=NOW)
    choose(mills, forges, "nations")
    assert Interest.objects.get().level == "firms"
    interests.withdraw(made, by=mills.person, at=NOW)
    with pytest.raises(interests.NotNow):
        interests.choose_level(made, level="regions", by=mills.person, at=NOW)
