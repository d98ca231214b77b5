"""Pairing as an assignment: rules kept, contradictions named, and what people read before they decide."""

import numpy as np
import pytest

from polos.errors import InputError, UnknownName, WrongColumns, WrongRows
from polos.matches.assignment import CannotBeMet, NotDecided, best_assignment
from polos.matches.clashes import clash
from polos.matches.pairing import Objective, PairingTask, Partner, Proof, Quota, QuotaKind
from polos.matches.pairing_codes import AssignmentCode, RuleCode
from polos.matches.pairing_plain import plain_assignment, plain_of, task_of
from polos.matches.pairing_review import alternatives, drop_out, prices
from polos.matches.stable import blocking_pairs, stable_assignment

A = (Partner("col", "MX"), Partner("bio", "CL", ("water",)), Partner("los", "CL", ("water", "energy")))
B = (Partner("ext", "ES", ("water",)), Partner("pod", "PL", ("energy",)), Partner("nor", "FR", ("energy",)))
VALUES = np.array([[0.9, 0.15, 0.2], [0.8, 0.7, 0.1], [0.6, 0.4, np.nan]])


def task(**rules):
    return PairingTask(A, B, VALUES, **rules)


def test_the_best_total_is_not_the_sum_of_first_choices():
    """Everybody wants ext most; col with ext and bio with pod are worth most together, and leave los out."""
    found = best_assignment(task())
    assert found.made == {("col", "ext"), ("bio", "pod")}
    assert (found.total, found.bound, found.proof) == (pytest.approx(1.6), pytest.approx(1.6), Proof.PROVEN)
    assert (found.unmatched_a, found.unmatched_b) == (("los",), ("nor",))


def test_worst_off_first_makes_as_many_pairs_as_can_be():
    """los cannot go to nor, so col has to: three pairs, the worst of them worth 0.2, and 1.5 in all."""
    found = best_assignment(task(), objective=Objective.WORST_OFF)
    assert found.made == {("col", "nor"), ("bio", "pod"), ("los", "ext")}
    assert (found.worst, found.total) == (0.2, pytest.approx(1.5))


def test_capacities_and_quotas_hold():
    two = tuple(Partner(p.id, p.country, p.themes, most=2) for p in A)
    quotas = (Quota(QuotaKind.COUNTRY, "CL", "a", most=1), Quota(QuotaKind.PAIRS, least=3))
    found = best_assignment(PairingTask(two, B, VALUES, quotas=quotas))
    assert [use.count for use in found.quotas] == [1, 3]
    assert found.quotas[0].at_bound
    assert found.made == {("col", "ext"), ("bio", "pod"), ("col", "nor")}
    assert found.unmatched_a == ("los",)


def test_a_pair_carries_the_themes_both_have_or_those_it_is_given():
    water = Quota(QuotaKind.THEME, "water", least=1)
    found = best_assignment(task(quotas=(water,)))
    assert any("water" in pair.themes for pair in found.pairs)
    named = task(quotas=(water,), themes={("col", "nor"): ("water",), ("bio", "ext"): (), ("los", "ext"): ()})
    assert ("col", "nor") in best_assignment(named).made


def test_required_and_forbidden_pairs_and_the_minimum():
    found = best_assignment(task(must={("los", "pod")}, must_not={("col", "ext")}, minimum=0.2))
    assert found.made == {("los", "pod"), ("bio", "ext"), ("col", "nor")}
    assert [pair.must for pair in found.pairs] == [False, False, True]
    assert ("col", "nor") not in best_assignment(task(must_not={("col", "ext")}, minimum=0.3)).made


def test_a_required_pair_of_unknown_value_is_made_and_adds_nothing():
    found = best_assignment(task(must={("los", "nor")}))
    assert ("los", "nor") in found.made
    assert found.total == pytest.approx(1.6)
    assert {caveat.code for caveat in found.caveats} == {
        AssignmentCode.UNKNOWN_PAIRS,
        AssignmentCode.UNSCORED_MUST,
    }


def test_an_unknown_pair_is_never_proposed():
    only = PairingTask(A[2:], B[2:], VALUES[2:, 2:])
    assert best_assignment(only).pairs == ()
    with pytest.raises(CannotBeMet):
        best_assignment(PairingTask(A[2:], B[2:], VALUES[2:, 2:], quotas=(Quota(QuotaKind.PAIRS, least=1),)))


def test_places_in_the_wishes_are_shown():
    col = best_assignment(task(rankings={"ext": ("bio", "col")})).pairs[0]
    assert (col.a, col.b, col.place_for_a, col.place_for_b) == ("col", "ext", 1, 2)


@pytest.mark.parametrize(
    ("rules", "error", "words"),
    [
        ({"must": {("col", "ext")}, "must_not": {("col", "ext")}}, InputError, "col–ext both"),
        ({"must": {("col", "pod")}, "minimum": 0.5}, InputError, "col–pod as pairs that must"),
        ({"must": {("col", "xx")}}, UnknownName, "'xx'"),
        ({"must_not": {("ext", "col")}}, UnknownName, "side a"),
        ({"rankings": {"xx": ()}}, UnknownName, "'xx'"),
        ({"rankings": {"col": ("bio",)}}, UnknownName, "side b"),
        ({"rankings": {"col": ("ext", "ext")}}, WrongRows, "twice"),
        ({"themes": {("col", "yy"): ("water",)}}, UnknownName, "'yy'"),
    ],
)
def test_contradictions_and_strangers_are_named(rules, error, words):
    with pytest.raises(error, match=words):
        task(**rules)


@pytest.mark.parametrize(
    ("a", "values", "words"),
    [
        ((Partner("ext"),), np.ones((1, 3)), "ext twice"),
        ((), np.ones((0, 3)), "side without partners"),
        ((Partner("x"),), np.ones((1, 2)), "shape"),
        ((Partner("x"),), np.array([[1, -1, 1]]), "-1.0 for 'x' with 'pod'"),
        ((Partner("x"),), np.array([[1, np.inf, 1]]), "inf"),
    ],
)
def test_sides_that_do_not_fit_are_refused(a, values, words):
    with pytest.raises(WrongRows, match=words):
        PairingTask(a, B, values)


@pytest.mark.parametrize(
    "make",
    [
        lambda: Partner("", most=1),
        lambda: Partner("x", most=1, least=2),
        lambda: Quota(QuotaKind.COUNTRY, "CL"),
        lambda: Quota(QuotaKind.THEME, "water", "a"),
        lambda: Quota(QuotaKind.THEME),
        lambda: Quota(QuotaKind.PAIRS, "CL"),
        lambda: Quota(QuotaKind.PAIRS, least=3, most=2),
        lambda: Quota(QuotaKind.PAIRS, least=-1),
    ],
)
def test_partners_and_quotas_that_mean_nothing_are_refused(make):
    with pytest.raises(InputError):
        make()


def test_quotas_that_clash_are_named_with_the_smallest_relaxation():
    """Two from Chile and two with water: bio and los both want ext, the only other with water."""
    quotas = (
        Quota(QuotaKind.THEME, "water", least=2),
        Quota(QuotaKind.PAIRS, least=1),
    )
    asked = task(quotas=quotas)
    with pytest.raises(CannotBeMet):
        best_assignment(asked)
    found = clash(asked)
    assert [rule.code for rule in found.rules] == [RuleCode.QUOTA_THEME_LEAST]
    assert [(one.rule.values["least"], one.by) for one in found.relaxed] == [(2, 1)]
    assert sum("water" in pair.themes for pair in found.assignment.pairs) == 1
    assert found.assignment.total == pytest.approx(1.5)  # bio or los with ext; col with ext has no water


def test_quotas_that_only_clash_together():
    """Two from Chile need two others; without Spain and France there is only Poland. Mexico is no part."""
    quotas = (
        Quota(QuotaKind.COUNTRY, "CL", "a", least=2),
        Quota(QuotaKind.COUNTRY, "MX", "a", most=1),
        Quota(QuotaKind.COUNTRY, "ES", "b", most=0),
        Quota(QuotaKind.COUNTRY, "FR", "b", most=0),
    )
    found = clash(task(quotas=quotas))
    assert [rule.values["country"] for rule in found.rules] == ["CL", "ES", "FR"]
    assert sum(one.by for one in found.relaxed) == 1


def test_required_pairs_give_way_last():
    """col has room for one of two required partners: no quota can be relaxed to help."""
    asked = task(must={("col", "ext"), ("col", "pod")}, quotas=(Quota(QuotaKind.PAIRS, most=3),))
    found = clash(asked)
    assert {rule.code for rule in found.rules} == {RuleCode.MUST_PAIR}
    assert [(one.rule.values["b"], one.by) for one in found.relaxed] == [("pod", 1)]


def test_a_least_number_of_partners_can_clash():
    greedy = (Partner("col", most=2, least=2), *A[1:])
    found = clash(PairingTask(greedy, B[:1], VALUES[:, :1]))
    assert found.rules[0].code == RuleCode.PARTNER_LEAST
    assert found.relaxed[0].by == 1


def test_rules_that_can_be_met_have_no_clash():
    with pytest.raises(InputError, match="can all be met"):
        clash(task())


def test_the_price_of_a_quota():
    quotas = (Quota(QuotaKind.COUNTRY, "CL", "a", most=1), Quota(QuotaKind.PAIRS, most=3))
    asked = task(quotas=quotas, must={("col", "nor")})
    found = {price.rule.code: price for price in prices(asked, best_assignment(asked))}
    assert found[RuleCode.QUOTA_COUNTRY_MOST].total == pytest.approx(0.5)  # los and bio instead of bio alone
    assert found[RuleCode.QUOTA_COUNTRY_MOST].pairs == 1
    assert found[RuleCode.MUST_PAIR].total == pytest.approx(0.6)  # col with ext, bio with pod
    assert found[RuleCode.QUOTA_PAIRS_MOST].total == 0
    assert all(price.proven for price in found.values())


def test_the_price_of_a_rule_for_the_worst_off():
    """Without col and nor, bio has to go to nor for 0.1 so that there are three pairs."""
    asked = task(must_not={("col", "nor")})
    (price,) = prices(asked, best_assignment(asked, objective=Objective.WORST_OFF))
    assert (price.worst, price.pairs) == (pytest.approx(0.1), 0)


def test_alternatives_say_what_differs():
    asked = task()
    best = best_assignment(asked)
    assert alternatives(asked, best).others == ()  # the next best total is 1.5, of 1.6
    found = alternatives(asked, best, tolerance=0.1)
    assert found.others
    for other in found.others:
        assert other.assignment.total >= 0.9 * best.total - 1e-9
        assert (best.made | set(other.added)) - set(other.dropped) == other.assignment.made
        assert other.assignment.proof is Proof.NEARLY
    with pytest.raises(InputError, match="tolerance"):
        alternatives(asked, best, tolerance=2)


def test_alternatives_of_the_worst_off_keep_number_and_worst_pair():
    best = best_assignment(task(), objective=Objective.WORST_OFF)
    for other in alternatives(task(), best, tolerance=0.5).others:
        assert len(other.assignment.pairs) == len(best.pairs)
        assert other.assignment.worst >= 0.5 * best.worst


def test_a_partner_who_drops_out_frees_its_partner():
    best = best_assignment(task(), objective=Objective.WORST_OFF)
    found = drop_out(task(), best, "pod")
    assert found.lost == (("bio", "pod"),)
    assert found.repaired.made == {("col", "nor"), ("los", "ext")}
    assert found.anew.made == {("col", "nor"), ("bio", "ext")}
    assert found.moved == (("los", "ext"),)
    with pytest.raises(UnknownName):
        drop_out(task(), best, "xx")


def test_without_its_only_partner_a_side_has_no_assignment():
    asked = PairingTask(A, B[:1], VALUES[:, :1])
    best = best_assignment(asked)
    found = drop_out(asked, best, "ext")
    assert (found.repaired, found.anew, found.lost) == (None, None, (("col", "ext"),))


def test_two_who_would_rather_be_paired_are_named():
    """The worst-off objective sends col to nor and los to ext; col and ext would rather have each other."""
    best = best_assignment(task(), objective=Objective.WORST_OFF)
    found = {(one.a, one.b): one for one in blocking_pairs(task(), best)}
    assert found["col", "ext"].leaves_a == "nor"
    assert found["col", "ext"].leaves_b == "los"


def test_offers_and_acceptances_end_where_nobody_would_leave():
    rankings = {"col": ("pod", "ext"), "bio": ("ext", "pod"), "ext": ("col", "bio"), "pod": ("bio", "col")}
    asked = task(rankings=rankings)
    of_a, of_b = (stable_assignment(asked, proposing=side) for side in "ab")
    assert {("col", "pod"), ("bio", "ext")} <= of_a.made
    assert {("col", "ext"), ("bio", "pod")} <= of_b.made
    assert of_a.proof is Proof.STABLE
    assert of_a.bound is None


def test_required_pairs_stay_in_a_stable_assignment():
    found = stable_assignment(task(must={("los", "ext")}))
    assert ("los", "ext") in found.made
    assert blocking_pairs(task(must={("los", "ext")}), found) == ()
    with pytest.raises(CannotBeMet):
        stable_assignment(task(must={("los", "ext"), ("col", "ext")}))


def test_when_time_runs_out_nothing_is_made_up():
    """With next to no time there is either a refusal or an answer that says it is not proven."""
    generator = np.random.default_rng(7)
    many = [tuple(Partner(f"{side}{k}", str(k % 4)) for k in range(60)) for side in "ab"]
    quotas = tuple(Quota(QuotaKind.COUNTRY, str(k), side, 14, 15) for k in range(4) for side in "ab")
    asked = PairingTask(*many, generator.random((60, 60)), quotas=quotas)
    try:
        found = best_assignment(asked, seconds=1e-9)
    except NotDecided as refused:
        assert "time" in str(refused)
    else:
        assert found.proof is Proof.NOT_PROVEN
        assert found.bound >= found.total


def test_a_task_survives_the_way_to_plain_lists_and_back():
    quotas = (Quota(QuotaKind.THEME, "water", least=1), Quota(QuotaKind.COUNTRY, "CL", "a", most=2))
    rules = {"must": frozenset({("los", "pod")}), "must_not": frozenset({("col", "ext")}), "minimum": 0.1}
    asked = task(quotas=quotas, rankings={"ext": ("col",)}, themes={("bio", "nor"): ("water",)}, **rules)
    again = task_of(plain_of(asked))
    assert plain_of(again) == plain_of(asked)
    assert (again.a, again.b, again.quotas) == (asked.a, asked.b, quotas)
    assert (again.must, again.must_not, again.minimum) == (rules["must"], rules["must_not"], 0.1)
    np.testing.assert_array_equal(again.values, VALUES)
    assert plain_assignment(best_assignment(again)) == plain_assignment(best_assignment(asked))


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        ({"pairs": [{"a": "x", "b": "y", "valu": 1}]}, WrongColumns, "valu"),
        ({"pairs": [{"a": "x"}]}, WrongColumns, "without b"),
        ({"pairs": [{"a": "x", "b": "z"}]}, WrongRows, "'z'"),
        ({"pairs": [{"a": "x", "b": "y"}, {"a": "x", "b": "y"}]}, WrongRows, "twice"),
        ({"pairs": [{"a": "x", "b": "y", "value": "much"}]}, WrongRows, "'much'"),
        ({"quotas": [{"kind": "colour"}]}, WrongRows, "'colour'"),
        ({"quotas": [{"kind": "pairs", "least": 1.5}]}, WrongRows, "1.5"),
        ({"must": ["x-y"]}, WrongRows, "x-y"),
        ({"a": ["x"]}, WrongRows, "'x' for a partner"),
        ({"budget": 3}, WrongColumns, "budget"),
    ],
)
def test_plain_tasks_that_cannot_be_read_are_refused(change, error, words):
    plain = {"a": [{"id": "x"}], "b": [{"id": "y"}], "pairs": []}
    with pytest.raises(error, match=words):
        task_of(plain | change)
