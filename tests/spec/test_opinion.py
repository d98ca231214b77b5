"""What the map, groups and statements of opinions mean, on votes one can check by hand."""

import numpy as np
import pytest

from polos.errors import UnknownName, WrongRows
from polos.measures.opinion import opinion_groups, opinion_map
from polos.measures.opinion_stability import adjusted_rand_index, group_overlap, group_stability
from polos.measures.opinion_statements import group_informed_consensus, statement_views
from polos.measures.survey_results import WhyUndefined
from polos.provenance import Origin
from polos.tables.votes import Votes
from spec.by_hand import by_hand

MARKS = {"+": 1.0, "-": -1.0, "0": 0.0, ".": np.nan}


def drawn(text, times=1):
    """Votes drawn as one line a person, + agree, - disagree, 0 pass, . not voted; each line several times."""
    lines = [line.strip() for line in text.split() for _ in range(times)]
    values = np.array([[MARKS[mark] for mark in line] for line in lines]).reshape(len(lines), -1)
    people = tuple(f"p{place}" for place in range(len(lines)))
    return Votes(values, people, tuple(f"s{place}" for place in range(values.shape[1])), Origin("drawn"))


def groups(votes, **options):
    return opinion_groups(votes, generator=np.random.default_rng(1), **options)


TWO_CAMPS = drawn("++--+ --++-", times=5)
CAMPS = {"a": TWO_CAMPS.participants[:5], "b": TWO_CAMPS.participants[5:]}


@by_hand("opinion_map")
def test_two_camps_lie_at_the_two_ends_of_one_axis():
    """All variation is between the camps; each stands the root of five from the middle."""
    found = opinion_map(TWO_CAMPS)
    assert found.shares == pytest.approx((1.0, 0.0))
    assert np.abs(found.positions[:, 0]) == pytest.approx(np.sqrt(5) * np.ones(10))
    assert np.sign(found.positions[0, 0]) == -np.sign(found.positions[5, 0])


def test_a_vote_not_given_moves_nobody_but_is_stretched():
    """One who votes on 8 of 10 as the others do stands where they stand, times root of 10/8, of 8 votes."""
    votes = drawn("+++++----- " * 3 + "-----+++++ " * 3 + "++++.----.")
    found = opinion_map(votes)
    plain = opinion_map(votes, stretch=0)
    assert found.positions[6] == pytest.approx(plain.positions[6] * np.sqrt(10 / 8))
    assert found.positions[0] == pytest.approx(plain.positions[0])


def test_who_votes_little_is_not_placed():
    votes = drawn("++--++-- --++--++ +.......", times=2)
    assert opinion_map(votes).left_out == ("p4", "p5")


@by_hand("opinion_groups")
def test_camps_are_found_as_groups():
    """A camp stands on one point, b from the other camp: the silhouette is (b - 0) / b = 1."""
    found = groups(TWO_CAMPS)
    assert [set(group) for group in found.groups] == [set(CAMPS["a"]), set(CAMPS["b"])]
    assert found.silhouette == pytest.approx(1.0)


def test_no_group_smaller_than_five_is_shown():
    """Four of nine are a camp, and nobody is told so."""
    found = groups(drawn("++--+ " * 5 + "--++- " * 4))
    assert (found.groups, found.undefined) == ((), WhyUndefined.TOO_FEW_ANSWERS)
    lone = groups(drawn("++--+ " * 10 + "--++- " * 4))
    assert (lone.groups, lone.undefined) == ((), WhyUndefined.ONE_GROUP)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", WhyUndefined.NO_ANSWERS),
        ("++", WhyUndefined.TOO_FEW_ANSWERS),
        ("++ --", WhyUndefined.TOO_FEW_ANSWERS),
        ("++ ++ ++ ++ ++ ++", WhyUndefined.ALL_ALIKE),
    ],
)
def test_few_people_or_all_alike_make_no_groups(text, why):
    votes = drawn(text) if text else Votes(np.zeros((0, 2)), (), ("a", "b"), Origin("drawn"))
    found = groups(votes)
    assert (found.undefined, found.groups) == (why, ())
    stability = group_stability(votes, found, generator=np.random.default_rng(1))
    assert (stability.undefined, stability.index) == (why, None)
    assert group_overlap(found, {"a": votes.participants}) is None


@by_hand("group_informed_consensus")
def test_consensus_multiplies_the_groups():
    """Five of five agree in both: 6/7 each; in the other statement all agree and all disagree: 6/7 x 1/7."""
    votes = drawn("++ " * 5 + "+- " * 5)
    found = group_informed_consensus(votes, CAMPS)
    assert found.values == pytest.approx([36 / 49, 6 / 49])
    assert found.against == pytest.approx([1 / 49, 6 / 49])


def test_a_group_of_four_does_not_count_and_is_named():
    found = group_informed_consensus(TWO_CAMPS, {"a": CAMPS["a"], "b": CAMPS["b"][:4]})
    assert (found.groups, found.too_small) == (("a",), ("b",))
    nobody = group_informed_consensus(TWO_CAMPS, {"b": CAMPS["b"][:4]})
    assert nobody.undefined is WhyUndefined.TOO_FEW_ANSWERS
    assert np.isnan(nobody.values).all()
    assert group_informed_consensus(TWO_CAMPS, {}).undefined is WhyUndefined.NO_ANSWERS


@by_hand("statement_views")
def test_statements_unite_or_divide():
    """Both agree; both disagree; one agrees and one does not; nobody is of one mind."""
    votes = drawn("+-++ " * 5 + "+--0 " * 5)
    like, dislike, apart, neither = statement_views(votes, CAMPS)
    assert (like.unites, like.direction, like.divides) == (True, "agree", False)
    assert (dislike.unites, dislike.direction) == (True, "disagree")
    assert (apart.unites, apart.divides, apart.division) == (False, True, pytest.approx(5 / 7))
    assert (neither.unites, neither.divides) == (False, False)
    assert (apart.groups[0].agree, apart.groups[1].disagree) == (5, 5)


def test_votes_of_four_are_not_shown():
    votes = drawn("+ " * 5 + "+ " * 4 + ".")
    (view,) = statement_views(votes, CAMPS)
    assert view.undefined is WhyUndefined.ONE_GROUP
    assert (view.groups[1].agree, view.groups[1].undefined) == (None, WhyUndefined.TOO_FEW_ANSWERS)
    (silent,) = statement_views(drawn(". " * 10), CAMPS)
    assert silent.undefined is WhyUndefined.NO_VOTES


def test_hidden_statements_take_no_part():
    votes = TWO_CAMPS.without(["s0", "s4"])
    assert votes.statements == ("s1", "s2", "s3")
    assert votes.values.shape == (10, 3)


@by_hand("adjusted_rand_index")
def test_the_index_of_divisions():
    """The same under other names; one apart of four: expected 2 x 2 / 6 pairs, at most 2, found 1."""
    assert adjusted_rand_index("aabb", "xxyy").value == 1.0
    assert adjusted_rand_index("aabb", "xyxy").value == pytest.approx((0 - 4 / 6) / (2 - 4 / 6))
    assert adjusted_rand_index("aa", "xx").undefined is WhyUndefined.ALL_ALIKE
    assert adjusted_rand_index("a", "x").undefined is WhyUndefined.ONE_ANSWER
    assert adjusted_rand_index("", "").undefined is WhyUndefined.NO_ANSWERS


@by_hand("group_stability")
def test_clear_camps_are_found_again_and_noise_is_not():
    """Whoever is drawn of two camps that vote alike inside, the camps are found again.

    Three groups of people whose votes are chance come out differently in other draws.
    """
    clear = group_stability(TWO_CAMPS, groups(TWO_CAMPS), generator=np.random.default_rng(1), draws=30)
    assert clear.is_stable
    assert clear.index > 0.99
    noise = np.sign(np.random.default_rng(5).normal(size=(40, 12)))
    names = tuple(f"{i}" for i in range(40)), tuple(f"{i}" for i in range(12))
    votes = Votes(noise, *names, Origin("noise"))
    found = groups(votes, number=3)
    unstable = group_stability(votes, found, generator=np.random.default_rng(1), draws=30)
    assert not unstable.is_stable
    assert unstable.index < 0.6


@by_hand("group_overlap")
def test_discovered_groups_beside_declared_ones():
    """One of six is on the other side: that cell, and what would give it away, is hidden."""
    votes = drawn("++--+ --++-", times=12)
    found = groups(votes)
    same = group_overlap(found, {"EU": votes.participants[:12], "LAC": votes.participants[12:]})
    assert same.index.value == 1.0
    people = votes.participants
    mixed = group_overlap(found, {"EU": (*people[:11], people[12]), "LAC": (people[11], *people[13:])})
    assert mixed.table.inner == ((None, None), (None, None))
    with pytest.raises(WrongRows, match="'p0' in 'EU' and 'LAC'"):
        group_overlap(found, {"EU": people[:2], "LAC": people[:1]})


def test_groups_of_strangers_are_refused():
    with pytest.raises(UnknownName, match="'p99'"):
        group_informed_consensus(TWO_CAMPS, {"a": ["p99"]})
