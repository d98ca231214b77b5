"""What changed between two wordings: both can be read out of it, and a person sees words."""

from hypothesis import given
from hypothesis import strategies as st

from polos_web.registers.differences import Change, difference


def told(before, after):
    return [(piece.change.value, piece.text) for piece in difference(before, after)]


def test_a_word_put_in_and_one_taken_out():
    assert told("un huerto viejo", "un huerto muy viejo") == [
        ("kept", "un huerto "),
        ("added", "muy "),
        ("kept", "viejo"),
    ]
    assert told("40 árboles", "55 árboles") == [("removed", "40"), ("added", "55"), ("kept", " árboles")]
    assert told("", "todo nuevo") == [("added", "todo nuevo")]
    assert told("igual", "igual") == [("kept", "igual")]


@given(st.text(), st.text())
def test_both_wordings_can_be_read_out_of_the_difference(before, after):
    pieces = difference(before, after)
    assert "".join(piece.text for piece in pieces if piece.change != Change.ADDED) == before
    assert "".join(piece.text for piece in pieces if piece.change != Change.REMOVED) == after
