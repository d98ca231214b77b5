"""Reads of the registers of actors, contact persons and bodies."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace
from typing import Any

from django.db.models import QuerySet

from polos import vocabularies
from polos_web.actors.models import Actor, Belonging
from polos_web.registers.kinds import PUBLIC
from polos_web.registers.queries import Sheet, public_names, sheets
from polos_web.translation.text import Text, from_plain
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


@dataclass(frozen=True)
class Coverage:
    """Which groups of the helix are on record of something, in the order of the vocabulary."""

    covered: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def light(self) -> str:
        """The light it shows: ``full`` with every group, ``partial`` with some, ``none`` without any."""
        if not self.missing:
            return "full"
        return "partial" if self.covered else "none"


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


def covered_by(groups: Iterable[str]) -> Coverage:
    """Return the coverage that these groups of the helix give; what is no group counts for none."""
    known, there = vocabularies.helix().codes, set(groups)
    return Coverage(
        tuple(code for code in known if code in there), tuple(code for code in known if code not in there)
    )


def coverage_of(territory_id: str) -> Coverage:
    """Return which groups of the helix have an actor on record in a territory."""
    return covered_by(Actor.objects.filter(territory=territory_id).values_list("helix", flat=True))


def coverage_with(slugs: Iterable[str]) -> Coverage:
    """Return which groups of the helix are among these actors."""
    return covered_by(Actor.objects.filter(slug__in=list(slugs)).values_list("helix", flat=True))


def belonging(kind_name: str, to_kind: str, to_slug: str) -> list[Sheet]:
    """Return what the contact persons (``contact``) or bodies (``body``) of something say to everybody."""
    found = Belonging.objects.filter(to_kind=to_kind, to_slug=to_slug, record__kind_name=kind_name)
    return list(sheets([one.record for one in found.select_related("record")], PUBLIC).values())


@dataclass(frozen=True)
class Commitment:
    """What an actor has promised; ``day`` is ``None`` and ``document`` empty where nobody has said them."""

    actor: str
    title: str
    day: date | None
    text: Text
    document: str
    document_title: str


def commitments(territory_id: str) -> list[Commitment]:
    """Return what the actors of a territory have promised, the latest first, what has no date last."""
    records = [one.record for one in Actor.objects.filter(territory=territory_id).select_related("record")]
    told = [(sheet, one) for sheet in sheets(records, PUBLIC).values() for one in sheet.values("commitment")]
    documents = public_names("document", [one["document"] for _, one in told if one["document"]])
    made = [
        Commitment(
            sheet.record.slug,
            sheet.title,
            date.fromisoformat(one["day"]) if one["day"] else None,
            from_plain(one["text"]),
            one["document"] if one["document"] in documents else "",
            documents.get(one["document"], ""),
        )
        for sheet, one in told
    ]
    return sorted(made, key=lambda one: (one.day is None, -one.day.toordinal() if one.day else 0, one.title))


def _of(kind_name: str, slug: str) -> dict[str, list[Sheet]]:
    """Return the contact persons and the bodies of something."""
    return {"contacts": belonging("contact", kind_name, slug), "bodies": belonging("body", kind_name, slug)}


def of_actor(slug: str, language: str) -> Mapping[str, Any]:
    """Return who can be turned to at an actor."""
    return _of("actor", slug)


def of_cluster(slug: str, language: str) -> Mapping[str, Any] | None:
    """Return who can be turned to at a cluster; ``None`` where nobody is named, for its profile says more."""
    found = _of("cluster", slug)
    return found if found["contacts"] else None


def of_programme(slug: str, language: str) -> Mapping[str, Any]:
    """Return who can be turned to in a programme, and its bodies."""
    return _of("programme", slug)


def of_territory(territory_id: str, language: str) -> Mapping[str, Any]:
    """Return who takes part in a territory, by group, and who can be turned to."""
    groups = coverage(territory_id)
    return {
        "territory_id": territory_id,
        "groups": groups,
        "coverage": covered_by(group.code for group in groups if group.actors),
        "commitments": commitments(territory_id),
        **_of("territory", territory_id),
    }
