"""Clusters of the register as the library compares them, and the questions put to it about them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import lru_cache
from itertools import product
from typing import Any

import numpy as np

from polos.matches.cluster_field import Cluster, ClusterField, cluster_field
from polos.matches.cluster_sector import ConceptRow, sector_rows
from polos.matches.clusters import (
    COLUMNS,
    ClusterCounterpart,
    ClusterWeights,
    cluster_counterparts,
    explained,
)
from polos.matches.evidence import Evidence
from polos.matches.explanation import Explanation
from polos.matches.offers import FieldRow, Kind, Need, Offer, cover, cover_rows, explained_cover
from polos.matches.robustness import Robustness, robustness
from polos.matches.text_codes import STEMMERS, Common, Mention, both_mention, mentions
from polos_web.translation.text import from_plain

# What an offer or a need is about, in the library's words; what firms research and teach is knowledge.
KINDS: Mapping[str, Kind] = {
    "technology": Kind.TECHNOLOGY,
    "product": Kind.PRODUCT,
    "market_access": Kind.MARKET_ENTRY,
    "research": Kind.KNOWLEDGE,
    "skills": Kind.KNOWLEDGE,
    "governance": Kind.GOVERNANCE,
    "quality": Kind.QUALITY,
    "investment": Kind.FINANCE,
}
# Weights are drawn so often for the note on robustness: its standard error is at most 1.1 per cent points.
DRAWS, SEED, TOP = 2_000, 2026, 3
# Letters of an offer or a need that stand for it in a sentence.
LONGEST_NAME = 90
# What the library is told of a cluster.
READ = (
    "cluster_id",
    "side",
    "country",
    "territory_id",
    "markets",
    "technologies",
    "nace",
    "languages",
    "latitude",
    "longitude",
    "exchanges",
)


def columns() -> tuple[str, ...]:
    """Return the columns of the counterparts of a cluster, in order."""
    return COLUMNS


def weights(given: Mapping[str, float | None]) -> ClusterWeights:
    """Return the library's weights with those changed that are given.

    Raises
    ------
    InputError
        When all are 0.
    """
    changed = {name: weight for name, weight in given.items() if weight is not None}
    return ClusterWeights(**{**asdict(ClusterWeights()), **changed})


def stays(found: Sequence[ClusterCounterpart], weigh: ClusterWeights) -> tuple[Mapping[str, Robustness], int]:
    """Return for what share of all weights of the columns that count each stays among the first three.

    With it, how often weights were drawn: 0 where fewer than two columns count, and nothing can vary.
    """
    counting = [name for name, weight in asdict(weigh).items() if weight > 0]
    if len(counting) < 2:
        return {}, 0
    generator = np.random.default_rng(SEED)
    return robustness(found, generator=generator, columns=counting, top=TOP, draws=DRAWS), DRAWS


def found_in(language: str, wordings: Mapping[str, str]) -> tuple[Mention, ...]:
    """Return the concepts that a text mentions, read in its own language, else in one that can be read.

    ``wordings`` holds the text by language, the original in ``language``. Nothing is found where no wording
    is in one of the four languages.
    """
    readable = [code for code in (language, *STEMMERS) if code in STEMMERS and code in wordings]
    return _mentions(wordings[readable[0]], readable[0]) if readable else ()


@lru_cache(maxsize=4096)
def _mentions(words: str, language: str) -> tuple[Mention, ...]:
    return mentions(words, language)


def concepts(language: str, wordings: Mapping[str, str]) -> list[str]:
    """Return what a text mentions as codes such as ``market:energy``, each once."""
    return sorted({mention.concept for mention in found_in(language, wordings)})


def in_common(ours: Iterable[Mapping[str, Any]], theirs: Iterable[Mapping[str, Any]]) -> tuple[Common, ...]:
    """Return what the offers and needs of two owners both mention, with the words each uses for it."""
    here, there = (
        [mention for one in exchanges for mention in found_in(one["language"], one["text"])]
        for exchanges in (ours, theirs)
    )
    return both_mention(here, there)


def exchange(side: str, told: Mapping[str, Any]) -> dict[str, Any]:
    """Return an offer or a need of a record in the form that is kept and compared.

    ``side`` is "offer" or "need"; ``told`` has ``text`` as it is stored, ``type``, ``markets`` and
    ``technologies``. The concepts that its words mention are found here, so that no page reads them anew.
    """
    text = from_plain(told["text"])
    wordings = {text.language: text.original}
    wordings |= {language: made.text for language, made in text.translations.items()}
    return {
        "side": side,
        "type": told.get("type"),
        "language": text.language,
        "text": wordings,
        "markets": told.get("markets") or [],
        "technologies": told.get("technologies") or [],
        "concepts": concepts(text.language, wordings),
    }


def stated(exchanges: Iterable[Mapping[str, Any]]) -> tuple[Offer | Need, ...]:
    """Return offers and needs in the form that is compared.

    Each has ``side`` ("offer", "need"), ``type`` (or None), the ``language`` it was written in, ``text`` by
    language, ``markets``, ``technologies`` and the ``concepts`` that its text mentions. What its owner coded
    is not counted once more where the text mentions it too.
    """
    return tuple(map(_stated, exchanges))


def _stated(one: Mapping[str, Any]) -> Offer | Need:
    made = Offer if one["side"] == "offer" else Need
    markets, technologies = tuple(one["markets"]), tuple(one["technologies"])
    return made(
        id=shortened(one["text"][one["language"]]),
        kind=KINDS.get(one["type"] or ""),
        markets=_codes(markets),
        technologies=_codes(technologies),
        concepts=_codes(_not_coded(tuple(one["concepts"]), markets, technologies)),
    )


@dataclass(frozen=True)
class Met:
    """A need and the offer that covers most of it, as they are kept, with the fields behind its share."""

    need: Mapping[str, Any]
    offer: Mapping[str, Any] | None
    fields: tuple[FieldRow, ...]


def met(
    asking: Iterable[Mapping[str, Any]],
    giving: Iterable[Mapping[str, Any]],
    *,
    need: str,
    offer: str | None,
    share: float,
) -> Met | None:
    """Return the need and the offer that a reason names by their words; ``None`` where there is none.

    Of several with the same words those are returned whose cover is ``share``.
    """
    needs = list(_worded(asking, "need", need))
    if offer is None:
        return Met(needs[0][0], None, ()) if needs else None
    pairs = product(needs, _worded(giving, "offer", offer))
    return next(
        (
            Met(asked, given, cover_rows(one, other))
            for (asked, one), (given, other) in pairs
            if cover(one, other).share == share
        ),
        None,
    )


def _worded(
    exchanges: Iterable[Mapping[str, Any]], side: str, words: str
) -> Iterator[tuple[Mapping[str, Any], Any]]:
    for one in exchanges:
        if one["side"] == side and shortened(one["text"][one["language"]]) == words:
            yield one, _stated(one)


def cover_of(
    ours: Iterable[Mapping[str, Any]], theirs: Iterable[Mapping[str, Any]], *, names: tuple[str, str]
) -> Explanation:
    """Explain how far the offers of each side cover the needs of the other; ``names`` are the ids of both."""
    return explained_cover(stated(ours), stated(theirs), names=names)


# Tens of thousands of statements have a few thousand sets of codes between them: each is held once.
@lru_cache(maxsize=8192)
def _codes(codes: tuple[str, ...]) -> frozenset[str]:
    return frozenset(codes)


@lru_cache(maxsize=8192)
def _not_coded(
    concepts: tuple[str, ...], markets: tuple[str, ...], technologies: tuple[str, ...]
) -> tuple[str, ...]:
    """Return the concepts that a text mentions and its owner did not code."""
    coded = {f"market:{code}" for code in markets} | {f"technology:{code}" for code in technologies}
    return tuple(one for one in concepts if one not in coded)


def shortened(text: str) -> str:
    """Return a text as a name that fits in a sentence."""
    plain = " ".join(text.split())
    return plain if len(plain) <= LONGEST_NAME else plain[: LONGEST_NAME - 1].rstrip() + "…"


def field_of(rows: Iterable[Mapping[str, Any]], evidence: Sequence[Evidence]) -> ClusterField:
    """Bring the clusters of a register, given as rows, into a field; it is for the caller to keep it.

    Each row has the columns of ``READ``; ``exchanges`` as :func:`stated` reads them.
    """
    return cluster_field([_cluster(row) for row in rows], evidence)


def _cluster(row: Mapping[str, Any]) -> Cluster:
    return Cluster(
        id=row["cluster_id"],
        side=row["side"],
        country=row["country"],
        territory_id=row["territory_id"],
        markets=tuple(row["markets"]),
        technologies=tuple(row["technologies"]),
        activities=tuple(row["nace"]),
        languages=tuple(row["languages"]),
        latitude=row["latitude"],
        longitude=row["longitude"],
        stated=stated(row["exchanges"]),
    )


def counterparts(
    field: ClusterField,
    cluster_id: str,
    *,
    weigh: ClusterWeights,
    on: date,
    among: Sequence[str],
    by: str | None = None,
    top: int | None = None,
) -> tuple[ClusterCounterpart, ...]:
    """Rank these clusters for one; they come in the order of a column where one is named."""
    return cluster_counterparts(field, cluster_id, weights=weigh, on=on, among=among, by=by, top=top)


def explanation(
    field: ClusterField, ours: str, theirs: str, *, weigh: ClusterWeights, on: date
) -> tuple[Explanation, dict[str, Explanation]]:
    """Explain the score of a pair, and each of its columns."""
    return explained(field, ours, theirs, weights=weigh, on=on)


def codes_of(field: ClusterField, ours: str, theirs: str) -> tuple[ConceptRow, ...]:
    """Return every code of two clusters, and what it weighs."""
    return sector_rows(field, ours, theirs)


def cells_behind(field: ClusterField, cluster_id: str, activity: str) -> tuple[str, ...]:
    """Name the cells of employment of a cluster's territory in an activity, as ``dataset/unit/activity``."""
    territory = field.clusters[field.row(cluster_id)].territory_id or ""
    source = field.sources.get(territory)
    return source.cells(territory, activity) if source else ()
