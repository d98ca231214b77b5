"""Who may be paired with whom, under which rules, and which assignment is best by a declared objective."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from polos.errors import InputError, UnknownName, WrongRows
from polos.matches.pairing_codes import AssignmentCode
from polos.measures.caveats import Caveat

Values = NDArray[np.float64]
Numbers = NDArray[np.int64]
Pair = tuple[str, str]

SIDES = ("a", "b")


class Objective(StrEnum):
    """What the best assignment is best at.

    ``TOTAL`` is the greatest sum of the values of the pairs. ``WORST_OFF`` first makes as many pairs as
    the rules allow, then makes the worst pair as good as possible, and then takes the greatest sum.
    """

    TOTAL = "total"
    WORST_OFF = "worst_off"


class QuotaKind(StrEnum):
    """What a quota counts: pairs with a partner of a country, pairs on a theme, or all pairs."""

    COUNTRY = "country"
    THEME = "theme"
    PAIRS = "pairs"


@dataclass(frozen=True)
class Partner:
    """One who may be paired: between ``least`` and ``most`` partners of the other side."""

    id: str
    country: str = ""
    themes: tuple[str, ...] = ()
    most: int = 1
    least: int = 0

    def __post_init__(self) -> None:
        if not (self.id and 0 <= self.least <= self.most):
            raise InputError(
                found=f"the partner {self.id!r} with {self.least} to {self.most} partners",
                needed="an id, and a least number from 0 on that is not above the most",
                next_step="Correct the partner.",
            )


@dataclass(frozen=True)
class Quota:
    """A bound on how many pairs there are: of a country on one ``side``, of a theme, or of all.

    ``code`` is the country or the theme; a pair counts for every theme it carries. ``most`` is None where
    there is no upper bound.
    """

    kind: QuotaKind
    code: str = ""
    side: str = ""
    least: int = 0
    most: int | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "kind", QuotaKind(self.kind))
        of_country, of_all = self.kind is QuotaKind.COUNTRY, self.kind is QuotaKind.PAIRS
        if (self.side in SIDES) != of_country or bool(self.code) == of_all:
            raise InputError(
                found=f"a quota of kind {self.kind.value} with code {self.code!r} and side {self.side!r}",
                needed="a country with side a or b, a theme without side, or all pairs without either",
                next_step="Correct the quota.",
            )
        if self.least < 0 or (self.most is not None and self.most < self.least):
            raise InputError(
                found=f"a quota from {self.least} to {self.most}",
                needed="a least number from 0 on that is not above the most",
                next_step="Correct the bounds.",
            )


@dataclass(frozen=True, eq=False)
class PairingTask:
    """Two sides, what each pair is worth, and the rules of the assignment.

    Parameters
    ----------
    a, b
        The partners of the two sides, each id once over both.
    values
        What each pair is worth, shape (A, B), 0 or more; NaN where it is unknown. A pair of unknown value
        is never proposed, except where it must be: then it counts for quotas and not for the value.
    rankings
        Whom a partner wants, the most wanted first, by the id of the partner. A partner with a ranking
        accepts only those in it; one without ranks the other side by value. Rankings decide stability
        (:func:`polos.matches.stable.blocking_pairs`), not what is best.
    must, must_not
        Pairs (a, b) that have to be made, and that may not be.
    quotas
        Bounds on countries, themes and all pairs.
    minimum
        Pairs worth less are not made.
    themes
        The themes of a pair, by pair; the themes both partners have where a pair is not named.

    Raises
    ------
    WrongRows
        When an id stands twice, a value is negative or infinite, or the shape does not fit.
    UnknownName
        When a rule or a ranking names a partner who is not on that side.
    InputError
        When a pair must and must not be made, or must be and is worth less than the minimum.
    """

    a: tuple[Partner, ...]
    b: tuple[Partner, ...]
    values: Values
    rankings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    must: frozenset[Pair] = frozenset()
    must_not: frozenset[Pair] = frozenset()
    quotas: tuple[Quota, ...] = ()
    minimum: float | None = None
    themes: Mapping[Pair, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        values = np.array(self.values, dtype=np.float64)
        values.setflags(write=False)
        object.__setattr__(self, "values", values)
        _require_partners(self)
        _require_values(self)
        for pair in (*self.must, *self.must_not, *self.themes):
            self.place(pair)
        _require_rankings(self)
        _require_consistent(self)

    @cached_property
    def places(self) -> tuple[dict[str, int], dict[str, int]]:
        """The place of each partner on its side, by id."""
        return {p.id: k for k, p in enumerate(self.a)}, {p.id: k for k, p in enumerate(self.b)}

    @cached_property
    def wishes(self) -> dict[str, Numbers]:
        """The place of each partner of the other side in the wishes of each partner, by side.

        Shape (A, B) for "a" and (B, A) for "b"; 1 is the most wanted, 0 stands for not wanted or not
        allowed. Without a ranking the order is that of the values, equal ones sharing the better place.
        """
        return {side: _wished(self, side) for side in SIDES}

    def place(self, pair: Pair) -> tuple[int, int]:
        """Return the row and column of a pair."""
        for partner, known, side in zip(pair, self.places, SIDES, strict=True):
            if partner not in known:
                raise _no_partner(partner, side)
        return self.places[0][pair[0]], self.places[1][pair[1]]

    def value(self, pair: Pair) -> float | None:
        """Return what a pair is worth, None where that is unknown."""
        found = float(self.values[self.place(pair)])
        return None if np.isnan(found) else found

    def themes_of(self, pair: Pair) -> tuple[str, ...]:
        """Return the themes that a pair carries."""
        if pair in self.themes:
            return self.themes[pair]
        row, column = self.place(pair)
        return tuple(theme for theme in self.a[row].themes if theme in self.b[column].themes)

    @cached_property
    def allowed(self) -> NDArray[np.bool_]:
        """Which pairs may be made, shape (A, B): known, not forbidden, not below the minimum; or must be."""
        allowed = ~np.isnan(self.values)
        if self.minimum is not None:
            allowed &= np.nan_to_num(self.values, nan=-1.0) >= self.minimum
        for pair in self.must_not:
            allowed[self.place(pair)] = False
        for pair in self.must:
            allowed[self.place(pair)] = True
        return allowed

    def counted(self, quota: Quota) -> NDArray[np.bool_]:
        """Return which pairs a quota counts, shape (A, B)."""
        if quota.kind is QuotaKind.PAIRS:
            return np.ones(self.values.shape, dtype=bool)
        if quota.kind is QuotaKind.THEME:
            return self._of_theme(quota.code)
        of_country = np.array([p.country == quota.code for p in (self.a if quota.side == "a" else self.b)])
        return np.broadcast_to(of_country[:, None] if quota.side == "a" else of_country, self.values.shape)

    def without(self, partner: str) -> "PairingTask":
        """Return the task without one partner, and without every rule on it.

        Raises
        ------
        UnknownName
            When there is no such partner.
        """
        if not any(partner in known for known in self.places):
            raise _no_partner(partner, "either")
        kept = [[p.id != partner for p in side] for side in (self.a, self.b)]
        return replace(
            self,
            a=tuple(p for p in self.a if p.id != partner),
            b=tuple(p for p in self.b if p.id != partner),
            values=self.values[np.ix_(*kept)],
            rankings={
                who: tuple(other for other in wanted if other != partner)
                for who, wanted in self.rankings.items()
                if who != partner
            },
            must=frozenset(pair for pair in self.must if partner not in pair),
            must_not=frozenset(pair for pair in self.must_not if partner not in pair),
            themes={pair: named for pair, named in self.themes.items() if partner not in pair},
        )

    def _of_theme(self, theme: str) -> NDArray[np.bool_]:
        counted = np.logical_and.outer(
            np.array([theme in p.themes for p in self.a], dtype=bool),
            np.array([theme in p.themes for p in self.b], dtype=bool),
        )
        named, by_theme = self._named_themes
        counted.flat[named] = False
        counted.flat[by_theme.get(theme, [])] = True
        return counted

    @cached_property
    def _named_themes(self) -> tuple[list[int], dict[str, list[int]]]:
        """The places, in the flattened table, of the pairs whose themes are named: all, and by theme."""
        by_theme: dict[str, list[int]] = {}
        named = []
        for pair, themes in self.themes.items():
            row, column = self.place(pair)
            named.append(row * len(self.b) + column)
            for theme in themes:
                by_theme.setdefault(theme, []).append(named[-1])
        return named, by_theme


@dataclass(frozen=True)
class MadePair:
    """One pair of an assignment; ``place_for_a`` says how high b stands in a's wishes, 1 the most wanted.

    ``value`` is None where it is unknown (the pair must be made); a place is None where the partner is not
    among the wishes.
    """

    a: str
    b: str
    value: float | None
    themes: tuple[str, ...]
    must: bool
    place_for_a: int | None
    place_for_b: int | None


@dataclass(frozen=True)
class QuotaUse:
    """How many pairs a quota counts in an assignment."""

    quota: Quota
    count: int

    @property
    def at_bound(self) -> bool:
        """Whether the count stands at one of the bounds."""
        return self.count in (self.quota.least, self.quota.most)


class Proof(StrEnum):
    """How good an assignment is known to be.

    ``PROVEN`` is the best there is, ``NOT_PROVEN`` the best found in the time given, ``STABLE`` was made so
    that no two would rather leave it for each other, and ``NEARLY`` is an alternative within a tolerance.
    """

    PROVEN = "proven"
    NOT_PROVEN = "not_proven"
    STABLE = "stable"
    NEARLY = "nearly"


@dataclass(frozen=True)
class Assignment:
    """Pairs proposed, with what they are worth together and how sure it is that nothing is better.

    ``total`` sums the known values, ``worst`` is the smallest of them (None without any). ``bound`` is the
    total that no assignment can exceed by the objective, None where nothing was proven about it; ``proof``
    says whether every stage was solved to the end, to within 0.000001. People decide: this is a proposal.
    """

    pairs: tuple[MadePair, ...]
    total: float
    worst: float | None
    objective: Objective
    proof: Proof
    bound: float | None
    quotas: tuple[QuotaUse, ...]
    unmatched_a: tuple[str, ...]
    unmatched_b: tuple[str, ...]
    caveats: tuple[Caveat, ...] = ()

    @property
    def made(self) -> frozenset[Pair]:
        """The pairs as (a, b)."""
        return frozenset((pair.a, pair.b) for pair in self.pairs)


def assignment_of(
    task: PairingTask, pairs: Iterable[Pair], *, objective: Objective, proof: Proof, bound: float | None
) -> Assignment:
    """Say what an assignment of these pairs is worth, in the order of the partners of side a."""
    ordered = sorted(pairs, key=task.place)
    known = [value for pair in ordered if (value := task.value(pair)) is not None]
    taken = np.zeros(task.values.shape, dtype=bool)
    for pair in ordered:
        taken[task.place(pair)] = True
    total = math.fsum(known)
    return Assignment(
        pairs=tuple(_made(task, pair) for pair in ordered),
        total=total,
        worst=min(known, default=None),
        objective=objective,
        proof=proof,
        bound=None if bound is None else max(bound, total),
        quotas=tuple(QuotaUse(q, int((taken & task.counted(q)).sum())) for q in task.quotas),
        unmatched_a=tuple(p.id for row, p in enumerate(task.a) if not taken[row].any()),
        unmatched_b=tuple(p.id for column, p in enumerate(task.b) if not taken[:, column].any()),
        caveats=_caveats(task, total=total, unscored=len(ordered) - len(known), proof=proof, bound=bound),
    )


def _made(task: PairingTask, pair: Pair) -> MadePair:
    row, column = task.place(pair)
    return MadePair(
        a=pair[0],
        b=pair[1],
        value=task.value(pair),
        themes=task.themes_of(pair),
        must=pair in task.must,
        place_for_a=int(task.wishes["a"][row, column]) or None,
        place_for_b=int(task.wishes["b"][column, row]) or None,
    )


def _caveats(
    task: PairingTask, *, total: float, unscored: int, proof: Proof, bound: float | None
) -> tuple[Caveat, ...]:
    unknown = int(np.isnan(task.values).sum())
    found = []
    if unknown:
        found.append(Caveat(AssignmentCode.UNKNOWN_PAIRS, {"unknown": unknown, "possible": task.values.size}))
    if unscored:
        found.append(Caveat(AssignmentCode.UNSCORED_MUST, {"required": unscored}))
    if proof is Proof.NOT_PROVEN:
        found.append(Caveat(AssignmentCode.NOT_PROVEN, {"total": total, "bound": bound}))
    return tuple(found)


def _wished(task: PairingTask, side: str) -> Numbers:
    ours, theirs = (task.a, task.b) if side == "a" else (task.b, task.a)
    values, allowed = (task.values, task.allowed) if side == "a" else (task.values.T, task.allowed.T)
    place_of = {partner.id: k for k, partner in enumerate(theirs)}
    places = np.zeros(values.shape, dtype=np.int64)
    for row, partner in enumerate(ours):
        if partner.id in task.rankings:
            for place, other in enumerate(task.rankings[partner.id], start=1):
                places[row, place_of[other]] = place
        else:
            known = np.nan_to_num(values[row], nan=-1.0)
            places[row] = 1 + (known[None, :] > known[:, None])[:, allowed[row]].sum(axis=1)
    return np.where(allowed, places, 0)


def _require_partners(task: PairingTask) -> None:
    ids = [partner.id for partner in (*task.a, *task.b)]
    repeated = sorted({one for one in ids if ids.count(one) > 1})
    if repeated or not task.a or not task.b:
        raise WrongRows(
            found=f"{', '.join(repeated)} twice" if repeated else "a side without partners",
            needed="at least one partner a side, each id once over both sides",
            next_step="Correct the lists of partners.",
        )
    if task.values.shape != (len(task.a), len(task.b)):
        raise WrongRows(
            found=f"values of shape {task.values.shape}",
            needed=f"({len(task.a)}, {len(task.b)}), a row for each of side a and a column for each of b",
            next_step="Give every pair one value, or nothing where it is unknown.",
        )


def _require_values(task: PairingTask) -> None:
    wrong = np.argwhere(np.isinf(task.values) | (task.values < 0))
    if len(wrong):
        row, column = wrong[0]
        raise WrongRows(
            found=f"{task.values[row, column]} for {task.a[row].id!r} with {task.b[column].id!r}",
            needed="a finite value from 0 on, or nothing where it is unknown",
            next_step="Correct the value.",
        )


def _require_rankings(task: PairingTask) -> None:
    for who, wanted in task.rankings.items():
        side = next((s for s, known in zip(SIDES, task.places, strict=True) if who in known), None)
        if side is None:
            raise _no_partner(who, "either")
        others = task.places[1] if side == "a" else task.places[0]
        strange = [other for other in wanted if other not in others]
        if strange:
            raise _no_partner(strange[0], "b" if side == "a" else "a")
        if len(set(wanted)) < len(wanted):
            raise WrongRows(
                found=f"the ranking of {who!r} with somebody twice",
                needed="each partner of the other side at most once",
                next_step="Correct the ranking.",
            )


def _require_consistent(task: PairingTask) -> None:
    both = sorted(task.must & task.must_not)
    if both:
        raise InputError(
            found=f"{_listed(both)} both as pairs that must be made and as pairs that may not",
            needed="each pair under one of the two rules",
            next_step="Take these pairs out of one of the lists.",
        )
    below = [
        pair
        for pair in sorted(task.must)
        if task.minimum is not None and (value := task.value(pair)) is not None and value < task.minimum
    ]
    if below:
        raise InputError(
            found=f"{_listed(below)} as pairs that must be made, worth less than the minimum {task.minimum}",
            needed="pairs that reach the minimum",
            next_step="Lower the minimum, or do not require these pairs.",
        )


def _listed(pairs: Sequence[Pair]) -> str:
    return ", ".join(f"{a}–{b}" for a, b in pairs)


def _no_partner(partner: str, side: str) -> UnknownName:
    return UnknownName(
        found=f"the partner {partner!r}",
        needed=f"the id of a partner of {'either side' if side == 'either' else f'side {side}'}",
        next_step="Correct the id, or add the partner.",
    )
