"""Codes found in free text: the longest words of official labels, in four languages, by their stems.

Two texts in two languages are compared by the codes found in them, never word by word; every code names the
words it was found by, so that people can see why, and correct it.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Protocol

import numpy as np
import snowballstemmer
from numpy.typing import NDArray

from polos.errors import InputError, UnknownName
from polos.matches.codes import PartCode
from polos.matches.explanation import Part
from polos.vocabularies import LANGUAGES, Vocabulary, concept_words, markets, nace, technologies

STEMMERS: Mapping[str, str] = {"en": "english", "es": "spanish", "pt": "portuguese", "fr": "french"}
KINDS = ("market", "technology", "division", "section")
_WORD = re.compile(r"[^\W_]+(?:[.-][^\W_]+)*")
_PART = re.compile(r"[,;:()/]|\b(?:and|y|e|et|or|o|ou|n\.e\.c)\b")
_SMALL_WORDS = """
    a an and as at by for from in of on or other the to with not except related including
    al con de del e el en la las lo los o otro otros otras para por sin u un una y excepto relacionadas
    ao aos à às com da das do dos em na nas no nos os ou outro outros outras exceto sem
    au aux avec ce d dans des du et l le les par pour sur une autre autres hors sauf
"""
_SMALL = frozenset(_SMALL_WORDS.split())
# A word that stands in the labels of more divisions of NACE than this names no class of it alone.
_TOO_MANY = 3


@dataclass(frozen=True)
class Mention:
    """A concept found in a text.

    ``words`` are those of the text, ``start`` and ``end`` their place in it, ``label`` the words of the list
    they agree with, in ``language``; ``is_official`` says that these belong to the official label.
    """

    kind: str
    code: str
    words: str
    start: int
    end: int
    label: str
    language: str
    is_official: bool

    @property
    def concept(self) -> str:
        """The concept as one code, such as ``market:energy``: what offers and needs carry."""
        return f"{self.kind}:{self.code}"


@dataclass(frozen=True)
class Common:
    """A concept that two texts mention, and the words each uses for it."""

    kind: str
    code: str
    ours: tuple[str, ...]
    theirs: tuple[str, ...]

    @property
    def reason(self) -> Part:
        """Say so: a part that adds nothing to a score by itself."""
        code = PartCode(f"both_mention_{self.kind}")
        return Part(code, 0.0, {self.kind: self.code, "ours": self.ours, "theirs": self.theirs})


class Embedder(Protocol):
    """What an operator may plug in: texts in, one vector each out, shape (texts, dimensions)."""

    def __call__(self, texts: Sequence[str]) -> NDArray[np.floating[Any]]: ...


@dataclass(frozen=True)
class Near:
    """A concept near a text by an operator's embedder: a suggestion to be looked at, with its cosine."""

    kind: str
    code: str
    cosine: float


@dataclass(frozen=True)
class _Phrase:
    kind: str
    code: str
    label: str
    language: str
    is_official: bool


def mentions(text: str, language: str, *, official_only: bool = False) -> tuple[Mention, ...]:
    """Return the concepts a text mentions, in the order of the text.

    At each word the longest run of words is taken whose stems are those of a part of a label (what stands
    between commas and "and"); small words are passed over. What is taken is not looked at again.

    Parameters
    ----------
    text
        Free words.
    language
        Of the text, one of ``LANGUAGES``.
    official_only
        Leave out the words that we added to the official labels (``data/concept_words.csv``).

    Returns
    -------
    tuple of Mention
        Several for the same words where these name several concepts.

    Raises
    ------
    UnknownName
        When there is no stemmer and no labels for the language: give the text in English.
    """
    if language not in STEMMERS:
        raise UnknownName(
            found=f"a text in the language {language!r}",
            needed=f"one of {', '.join(LANGUAGES)}",
            next_step="Give its English name, and say that it is one.",
        )
    phrases = _phrases(language, official_only)
    longest = _longest(language, official_only)
    tokens = [one for one in _tokens(text, language) if one[0] not in _SMALL]
    found: list[Mention] = []
    at = 0
    while at < len(tokens):
        taken = 1
        for size in range(min(longest.get(tokens[at][1], 0), len(tokens) - at), 0, -1):
            run = tokens[at : at + size]
            key = tuple(stem for _, stem, _, _ in run)
            if key in phrases:
                start, end = run[0][2], run[-1][3]
                found += [
                    Mention(p.kind, p.code, text[start:end], start, end, p.label, p.language, p.is_official)
                    for p in phrases[key]
                ]
                taken = size
                break
        at += taken
    return tuple(found)


def codes(found: Iterable[Mention]) -> dict[str, frozenset[str]]:
    """Return the codes of mentions by kind; a division implies its section."""
    by_kind: dict[str, set[str]] = defaultdict(set)
    for mention in found:
        by_kind[mention.kind].add(mention.code)
        if mention.kind == "division" and (section := nace().parent(mention.code)):
            by_kind["section"].add(section)
    return {kind: frozenset(by_kind[kind]) for kind in KINDS}


def both_mention(ours: Sequence[Mention], theirs: Sequence[Mention]) -> tuple[Common, ...]:
    """Return what two texts both mention, with the words of each, whatever their languages."""
    words: tuple[dict[tuple[str, str], list[str]], ...] = (defaultdict(list), defaultdict(list))
    for side, found in zip(words, (ours, theirs), strict=True):
        for mention in found:
            if mention.words not in side[mention.kind, mention.code]:
                side[mention.kind, mention.code].append(mention.words)
    shared = sorted(words[0].keys() & words[1].keys(), key=lambda one: (KINDS.index(one[0]), one[1]))
    return tuple(Common(*one, tuple(words[0][one]), tuple(words[1][one])) for one in shared)


def nearest_concepts(
    text: str, embedder: Embedder, *, language: str = "en", least: float = 0.5, top: int = 5
) -> tuple[Near, ...]:
    """Return the concepts whose labels are nearest to a text by an operator's own embedder.

    No model comes with the software. These are suggestions for people, and are never mixed with mentions.

    Parameters
    ----------
    text
        Free words, in any language the embedder knows.
    embedder
        Gives one vector a text.
    language
        Of the labels that are compared with.
    least
        The least cosine of a suggestion, -1 to 1.
    top
        How many suggestions at most.

    Raises
    ------
    InputError
        When the embedder does not give one finite vector a text.
    """
    concepts = [(kind, code, label) for kind, code, label, _ in _labels(language)]
    vectors = np.asarray(embedder([text, *(label for _, _, label in concepts)]), dtype=np.float64)
    if vectors.ndim != 2 or len(vectors) != len(concepts) + 1 or not np.isfinite(vectors).all():
        raise InputError(
            found=f"vectors of shape {vectors.shape} for {len(concepts) + 1} texts",
            needed="one finite vector a text",
            next_step="Check the embedder.",
        )
    lengths = np.linalg.norm(vectors, axis=1)
    unit = np.divide(vectors, lengths[:, None], out=np.zeros_like(vectors), where=lengths[:, None] > 0)
    cosines = unit[1:] @ unit[0]
    order = [k for k in np.argsort(-cosines, kind="stable") if cosines[k] >= least][:top]
    return tuple(Near(concepts[k][0], concepts[k][1], float(cosines[k])) for k in order)


@cache
def _phrases(language: str, official_only: bool) -> dict[tuple[str, ...], tuple[_Phrase, ...]]:
    """Return the phrases of a language by their stems; those that would name too much are left out."""
    found: dict[tuple[str, ...], dict[tuple[str, str], _Phrase]] = defaultdict(dict)
    counts = _counts_of_stems(language)
    for kind, code, label, is_official in _labels(language):
        for part in _parts(label):
            key = _stems(part, language)
            says_much = len(key) > 1 or kind in ("market", "technology")
            if key and (says_much or counts.get(key[0], 0) <= _TOO_MANY):
                found[key].setdefault((kind, code), _Phrase(kind, code, part, language, is_official))
    if not official_only:
        for kind, code, words in concept_words(language):
            key = _stems(words, language)
            if key:
                found[key].setdefault((kind, code), _Phrase(kind, code, words, language, False))
    return {key: tuple(phrases.values()) for key, phrases in found.items()}


@cache
def _longest(language: str, official_only: bool) -> dict[str, int]:
    """Return of how many words the longest phrase is that begins with a stem."""
    found: dict[str, int] = defaultdict(int)
    for key in _phrases(language, official_only):
        found[key[0]] = max(found[key[0]], len(key))
    return dict(found)


def _labels(language: str) -> list[tuple[str, str, str, bool]]:
    lists: tuple[tuple[str, Vocabulary], ...] = (("market", markets()), ("technology", technologies()))
    found = [
        (kind, code, known.label(code, language), known.is_official(code, language))
        for kind, known in lists
        for code in known.codes
    ]
    return found + [
        (
            "division" if code.isdigit() else "section",
            code,
            nace().label(code, language),
            nace().is_official(code, language),
        )
        for code in nace().codes
    ]


def _parts(label: str) -> list[str]:
    """Return a label whole, and what stands between its commas and its "and"."""
    return list(dict.fromkeys(one.strip() for one in (label, *_PART.split(label)) if one.strip()))


@cache
def _counts_of_stems(language: str) -> dict[str, int]:
    """Return in the labels of how many divisions of NACE each stem stands."""
    counts: dict[str, int] = defaultdict(int)
    for kind, _, label, _ in _labels(language):
        if kind == "division":
            for stem in set(_stems(label, language)):
                counts[stem] += 1
    return counts


def _stems(text: str, language: str) -> tuple[str, ...]:
    return tuple(stem for word, stem, _, _ in _tokens(text, language) if word not in _SMALL)


def _tokens(text: str, language: str) -> list[tuple[str, str, int, int]]:
    """Return (word in small letters, stem without accents, start, end) of each word."""
    return [
        (word := found[0].casefold(), _stem(word, language), found.start(), found.end())
        for found in _WORD.finditer(text)
    ]


@lru_cache(maxsize=50_000)
def _stem(word: str, language: str) -> str:
    spread = unicodedata.normalize("NFKD", _stemmer(language).stemWord(word))
    return "".join(letter for letter in spread if not unicodedata.combining(letter))


@cache
def _stemmer(language: str) -> Any:
    return snowballstemmer.stemmer(STEMMERS[language])
