"""The published meeting problem: instances in the data format of MiniZinc (``.dzn``), read and checked.

Bofill, Coll, Garcia, Giráldez-Cru, Pesant, Suy and Villaret (2022), Journal of Artificial Intelligence
Research 74, 263-301.
"""

import re
from dataclasses import dataclass

from polos.errors import UnreadableFile, WrongRows

MORNING, AFTERNOON, ANY = 1, 2, 3
_ASSIGNMENT = re.compile(r"(\w+)\s*=\s*([^;]*)")
_NUMBERS = re.compile(r"-?\d+")
_SETS = re.compile(r"\{([^}]*)\}")
_LISTED = 5


@dataclass(frozen=True)
class Instance:
    """Participants, slots and tables as numbers from 1 on, and the meetings that all have to be held.

    ``meetings`` holds (participant, participant, session), the session being 1 for the morning, 2 for the
    afternoon and 3 for any; ``forbidden`` the slots of each participant in which nothing may take place;
    ``fixed`` the slot of a meeting by its number; ``precedences`` pairs (earlier meeting, later meeting).

    Raises
    ------
    WrongRows
        When a row names nobody known, or a slot that does not exist; every such row is named.
    """

    participants: int
    tables: int
    slots: int
    morning_slots: int
    meetings: tuple[tuple[int, int, int], ...]
    forbidden: tuple[frozenset[int], ...]
    fixed: tuple[tuple[int, int], ...] = ()
    precedences: tuple[tuple[int, int], ...] = ()

    def __post_init__(self) -> None:
        wrong = _faults(self)
        if wrong:
            more = f"; and {len(wrong) - _LISTED} more" if len(wrong) > _LISTED else ""
            raise WrongRows(
                found="; ".join(wrong[:_LISTED]) + more,
                needed="meetings of two different known participants, and slots and tables that exist",
                next_step="Correct these rows of the instance.",
            )

    def of(self, participant: int) -> tuple[int, ...]:
        """Return the numbers of the meetings of a participant."""
        return tuple(m for m, row in enumerate(self.meetings, 1) if participant in row[:2])

    def allowed(self, meeting: int) -> frozenset[int]:
        """Return the slots that session, forbidden slots and a fixed slot leave to a meeting."""
        one, other, session = self.meetings[meeting - 1]
        first = self.morning_slots + 1 if session == AFTERNOON else 1
        last = self.morning_slots if session == MORNING else self.slots
        slots = frozenset(range(first, last + 1)) - self.forbidden[one - 1] - self.forbidden[other - 1]
        fixed = [slot for number, slot in self.fixed if number == meeting]
        return slots & frozenset(fixed) if fixed else slots


def from_dzn(data: bytes) -> Instance:
    """Read an instance from the bytes of a ``.dzn`` file.

    Raises
    ------
    UnreadableFile
        When a value is missing or is no number.
    WrongRows
        See :class:`Instance`.
    """
    try:
        text = re.sub(r"%[^\n]*", "", data.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise UnreadableFile(
            found=f"bytes that are no text (at byte {error.start})",
            needed="a .dzn file, which is text in UTF-8",
            next_step="Check that this is the right file.",
        ) from error
    values = {name: value.strip() for name, value in _ASSIGNMENT.findall(text)}
    count = _number(values, "nMeetings")
    rows = [_integers(row) for row in _text(values, "requested").strip("[]|").split("|")]
    meetings = [row for row in rows if row]
    if len(meetings) != count or any(len(row) != 3 for row in meetings):
        raise UnreadableFile(
            found=f"{len(meetings)} rows in requested, and nMeetings = {count}",
            needed="as many rows of three numbers as there are meetings",
            next_step="Correct requested or nMeetings.",
        )
    return Instance(
        participants=_number(values, "nBusiness"),
        tables=_number(values, "nTables"),
        slots=_number(values, "nTotalSlots"),
        morning_slots=_number(values, "nMorningSlots"),
        meetings=tuple((row[0], row[1], row[2]) for row in meetings),
        forbidden=tuple(frozenset(_integers(one)) - {0} for one in _SETS.findall(_text(values, "forbidden"))),
        fixed=_fixed(_integers(values.get("fixed", ""))),
        precedences=tuple(
            (earlier, later)
            for later, one in enumerate(_SETS.findall(values.get("precedences", "")), 1)
            for earlier in _integers(one)
        ),
    )


def _fixed(slots: list[int]) -> tuple[tuple[int, int], ...]:
    return tuple((meeting, slot) for meeting, slot in enumerate(slots, 1) if slot)


def _integers(text: str) -> list[int]:
    return [int(number) for number in _NUMBERS.findall(text)]


def _text(values: dict[str, str], name: str) -> str:
    if name not in values:
        raise UnreadableFile(
            found=f"no {name}; there are {', '.join(values) or 'no values'}",
            needed="nBusiness, nMeetings, nTables, nTotalSlots, nMorningSlots, requested and forbidden",
            next_step="Check that this is an instance of the meeting problem.",
        )
    return values[name]


def _number(values: dict[str, str], name: str) -> int:
    text = _text(values, name)
    if not _NUMBERS.fullmatch(text):
        raise UnreadableFile(
            found=f"{name} = {text[:40]!r}", needed="one whole number", next_step=f"Correct {name}."
        )
    return int(text)


def _faults(instance: Instance) -> list[str]:
    wrong = [
        f"{name} = {number}"
        for name, number, least in (
            ("nBusiness", instance.participants, 1),
            ("nTables", instance.tables, 1),
            ("nTotalSlots", instance.slots, 1),
            ("nMorningSlots", instance.morning_slots, 0),
        )
        if number < least
    ]
    if instance.morning_slots > instance.slots:
        wrong.append(f"nMorningSlots = {instance.morning_slots} of nTotalSlots = {instance.slots}")
    if len(instance.forbidden) != instance.participants:
        wrong.append(f"{len(instance.forbidden)} sets in forbidden for {instance.participants} participants")
    people, numbers = range(1, instance.participants + 1), range(1, len(instance.meetings) + 1)
    slots = range(1, instance.slots + 1)
    for number, (one, other, session) in enumerate(instance.meetings, 1):
        if one == other:
            wrong.append(f"requested row {number}: participant {one} with themselves")
        wrong += [
            f"requested row {number}: participant {p} is not known" for p in (one, other) if p not in people
        ]
        if session not in (MORNING, AFTERNOON, ANY):
            wrong.append(f"requested row {number}: session {session} is none of 1, 2, 3")
    wrong += [
        f"forbidden row {row}: slot {slot} does not exist"
        for row, those in enumerate(instance.forbidden, 1)
        for slot in sorted(those)
        if slot not in slots
    ]
    wrong += [f"fixed row {m}: slot {slot} does not exist" for m, slot in instance.fixed if slot not in slots]
    wrong += [f"fixed row {m}: there is no such meeting" for m, _ in instance.fixed if m not in numbers]
    wrong += [
        f"precedences row {later}: meeting {earlier} is not known"
        for earlier, later in instance.precedences
        if earlier not in numbers or later not in numbers
    ]
    return wrong
