"""Counterparts of real and of drawn clusters: reasons, what is unknown, and what is refused."""

from dataclasses import replace

import numpy as np
import pytest

from polos import reference
from polos.errors import InputError, UnknownName, WrongRows
from polos.matches.cluster_field import Cluster, cluster_field, clusters_of
from polos.matches.clusters import ClusterWeights, all_counterparts, cluster_counterparts, explained
from polos.matches.codes import PartCode, UnknownCode
from polos.matches.evidence import Evidence
from polos.matches.offers import Kind, Need, Offer
from polos.measures.results import Grid, Pairs
from polos.provenance import Origin
from polos.reports import wording

ORIGIN = Origin("test")

EU = Cluster("eu", "EU", "ES", None, ("energy",), ("photonics",), ("27",), ("es",), 40.0, -3.0)


def lac(name="lac", **changes):
    given = {"markets": ("energy",), "languages": ("es",)} | changes
    return Cluster(name, "LAC", "CL", **given)


@pytest.fixture(scope="module")
def real():
    return cluster_field(clusters_of(reference.clusters()))


def test_every_built_in_cluster_has_counterparts_on_the_other_side(real):
    assert len(real.clusters) == 450
    found = all_counterparts(real, top=5)
    without = [one for one in real.clusters if not found.of(one.id)]
    assert [one for one in without if one.markets or one.technologies or one.activities] == []
    assert len(without) < 10
    first = real.clusters[0]
    assert all(real.clusters[real.row(other)].side == "LAC" for other, _ in found.of(first.id))


def test_reasons_of_a_real_pair_add_up_and_are_sentences(real):
    (best,) = cluster_counterparts(real, "es-acicae", top=1)
    score, columns = explained(real, "es-acicae", best.cluster_id)
    assert score.score == pytest.approx(best.score, abs=1e-5)
    codes = {part.code for part in columns["sector"].parts}
    assert PartCode.BOTH_IN_DIVISION in codes
    said = [wording.say(part, "es") for part in columns["sector"].parts]
    assert any("clústeres" in one for one in said)
    assert [one.code for one in columns["offers_needs"].unknowns] == [UnknownCode.NO_OFFERS_OR_NEEDS] * 2


def test_what_is_unknown_is_said_and_stays_out_of_the_score():
    field = cluster_field([EU, lac(), lac("other", markets=("health",), technologies=("photonics",))])
    score, columns = explained(field, "eu", "lac")
    assert columns["evidence"].score is None
    assert [one.values["owner"] for one in columns["evidence"].unknowns] == ["eu", "lac"]
    assert columns["distance"].unknowns[0].code == UnknownCode.PLACE_NOT_KNOWN
    assert score.score == pytest.approx(columns["sector"].score)
    assert {one.code for one in score.unknowns} >= {UnknownCode.EVIDENCE_NOT_KNOWN}


def test_the_evidence_of_one_territory_does_not_speak_for_both():
    """All that is known of the one is a strength; of the other nothing is known: the column is not 1."""
    values = np.array([[1.0], [1.0]])
    presence = Grid(values, ("es_a", "cl_b"), ("27",), np.zeros((2, 1), np.uint8), ORIGIN)
    alike = Pairs(np.ones((1, 1)), ("27",), np.zeros((1, 1), np.uint8), ORIGIN)
    source = Evidence("drawn", presence, {}, {}, alike)
    counted, uncounted = lac("counted", territory_id="cl_b"), lac("uncounted", territory_id="cl_c")
    eu, both = replace(EU, territory_id="es_a"), {"activities": ("27",)}
    field = cluster_field([eu, replace(counted, **both), replace(uncounted, **both)], [source])
    found = {one.cluster_id: one.columns["evidence"] for one in cluster_counterparts(field, "eu")}
    assert found == {"counted": 1.0, "uncounted": None}
    _, columns = explained(field, "eu", "uncounted")
    assert columns["evidence"].score is None
    assert [one.values["owner"] for one in columns["evidence"].unknowns] == ["uncounted"]


def test_a_cluster_without_codes_has_no_score_and_says_why():
    field = cluster_field([EU, lac("bare", markets=()), lac()])
    found = cluster_counterparts(field, "eu")
    assert [(one.cluster_id, one.rank, one.score is None) for one in found] == [
        ("lac", 1, False),
        ("bare", None, True),
    ]
    score, _ = explained(field, "eu", "bare")
    assert score.score is None
    assert UnknownCode.CLUSTER_WITHOUT_CODES in {one.code for one in score.unknowns}
    assert all_counterparts(field, top=3).of("bare") == ()


def test_offers_and_needs_of_both_sides_bring_one_to_the_top():
    eu = Cluster("eu", "EU", "ES", markets=("energy",), stated=(Need("n", Kind.QUALITY),))
    quality = lac("quality", stated=(Offer("o", Kind.QUALITY),))
    design = lac("b", stated=(Offer("o", Kind.DESIGN),))
    field = cluster_field([eu, lac("a"), design, quality, lac("c", markets=("health",))])
    assert cluster_counterparts(field, "eu")[0].score == pytest.approx(1)
    by_needs = cluster_counterparts(field, "eu", weights=ClusterWeights(sector=0, evidence=0))
    assert next(one.cluster_id for one in by_needs) == "quality"
    _, columns = explained(field, "eu", "b")
    assert columns["offers_needs"].score == 0


def test_codes_that_all_have_say_nothing():
    field = cluster_field([Cluster("eu", "EU", "ES", markets=("energy",)), lac()])
    _, columns = explained(field, "eu", "lac")
    assert columns["sector"].unknowns[0].code == UnknownCode.CODES_OF_ALL
    assert cluster_counterparts(field, "eu")[0].score is None


def test_what_cannot_be_used_is_refused():
    with pytest.raises(WrongRows, match="'lac' twice"):
        cluster_field([EU, lac(), lac()])
    with pytest.raises(UnknownName, match="'xx'"):
        cluster_counterparts(cluster_field([EU, lac()]), "xx")
    with pytest.raises(UnknownName):
        cluster_field([lac(markets=("no such market",))])
    with pytest.raises(InputError, match="best 0"):
        all_counterparts(cluster_field([EU, lac()]), top=0)
    for wrong in ({"sector": -1}, {"sector": 0, "offers_needs": 0, "evidence": 0}):
        with pytest.raises(InputError, match="weights"):
            ClusterWeights(**wrong)


def test_one_side_alone_has_nobody_to_meet():
    field = cluster_field([EU, Cluster("eu2", "EU", markets=("energy",))])
    assert cluster_counterparts(field, "eu") == ()
    assert all_counterparts(field).of("eu") == ()


def test_only_those_asked_for_are_ranked():
    field = cluster_field([EU, lac(), lac("other"), Cluster("eu2", "EU", markets=("energy",))])
    found = cluster_counterparts(field, "eu", among=("other", "eu2"))
    assert {one.cluster_id for one in found} == {"other", "eu2"}
    assert cluster_counterparts(field, "eu", among=()) == ()
    with pytest.raises(InputError, match="among its own counterparts"):
        cluster_counterparts(field, "eu", among=("eu", "lac"))
    with pytest.raises(UnknownName, match="'xx'"):
        cluster_counterparts(field, "eu", among=("xx",))


def test_a_list_comes_in_the_order_of_any_column_and_keeps_the_ranks_of_the_score():
    near = lac("near", markets=("energy", "health"), latitude=38.0, longitude=-9.0)
    far = lac("far", latitude=-33.0, longitude=-70.0)
    field = cluster_field([EU, near, far, lac("nowhere")])
    by_score = cluster_counterparts(field, "eu")
    by_distance = cluster_counterparts(field, "eu", by="distance")
    assert [one.cluster_id for one in by_distance] == ["near", "far", "nowhere"]
    assert {one.cluster_id: one for one in by_distance} == {one.cluster_id: one for one in by_score}
    assert [one.rank for one in by_distance] == [2, 1, 3]
    assert cluster_counterparts(field, "eu", by="distance", top=1) == by_distance[:1]
    with pytest.raises(UnknownName, match="colour"):
        cluster_counterparts(field, "eu", by="colour")
