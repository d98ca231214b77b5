"""The check on the real pairings: all twenty, what could not be ranked, means beside chance, kept once.

It is computed beside the pages; here once for all tests that read it.
"""

import re

import numpy as np
import pytest
from django.test import Client
from django.utils import timezone

from polos import reference
from polos.matches.validation import validate_columns
from polos_web.analysis import actions, jobs, pairing_check
from polos_web.analysis.models import Job, Run
from polos_web.matchmaking import check_queries
from polos_web.territories.tables import tables

CHECK = "/en/counterparts/check/"


@pytest.fixture(scope="module")
def held() -> dict:
    """What the first test computes, for the others."""
    return {}


@pytest.fixture
def kept(held, nothing_loaded) -> None:
    """The check of the present data, as the worker keeps it."""
    if held:
        Run.objects.create(**held)
    else:
        check_queries.compute()
        held.update(Run.objects.filter(kind=pairing_check.KIND).values().get())


def checked() -> check_queries.Check:
    found, work = check_queries.check("en", at=timezone.now())
    assert work is None
    return found


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_all_twenty_pairings_stand_on_the_page_and_two_say_why_they_have_no_place(client, kept):
    check = checked()
    assert len(check.pairings) == 20
    unranked = {pairing.pairing_id for pairing in check.pairings if not pairing.from_lac.places}
    assert unranked == {"P04", "P16"}
    assert all(p.from_lac.reasons and p.from_eu.reasons for p in check.pairings if p.pairing_id in unranked)
    shown = page(client, CHECK)
    assert set(re.findall(r'<th scope="row" class="codes">(P\d\d)</th>', shown)) == {
        f"P{number:02d}" for number in range(1, 21)
    }
    assert "No own declared priorities are on record for Bielsko-Biała sub-region." in shown


def test_the_mean_on_the_page_is_that_of_the_places_on_the_page(client, kept):
    check = checked()
    for summary in check.summaries:
        seen = [p.from_lac if summary.chosen_side == "EU" else p.from_eu for p in check.pairings]
        percentiles = [view.places[summary.pool].percentile for view in seen if view.places]
        assert len(percentiles) == summary.pairings == 18
        assert sum(percentiles) / len(percentiles) == pytest.approx(summary.mean_percentile)
        assert summary.chance_low < 50 < summary.chance_high
        for view in (v for v in seen if v.places):
            place = view.places[summary.pool]
            assert 1 <= place.rank <= place.candidates


def test_the_place_on_the_page_is_that_of_the_list(client, kept):
    """P17 pairs Colima with Extremadura; the list of territories below the nation agrees."""
    pairing = next(p for p in checked().pairings if p.pairing_id == "P17")
    shown = page(client, "/en/counterparts/mx_col/es43/?among=regions")
    place = pairing.from_lac.places["subnational"]
    assert f"place {place.rank} of {place.candidates} in the list" in shown


@pytest.mark.parametrize("path", ["/en/counterparts/", "/en/counterparts/check/"])
def test_pages_say_that_twenty_are_too_few_and_nothing_was_tuned(client, kept, path):
    shown = page(client, path)
    assert "too few to tune weights on; nothing was tuned on them" in shown
    assert "50 is chance" in shown


def test_the_seed_is_stated_and_what_was_computed_once_is_not_computed_again(client, kept, monkeypatch):
    assert f"seed {pairing_check.SEED}" in page(client, CHECK)

    def never(*arguments: object, **options: object) -> None:
        raise AssertionError("computed again")

    monkeypatch.setattr(pairing_check, "validate_pairings", never)
    check_queries.compute()
    assert Run.objects.get(kind=pairing_check.KIND).parameters["seed"] == pairing_check.SEED


@pytest.mark.slow
def test_each_column_alone_stands_beside_chance_as_the_command_prints_it(client, kept):
    found = {one.column: one for one in checked().columns}
    told = validate_columns(
        reference.pairings(),
        territories=tables().territories,
        priorities=tables().priorities,
        generator=np.random.default_rng(pairing_check.SEED),
        on=pairing_check.DAY,
        draws=pairing_check.DRAWS,
    )
    assert {name: one.summaries for name, one in found.items()} == {
        name: one.summaries for name, one in told.items() if name != "together"
    }
    assert found["complementary"].summaries == (), "without statistics on employment nothing is known of it"
    shown = page(client, CHECK)
    assert "Nothing is known of it for any pairing" in shown
    row = next(one for one in found["similar"].summaries if one.chosen_side == "EU")
    assert f"{row.shuffled_mean:.1f} ({row.shuffled_low:.1f}–{row.shuffled_high:.1f})" in shown


# ---- beside the pages ------------------------------------------------------------------------


def test_before_the_first_check_the_page_says_that_it_is_computed_and_asks_for_it_once(
    client, nothing_loaded
):
    for _ in range(2):
        shown = page(client, CHECK)
        assert "is being computed" in shown and 'data-state="waiting"' in shown
    assert Job.objects.filter(kind=pairing_check.KIND).count() == 1
    assert "Held against 20 real pairings" not in page(client, "/en/counterparts/")


def test_after_a_change_the_check_before_is_shown_with_its_date(client, kept):
    assert "is being computed" not in page(client, CHECK)
    assert not Job.objects.filter(kind=pairing_check.KIND).exists()
    actions.changed("territories", checksum="another")
    shown = page(client, CHECK)
    assert "registers or statistics have changed since" in shown and "By each column alone" in shown


def test_a_check_that_failed_says_so_and_is_not_asked_for_again_and_again(client, kept):
    actions.changed("territories", checksum="another")
    page(client, CHECK)
    jobs.fail(Job.objects.get(kind=pairing_check.KIND), "no room", at=timezone.now())
    assert "no room" in page(client, CHECK)
    assert Job.objects.filter(kind=pairing_check.KIND).count() == 1


def test_a_pair_is_told_with_what_its_brief_keeps_in_mind(client, kept):
    """Records of an ended period on both sides, and rows read where the programme tells of the pair."""
    shown = re.search(r'class="[^"]*thin.*?</ul>', page(client, "/en/counterparts/es43/mx_col/"), re.S)
    told = [re.sub(r"<[^>]+>", "", one) for one in re.findall(r"<li>(.*?)</li>", shown.group(), re.S)]
    ended = [one for one in told if "From a period that ended before" in one]
    assert [one.split(":")[0] for one in ended] == ["Extremadura", "Colima"]
    assert any("so its ranking partly knows the answer" in one for one in told)
    other = page(client, "/en/counterparts/es43/mx/")
    assert "Colima" not in re.search(r'class="[^"]*thin.*?</ul>', other, re.S).group()
