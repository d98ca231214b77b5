"""Codes of priorities put to the library: what their words mention, and how far two coders agree."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from polos.matches.text_codes import STEMMERS, mentions
from polos.measures.agreement import AgreementInterval, krippendorff_alpha_interval

# Which code of a priority a found concept is.
_KINDS = {"market": "market", "technology": "technology", "division": "nace", "section": "nace"}
AGREEMENT_DRAWS, AGREEMENT_SEED = 1000, 2018

Coded = Sequence[frozenset[str] | None]


@dataclass(frozen=True)
class Suggested:
    """A code that a machine suggests: each place of the priority that mentions it, with the words there."""

    code: str
    mentioned: tuple[tuple[str, str], ...]


def suggestions(texts: Iterable[tuple[str, str, str]]) -> Mapping[str, tuple[Suggested, ...]]:
    """Return codes by kind that texts mention; a text is (place, language, words).

    Texts in a language without labels are left out.
    """
    return _suggestions(tuple(texts))


@lru_cache(maxsize=512)
def _suggestions(texts: tuple[tuple[str, str, str], ...]) -> Mapping[str, tuple[Suggested, ...]]:
    found: dict[str, dict[str, dict[tuple[str, str], None]]] = {}
    for place, language, words in texts:
        if language in STEMMERS:
            for one in mentions(words, language):
                by_code = found.setdefault(_KINDS[one.kind], {})
                by_code.setdefault(one.code, {})[place, one.words] = None
    return {
        kind: tuple(Suggested(code, tuple(by_code[code])) for code in sorted(by_code))
        for kind, by_code in found.items()
    }


def is_read(language: str) -> bool:
    """Whether texts in this language can be looked through for codes."""
    return language in STEMMERS


def agreement(coders: Sequence[Coded], codes: Sequence[str]) -> AgreementInterval:
    """Return how far coders agree beyond chance (Krippendorff's alpha) with an interval.

    ``coders`` have one set of codes a priority each, ``None`` where they did not code it. Every code of the
    list is present or absent in every priority, so a unit is a priority and a code; units are drawn as if
    they hung on nothing else, which makes the interval rather too narrow.
    """
    present = [
        [None if chosen is None else float(code in chosen) for chosen in coder for code in codes]
        for coder in coders
    ]
    return krippendorff_alpha_interval(
        present, generator=np.random.default_rng(AGREEMENT_SEED), draws=AGREEMENT_DRAWS
    )
