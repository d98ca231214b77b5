"""Which rows are admitted, which are rejected and why, and when the whole file is refused."""

import polars as pl
import pytest

from polos.errors import WrongRows
from polos.tables import admission
from polos.tables.admission import EXPLANATIONS, LEFT_OUT, Coding, admit, require_every_row

SCHEMA = {
    "row": pl.UInt32,
    "unit": pl.String,
    "activity": pl.String,
    "employment": pl.String,
    "surplus": pl.Boolean,
    "short": pl.Boolean,
}


def batch(*rows, first=1, surplus=False, short=False):
    return pl.DataFrame(
        [(number, *row, surplus, short) for number, row in enumerate(rows, first)],
        schema=SCHEMA,
        orient="row",
    )


def coding(**options):
    known_unit = {"north": "N", "n": "N", "south": "S", "all": LEFT_OUT}
    return Coding(
        lambda text: known_unit.get(text.casefold()), lambda text: text if text.isdigit() else None, **options
    )


def outcome(row, **options):
    """Why a row is rejected, or its number; a good row beside it keeps the file from being refused."""
    admitted = admit([batch(("South", "99", "1"), row)], coding(**options))
    if admitted.rejected.height:
        return admitted.rejected["reason"][0]
    return admitted.rows.filter(pl.col("row") == 2)["employment"].item()


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (("North", "10", "5"), 5),
        ((" north ", " 10", " 5.5 "), 5.5),
        (("North", "10", "0"), 0),
        (("North", "10", "1e3"), 1000),
        (("North", "10", "-5"), "negative"),
        (("North", "10", "n/a"), "not_a_number"),
        (("North", "10", "1,250"), "not_a_number"),
        (("North", "10", "inf"), "not_a_number"),
        (("North", "10", "NaN"), "not_a_number"),
        (("North", "10", ""), "missing_number"),
        (("North", "10", None), "missing_number"),
        (("West", "10", "5"), "unknown_unit"),
        ((None, "10", "5"), "missing_unit"),
        (("North", "ten", "5"), "unknown_activity"),
        (("North", "  ", "5"), "missing_activity"),
    ],
)
def test_a_row_is_admitted_or_rejected_for_one_reason(row, expected):
    assert outcome(row) == expected


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("12,5", 12.5),
        ("1250", 1250),
        ("1250.5", 1250.5),
        ("1.250", "ambiguous_number"),
        ("1.250,5", "not_a_number"),
    ],
)
def test_with_semicolons_a_comma_is_a_decimal_mark_and_thousands_are_not_guessed(number, expected):
    assert outcome(("North", "10", number), decimal_mark_may_be_comma=True) == expected


def test_a_rejected_row_comes_with_its_number_its_value_and_what_to_do():
    admitted = admit([batch(("South", "99", "1"), ("North", "10", "-5"))], coding())
    assert admitted.rejected.row(0) == (
        2,
        "-5",
        "negative",
        "Found '-5'. Needed 0 or more persons. Correct it.",
    )


def test_an_unknown_activity_is_told_of_what_codes_are_needed():
    rows = ("South", "99", "1"), ("North", "{classification}", "5")
    admitted = admit([batch(*rows)], coding(classification="NACE Rev. 2"))
    assert admitted.rejected["explanation"].to_list() == [
        "Found the activity '{classification}'. Needed a code of NACE Rev. 2. Correct the code."
    ]


def test_every_reason_says_found_needed_and_next_step():
    for text in EXPLANATIONS.values():
        assert text.startswith("Found ")
        assert ". Needed " in text or "Needed " in text
        assert text.count(". ") >= 2


def test_the_cell_of_a_row_rejected_for_its_number_is_unknown_and_not_absent():
    admitted = admit([batch(("South", "99", "1"), ("North", "10", "x"))], coding())
    assert admitted.rows.filter(pl.col("unit") == "N").select("activity", "employment", "status").rows() == [
        ("10", None, "rejected")
    ]
    assert admitted.rows_admitted == 1


def test_an_empty_number_is_what_the_source_says_it_is():
    admitted = admit(
        [batch(("South", "99", "1"), ("North", "10", None))], coding(status_of_empty="confidential")
    )
    assert admitted.rows["status"].to_list() == ["known", "confidential"]
    assert admitted.counts == {}


def test_zero_is_a_statement_and_keeps_its_own_status():
    assert admit([batch(("North", "10", "0"))], coding()).rows["status"].to_list() == ["zero"]


def test_no_row_of_a_repeated_key_is_admitted_even_across_spellings_and_batches():
    batches = [batch(("North", "10", "5"), ("South", "10", "1")), batch(("n", "10", "6"), first=3)]
    admitted = admit(batches, coding())
    assert admitted.counts == {"duplicate_key": 2}
    assert admitted.rejected["row"].to_list() == [1, 3]
    assert admitted.rejected["value"].to_list() == ["N × 10", "N × 10"]
    assert admitted.rows.filter(pl.col("unit") == "N").select("employment", "status").rows() == [
        (None, "rejected")
    ]


def test_totals_are_left_out_and_counted_but_not_rejected():
    admitted = admit([batch(("all", "10", "6"), ("North", "10", "5"))], coding())
    assert (admitted.rows_left_out, admitted.rows_admitted, admitted.counts) == (1, 1, {})


def test_a_row_with_more_fields_than_headings_is_rejected():
    batches = [batch(("South", "10", "1")), batch(("North", "10", "1"), first=2, surplus=True)]
    assert admit(batches, coding()).counts == {"surplus_fields": 1}


def test_a_row_that_breaks_off_is_rejected_and_its_cell_unknown_even_where_empty_would_be_unknown():
    batches = [batch(("South", "10", "1")), batch(("North", "10", None), first=2, short=True)]
    admitted = admit(batches, coding(status_of_empty="unknown"))
    assert admitted.counts == {"missing_fields": 1}
    assert admitted.rejected["explanation"][0].startswith("Found fewer fields than the heading has")
    assert admitted.rows["status"].to_list() == ["known", "rejected"]


def test_where_every_row_is_needed_the_first_rejected_ones_are_listed(monkeypatch):
    monkeypatch.setattr(admission, "MOST_SAID", 2)
    good = batch(("South", "99", "1"))
    require_every_row(admit([good], coding()))
    bad = batch(("North", "10", "-5"), ("North", "11", "x"), ("West", "10", "1"), ("East", "1", "1"), first=2)
    with pytest.raises(WrongRows) as refused:
        require_every_row(admit([good, bad], coding()))
    assert refused.value.found.splitlines() == [
        "4 of 5 rows that cannot be admitted (row 1 is the first below the heading):",
        "row 2: Found '-5'. Needed 0 or more persons. Correct it.",
        "row 3: Found 'x'. Needed a number of persons, such as 1250 or 1250.5. Correct it.",
        "and 2 more",
    ]
    assert "--accept-rejected" in refused.value.next_step


def test_a_heading_alone_is_refused():
    with pytest.raises(WrongRows, match="a heading and no rows"):
        admit([], coding())


def test_a_file_without_one_good_row_is_refused_with_the_first_reason():
    with pytest.raises(WrongRows, match=r"2 rows, none of which can be admitted(.|\n)*row 1: .*'West'"):
        admit([batch(("West", "10", "1"), ("East", "10", "1"))], coding())


def test_more_rows_than_memory_is_meant_for_are_refused_while_reading(monkeypatch):
    monkeypatch.setattr(admission, "MOST_ROWS", 3)

    def endless():
        number = 0
        while True:
            number += 1
            yield batch(("North", str(number), "1"), first=number)

    with pytest.raises(WrongRows, match="more than 3 cells"):
        admit(endless(), coding())


def test_all_rejected_rows_are_counted_but_only_the_first_are_kept(monkeypatch):
    monkeypatch.setattr(admission, "MOST_REJECTED", 2)
    rows = [("South", "1", "1"), *(("West", str(n), "1") for n in range(5))]
    admitted = admit([batch(*rows)], coding())
    assert admitted.counts == {"unknown_unit": 5}
    assert admitted.rejected["row"].to_list() == [2, 3]
