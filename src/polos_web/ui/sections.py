"""Sections that applications add to a page of an application they may not import.

A territory's page belongs to ``territories``; its clusters, pairing and specialisations are added by the
applications that hold them. Each registers a ``Section`` when it starts (in its ``AppConfig.ready``).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.module_loading import import_string


@dataclass(frozen=True)
class Section:
    """One part of a page.

    ``read`` is the dotted name of a function ``(subject id, language) -> mapping or None``; the template
    gets the mapping as ``part``. ``None`` leaves the section out.
    """

    page: str
    slot: str
    title: str | Promise
    template: str
    read: str
    order: int


_registered: dict[tuple[str, str], Section] = {}


def register(section: Section) -> None:
    """Add a section to its page; a later section in the same slot takes the place of the earlier."""
    _registered[section.page, section.slot] = section


def slots(page: str) -> set[str]:
    """Return the names of the sections registered for a page."""
    return {slot for place, slot in _registered if place == page}


def read_sections(page: str, subject: str, language: str) -> list[tuple[Section, Mapping[str, Any]]]:
    """Return the sections that have something to say about the subject, in the order of the page."""
    wanted = sorted((s for s in _registered.values() if s.page == page), key=lambda section: section.order)
    parts = [(section, _reader(section)(subject, language)) for section in wanted]
    return [(section, part) for section, part in parts if part is not None]


def _reader(section: Section) -> Callable[[str, str], Mapping[str, Any] | None]:
    return import_string(section.read)
