"""One type for all text of users: the original, and translations each with its state."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from hashlib import sha256
from typing import Any

from polos.vocabularies import languages


class State(StrEnum):
    """How a text stands to what its author wrote."""

    ORIGINAL = "original"
    HUMAN = "human"
    MACHINE = "machine"
    STALE = "stale"  # the original has changed since it was translated


MAKERS = (State.HUMAN, State.MACHINE)


@dataclass(frozen=True)
class Translation:
    """A translation, who made it (``human`` or ``machine``), and the digest of what it was made from."""

    text: str
    made_by: State
    of: str


@dataclass(frozen=True)
class Shown:
    """What a reader gets: the text, its language, its state, and the language of the original."""

    text: str
    language: str
    state: State
    original_language: str


@dataclass(frozen=True)
class Text:
    """What somebody wrote, in one language, with its translations by language.

    Raises
    ------
    ValueError
        When a language is not known, or the original has a translation into its own language.
    """

    language: str
    original: str
    translations: Mapping[str, Translation] = field(default_factory=dict)

    def __post_init__(self) -> None:
        unknown = [code for code in (self.language, *self.translations) if code not in languages()]
        if unknown:
            raise ValueError(f"Found the language {unknown[0]!r}. Needed a code such as 'es'. Correct it.")
        if self.language in self.translations:
            raise ValueError(
                f"Found a translation into {self.language!r}, the language of the original. "
                "Needed another language. Change the original instead."
            )

    def changed(self, original: str) -> "Text":
        """Return the text with another original; translations stay, and are stale from now on."""
        return replace(self, original=original)

    def translated(self, language: str, text: str, *, by: State) -> "Text":
        """Return the text with a translation of the present original."""
        if by not in MAKERS:
            raise ValueError(f"Found {by!r} as maker of a translation. Needed human or machine.")
        made = Translation(text, by, _digest(self.original))
        return replace(self, translations={**self.translations, language: made})

    def state(self, language: str) -> State | None:
        """Return how the text in a language stands to the original; ``None`` where there is none."""
        if language == self.language:
            return State.ORIGINAL
        made = self.translations.get(language)
        if made is None:
            return None
        return made.made_by if made.of == _digest(self.original) else State.STALE

    def shown(self, language: str) -> Shown:
        """Return what a reader of this language gets: the translation, a stale one too, else the original."""
        state = self.state(language)
        if state in (None, State.ORIGINAL):
            return Shown(self.original, self.language, State.ORIGINAL, self.language)
        return Shown(self.translations[language].text, language, state, self.language)

    def to_plain(self) -> dict[str, Any]:
        """Return the text as it is stored."""
        made = {
            code: {"text": one.text, "made_by": one.made_by.value, "of": one.of}
            for code, one in self.translations.items()
        }
        return {"language": self.language, "original": self.original, "translations": made}


def from_plain(stored: Mapping[str, Any]) -> Text:
    """Return a text from its stored form; the opposite of :meth:`Text.to_plain`."""
    made = {
        code: Translation(one["text"], State(one["made_by"]), one["of"])
        for code, one in stored["translations"].items()
    }
    return Text(stored["language"], stored["original"], made)


def _digest(original: str) -> str:
    return sha256(original.encode()).hexdigest()[:16]
