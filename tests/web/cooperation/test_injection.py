"""Two hundred payloads in every text of a pairing: its pages run nothing, its files begin no formula."""

import csv
import io
import json
from datetime import date

import pytest

from polos_web.cooperation import kept_actions
from web.cooperation.conftest import AT, INDICATOR, STEP
from web.payloads import PAYLOADS
from web.registers.test_injection_out import FORMULA
from web.skeletons import Skeleton, runs_nothing

pytestmark = pytest.mark.django_db
TOLD = [payload.replace("\x00", "") for payload in PAYLOADS if payload.strip("\x00\r\n\t ")]


@pytest.fixture
def kept(pairing, ana):
    """A pairing in which every text says a payload, and each payload stands somewhere."""
    kept_actions.describe(pairing, themes=TOLD[:3], summary=TOLD[0], notes=TOLD[1], by=ana, at=AT)
    for told in TOLD:
        step = {**STEP, "words": told, "topics": told[:500], "is_public": True}
        kept_actions.keep_step(pairing, step, file=None, by=ana, at=AT)
    for told in TOLD[::10]:
        values = {"words": told, "owner": ana, "due_on": date(2026, 4, 1)}
        kept_actions.finish(
            kept_actions.plan(pairing, values, by=ana, at=AT),
            done_on=date(2026, 4, 2),
            outcome=told,
            by=ana,
            at=AT,
        )
        said = {"name": told[:200], "unit": told[:60], "source": told[:300]}
        kept_actions.keep_indicator(pairing, {**INDICATOR, **said}, by=ana, at=AT)
    kept_actions.move(pairing, "paused", reason=TOLD[2], by=ana, at=AT)
    return pairing


@pytest.mark.slow
def test_no_page_of_a_pairing_runs_what_was_written_into_it(kept, ana, sign_in, client):
    step, indicator = kept.steps.first(), kept.indicators.first()
    places = ("", "words/", f"steps/{step.pk}/", f"indicators/{indicator.pk}/")
    pages = [sign_in(ana).get(f"/en/pairings/{kept.pk}/{place}") for place in places]
    pages += [client.get(f"/en/pairings/{kept.pk}/"), sign_in(ana).get("/en/pairings/mine/")]
    usual = Skeleton(client.get("/en/pairings/").text).bones
    for page in pages:
        assert page.status_code == 200
        runs_nothing(page.text, usual)


def test_files_of_pairings_begin_no_formula_and_tell_all(kept, ana, sign_in):
    found = sign_in(ana).get("/en/pairings/kept.csv").content.decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(found, newline="")) for cell in row]
    assert cells and not [cell for cell in cells if cell.startswith(FORMULA)]
    told = json.loads(sign_in(ana).get(f"/en/pairings/{kept.pk}/pairing.json").content)[0]
    assert {one["words"] for one in told["steps"]} == set(TOLD)
