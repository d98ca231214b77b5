"""Texts of a dialogue in the languages they are given in."""

from collections.abc import Mapping

from polos_web.translation.text import State, Text

# The languages of the interface, in which those who facilitate write.
LANGUAGES = ("en", "es", "pt", "fr")


def text_of(given: Mapping[str, str], *, first: str, before: Text | None = None) -> Text | None:
    """Return what was written in several languages as one text, ``None`` where nothing was.

    The original stays in its language as long as there is something in it; else it is in ``first``, or in
    the first language there is. A translation given again as it was is as old as before, so it is stale where
    the original has changed.
    """
    said = {language: words.strip() for language, words in given.items() if words.strip()}
    if not said:
        return None
    preferred = [before.language] if before else []
    language = next((code for code in (*preferred, first, *LANGUAGES) if code in said), next(iter(said)))
    text = Text(language, said.pop(language))
    if before is not None and before.language == language:
        kept = {code: one for code, one in before.translations.items() if said.get(code) == one.text}
        text = Text(language, text.original, kept)
    for code, words in said.items():
        if code not in text.translations:
            text = text.translated(code, words, by=State.HUMAN)
    return text


def words_in(text: Text | None, languages: tuple[str, ...] = LANGUAGES) -> dict[str, str]:
    """Return the words of a text by language, empty where there are none."""
    found = dict.fromkeys(languages, "")
    if text is not None:
        found[text.language] = text.original
        found |= {code: one.text for code, one in text.translations.items()}
    return found


def only_adds(after: Text, before: Text) -> bool:
    """Whether a text says what it said before, in further languages at most."""
    earlier = {code: words for code, words in words_in(before).items() if words}
    later = words_in(after)
    return all(later.get(code) == words for code, words in earlier.items())
