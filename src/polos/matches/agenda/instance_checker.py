"""The independent checker of the published problem: plain loops over the rows, no code of the search."""

from collections.abc import Sequence
from itertools import pairwise

from polos.tables.meeting_instances import Instance


def instance_breaks(instance: Instance, slots: Sequence[int]) -> tuple[int, ...]:
    """Return the breaks of each participant: idle stretches between their first and last meeting."""
    found = []
    for participant in range(1, instance.participants + 1):
        pairs = zip(instance.meetings, slots, strict=True)
        mine = sorted(slot for (one, other, _), slot in pairs if participant in (one, other))
        found.append(sum(later - earlier > 1 for earlier, later in pairwise(mine)))
    return tuple(found)


def instance_violations(
    instance: Instance, slots: Sequence[int], *, fairness: int | None = None
) -> tuple[str, ...]:
    """Return each rule that a schedule breaks, as a sentence; ``slots`` gives the slot of each meeting."""
    if len(slots) != len(instance.meetings):
        return (f"{len(slots)} slots are given for {len(instance.meetings)} meetings",)
    wrong = []
    for number, (slot, (one, other, session)) in enumerate(zip(slots, instance.meetings, strict=True), 1):
        if not 1 <= slot <= instance.slots:
            wrong.append(f"meeting {number}: slot {slot} does not exist")
        if (session == 1 and slot > instance.morning_slots) or (
            session == 2 and slot <= instance.morning_slots
        ):
            wrong.append(f"meeting {number}: slot {slot} is not in its session {session}")
        wrong += [
            f"meeting {number}: slot {slot} is forbidden to participant {participant}"
            for participant in (one, other)
            if slot in instance.forbidden[participant - 1]
        ]
    for meeting, slot in instance.fixed:
        if slots[meeting - 1] != slot:
            wrong.append(f"meeting {meeting}: in slot {slots[meeting - 1]}, but it is fixed in slot {slot}")
    for earlier, later in instance.precedences:
        if slots[earlier - 1] >= slots[later - 1]:
            wrong.append(f"meeting {later}: not after meeting {earlier}")
    for slot in sorted(set(slots)):
        there = [pair for pair, at in zip(instance.meetings, slots, strict=True) if at == slot]
        if len(there) > instance.tables:
            wrong.append(f"slot {slot}: {len(there)} meetings at {instance.tables} tables")
        busy = sorted(participant for pair in there for participant in pair[:2])
        twice = sorted({p for p in busy if busy.count(p) > 1})
        wrong += [f"slot {slot}: participant {p} has more than one meeting" for p in twice]
    breaks = instance_breaks(instance, slots)
    if fairness is not None and max(breaks) - min(breaks) > fairness:
        wrong.append(
            f"one participant has {max(breaks)} breaks and another {min(breaks)}, "
            f"which differs by more than {fairness}"
        )
    return tuple(wrong)
