import numpy as np
import pytest

from drawn_priorities import drawn_priorities, drawn_territories
from polos.errors import InputError, UnknownName, WrongRows
from polos.measures.coded_priorities import coded_priorities, selected
from polos.measures.convergence import convergence

PRIORITIES = drawn_priorities("""
    e1 | health | photonics | 86 | period_start=2014 | period_end=2020
    e1 | energy | | 35 C
    a1 | health | | 86 | provenance=recalled | confidence=low
    a2 | energy | scope=inherited
""")


def kept(**options):
    return selected(PRIORITIES, **options).rows["priority_id"].to_list()


def test_marks_are_by_priority_and_territory():
    coded = coded_priorities(PRIORITIES)
    assert coded.priority_ids == ("a1-1", "e1-1", "e1-2")
    assert coded.territories == ("a1", "e1")
    declared = {coded.concepts[k] for k in np.flatnonzero(coded.declared[coded.row_of["e1"]])}
    assert declared == {
        ("market", "health"),
        ("market", "energy"),
        ("technology", "photonics"),
        ("technology", "not_stated"),
        ("cell", "health|photonics"),
        ("cell", "energy|not_stated"),
        ("division", "86"),
        ("division", "35"),
        ("section", "Q"),
        ("section", "D"),
        ("section", "C"),
    }


def test_evidence_names_the_priorities_behind_a_mark():
    coded = coded_priorities(PRIORITIES)
    assert coded.evidence("e1", coded.column_of["division", "35"]) == ("e1-2",)
    assert coded.evidence("a1", coded.column_of["division", "35"]) == ()


def test_the_unusual_carries_information_and_what_nobody_declares_an_infinity():
    coded = coded_priorities(PRIORITIES)
    told = dict(zip(coded.concepts, coded.information, strict=True))
    assert told["market", "health"] == 0.0
    assert told["market", "energy"] == 1.0
    assert told["market", "mining"] == np.inf


def test_no_priorities_at_all_is_an_empty_structure():
    coded = coded_priorities(selected(PRIORITIES, years=(1990, 1991)))
    assert coded.declared.shape[0] == 0
    assert not coded.share.any()


def test_a_period_counts_where_it_overlaps_the_years():
    assert kept(years=(2020, 2020)) == ["e1-1"]
    assert kept(years=(2020, 2021)) == ["e1-1", "e1-2", "a1-1", "a2-1"]
    assert kept(years=(2028, 2030)) == []


def test_provenance_and_confidence_select():
    assert kept(provenances=["recalled"]) == ["a1-1"]
    assert kept(provenances=["source"], confidences=["high", "low"]) == ["e1-1", "e1-2", "a2-1"]
    assert len(kept()) == 4


def test_filters_that_mean_nothing_are_refused():
    with pytest.raises(InputError, match="2021 to 2014"):
        kept(years=(2021, 2014))
    with pytest.raises(UnknownName, match="'hearsay'"):
        kept(provenances=["hearsay"])


def test_groups_must_be_known_and_name_everybody_once():
    coded = coded_priorities(PRIORITIES)
    with pytest.raises(UnknownName, match="'nowhere' in group b"):
        convergence(coded, ["e1"], ["nowhere"])
    with pytest.raises(WrongRows, match="e1 twice in group a"):
        convergence(coded, ["e1", "e1"], ["a1"])
    with pytest.raises(WrongRows, match="no territory in group a"):
        convergence(coded, [], ["a1"])


def test_a_territory_without_any_row_is_on_record_where_territories_are_given():
    territories = drawn_territories(EU="e1 e9", LAC="a1")
    result = convergence(coded_priorities(PRIORITIES, territories), ["e1", "e9"], ["a1"])
    assert result.base_a == 1


def test_unknown_cells_of_the_matrix_are_refused():
    result = convergence(PRIORITIES, ["e1"], ["a1"])
    with pytest.raises(UnknownName, match="'phlogiston'"):
        result.level("health", "phlogiston")
    with pytest.raises(UnknownName, match="'alchemy'"):
        result.members("alchemy", "photonics")
