"""The built-in factor lists as tags: the kinds of factors in groups, each with the factors on record."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from polos import reference


@dataclass(frozen=True)
class Tag:
    """A kind of factors, with the items of the lists of 2014-2015 that say what it is meant for."""

    code: str
    examples: tuple[str, ...]


@cache
def codes() -> tuple[str, ...]:
    """Return the tags in the order of the lists."""
    return tuple(dict.fromkeys(reference.factor_kinds().rows["kind"]))


@cache
def names(language: str) -> Mapping[str, str]:
    """Return what each tag is called in a language."""
    return dict(reference.factor_kinds().rows.select("kind", language).iter_rows())


@cache
def groups() -> tuple[tuple[str, tuple[Tag, ...]], ...]:
    """Return the tags by block of the lists, each with its examples."""
    rows = reference.factors().rows
    found: dict[str, dict[str, list[str]]] = {}
    for block, kind, item in rows.select("block", "kind", "item").iter_rows():
        found.setdefault(block, {}).setdefault(kind, []).append(item)
    return tuple(
        (block, tuple(Tag(kind, tuple(kinds[kind])) for kind in sorted(kinds, key=codes().index)))
        for block, kinds in found.items()
    )
