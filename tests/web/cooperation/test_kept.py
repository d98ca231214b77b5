"""Pairings that two sides keep: two acceptances, stages, next steps, indicators, and who may read what."""

import json
from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from polos_web.accounts import actions as accounts
from polos_web.audit import queries as audit
from polos_web.cooperation import access, holding, kept_actions, kept_queries
from polos_web.cooperation.kept_actions import NotNow
from polos_web.cooperation.models import Acceptance, KeptPairing, NextStep, Step
from polos_web.cooperation.standing import standing
from polos_web.matchmaking import matches
from polos_web.registers import actions
from polos_web.registers import queries as registers
from polos_web.registers.files import place
from polos_web.registers.kinds import kind
from polos_web.registers.statements import Statement
from web.cooperation.conftest import AT, INDICATOR, SITE, STEP, TWO

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 letter of two invented clusters"


# ---- it exists once both have said yes --------------------------------------------------------


def test_one_yes_is_no_pairing(proposed, client):
    assert (proposed.state, proposed.exists, proposed.acceptances.count()) == ("proposed", False, 1)
    assert "Polo TIC" not in client.get("/en/pairings/").text
    assert client.get(f"/en/pairings/{proposed.pk}/").status_code == 302
    assert kept_queries.public() == []


def test_with_the_second_yes_it_exists_for_everybody(pairing, client):
    assert (pairing.state, pairing.began_at) == ("agreed", AT)
    assert f"/en/pairings/{pairing.pk}/" in client.get("/en/pairings/").text
    assert client.get(f"/en/pairings/{pairing.pk}/").status_code == 200
    assert f"/en/pairings/{pairing.pk}/" in client.get(f"/en/clusters/{TWO[0]}/").text


def test_nobody_says_yes_for_both_sides(make_person, proposed, ana):
    accounts_of_both = ana
    accounts_of_both.assignments.create(role="cluster editor", scope=TWO[1], begins_on=AT.date())
    assert access.sides_to_answer(accounts_of_both, proposed) == []
    with pytest.raises(PermissionDenied):
        kept_actions.accept(proposed, "b", by=ana, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Acceptance.objects.create(pairing=proposed, side="b", person=ana, said_at=AT)


def test_only_who_keeps_just_this_record_answers_for_it(proposed, manager, make_person):
    for person in (manager, make_person("eva", "facilitator", second_factor=True), make_person("zoe")):
        with pytest.raises(PermissionDenied):
            kept_actions.accept(proposed, "b", by=person, at=AT)


def test_the_same_yes_is_not_counted_twice(proposed, ana):
    with pytest.raises(PermissionDenied):
        kept_actions.accept(proposed, "a", by=ana, at=AT)


def test_two_are_one_pairing_whoever_proposes_it(proposed, bea):
    with pytest.raises(NotNow):
        kept_actions.propose("cluster", TWO[::-1], by=bea, at=AT, site=SITE)


def test_a_no_needs_a_reason_and_leaves_room_for_another_proposal(proposed, ana, bea):
    with pytest.raises(NotNow):
        kept_actions.decline(proposed, "b", reason="", by=bea, at=AT)
    kept_actions.decline(proposed, "b", reason="Not this year", by=bea, at=AT)
    assert proposed.state == "declined" and proposed.turns.last().reason == "Not this year"
    with pytest.raises(PermissionDenied):
        kept_actions.accept(proposed, "b", by=bea, at=AT)
    assert kept_actions.propose("cluster", TWO, by=ana, at=AT, site=SITE).pk != proposed.pk


def test_who_proposed_takes_it_back_and_nobody_else(proposed, ana, bea):
    with pytest.raises(PermissionDenied):
        kept_actions.withdraw(proposed, by=bea, at=AT)
    kept_actions.withdraw(proposed, by=ana, at=AT)
    assert proposed.state == "withdrawn"


def test_a_programme_proposes_and_says_yes_for_nobody(manager, ana, bea, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        made = kept_actions.propose("cluster", TWO, programme="x", by=manager, at=AT, site=SITE)
    assert made.acceptances.count() == 0
    assert sorted(letter.to[0] for letter in mail.outbox) == [ana.email, bea.email]
    assert f"{SITE}en/pairings/{made.pk}/" in mail.outbox[0].body
    with pytest.raises(PermissionDenied):
        kept_actions.propose("cluster", TWO, programme="y", by=manager, at=AT, site=SITE)


def test_the_database_refuses_a_pairing_of_one_with_itself_and_one_that_began_without_both():
    for wrong in ({"b": "x"}, {"b": "y", "state": "active"}, {"b": "y", "state": "thriving"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            KeptPairing.objects.create(kind="cluster", a="x", proposed_at=AT, **wrong)


# ---- what it is -------------------------------------------------------------------------------


def test_it_is_active_only_with_an_indicator(pairing, ana):
    with pytest.raises(NotNow, match="indicator"):
        kept_actions.move(pairing, "active", reason="", by=ana, at=AT)
    one = kept_actions.keep_indicator(pairing, INDICATOR, by=ana, at=AT)
    kept_actions.move(pairing, "active", reason="", by=ana, at=AT)
    assert pairing.state == "active"
    with pytest.raises(NotNow, match="at least one"):
        kept_actions.remove_indicator(one, by=ana, at=AT)


@pytest.mark.parametrize("what", ["paused", "ended"])
def test_what_is_paused_or_ended_goes_on_as_what_it_was(pairing, ana, what):
    kept_actions.keep_indicator(pairing, INDICATOR, by=ana, at=AT)
    kept_actions.move(pairing, "active", reason="", by=ana, at=AT)
    with pytest.raises(NotNow, match="why"):
        kept_actions.move(pairing, what, reason="", by=ana, at=AT)
    kept_actions.move(pairing, what, reason="No funds", by=ana, at=AT)
    with pytest.raises(NotNow, match="why"):
        kept_actions.move(pairing, "reopened", reason="", by=ana, at=AT)
    kept_actions.move(pairing, "reopened", reason="Funds again", by=ana, at=AT)
    assert pairing.state == "active"
    turns = [(turn.what, turn.reason) for turn in pairing.turns.all()][-2:]
    assert turns == [(what, "No funds"), ("reopened", "Funds again")]


def test_what_never_was_active_is_agreed_again(pairing, ana):
    kept_actions.move(pairing, "ended", reason="Over", by=ana, at=AT)
    kept_actions.move(pairing, "reopened", reason="Not over", by=ana, at=AT)
    assert pairing.state == "agreed"


def test_an_ended_pairing_is_not_reopened_beside_a_new_one(pairing, ana):
    kept_actions.move(pairing, "ended", reason="Over", by=ana, at=AT)
    kept_actions.propose("cluster", TWO, by=ana, at=AT, site=SITE)
    with pytest.raises(NotNow, match="already"):
        kept_actions.move(pairing, "reopened", reason="Not over", by=ana, at=AT)


@pytest.mark.parametrize("what", ["reopened", "agreed", "proposed", "", "thriving"])
def test_other_ways_are_closed(pairing, ana, what):
    with pytest.raises(NotNow):
        kept_actions.move(pairing, what, reason="Why not", by=ana, at=AT)


def test_others_write_nothing_down(pairing, make_person):
    zoe = make_person("zoe", "cluster owner", scope="es-hegan")
    for done in (
        lambda: kept_actions.move(pairing, "paused", reason="x", by=zoe, at=AT),
        lambda: kept_actions.keep_step(pairing, STEP, file=None, by=zoe, at=AT),
        lambda: kept_actions.keep_indicator(pairing, INDICATOR, by=zoe, at=AT),
        lambda: kept_actions.describe(pairing, themes=[], summary="x", notes="", by=zoe, at=AT),
    ):
        with pytest.raises(PermissionDenied):
            done()


def test_the_programme_writes_down_what_happens_in_its_pairings(manager, ana, bea):
    made = kept_actions.propose("cluster", TWO, programme="x", by=manager, at=AT, site=SITE)
    with pytest.raises(PermissionDenied):
        kept_actions.keep_step(made, STEP, file=None, by=manager, at=AT)
    kept_actions.accept(made, "a", by=ana, at=AT)
    kept_actions.accept(made, "b", by=bea, at=AT)
    kept_actions.keep_step(made, STEP, file=None, by=manager, at=AT)
    assert made.steps.get().words == "First call"


# ---- themes -----------------------------------------------------------------------------------


def test_a_theme_is_unknown_until_somebody_says_it_and_every_change_is_audited(pairing, ana, sign_in, client):
    address = f"/en/pairings/{pairing.pk}/"
    assert all("unknown theme" in client.get(page).text for page in (address, "/en/pairings/"))
    desk = sign_in(ana)
    said = {
        "themes": ["3"],
        "free_topics": "Machine tools, Agroalimentación, Ana",
        "summary": "",
        "notes": "",
    }
    assert desk.post(f"{address}words/", said).status_code == 302
    pairing.refresh_from_db()
    assert pairing.themes == ["3", "Machine tools", "2", "Ana"]
    shown = client.get(address).text
    assert "Tourism; Machine tools; Agri-food" in shown and "unknown theme" not in shown
    assert "Turismo" in client.get(f"/es/pairings/{pairing.pk}/").text
    event = audit.events(kind="cooperation.keptpairing", subject=str(pairing.pk))[0]
    assert event.verb == "changed themes"
    assert audit.details([event])[event.number] == {"themes": ["3", "2"], "free_topics": 2}
    form = desk.get(f"{address}words/").text
    assert 'value="3" checked' in form and 'value="Machine tools, Ana"' in form
    accounts.erase(ana, by=ana, at=AT)
    pairing.refresh_from_db()
    assert pairing.themes == ["3", "Machine tools", "2", "…"]


def test_a_proposal_says_its_themes(ana, bea, sign_in, client):
    form = {"kind": "cluster", "a": TWO[0], "b": TWO[1], "themes": ["4"]}
    made = sign_in(ana).post("/en/pairings/new/", form)["Location"]
    assert "Renewable energy" in sign_in(bea).get(made).text
    sign_in(bea).post(f"{made}answer/", {"side": "b", "answer": "yes"})
    assert json.loads(client.get("/en/pairings/kept.json").content)[0]["themes"] == ["Renewable energy"]
    form |= {"themes": ["8"]}
    assert "not one of the available choices" in sign_in(ana).post("/en/pairings/new/", form).text


# ---- stages and documents ---------------------------------------------------------------------


def test_a_letter_of_intent_has_its_date_and_document(pairing, ana, sign_in, client, settings, tmp_path):
    settings.DATA_FOLDER = tmp_path
    form = {
        "stage": "agreement", "day": "2026-03-01", "words": "Signed in Bilbao", "instrument": "letter",
        "valid_until": "2028-03-01", "topics": "parts", "is_public": "on",
        "document": SimpleUploadedFile("x.pdf", PDF),
    }  # fmt: skip
    assert sign_in(ana).post(f"/en/pairings/{pairing.pk}/steps/new/", form).status_code == 302
    step = pairing.steps.get()
    shown = client.get(f"/en/pairings/{pairing.pk}/").text
    assert "letter of intent" in shown and "valid until" in shown and "Signed in Bilbao" in shown
    answer = client.get(f"/en/pairings/{pairing.pk}/steps/{step.pk}/document/")
    assert b"".join(answer.streaming_content) == PDF
    assert "attachment" in answer["Content-Disposition"]


def test_what_is_not_public_is_for_those_who_take_part(pairing, ana, sign_in, client, settings, tmp_path):
    settings.DATA_FOLDER = tmp_path
    file = SimpleUploadedFile("x.pdf", PDF)
    step = kept_actions.keep_step(pairing, {**STEP, "words": "Quietly"}, file=file, by=ana, at=AT)
    said = {"themes": [], "summary": "About parts", "notes": "Not for all"}
    kept_actions.describe(pairing, **said, by=ana, at=AT)
    kept_actions.keep_indicator(pairing, {**INDICATOR, "is_public": False}, by=ana, at=AT)
    address = f"/en/pairings/{pairing.pk}/"
    inside, outside = sign_in(ana).get(address).text, client.get(address).text
    for words in ("Quietly", "Not for all", "Firms in joint projects", "Ana"):
        assert words in inside and words not in outside
    assert "About parts" in outside
    assert client.get(f"{address}steps/{step.pk}/document/").status_code == 404
    told = json.loads(client.get(f"{address}pairing.json").content)[0]
    assert told["steps"] == told["indicators"] == [] and "notes" not in told
    assert json.loads(sign_in(ana).get(f"{address}pairing.json").content)[0]["notes"] == "Not for all"


@pytest.mark.parametrize(
    "changed, words",
    [
        ({"stage": "agreement"}, "says what was signed"),
        ({"instrument": "letter"}, "only"),
        ({"day": "2999-01-01"}, "still to come"),
        ({"stage": "agreement", "instrument": "letter", "valid_until": "2020-01-01"}, "before it was signed"),
        ({"document": SimpleUploadedFile("x.exe", b"MZ no letter")}, "one of these, by what is in it"),
    ],
)
def test_what_cannot_have_happened_is_refused_beside_its_field(pairing, ana, sign_in, changed, words):
    form = {"stage": "contact", "day": "2026-03-01", "words": "First call"} | changed
    answer = sign_in(ana).post(f"/en/pairings/{pairing.pk}/steps/new/", form)
    assert answer.status_code == 200 and words in answer.text and "First call" in answer.text
    assert not pairing.steps.exists()


def test_a_document_goes_with_the_last_that_holds_it(
    pairing, ana, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.DATA_FOLDER = tmp_path
    kept = [
        kept_actions.keep_step(pairing, STEP, file=SimpleUploadedFile("x.pdf", PDF), by=ana, at=AT)
        for _ in range(2)
    ]
    path = place(kept[0].document["checksum"])
    for step, is_left in zip(kept, (True, False), strict=True):
        with django_capture_on_commit_callbacks(execute=True):
            kept_actions.remove_step(step, by=ana, at=AT)
        assert path.exists() == is_left


def test_trust_grows_by_stages_and_who_brought_them_there_is_named_to_those_inside(
    pairing, ana, bea, sign_in, client
):
    for stage, day, by, is_public in (
        ("visit", date(2026, 3, 9), bea, True),
        ("contact", date(2026, 3, 1), ana, True),
        ("contact", date(2026, 4, 1), ana, True),
        ("activity", date(2026, 5, 1), bea, False),
    ):
        kept_actions.keep_step(
            pairing, {**STEP, "stage": stage, "day": day, "is_public": is_public}, file=None, by=by, at=AT
        )
    inside, outside = (standing(kept_queries.steps(pairing, everything=one)) for one in (True, False))
    assert (inside.step.stage, inside.step.day) == ("activity", date(2026, 5, 1))
    assert (outside.step.stage, outside.days["contact"]) == ("visit", date(2026, 3, 1))
    assert outside.course[1:] == (("exchange", None), ("visit", date(2026, 3, 9)), ("activity", None))
    address = f"/en/pairings/{pairing.pk}/"
    told = sign_in(ana).get(address).text
    assert "<strong>joint activity</strong>" in told and "written down by Bea" in told
    told = client.get(address).text
    assert "<strong>visit</strong>" in told and "Bea" not in told and "written down" not in told
    assert standing([]) is None


def test_a_pairing_belongs_to_every_programme_whose_record_names_it(pairing, make_person, client):
    for programme in ("polos", "iuc-lac"):
        manager = make_person(f"of-{programme}", "programme manager", scope=programme, second_factor=True)
        record = registers.record(kind("programme"), programme)
        said = [Statement("pairing", pairing.pk, item="1")]
        actions.state(record, said, seen=record.version, by=manager, at=AT)
        assert f'href="/en/pairings/{pairing.pk}/"' in client.get(f"/en/programmes/{programme}/").text
    assert set(kept_queries.programmes_of(pairing)) == {"polos", "iuc-lac"}
    assert 'href="/en/programmes/polos/"' in client.get(f"/en/pairings/{pairing.pk}/").text


def test_a_nation_beside_a_region_carries_a_warning_and_both_their_lights(client):
    of = {"kind": "territory", "state": "agreed", "proposed_at": AT, "began_at": AT}
    mixed = KeptPairing.objects.create(a="co", b="es21", **of)
    alike = KeptPairing.objects.create(a="co_rape", b="es21", **of)
    page = client.get(f"/en/pairings/{mixed.pk}/").text
    assert "Different levels" in page and page.count('class="light ') == 2
    assert "Different levels" not in client.get(f"/en/pairings/{alike.pk}/").text


# ---- next steps -------------------------------------------------------------------------------


def planned(pairing, owner, due_on, *, by):
    values = {"words": "Send the brief", "owner": owner, "due_on": due_on}
    return kept_actions.plan(pairing, values, by=by, at=AT)


def test_a_next_step_is_late_for_its_owner_and_its_programme(manager, ana, bea):
    made = kept_actions.propose("cluster", TWO, programme="x", by=manager, at=AT, site=SITE)
    kept_actions.accept(made, "a", by=ana, at=AT)
    kept_actions.accept(made, "b", by=bea, at=AT)
    planned(made, ana, date(2026, 4, 1), by=manager)
    before, on, after = (date(2026, 3, 31), date(2026, 4, 1), date(2026, 4, 3))
    assert [kept_queries.desk(ana, on=day).mine for day in (before, on)] == [[], []]
    assert [row.days for row in kept_queries.desk(ana, on=after).mine] == [2]
    assert [row.days for row in kept_queries.desk(manager, on=after).by_programme["x"]] == [2]
    assert kept_queries.desk(bea, on=after).mine == []
    assert [row.person for row in kept_queries.desk(bea, on=after).others] == [ana]


def test_a_pairing_nothing_is_heard_of_is_in_the_list(pairing, ana):
    silent = kept_queries.QUIET.days
    day = AT.date() + timedelta(silent)
    assert kept_queries.desk(ana, on=day - timedelta(1)).others == []
    assert [(row.step, row.days) for row in kept_queries.desk(ana, on=day).others] == [(None, silent)]
    planned(pairing, ana, day + timedelta(30), by=ana)
    assert kept_queries.desk(ana, on=day).others == []


def test_what_is_done_or_paused_is_not_late(pairing, ana):
    step = planned(pairing, ana, date(2026, 4, 1), by=ana)
    kept_actions.finish(step, done_on=date(2026, 4, 5), outcome="Sent", by=ana, at=AT)
    assert kept_queries.desk(ana, on=date(2026, 4, 9)).mine == []
    planned(pairing, ana, date(2026, 4, 6), by=ana)
    assert len(kept_queries.desk(ana, on=date(2026, 4, 9)).mine) == 1
    kept_actions.move(pairing, "paused", reason="Summer", by=ana, at=AT)
    assert kept_queries.desk(ana, on=date(2026, 4, 9)).mine == []


@pytest.mark.slow
def test_a_next_step_is_planned_for_somebody_who_takes_part(pairing, ana, bea, make_person, sign_in):
    zoe = make_person("zoe")
    address, due = f"/en/pairings/{pairing.pk}/next/new/", "2026-04-01"
    given = {"next": "Send the brief", "due_on": due}
    assert sign_in(ana).post(address, {**given, "owner": str(zoe.pk)}).status_code == 200
    assert sign_in(ana).post(address, {**given, "owner": str(bea.pk)}).status_code == 302
    assert [(one.owner, one.due_on) for one in NextStep.objects.all()] == [(bea, date(2026, 4, 1))]
    page = sign_in(bea).get("/en/pairings/mine/").text
    desk = sign_in(bea).get("/en/records/desk/").text
    assert "Overdue follow-ups" in desk and "Send the brief" in desk
    assert "Send the brief" in page and ("Late" in page)
    assert "Send the brief,Bea,2026-04-01" in sign_in(bea).get("/en/pairings/mine/follow-ups.csv").text


# ---- indicators -------------------------------------------------------------------------------


def test_the_way_to_the_target_is_counted_from_the_baseline(pairing, ana):
    one = kept_actions.keep_indicator(pairing, INDICATOR, by=ana, at=AT)
    course = lambda: kept_queries.courses(pairing, everything=True)[0]  # noqa: E731
    assert course().share is None
    kept_actions.read(one, {"value": 6.0, "day": date(2026, 6, 1), "source": "count"}, by=ana, at=AT)
    assert course().share == 0.5
    kept_actions.read(one, {"value": 1.0, "day": date(2026, 7, 1), "source": "count"}, by=ana, at=AT)
    assert course().share == -0.125
    kept_actions.keep_indicator(pairing, {**INDICATOR, "target": 2.0}, indicator=one, by=ana, at=AT)
    assert course().share is None


@pytest.mark.parametrize(
    "changed, words",
    [
        ({"target_on": "2025-01-01"}, "lies after the beginning"),
        ({"baseline": ""}, "required"),
        ({"source": ""}, "required"),
    ],
)
def test_an_indicator_without_its_baseline_or_target_is_none(pairing, ana, sign_in, changed, words):
    form = {name: str(value) for name, value in INDICATOR.items()} | changed
    answer = sign_in(ana).post(f"/en/pairings/{pairing.pk}/indicators/new/", form)
    assert answer.status_code == 200 and words in answer.text and not pairing.indicators.exists()


def test_a_value_before_the_baseline_is_refused(pairing, ana, sign_in):
    one = kept_actions.keep_indicator(pairing, INDICATOR, by=ana, at=AT)
    form = {"value": "3", "day": "2026-01-01", "source": "count"}
    answer = sign_in(ana).post(f"/en/pairings/{pairing.pk}/indicators/{one.pk}/value/", form)
    assert "not after the date of the baseline" in answer.text and not one.readings.exists()


# ---- proposing by page ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "changed, words",
    [
        ({"b": "Clúster that nobody knows"}, "Nothing on record is called"),
        ({"b": "es-acicae"}, "These are the same"),
        ({"b": "es-hegan"}, "same side of the ocean"),
        ({"a": "es-hegan"}, "with a record that you keep"),
    ],
)
def test_a_proposal_that_cannot_be_is_refused_in_words(ana, sign_in, changed, words):
    form = {"kind": "cluster", "a": TWO[0], "b": TWO[1]} | changed
    answer = sign_in(ana).post("/en/pairings/new/", form)
    assert answer.status_code == 200 and words in answer.text and not KeptPairing.objects.exists()


def test_a_proposal_finds_records_by_name_and_waits_on_the_desk_of_the_other(ana, bea, sign_in):
    form = {"kind": "cluster", "a": TWO[0], "b": "Polo TIC de Yucatán"}
    titles = dict(kept_queries.registers.titles(kept_queries.kind("cluster"), most=10_000))
    form["b"] = titles[TWO[1]]
    made = sign_in(ana).post("/en/pairings/new/", form)
    assert made.status_code == 302
    assert made["Location"] in sign_in(bea).get("/en/pairings/mine/").text
    assert made["Location"] in sign_in(bea).get("/en/records/desk/").text
    sign_in(bea).post(f"{made['Location']}answer/", {"side": "b", "answer": "yes"})
    assert KeptPairing.objects.get().state == "agreed"


# ---- everything is audited, handed out and erased ----------------------------------------------


def test_every_change_is_in_the_history(pairing, ana, sign_in):
    kept_actions.keep_indicator(pairing, INDICATOR, by=ana, at=AT)
    kept_actions.move(pairing, "active", reason="", by=ana, at=AT)
    verbs = [done.verb for done in kept_queries.history(pairing)][::-1]
    assert verbs == ["proposed", "accepted", "accepted", "agreed", "added indicator", "active"]
    assert "added an indicator" in sign_in(ana).get(f"/en/pairings/{pairing.pk}/").text
    assert list(audit.faults()) == []


def test_a_refused_change_leaves_no_event(pairing, ana):
    before = audit.end()
    with pytest.raises(NotNow):
        kept_actions.move(pairing, "active", reason="", by=ana, at=AT)
    assert audit.end() == before


def test_erasing_somebody_takes_the_person_out_and_leaves_the_pairing(pairing, ana, bea, sign_in):
    planned(pairing, ana, timezone.localdate(), by=ana)
    kept_actions.keep_step(
        pairing, {**STEP, "words": f"Call with Ana, {ana.email}", "is_public": True}, file=None, by=bea, at=AT
    )
    assert len(holding.holdings_of(ana)["acceptances"]) == 1
    accounts.erase(ana, by=ana, at=AT)
    assert Step.objects.get().words == "Call with …, …"
    assert [one.person for one in pairing.acceptances.all()] == [None, bea]
    assert NextStep.objects.get().owner is None
    page = sign_in(bea).get(f"/en/pairings/{pairing.pk}/").text
    assert "nobody" in page and "Ana" not in page


def test_the_list_to_take_away_holds_what_the_reader_may_know(pairing, ana, sign_in, client):
    kept_actions.keep_step(pairing, STEP, file=None, by=ana, at=AT)
    planned(pairing, ana, date(2026, 4, 1), by=ana)
    inside = json.loads(sign_in(ana).get("/en/pairings/kept.json").content)[0]
    outside = json.loads(client.get("/en/pairings/kept.json").content)[0]
    assert (inside["stage"], inside["next_step"]) == ("contact", "Send the brief")
    assert (outside["stage"], outside["next_step"], outside["state"]) == (None, None, "agreed")
    for form in ("csv", "xlsx"):
        assert client.get(f"/en/pairings/kept.{form}").status_code == 200


def test_the_list_asks_few_questions_however_many_pairings(client, ana, django_assert_max_num_queries):
    for number in range(12):
        KeptPairing.objects.create(
            kind="cluster", a=f"a{number}", b=f"b{number}", state="agreed", proposed_at=AT, began_at=AT
        )
    with django_assert_max_num_queries(10):
        client.get("/en/pairings/")


# ---- from a mutual interest -------------------------------------------------------------------


def test_a_match_both_have_accepted_is_a_pairing_with_their_acceptances(mutual, mills, forges):
    mills.accept(mutual)
    assert not KeptPairing.objects.exists()
    matched = forges.accept(mutual)
    made = KeptPairing.objects.get()
    assert (made.state, made.origin) == ("agreed", "match")
    assert {made.slug(one.side): one.person for one in made.acceptances.all()} == {
        mills.record.slug: mills.person,
        forges.record.slug: forges.person,
    }
    assert matches.address_of(matched) == f"/en/pairings/{made.pk}/"
    assert access.may_edit(mills.person, made) and access.may_edit(forges.person, made)


def test_two_who_are_a_pairing_already_get_no_second_one_from_a_match(mutual, mills, forges):
    two = (mills.record.slug, forges.record.slug)
    proposed = kept_actions.propose("cluster", two, by=mills.person, at=AT, site=SITE)
    mills.accept(mutual)
    forges.accept(mutual)
    assert [one.pk for one in KeptPairing.objects.all()] == [proposed.pk]
