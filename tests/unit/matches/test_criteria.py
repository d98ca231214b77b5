"""Criteria as a checklist and as scores with justification; reviewers kept apart from their own."""

from dataclasses import replace

import pytest

from polos.errors import InputError, UnknownName, WrongRows
from polos.matches.criteria import (
    Application,
    Criterion,
    Finding,
    How,
    Reviewer,
    Score,
    Status,
    Template,
    application_results,
    checklist,
    conflicts,
    eu_capacities,
    lac_selection,
    selection_strategies,
)
from polos.matches.criteria_codes import CriteriaCode
from polos.reports import wording
from polos.vocabularies import LANGUAGES


def test_the_templates_are_those_of_the_documents():
    assert [one.id for one in lac_selection().criteria] == [f"LA{k}" for k in range(1, 9)]
    assert {one.how for one in lac_selection().criteria} == {How.EVIDENCE}
    assert [(one.id, one.how) for one in eu_capacities().criteria] == [
        ("EU1", How.SCORE),
        ("EU2", How.SCORE),
        ("EU3", How.SCORE),
    ]
    assert len(selection_strategies()) == 4
    assert [one.code for one in selection_strategies() if one.is_competitive] == ["criteria_and_tender"]
    for language in LANGUAGES:
        for one in (*lac_selection().criteria, *eu_capacities().criteria):
            assert wording.criterion_name(one.id, language)
        for one in selection_strategies():
            assert wording.criterion_name(one.code, language)
    with pytest.raises(UnknownName):
        wording.criterion_name("XX", "en")


def test_a_checklist_has_no_score_and_unknown_is_not_no():
    met = [Finding(f"LA{k}", Status.MET, ("letter",)) for k in range(1, 8)]
    found = checklist(lac_selection(), met)
    assert (found.met, found.not_met, found.unknown, found.is_eligible) == (7, 0, 1, None)
    assert checklist(lac_selection(), [*met, Finding("LA8", Status.MET, ("match",))]).is_eligible is True
    assert checklist(lac_selection(), [*met, Finding("LA8", Status.NOT_MET)]).is_eligible is False
    assert not hasattr(found, "score")


def test_met_without_evidence_counts_as_unknown():
    found = checklist(lac_selection(), [Finding("LA2", Status.MET)])
    assert found.statuses["LA2"] is Status.UNKNOWN
    assert [(one.code, one.values["criterion"]) for one in found.caveats] == [
        (CriteriaCode.MET_WITHOUT_EVIDENCE, "LA2")
    ]


def test_findings_on_other_criteria_or_twice_are_refused():
    with pytest.raises(UnknownName, match="'EU1'"):
        checklist(lac_selection(), [Finding("EU1", Status.MET, ("x",))])
    with pytest.raises(WrongRows, match="two findings on 'LA1'"):
        checklist(lac_selection(), [Finding("LA1", Status.NOT_MET), Finding("LA1", Status.NOT_MET)])


def scored(application, values, reviewer="r1"):
    return [
        Score(application, f"EU{k}", reviewer, value, "because of its record")
        for k, value in enumerate(values, start=1)
        if value is not None
    ]


def test_an_application_is_worth_the_weighted_mean_of_its_criteria():
    """5, 0 and 0 of 5 with double weight on the first: a half. r2 gives 3, 2 and 0: on average 4, 1, 0."""
    template = eu_capacities()
    double = replace(template, criteria=(replace(template.criteria[0], weight=2.0), *template.criteria[1:]))
    (alone,) = application_results(double, scored("ext", (5, 0, 0)))
    assert (alone.value, alone.reviewers) == (0.5, 1)
    assert [one.code for one in alone.caveats] == [CriteriaCode.SINGLE_REVIEWER]
    (both,) = application_results(double, [*scored("ext", (5, 0, 0)), *scored("ext", (3, 2, 0), "r2")])
    assert both.value == pytest.approx((2 * 4 + 1 + 0) / 5 / 4)
    assert (both.lowest, both.highest) == (pytest.approx(6 / 20), pytest.approx(12 / 20))
    assert {(one.code, one.values["criterion"]) for one in both.caveats} == {
        (CriteriaCode.SCORES_DIVERGE, "EU1"),
        (CriteriaCode.SCORES_DIVERGE, "EU2"),
    }


def test_a_criterion_without_score_leaves_no_result_and_is_not_zero():
    found = application_results(eu_capacities(), [*scored("ext", (5, None, 5)), *scored("pod", (1, 1, 1))])
    assert [(one.application, one.value) for one in found] == [("pod", pytest.approx(0.2)), ("ext", None)]
    assert CriteriaCode.NOT_SCORED in {one.code for one in found[1].caveats}


@pytest.mark.parametrize(
    ("score", "words"),
    [
        (Score("ext", "EU1", "r1", 6, "good"), "the score 6"),
        (Score("ext", "EU1", "r1", 3, "  "), "without a justification"),
        (Score("ext", "EU2", "r1", 1, "again"), "a second score"),
    ],
)
def test_scores_that_cannot_count_are_refused(score, words):
    with pytest.raises(WrongRows, match=words):
        application_results(eu_capacities(), [Score("ext", "EU2", "r1", 1, "first"), score])


def test_scores_by_other_criteria_are_refused():
    """Criteria changed after scores exist are a new version; the old scores belong to the old one."""
    changed = Template("eu", (Criterion("EU9", "another", How.SCORE),), version=2)
    with pytest.raises(UnknownName, match="version of the criteria"):
        application_results(changed, scored("ext", (1, 1, 1)))


def test_reviewers_do_not_judge_their_own():
    application = Application("a1", "es43", frozenset({"agency"}))
    assert conflicts(Reviewer("r"), application) == ()
    reviewer = Reviewer("r", frozenset({"agency"}), frozenset({"es43"}), frozenset({"a1"}))
    assert [one.code for one in conflicts(reviewer, application)] == [
        CriteriaCode.OWN_APPLICATION,
        CriteriaCode.OWN_TERRITORY,
        CriteriaCode.DECLARED_CONFLICT,
    ]


def test_reviewers_of_a_nation_do_not_judge_its_regions():
    """Of two territories one of which lies in the other, both are the reviewer's own; siblings are not."""
    reviewer = Reviewer("r", territories=frozenset({"cl"}), related={"cl_bi": "cl"})
    (found,) = conflicts(reviewer, Application("a1", "cl_bi"))
    assert found.code == CriteriaCode.RELATED_TERRITORY and found.values["own"] == "cl"
    assert conflicts(reviewer, Application("a2", "ar_x")) == ()


@pytest.mark.parametrize(
    "change",
    [
        {"criteria": ()},
        {"criteria": (Criterion("x", "x", How.SCORE),) * 2},
        {"criteria": (Criterion("x", "x", How.SCORE, weight=0.0),)},
        {"criteria": (Criterion("x", "x", How.SCORE, weight=float("nan")),)},
        {"lowest": 5},
    ],
)
def test_templates_that_cannot_judge_are_refused(change):
    with pytest.raises(InputError):
        replace(eu_capacities(), **change)
