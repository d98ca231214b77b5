"""Instances of the published meeting problem: what the file says, and rows that cannot be."""

from dataclasses import replace

import pytest

from polos.errors import UnreadableFile, WrongRows
from polos.tables.meeting_instances import Instance, from_dzn

TEXT = b"""
% three participants
nBusiness = 3; nMeetings = 3; nTables = 2; nTotalSlots = 4; nMorningSlots = 2;
requested = [|1, 2,1,
|1, 3,2,
|2, 3,3|];
meetingsxBusiness = [{1,2,3},{1,2,4},{1,3,4}];
nMeetingsBusiness = [2,2,2];
forbidden = [{0},{2,4},{}];
fixed = [0,3];
precedences = [{},{1},{1,2}];
"""


def test_a_file_is_read_as_its_format_says():
    """0 is padding in the forbidden slots and "free" among the fixed; the last fixed entry may be absent."""
    found = from_dzn(TEXT)
    assert found == Instance(
        participants=3,
        tables=2,
        slots=4,
        morning_slots=2,
        meetings=((1, 2, 1), (1, 3, 2), (2, 3, 3)),
        forbidden=(frozenset(), frozenset({2, 4}), frozenset()),
        fixed=((2, 3),),
        precedences=((1, 2), (1, 3), (2, 3)),
    )
    assert found.of(1) == (1, 2)
    assert [found.allowed(meeting) for meeting in (1, 2, 3)] == [{1}, {3}, {1, 3}]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"nTables = 2;", b""),
        (b"nTables = 2", b"nTables = two"),
        (b"nMeetings = 3", b"nMeetings = 4"),
        (b"%", b"\xff"),
    ],
)
def test_what_is_no_instance_is_refused(old, new):
    with pytest.raises(UnreadableFile):
        from_dzn(TEXT.replace(old, new))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"tables": 0}, "nTables = 0"),
        ({"slots": 0, "morning_slots": 0}, "nTotalSlots = 0"),
        ({"morning_slots": 5}, "nMorningSlots = 5 of nTotalSlots = 4"),
        ({"meetings": ((1, 1, 3),)}, "requested row 1: participant 1 with themselves"),
        ({"meetings": ((1, 9, 3),)}, "requested row 1: participant 9 is not known"),
        ({"meetings": ((1, 2, 7),)}, "requested row 1: session 7"),
        ({"forbidden": (frozenset(),)}, "1 sets in forbidden for 3 participants"),
        ({"forbidden": (frozenset({9}), frozenset(), frozenset())}, "forbidden row 1: slot 9 does not exist"),
        ({"fixed": ((1, 9),)}, "fixed row 1: slot 9 does not exist"),
        ({"fixed": ((9, 1),)}, "fixed row 9: there is no such meeting"),
        ({"precedences": ((9, 1),)}, "precedences row 1: meeting 9 is not known"),
    ],
)
def test_a_row_that_cannot_be_is_named(change, said):
    with pytest.raises(WrongRows) as caught:
        replace(from_dzn(TEXT), **change)
    assert said in caught.value.found


@pytest.mark.shared
def test_every_published_instance_is_read(shared):
    """84 of them; participants are busy in as many meetings as the file counts itself."""
    files = sorted((shared / "data" / "b2b_meetings" / "instances").glob("*.dzn"))
    assert len(files) == 84
    for file in files:
        found = from_dzn(file.read_bytes())
        counted = file.read_text().partition("nMeetingsBusiness = [")[2].partition("]")[0]
        assert [len(found.of(p)) for p in range(1, found.participants + 1)] == [
            int(n) for n in counted.split(",")
        ]
