"""Words made comparable: without accents and case, and by their stems in four languages.

A word is folded first and stemmed then, because people leave accents out; endings whose accent a stemmer
needs get it back before. Index and questions go the same way, so both databases find the same.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import snowballstemmer

from polos_web.ui.text import folded

# The stemmers of the languages of the interface, by the languages' codes.
STEMMERS = {"en": "english", "es": "spanish", "pt": "portuguese", "fr": "french"}
LANGUAGES = tuple(STEMMERS)
ANY_LANGUAGE, NO_LANGUAGE = "", "-"
LONGEST = 40
_WORD = re.compile(r"[^\W_]+")
# Endings that the stemmers know with an accent only.
_ACCENTED = {
    "es": (("cion", "ción"), ("sion", "sión"), ("logia", "logía"), ("logias", "logías")),
    "pt": (
        ("cao", "ção"), ("coes", "ções"), ("sao", "são"), ("soes", "sões"), ("encia", "ência"),
        ("encias", "ências"), ("avel", "ável"), ("ivel", "ível"), ("aveis", "áveis"), ("iveis", "íveis"),
    ),
}  # fmt: skip
# Words that say nothing alone: left out of a question that has others.
_SMALL = """
    a an and as at by for from in of on or the to with
    al con de del e el en la las lo los o para por u un una y
    ao aos com da das do dos em na nas no nos os ou uma
    au aux avec ce d dans des du et l le les par pour sur une
"""
_SAYS_NOTHING = frozenset(_SMALL.split())


@dataclass(frozen=True)
class Asked:
    """One word of a question: as it was typed, folded, and all forms it is found by."""

    word: str
    forms: tuple[str, ...]


def plain_words(text: str) -> list[str]:
    """Return the words of a text, folded, in letters and numbers of ASCII; other letters by their numbers."""
    found = _WORD.findall(folded(text))
    return [
        word.encode("ascii", "backslashreplace").decode().replace("\\", "").lower()[:LONGEST]
        for word in found
    ]


@lru_cache(maxsize=200_000)
def forms(word: str, language: str = ANY_LANGUAGE) -> frozenset[str]:
    """Return a folded word as the index holds it, and its stem: in a language, in all four for another.

    What is in no language, such as a code or a number, has no stem.
    """
    return frozenset({f"w{word}", *(f"s{_stem(word, one)}" for one in _stemmed_in(word, language))})


def _stemmed_in(word: str, language: str) -> tuple[str, ...]:
    if language == NO_LANGUAGE or word.isdecimal():
        return ()
    return (language,) if language in STEMMERS else LANGUAGES


def tokens(texts: Iterable[tuple[str, str]]) -> set[str]:
    """Return every form of the words of texts, each with its language, as the index holds them."""
    return {form for text, language in texts for form in _forms_of(text, language)}


@lru_cache(maxsize=2_000)
def _forms_of(text: str, language: str) -> frozenset[str]:
    """Return the forms of all words of a text; what many records say, such as a place, is read once."""
    return frozenset(form for word in plain_words(text) for form in forms(word, language))


def asked(question: str) -> list[Asked]:
    """Return the words of a question that count, each once, in the order they were typed."""
    typed = list(dict.fromkeys(plain_words(question)))
    told = [word for word in typed if word not in _SAYS_NOTHING] or typed
    return [Asked(f"w{word}", tuple(sorted(forms(word)))) for word in told]


def coded(facet: str, code: str) -> str:
    """Return a code of a facet as the index holds it: one word that no text can hold."""
    return "c" + f"{facet}:{code}".encode().hex()


def _stem(word: str, language: str) -> str:
    for plain, accented in _ACCENTED.get(language, ()):
        if word.endswith(plain):
            word = word.removesuffix(plain) + accented
            break
    return folded(_stemmer(language).stemWord(word))


@cache
def _stemmer(language: str) -> Any:
    return snowballstemmer.stemmer(STEMMERS[language])
