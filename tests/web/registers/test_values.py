"""What fields take, and what they refuse."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polos import vocabularies
from polos_web.registers.values import (
    Code,
    Codes,
    Day,
    Decimal,
    Email,
    Entry,
    Flag,
    Line,
    Link,
    Reference,
    WholeNumber,
    Words,
    WrongValue,
    Year,
)
from polos_web.translation.text import State as Made
from polos_web.translation.text import Text

OFFER = Entry({"kind": Line(), "text": Words(50)}, {"kind": "Kind", "text": "Text"}, ("kind",))
EVERY = (
    Line(),
    Words(),
    WholeNumber(),
    Decimal(),
    Year(),
    Day(),
    Flag(),
    Code(vocabularies.markets),
    Codes(vocabularies.markets),
    Link(),
    Email(),
    Reference("cluster"),
    OFFER,
)


@pytest.mark.parametrize("value", EVERY, ids=lambda value: value.name)
@pytest.mark.parametrize("nothing", [None, ""])
def test_nothing_is_unknown_and_never_zero(value, nothing):
    assert value.read(nothing) is None
    assert value.cell(None) == ""


@pytest.mark.parametrize(
    ("value", "given", "stored"),
    [
        (Line(), "  ACICAE ", "ACICAE"),
        (Line(), "a\x00b\u202ec", "abc"),
        (WholeNumber(), "0", 0),
        (WholeNumber(), "1.200.000", 1_200_000),
        (WholeNumber(), "1 200", 1_200),
        (Decimal(), "2.5", 2.5),
        (Decimal(), "2,5", 2.5),
        (Decimal(), "0,125", 0.125),
        (Decimal(-90, 90), "-36,827", -36.827),  # no latitude has thousands
        (Year(), 1993, 1993),
        (Day(), "2026-11-30", "2026-11-30"),
        (Flag(), "no", False),
        (Code(vocabularies.markets), "energy", "energy"),
        (Codes(vocabularies.markets), "tourism;energy;energy", ["tourism", "energy"]),
        (Link(), "acicae.es", "https://acicae.es"),
        (Email(), "Name@Example.org", "name@example.org"),
        (OFFER, {"kind": "technology", "text": ""}, {"kind": "technology", "text": None}),
    ],
)
def test_what_fits_is_stored_in_one_form(value, given, stored):
    assert value.read(given) == stored
    assert value.read(stored) == stored


@pytest.mark.parametrize(
    ("value", "given"),
    [
        (Line(5), "longer than five"),
        (Line(), "two\nlines"),
        (Words(5), {"language": "es", "original": "demasiado"}),
        (Words(), {"language": "xx", "original": "?"}),
        (Words(), "text without its language"),
        (WholeNumber(), "-1"),
        (WholeNumber(), "1e3"),
        (WholeNumber(), True),
        (WholeNumber(), "1.200"),  # thousands to some, decimals to others
        (WholeNumber(), "1.200,000"),
        (WholeNumber(), "9" * 400),
        (Decimal(), "nan"),
        (Decimal(), "1,500"),  # thousands to some, decimals to others
        (Year(), "93"),
        (Day(), "30/11/2026"),
        (Flag(), "perhaps"),
        (Code(vocabularies.markets), "unicorns"),
        (Codes(vocabularies.markets), ["energy", "unicorns"]),
        (Link(), "javascript:alert(1)"),
        (Link(), "https://a b.example"),
        (Link(), "http://[broken"),
        (Email(), "nobody"),
        (Reference("cluster"), "../secret"),
        (OFFER, "a word"),
        (OFFER, {"kind": "technology", "more": 1}),
        (OFFER, {"text": {"language": "en", "original": "no kind"}}),
    ],
)
def test_what_does_not_fit_is_refused_in_words(value, given):
    with pytest.raises(WrongValue) as refused:
        value.read(given)
    assert refused.value.needed


@pytest.mark.parametrize("number", [25_000_000.0, 1_234_567.5, -36.8270123, 0.00001, 100.0, 0.1])
def test_a_number_with_decimals_comes_back_from_its_cell_as_it_was(number):
    field = Decimal(-90)
    cell = field.cell(field.read(number))
    assert "e" not in cell and field.read(cell) == number


def test_a_text_keeps_its_translations():
    text = Text("es", "agua").translated("en", "water", by=Made.HUMAN)
    assert Words().read(text) == text.to_plain()
    assert Words().read(text.to_plain()) == text.to_plain()


@given(st.one_of(st.text(), st.integers(), st.floats(), st.booleans(), st.none(), st.lists(st.text())))
def test_whatever_comes_is_read_or_refused(anything):
    for value in EVERY:
        try:
            stored = value.read(anything)
        except WrongValue:
            continue
        assert value.read(stored) == stored
        assert isinstance(value.cell(stored), str)
