"""Versions of a table as they were saved, and how one differs from another."""

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from polos_web.synthesis.evidence import Told, table
from polos_web.synthesis.models import COLUMNS, Decision, Synthesis, Version
from polos_web.translation.text import Text, from_plain


def content(of: Synthesis) -> dict[str, Any]:
    """Return the table as plain values, as a version keeps it."""
    return {
        "topics": [
            {
                "code": row.topic.code,
                "title": row.topic.title.to_plain(),
                "sentences": [_plain(one) for one in row.told],
            }
            for row in table(of)
        ]
    }


def _plain(told: Told) -> dict[str, Any]:
    one = told.sentence
    return {
        "number": one.number,
        "column": one.column,
        "text": one.text.to_plain(),
        "source": one.source,
        "rests_on": list(told.rests_on),
        **told.evidence.plain(),
    }


def versions(of: Synthesis) -> list[Version]:
    """Return the versions, the latest first, with what was decided on them."""
    return list(of.versions.select_related("saved_by", "decision__recorded_by"))


def version(of: Synthesis, number: int) -> Version | None:
    """Return one version."""
    return of.versions.select_related("saved_by", "decision__recorded_by").filter(number=number).first()


def latest(of: Synthesis) -> Version | None:
    """Return the version saved last."""
    return of.versions.first()


def decision(of: Synthesis) -> Decision | None:
    """Return the decision that holds, while the table is adopted."""
    if not of.is_adopted:
        return None
    return Decision.objects.filter(version__synthesis=of).select_related("version", "recorded_by").first()


@dataclass(frozen=True)
class Change:
    """How a sentence of one version differs from the one before.

    ``words`` are runs (``"same"``, ``"new"``, ``"gone"``, words). ``languages`` are those whose wording
    changed while the words shown did not.
    """

    kind: str
    number: int
    column: str
    topic: Text
    words: tuple[tuple[str, str], ...]
    cited: tuple[int, ...] = ()
    uncited: tuple[int, ...] = ()
    languages: tuple[str, ...] = ()
    moved_from: str = ""


_TOKENS = re.compile(r"\s+|[^\s]+")


def difference(before: Mapping[str, Any] | None, after: Mapping[str, Any], language: str) -> list[Change]:
    """Return how a version differs from another, sentence by sentence; without another, all is new."""
    old, new = _by_number(before or {"topics": []}), _by_number(after)
    changes = []
    for number in sorted(old.keys() | new.keys()):
        if number not in old:
            changes.append(_whole("added", *new[number], language))
        elif number not in new:
            changes.append(_whole("removed", *old[number], language))
        elif (changed := _changed(old[number], new[number], language)) is not None:
            changes.append(changed)
    return changes


_Placed = tuple[Mapping[str, Any], Text]


def _by_number(content: Mapping[str, Any]) -> dict[int, _Placed]:
    return {
        one["number"]: (one, from_plain(topic["title"]))
        for topic in content["topics"]
        for one in topic["sentences"]
    }


def _whole(kind: str, one: Mapping[str, Any], topic: Text, language: str) -> Change:
    words = from_plain(one["text"]).shown(language).text
    run = ("new" if kind == "added" else "gone", words)
    return Change(kind, one["number"], one["column"], topic, (run,))


def _changed(old: _Placed, new: _Placed, language: str) -> Change | None:
    (was, topic_before), (one, topic) = old, new
    texts = from_plain(was["text"]), from_plain(one["text"])
    words = _runs(*(text.shown(language).text for text in texts))
    is_worded = any(kind != "same" for kind, _ in words)
    languages = () if is_worded else _languages_changed(*texts)
    cited = tuple(sorted(set(one["statements"]) - set(was["statements"])))
    uncited = tuple(sorted(set(was["statements"]) - set(one["statements"])))
    place = (was["column"], topic_before.original), (one["column"], topic.original)
    moved_from = was["column"] if place[0] != place[1] else ""
    if not (is_worded or languages or cited or uncited or moved_from):
        return None
    return Change(
        "changed", one["number"], one["column"], topic, words, cited, uncited, languages, moved_from
    )


def _languages_changed(before: Text, after: Text) -> tuple[str, ...]:
    codes = {before.language, after.language, *before.translations, *after.translations}
    return tuple(sorted(code for code in codes if before.shown(code).text != after.shown(code).text))


def _runs(before: str, after: str) -> tuple[tuple[str, str], ...]:
    old, new = _TOKENS.findall(before), _TOKENS.findall(after)
    found: list[tuple[str, str]] = []
    for kind, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(("same", "".join(old[a:b])))
            continue
        found += [run for run in (("gone", "".join(old[a:b])), ("new", "".join(new[c:d]))) if run[1]]
    return tuple(found)


def rows_of(content: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the rows of a version as pages show them: titles and texts in their languages, by column."""
    return [
        {
            "title": from_plain(topic["title"]),
            "cells": {
                column: [
                    {**one, "text": from_plain(one["text"])}
                    for one in topic["sentences"]
                    if one["column"] == column
                ]
                for column in COLUMNS
            },
        }
        for topic in content["topics"]
    ]
