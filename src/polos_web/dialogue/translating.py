"""Translating what was contributed: the words of a contribution and its statements into one language."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from polos_web.accounts.models import User
from polos_web.audit import actions as audit
from polos_web.dialogue.actions import NotNow
from polos_web.dialogue.models import Contribution, Participant, Statement
from polos_web.translation.text import State, Text


@dataclass(frozen=True)
class Passage:
    """One text that can be translated: ``name`` is that of its field, ``given`` its translation so far."""

    name: str
    text: Text
    given: str
    state: State | None

    @classmethod
    def of(cls, one: Contribution | Statement, to: str) -> "Passage":
        made = one.text.translations.get(to)
        name = f"{'c' if isinstance(one, Contribution) else 's'}{one.pk}"
        return cls(name, one.text, made.text if made else "", one.text.state(to))


def passages(said: Contribution, to: str) -> list[Passage]:
    """Return the texts of a contribution that were not written in the language: its words, its statements."""
    texts = [said, *said.statements.filter(is_suggestion=False)]
    return [Passage.of(one, to) for one in texts if one.text.language != to]


@transaction.atomic
def translate(
    said: Contribution,
    to: str,
    given: Mapping[str, str],
    *,
    seen: Mapping[str, str],
    by: User | Participant,
    at: datetime,
) -> int:
    """Keep translations made by a person, by field; an empty one takes it back. Return how many changed.

    ``seen`` is what stood in the fields when the person began: what somebody else has written there since
    is not overwritten. The original stays as it was written, whatever is said of it.

    Raises
    ------
    NotNow
        When somebody else has translated the same text meanwhile; nothing was kept.
    """
    said = Contribution.objects.select_for_update(of=("self",)).get(pk=said.pk)
    texts = {
        Passage.of(one, to).name: one
        for one in (said, *said.statements.select_for_update().filter(is_suggestion=False))
        if one.text.language != to
    }
    changed = {
        name: words
        for name, words in given.items()
        if name in texts and words != Passage.of(texts[name], to).given
    }
    if any(Passage.of(texts[name], to).given != seen.get(name, "") for name in changed):
        raise NotNow(
            gettext(
                "Somebody else has translated this since you opened the page. Nothing was overwritten: "
                "compare what stands there now with yours, and send what shall stand."
            )
        )
    for name, words in changed.items():
        one = texts[name]
        one.text = _translated(one.text, to, words)
        one.save(update_fields=["text"])
    if changed:
        audit.record(said, "translated", by=by, at=at, details={"to": to, "texts": sorted(changed)})
    return len(changed)


def _translated(text: Text, to: str, words: str) -> Text:
    if words:
        return text.translated(to, words, by=State.HUMAN)
    return replace(text, translations={code: one for code, one in text.translations.items() if code != to})
