"""What the pages of an agenda show: meetings by person, table or slot, how good it is, what is left out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, ngettext

from polos_web.events.models import Meeting, Participant, Request
from polos_web.events.slots import Calendar, Slot
from polos_web.events.spoken import name_of

VIEWS = ("person", "table", "slot")


@dataclass(frozen=True)
class Row:
    """One meeting as a page shows it: ``other`` is whom the person of the group meets."""

    slot: Slot
    meeting: Meeting
    other: Participant | None
    tongue: str


@dataclass(frozen=True)
class Group:
    """The meetings of one person, table or slot in order."""

    name: str
    aside: str
    rows: list[Row]
    person: int | None = None


def rows_of_person(person: Participant, every: Iterable[Meeting], days: Calendar, language: str) -> list[Row]:
    """Return the meetings of one person in order."""
    own = [one for one in every if person.pk in (one.asks_id, one.asked_id) and one.slot in days.by_id]
    return [
        Row(
            days.by_id[one.slot],
            one,
            one.asked if one.asks_id == person.pk else one.asks,
            tongue(one, language),
        )
        for one in sorted(own, key=lambda one: one.slot)
    ]


def by_person(
    people: Iterable[Participant], every: Sequence[Meeting], days: Calendar, language: str
) -> list[Group]:
    """Return the meetings of every person; those without any are there too."""
    return [
        Group(str(one), one.organisation, rows_of_person(one, every, days, language), one.pk)
        for one in people
    ]


def by_table(every: Iterable[Meeting], days: Calendar, language: str) -> list[Group]:
    """Return the meetings at every table that is used."""
    held: dict[str, list[Meeting]] = {}
    for one in every:
        held.setdefault(one.table, []).append(one)
    return [
        Group(table or gettext("on line"), "", _rows(held[table], days, language))
        for table in sorted(held, key=_table_order)
    ]


def _table_order(table: str) -> tuple[bool, int, str]:
    return (not table.isdigit(), int(table) if table.isdigit() else 0, table)


def by_slot(every: Iterable[Meeting], days: Calendar, language: str, zone: Any) -> list[Group]:
    """Return the meetings in every slot, empty ones too."""
    held: dict[str, list[Meeting]] = {slot.id: [] for slot in days.slots}
    for one in every:
        held.setdefault(one.slot, []).append(one)
    return [
        Group(
            f"{slot.begins(zone):%Y-%m-%d %H:%M}–{slot.finishes(zone):%H:%M}",
            "",
            _rows(held[slot.id], days, language),
        )
        for slot in days.slots
    ]


def _rows(some: Iterable[Meeting], days: Calendar, language: str) -> list[Row]:
    known = [one for one in some if one.slot in days.by_id]
    order = sorted(known, key=lambda one: (one.slot, _table_order(one.table)))
    return [Row(days.by_id[one.slot], one, None, tongue(one, language)) for one in order]


def tongue(one: Meeting, language: str) -> str:
    """Say in which language two people can speak, or through whom."""
    if one.interpreter is not None:
        return gettext("with the interpreter %(name)s") % {"name": one.interpreter}
    common = [code for code in one.asks.languages if code in one.asked.languages]
    return ", ".join(name_of(code, language) for code in common)


# ---- how good an agenda is --------------------------------------------------------------------


def verdict(status: str) -> str:
    """Say what is proven about an agenda as a whole."""
    return {
        "optimal": gettext("Proven: no agenda is better on any of these aims, in this order."),
        "feasible": gettext("Every rule is kept. A better agenda may exist; the bounds say how much better."),
        "infeasible": gettext("No agenda keeps every rule."),
        "unknown": gettext("No agenda was found in the time given, and none was ruled out."),
    }[status]


def aims(levels: Iterable[Any]) -> list[str]:
    """Say what was reached on each aim, and what nothing could exceed."""
    return [_aim(level) for level in levels]


def _aim(level: Any) -> str:
    values = {name: level[name] for name in ("achieved", "bound", "step")}
    is_proven = level["achieved"] == level["bound"]
    match level["name"], is_proven:
        case "floor", True:
            words = ngettext(
                "People with at least %(step)s meeting: %(achieved)s. More is not possible.",
                "People with at least %(step)s meetings: %(achieved)s. More is not possible.",
                level["step"],
            )
        case "floor", False:
            words = ngettext(
                "People with at least %(step)s meeting: %(achieved)s; at most %(bound)s could be.",
                "People with at least %(step)s meetings: %(achieved)s; at most %(bound)s could be.",
                level["step"],
            )
        case "value", True:
            words = gettext("What the meetings are worth to both sides: %(achieved)s. More is not possible.")
        case "value", False:
            words = gettext("What the meetings are worth to both sides: %(achieved)s; at most %(bound)s.")
        case "changes", True:
            words = gettext("Other meetings changed: %(achieved)s. Fewer is not possible.")
        case "changes", False:
            words = gettext("Other meetings changed: %(achieved)s; at least %(bound)s are needed.")
        case _, True:
            words = gettext(
                "Waiting times between meetings of a person: %(achieved)s. Fewer is not possible."
            )
        case _:
            words = gettext("Waiting times between meetings of a person: %(achieved)s; at least %(bound)s.")
    return words % values


# ---- what is left out -------------------------------------------------------------------------


def left_out(every: Sequence[Meeting], requests: Iterable[Request]) -> list[Request]:
    """Return the requests that are not held, those that both sides want most first; a no is left out."""
    held = {one.request_id for one in every}
    weights = {"must": 3, "want": 2, "maybe": 1, "unanswered": 1, "no": 0}
    missing = [one for one in requests if one.pk not in held]
    wanted = [one for one in missing if "no" not in (one.priority, one.answer) and one.ruling != "must_not"]
    return sorted(wanted, key=lambda one: (-weights[one.priority] * weights[one.answer], one.pk))


# ---- what a repair changes --------------------------------------------------------------------


@dataclass(frozen=True)
class ChangeRow:
    """One change of an agenda: which two, where they were and where they are now, as slots with tables."""

    kind: str
    people: tuple[Participant, Participant]
    before: Any
    after: Any
    is_needed: bool


def changes(kept: Iterable[Any], people: Mapping[int, Participant], days: Calendar) -> list[ChangeRow]:
    """Return the changes of a repair, from plain values, those that could not be helped first."""
    rows = [
        ChangeRow(
            one["kind"],
            _pair(one["after"] or one["before"], people),
            _place(one["before"], days),
            _place(one["after"], days),
            one["needed"],
        )
        for one in kept
    ]
    return sorted(rows, key=lambda row: (not row.is_needed, row.kind))


def _pair(meeting: Any, people: Mapping[int, Participant]) -> tuple[Participant, Participant]:
    return people[int(meeting["asks"][1:])], people[int(meeting["asked"][1:])]


def _place(meeting: Any, days: Calendar) -> Any:
    if not meeting or meeting["slot"] not in days.by_id:
        return None
    return {"slot": days.by_id[meeting["slot"]], "table": meeting["table"]}
