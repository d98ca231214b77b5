"""The check on the real pairings: all twenty, what could not be ranked, means beside chance, kept once."""

import re
from dataclasses import asdict

import pytest
from django.test import Client

from polos_web.analysis import actions
from polos_web.analysis.models import Run
from polos_web.matchmaking import queries
from polos_web.territories.tables import tables


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_all_twenty_pairings_stand_on_the_page_and_two_say_why_they_have_no_place(client, nothing_loaded):
    check = queries.check("en")
    assert len(check.pairings) == 20
    unranked = {pairing.pairing_id for pairing in check.pairings if not pairing.from_lac.places}
    assert unranked == {"P04", "P16"}
    assert all(p.from_lac.reasons and p.from_eu.reasons for p in check.pairings if p.pairing_id in unranked)
    shown = page(client, "/en/counterparts/check/")
    assert set(re.findall(r'<th scope="row" class="codes">(P\d\d)</th>', shown)) == {
        f"P{number:02d}" for number in range(1, 21)
    }
    assert "No own declared priorities are on record for Bielsko-Biała sub-region." in shown


def test_the_mean_on_the_page_is_that_of_the_places_on_the_page(client, nothing_loaded):
    check = queries.check("en")
    for summary in check.summaries:
        seen = [p.from_lac if summary.chosen_side == "EU" else p.from_eu for p in check.pairings]
        percentiles = [view.places[summary.pool].percentile for view in seen if view.places]
        assert len(percentiles) == summary.pairings == 18
        assert sum(percentiles) / len(percentiles) == pytest.approx(summary.mean_percentile)
        assert summary.chance_low < 50 < summary.chance_high
        for view in (v for v in seen if v.places):
            place = view.places[summary.pool]
            assert 1 <= place.rank <= place.candidates


def test_the_place_on_the_page_is_that_of_the_list(client, nothing_loaded):
    """P17 pairs Colima with Extremadura; the list of territories below the nation agrees."""
    pairing = next(p for p in queries.check("en").pairings if p.pairing_id == "P17")
    shown = page(client, "/en/counterparts/mx_col/es43/?among=regions")
    place = pairing.from_lac.places["subnational"]
    assert f"place {place.rank} of {place.candidates} in the list" in shown


@pytest.mark.parametrize("path", ["/en/counterparts/", "/en/counterparts/check/"])
def test_pages_say_that_twenty_are_too_few_and_nothing_was_tuned(client, nothing_loaded, path):
    shown = page(client, path)
    assert "too few to tune weights on; nothing was tuned on them" in shown
    assert "50 is chance" in shown


def test_the_seed_is_stated_and_gives_the_same_result(client, nothing_loaded):
    stock = tables()
    first = actions.check_pairings(stock.priorities, stock.territories)
    actions._check_pairings.cache_clear()
    Run.objects.all().delete()
    again = actions.check_pairings(stock.priorities, stock.territories)
    assert asdict(again) == asdict(first)
    assert f"seed {actions.CHECK_SEED}" in page(client, "/en/counterparts/check/")


def test_what_was_computed_once_is_found_kept(client, nothing_loaded, monkeypatch):
    stock = tables()
    actions._check_pairings.cache_clear()
    Run.objects.all().delete()
    computed = actions.check_pairings(stock.priorities, stock.territories)
    actions._check_pairings.cache_clear()

    def never(*arguments: object, **options: object) -> None:
        raise AssertionError("computed again")

    monkeypatch.setattr(actions, "validate_pairings", never)
    assert asdict(actions.check_pairings(stock.priorities, stock.territories)) == asdict(computed)
    assert Run.objects.get(kind="pairing check").parameters["seed"] == actions.CHECK_SEED
