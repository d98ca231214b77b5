"""Offers and needs on both sides: what is asked for, what can be given, and how far one covers the other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from polos.matches.codes import ColumnCode, PartCode, UnknownCode
from polos.matches.explanation import Explanation, Part, Unknown
from polos.matches.further import Further
from polos.vocabularies import nace

FIELDS = ("markets", "technologies", "activities", "concepts")


class Kind(StrEnum):
    """What an offer or a need is about, as the documents list it."""

    TECHNOLOGY = "technology"
    PRODUCT = "product"
    DESIGN = "design"
    MARKET_ENTRY = "market_entry"
    GOVERNANCE = "governance"
    QUALITY = "quality"
    KNOWLEDGE = "knowledge"
    FINANCE = "finance"
    PARTNERS = "partners"


@dataclass(frozen=True, slots=True)
class Stated:
    """What an offer and a need have in common: codes of fields, each empty where nothing is stated.

    ``activities`` are NACE sections or divisions, ``concepts`` codes found in the text
    (:mod:`polos.matches.text_codes`).
    """

    id: str
    kind: Kind | None = None
    markets: frozenset[str] = frozenset()
    technologies: frozenset[str] = frozenset()
    activities: frozenset[str] = frozenset()
    concepts: frozenset[str] = frozenset()

    @property
    def is_coded(self) -> bool:
        """Whether anything is stated beside the text: without codes nothing can be compared."""
        return self.kind is not None or any(getattr(self, name) for name in FIELDS)


@dataclass(frozen=True, slots=True)
class Offer(Stated):
    """Something somebody can give."""


@dataclass(frozen=True, slots=True)
class Need(Stated):
    """Something somebody asks for."""


@dataclass(frozen=True)
class Cover:
    """How far an offer covers a need: 0 to 1, and the codes both state, by field."""

    share: float
    shared: Mapping[str, tuple[str, ...]]


def cover(need: Need, offer: Offer) -> Cover:
    r"""Return how far an offer covers a need.

    .. math:: c = \frac{1}{|F|} \sum_{f \in F} \frac{|n_f \cap o_f|}{|n_f|}

    F are the fields (markets, technologies, activities, concepts) that the need states. An offer of another
    kind covers nothing, where both state a kind; a need that states only a kind is covered by an offer of
    that kind. An offer in a division covers a need in its section, not the other way round.

    Parameters
    ----------
    need, offer
        With codes; see :class:`Stated`.

    Returns
    -------
    Cover
        The share, and what both state.
    """
    if need.kind is not None and offer.kind is not None and need.kind is not offer.kind:
        return Cover(0.0, {})
    stated = [name for name in FIELDS if getattr(need, name)]
    if not stated:
        return Cover(1.0 if need.kind is not None and need.kind is offer.kind else 0.0, {})
    shared = {name: _shared(name, getattr(need, name), getattr(offer, name)) for name in stated}
    share = sum(len(shared[name]) / len(getattr(need, name)) for name in stated) / len(stated)
    return Cover(share, {name: codes for name, codes in shared.items() if codes})


@dataclass(frozen=True)
class FieldRow:
    """One field that a need states: what it asks, what the offer states there, and what of it is met."""

    field: str
    asked: tuple[str, ...]
    given: tuple[str, ...]
    met: tuple[str, ...]

    @property
    def share(self) -> float:
        """The share of what is asked that is met."""
        return len(self.met) / len(self.asked)


def cover_rows(need: Need, offer: Offer) -> tuple[FieldRow, ...]:
    """Return the fields behind a cover that is not 0: it is the mean of their shares.

    None where the need states only its kind, which alone decides then.
    """
    return tuple(
        FieldRow(name, *(tuple(sorted(codes)) for codes in pair), met=_shared(name, *pair))
        for name in FIELDS
        if (pair := (getattr(need, name), getattr(offer, name)))[0]
    )


def offers_needs_column(
    statements: Mapping[str, Sequence[Offer | Need]], owner: str, *, weight: float = 0.0
) -> Further:
    """Return the column "offers and needs" of a territory or cluster.

    Its value is the mean of two shares, or the one of them that is known: how far our needs are covered by
    their best offers, and how far theirs are by ours; each a mean over the needs of one side. Needs and
    offers that state no code are left out and said.

    Parameters
    ----------
    statements
        Offers and needs by the id of whoever states them.
    owner
        Who looks.
    weight
        What the column counts in the score.
    """
    ours = statements.get(owner, ())

    def explain(counterpart: str) -> Explanation:
        return explained_cover(ours, statements.get(counterpart, ()), names=(owner, counterpart))

    return Further(ColumnCode.OFFERS_NEEDS, explain, weight)


def explained_cover(
    ours: Sequence[Offer | Need], theirs: Sequence[Offer | Need], *, names: tuple[str, str]
) -> Explanation:
    """Explain how far the offers of each side cover the needs of the other; one part for each need."""
    directions = [("ours", _needs(ours), _offers(theirs)), ("theirs", _needs(theirs), _offers(ours))]
    known = [one for one in directions if one[1] and one[2]]
    unknowns = _uncoded(ours, theirs, names)
    if not known:
        return Explanation(None, (), (*_nothing_stated(ours, theirs, names), *unknowns))
    parts = [
        _covered(direction, need, offers, scale=1 / (len(known) * len(needs)))
        for direction, needs, offers in known
        for need in needs
    ]
    parts.sort(key=lambda part: -part.amount)
    return Explanation(sum(part.amount for part in parts), tuple(parts), unknowns)


def _covered(direction: str, need: Need, offers: Sequence[Offer], *, scale: float) -> Part:
    found = [(cover(need, offer), offer) for offer in offers]
    best, offer = max(found, key=lambda one: (one[0].share, one[1].id))
    values = {"direction": direction, "need": need.id, "kind": need.kind and need.kind.value}
    if not best.share:
        return Part(PartCode.OPEN_NEED, 0.0, values, (need.id,))
    shared = {name: best.shared.get(name, ()) for name in FIELDS}
    details = values | {"offer": offer.id, "share": best.share, **shared}
    return Part(PartCode.COVERED_NEED, best.share * scale, details, (need.id, offer.id))


def _needs(stated: Sequence[Offer | Need]) -> list[Need]:
    return [one for one in stated if isinstance(one, Need) and one.is_coded]


def _offers(stated: Sequence[Offer | Need]) -> list[Offer]:
    return [one for one in stated if isinstance(one, Offer) and one.is_coded]


def _uncoded(
    ours: Sequence[Offer | Need], theirs: Sequence[Offer | Need], names: tuple[str, str]
) -> tuple[Unknown, ...]:
    return tuple(
        Unknown(UnknownCode.STATED_WITHOUT_CODES, {"owner": owner, "stated": count})
        for owner, stated in zip(names, (ours, theirs), strict=True)
        if (count := sum(not one.is_coded for one in stated))
    )


def _nothing_stated(
    ours: Sequence[Offer | Need], theirs: Sequence[Offer | Need], names: tuple[str, str]
) -> tuple[Unknown, ...]:
    empty = [
        owner
        for owner, stated in zip(names, (ours, theirs), strict=True)
        if not any(one.is_coded for one in stated)
    ]
    if empty:
        return tuple(Unknown(UnknownCode.NO_OFFERS_OR_NEEDS, {"owner": owner}) for owner in empty)
    return (Unknown(UnknownCode.NOTHING_ASKED_AND_OFFERED, {"owner": names[0], "other_owner": names[1]}),)


def _shared(name: str, asked: frozenset[str], given: frozenset[str]) -> tuple[str, ...]:
    if name == "activities":
        given = given | {parent for code in given if (parent := nace().parent(code))}
    return tuple(sorted(asked & given))
