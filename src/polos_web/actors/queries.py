"""Reads of the registers of actors, contact persons and bodies."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from django.db.models import QuerySet

from polos import vocabularies
from polos_web.actors.models import Actor, Belonging
from polos_web.registers.models import Record
from polos_web.ui.text import words

COLUMNS = ("slug", "name", "name_language", "acronym", "kind", "helix", "scale", "country", "territory")


@dataclass(frozen=True)
class Group:
    """One group of the helix with the actors on record."""

    code: str
    actors: tuple[Actor, ...]

    @property
    def is_missing(self) -> bool:
        """Whether nobody of the group is on record; that is not to say that there is nobody."""
        return not self.actors


def chosen(filters: SimpleNamespace) -> QuerySet[Actor]:
    """Return the published actors that fit the words ``q`` and every other filter that is set."""
    found = Actor.objects.order_by("country", "slug")
    for word in words(filters.q):
        found = found.filter(search_text__contains=word)
    wanted = {name: getattr(filters, name) for name in ("helix", "kind", "country", "territory")}
    return found.filter(**{name: value for name, value in wanted.items() if value})


def used(column: str) -> list[str]:
    """Return the values of a column that occur, for the choices of a form."""
    found = Actor.objects.exclude(**{column: ""}).order_by(column)
    return list(found.values_list(column, flat=True).distinct())


def rows(filters: SimpleNamespace) -> list[dict[str, Any]]:
    """Return the actors that fit the filters as rows of ``COLUMNS``."""
    return [
        {
            **{column: getattr(actor, column) for column in COLUMNS if hasattr(actor, column)},
            "name": actor.name.original,
            "name_language": actor.name.language,
        }
        for actor in chosen(filters)
    ]


def coverage(territory_id: str) -> tuple[Group, ...]:
    """Return the groups of the helix with the actors of a territory."""
    by_group: dict[str, list[Actor]] = {}
    for actor in Actor.objects.filter(territory=territory_id):
        by_group.setdefault(actor.helix, []).append(actor)
    return tuple(Group(code, tuple(by_group.get(code, ()))) for code in vocabularies.helix().codes)


def belonging(kind_name: str, to_kind: str, to_slug: str) -> list[Record]:
    """Return the contact persons (``contact``) or bodies (``body``) of something."""
    found = Belonging.objects.filter(to_kind=to_kind, to_slug=to_slug, record__kind_name=kind_name)
    return [one.record for one in found.select_related("record")]


def of_territory(territory_id: str, language: str) -> Mapping[str, Any]:
    """Return who takes part in a territory, by group, and who can be turned to."""
    groups = coverage(territory_id)
    return {
        "territory_id": territory_id,
        "groups": groups,
        "missing": [group.code for group in groups if group.is_missing],
        "contacts": belonging("contact", "territory", territory_id),
        "bodies": belonging("body", "territory", territory_id),
    }
