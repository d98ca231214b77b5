"""The published synthesis of 2014-2015 under the reference dialogue: read only, without voices on record."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from polos import reference
from polos_web.audit import actions as audit
from polos_web.dialogue import queries as dialogues
from polos_web.dialogue.beginning import REFERENCE
from polos_web.synthesis.actions import in_all_languages
from polos_web.synthesis.models import COLUMNS, Sentence, Synthesis, Topic
from polos_web.synthesis.words import TOPICS
from polos_web.translation.text import Text

# The report whose last section holds the tables, and that section.
SOURCE, PLACE = "001", "§6"


def source() -> str:
    """Return the document and the place the sentences were published in."""
    row = next(one for one in reference.sources().rows.iter_rows(named=True) if one["source_id"] == SOURCE)
    return f"{row['title']} ({row['year']}), {PLACE}"[:300]


@transaction.atomic
def load(*, at: datetime) -> int:
    """Bring the published table up to date with the built-in facts; return how many sentences it has."""
    dialogue = dialogues.dialogue(REFERENCE)
    assert dialogue is not None, "the reference dialogue is loaded before its synthesis"
    made, is_new = Synthesis.objects.get_or_create(dialogue=dialogue, defaults={"made_at": at})
    content = reference.topic_synthesis().content["topics"]
    topics = {}
    for place, code in enumerate(content, 1):
        told = {"place": place, "title": in_all_languages(TOPICS[code])}
        topics[code], _ = Topic.objects.update_or_create(synthesis=made, code=code, defaults=told)
    kept = []
    for number, (code, column, words) in enumerate(_sentences(content), 1):
        said = {"topic": topics[code], "column": column, "text": Text("en", words), "source": source()}
        sentence, _ = Sentence.objects.update_or_create(
            synthesis=made, number=number, defaults=said, create_defaults={**said, "made_at": at}
        )
        kept.append(sentence.pk)
    made.sentences.exclude(pk__in=kept).delete()
    audit.record(made, "loaded", by=None, at=at, details={"sentences": len(kept), "is_new": is_new})
    return len(kept)


def _sentences(content: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Give topic, column and words of every sentence in order."""
    for code, topic in content.items():
        for column in COLUMNS:
            yield from ((code, column, words) for words in topic[column])
