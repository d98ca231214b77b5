"""What the measures of answers, opinions and codings refuse, each with what to do."""

import numpy as np
import pytest

from polos.errors import InputError, UnknownName, WrongRows
from polos.measures.agreement import Difference, krippendorff_alpha, krippendorff_alpha_interval
from polos.measures.consensus import kendalls_w, ordinal_consensus
from polos.measures.consensus_delphi import DelphiRule, delphi_decision, delphi_feedback, delphi_lock
from polos.measures.opinion import k_means, opinion_groups, opinion_map
from polos.measures.opinion_stability import adjusted_rand_index, group_stability
from polos.measures.opinion_statements import group_informed_consensus, statement_views
from polos.measures.samples import camps, votes
from polos.measures.survey import answer_counts, exact_interval, wilson_interval
from polos.measures.survey_bounds import Bounds, count_behind_share, joint_bounds, published_steps
from polos.measures.survey_comparison import fisher_test, holm_correction
from polos.measures.survey_design import (
    finite_population_correction,
    minimum_detectable_difference,
    response_rate,
)
from polos.measures.survey_disclosure import suppressed
from polos.measures.survey_pairs import paired_differences, relevance_against_support
from polos.reference import survey_figures
from polos.table import Table

RULE = DelphiRule()


def generator():
    return np.random.default_rng(1)


REFUSED = {
    "an answer that is no option": (lambda: answer_counts(["maybe"], ["yes", "no"]), UnknownName, "'maybe'"),
    "a part above the whole": (lambda: wilson_interval(3, 2), InputError, "3 of 2"),
    "a part below nothing": (lambda: exact_interval(-1, 2), InputError, "-1 of 2"),
    "more answers than people": (lambda: wilson_interval(1, 5, population=4), InputError, "population of 4"),
    "a level of 95": (lambda: wilson_interval(1, 2, level=95), InputError, "a level of 95"),
    "an exact level of 1": (lambda: exact_interval(1, 2, level=1), InputError, "a level of 1"),
    "a part above its side": (lambda: fisher_test(1, 2, 4, 3), InputError, "4 of 3"),
    "a statistic for a probability": (lambda: holm_correction({"a": 3.84}), InputError, "3.84"),
    "no minimum of pairs": (lambda: paired_differences({}, {}, minimum=0), InputError, "0 pairs"),
    "other steps": (lambda: relevance_against_support({"a": []}, {"b": []}), WrongRows, "steps a and b"),
    "other people": (lambda: relevance_against_support({"a": [1]}, {"a": []}), WrongRows, "1 and 0 persons"),
    "more answers than invitations": (lambda: response_rate(5, 4), InputError, "5 answers from 4"),
    "more answers than there are": (
        lambda: finite_population_correction(5, 4),
        InputError,
        "population of 4",
    ),
    "a huge survey": (lambda: minimum_detectable_difference(10**6, 5), InputError, "0 to 500"),
    "a power of 80": (lambda: minimum_detectable_difference(5, 5, power=80), InputError, "power of 80"),
    "no table": (lambda: suppressed([]), WrongRows, "no rows"),
    "a ragged table": (lambda: suppressed([[1], [1, 2]]), WrongRows, "different lengths"),
    "a negative count": (lambda: suppressed([[-1]]), WrongRows, "negative"),
    "no minimum of cells": (lambda: suppressed([[1]], minimum=0), InputError, "0 answers at least"),
    "bounds the wrong way round": (lambda: Bounds(3, 2), InputError, "from 3 to 2"),
    "a share in words": (lambda: count_behind_share("most", 32), InputError, "'most' of 32"),
    "a share of nobody": (lambda: count_behind_share("50", 0), InputError, "of 0"),
    "a share nobody has": (lambda: count_behind_share("33", 2), InputError, "no whole number of people"),
    "a margin above the whole": (lambda: joint_bounds(Bounds(1, 9), Bounds(1, 1), 5), InputError, "up to 9"),
    "a joint table of nobody": (lambda: joint_bounds(Bounds(0, 0), Bounds(0, 0), 0), InputError, "of 0"),
    "a falling scale": (lambda: ordinal_consensus([1, 1], [2, 1]), WrongRows, "rising scale"),
    "a scale of other steps": (lambda: ordinal_consensus([1, 1], [1, 2, 3]), WrongRows, "3 steps"),
    "rankings of other things": (lambda: kendalls_w([[1, 2], [1]]), WrongRows, "different lengths"),
    "coders of other units": (lambda: krippendorff_alpha([["a"], []]), WrongRows, "1, 0 units"),
    "words in order": (
        lambda: krippendorff_alpha([["a"], ["b"]], Difference.ORDINAL),
        InputError,
        "a code that is no number",
    ),
    "negative amounts": (
        lambda: krippendorff_alpha([[-1], [1]], Difference.RATIO),
        InputError,
        "a negative amount",
    ),
    "no draws": (
        lambda: krippendorff_alpha_interval([["a"], ["b"]], generator=generator(), draws=0),
        InputError,
        "0 draws",
    ),
    "a threshold of a third": (lambda: DelphiRule(threshold=0.3), InputError, "above one half"),
    "a scale out of order": (lambda: DelphiRule(agree_from=2), InputError, "a scale in order"),
    "a single round": (lambda: DelphiRule(most_rounds=1), InputError, "two rounds"),
    "a name twice": (lambda: delphi_lock(RULE, ["a", "a"]), InputError, "a name twice"),
    "a score off the scale": (lambda: delphi_feedback({"a": 6}, RULE), InputError, "score of 6"),
    "an answer from outside": (lambda: delphi_decision([{"z": 4}], RULE, "abc"), UnknownName, "'z'"),
    "no round": (lambda: delphi_decision([], RULE, "abc"), InputError, "0 rounds"),
    "a round too many": (lambda: delphi_decision([{}] * 4, RULE, "abc"), InputError, "4 rounds"),
    "no vote needed": (lambda: opinion_map(votes(), least_votes=0), InputError, "0 votes"),
    "a stretch inwards": (lambda: opinion_map(votes(), stretch=-1), InputError, "stretch of -1"),
    "one group": (lambda: opinion_groups(votes(), generator=generator(), number=1), InputError, "1 groups"),
    "divisions of others": (lambda: adjusted_rand_index("ab", "a"), WrongRows, "2 and 1 people"),
    "no draws of people": (
        lambda: group_stability(
            votes(), opinion_groups(votes(), generator=generator()), generator=generator(), draws=0
        ),
        InputError,
        "0 draws",
    ),
    "a majority of 60": (
        lambda: statement_views(votes(), camps(), majority=60),
        InputError,
        "majority of 60",
    ),
    "no minimum of groups": (
        lambda: group_informed_consensus(votes(), camps(), minimum=0),
        InputError,
        "0 answers at least",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_makes_no_sense_is_refused(case):
    call, error, says = REFUSED[case]
    with pytest.raises(error, match=says):
        call()


def test_published_figures_of_other_bases_are_not_compared():
    """Q09 of 30 and Q06 of 32 have no joint table."""
    table = survey_figures()
    rows = table.rows.to_dicts()
    for row in rows:
        if row["question_id"] == "Q09":
            row["base_n"] = 30
    changed = Table(
        table.rows.clear().vstack(type(table.rows)(rows, schema=table.rows.schema)),
        table.schema,
        table.origin,
    )
    with pytest.raises(WrongRows, match="bases of 32 and 30"):
        published_steps(changed)


def test_fewer_places_than_groups_make_no_groups():
    assert k_means(np.zeros((8, 2)), 2, generator()) is None
