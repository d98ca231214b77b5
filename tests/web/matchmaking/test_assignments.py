"""Assignments of pairs: what is read and refused, the search as a job, and what people decide."""

import io
import json
import time
from datetime import UTC, datetime

import pytest
import xlsxwriter
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from polos_web.accounts import actions as accounts
from polos_web.analysis import jobs, pairings
from polos_web.cooperation.models import KeptPairing
from polos_web.matchmaking import assignment_actions as actions
from polos_web.matchmaking import assignment_queries as queries
from polos_web.matchmaking import assignment_tables as tables
from polos_web.matchmaking.assignment_actions import NotNow
from polos_web.matchmaking.assignment_jobs import SCORING
from polos_web.matchmaking.models import PairingDecision, PairingPlan
from polos_web.programmes import board_actions, board_queries
from polos_web.programmes import queries as programmes
from polos_web.programmes.queries import Decided
from web.people import make_person, no_attempts_before, sign_in

__all__ = ["make_person", "no_attempts_before", "sign_in"]
pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
SITE = "https://polos.example.org/"
RULES = {**queries.NO_RULES}
NEVER = lambda: False  # noqa: E731


def partner(one, **more):
    return {"id": one, "name": one.title(), "country": "", "themes": [], "most": 1, "least": 0, **more}


@pytest.fixture
def manager(make_person):
    """The manager of the programme "x"."""
    return make_person("olga", "programme manager", scope="x", second_factor=True)


@pytest.fixture
def plan(manager):
    """Two and two names; the greatest total is a-q with c-p (9 + 8), though a and p want each other most."""
    made = actions.begin(name="Trial", programme="x", kind="name", by=manager, at=AT)
    actions.set_side(made, "a", [partner("ada"), partner("cid")], by=manager, at=AT)
    actions.set_side(made, "b", [partner("pia"), partner("quo")], by=manager, at=AT)
    values = [["ada", "pia", 10.0], ["ada", "quo", 9.0], ["cid", "pia", 8.0], ["cid", "quo", 1.0]]
    actions.set_worth(made, values, "table", by=manager, at=AT)
    return made


def worked(plan, kind=pairings.SOLVING):
    """Do the work that was asked for last, as the worker does."""
    job = jobs.latest(plan.about, kind)
    jobs.finish(job, jobs.perform(job, NEVER), at=timezone.now())
    return job


def solved(plan, manager, **rules):
    actions.set_rules(plan, {**RULES, **rules}, by=manager, at=AT)
    run = actions.solve(plan, by=manager, at=AT)
    worked(plan)
    run.refresh_from_db()
    return run


# ---- what is read, and what is refused ----------------------------------------------------------


def test_partners_are_read_line_by_line():
    rows = tables.typed("Ada; 2; 1; water, energy; mx\n\nCid", list(tables.PARTNERS))
    assert tables.partners("name", rows, []).found == [
        partner("Ada", name="Ada", most=2, least=1, themes=["water", "energy"], country="MX"),
        partner("Cid", name="Cid"),
    ]


@pytest.mark.parametrize(
    "line, words",
    [
        ("Ada; 1; 2", "at least more partners than at most"),
        ("Ada; many", "no whole number"),
        ("Ada; 1; 0; ; Atlantis", "no code of a country"),
        ("Pia", "is there already"),
        ("; 2", "a partner has a name"),
    ],
)
def test_a_partner_that_cannot_be_is_refused_with_its_line(line, words):
    judged = tables.partners("name", tables.typed(f"Bea\n{line}", list(tables.PARTNERS)), [{"id": "Pia"}])
    assert len(judged.faults) == 1 and judged.faults[0].startswith("Line 2") and words in judged.faults[0]


def test_territories_are_known_by_name_with_their_country_and_strangers_are_refused():
    rows = tables.typed("Colima\nColimaa", list(tables.PARTNERS))
    judged = tables.partners("territory", rows, [])
    assert [(one["id"], one["country"]) for one in judged.found] == [("mx_col", "MX")]
    assert "Colimaa" in judged.faults[0] and "Colima" in judged.faults[0]


def test_unknown_stays_unknown_and_wrong_numbers_are_refused(plan):
    read = lambda text: tables.worth(plan.a, plan.b, tables.typed(text, ("a", "b", "value")))  # noqa: E731
    assert read("Ada; Pia; 0\nAda; Quo;\nCid; pia; 2,5").found == [["ada", "pia", 0.0], ["cid", "pia", 2.5]]
    for text, words in (
        ("Ada; Pia; -1", "no number from 0 on"),
        ("Ada; Pia; nan", "no number from 0 on"),
        ("Ada; Zed; 1", "nothing here is called"),
        ("Pia; Ada; 1", "nothing here is called"),
        ("Ada; Pia; 1\nAda; Pia; 2", "stands in line 1 already"),
    ):
        assert words in " ".join(read(text).faults), text


def sheet(rows):
    written = io.BytesIO()
    book = xlsxwriter.Workbook(written)
    page = book.add_worksheet()
    for place, row in enumerate(rows):
        page.write_row(place, 0, row)
    book.close()
    return SimpleUploadedFile("worth.xlsx", written.getvalue())


@pytest.mark.parametrize("is_sheet", [True, False])
def test_values_come_from_a_file_too(plan, manager, sign_in, is_sheet):
    rows = [("a", "b", "value"), ("Ada", "Pia", 3), ("Cid", "Quo", 4)]
    text = "\n".join(",".join(map(str, row)) for row in rows)
    file = sheet(rows) if is_sheet else SimpleUploadedFile("worth.csv", text.encode())
    address = f"/en/assignments/{plan.pk}/values/"
    assert sign_in(manager).post(address, {"text": "", "file": file}).status_code == 302
    plan.refresh_from_db()
    assert plan.worth == [["ada", "pia", 3.0], ["cid", "quo", 4.0]] and plan.worth_from == "table"


def test_a_file_that_is_no_table_changes_nothing_and_says_why(plan, manager, sign_in):
    file = SimpleUploadedFile("worth.csv", b"who,how much\nAda,3\n")
    answer = sign_in(manager).post(f"/en/assignments/{plan.pk}/values/", {"text": "", "file": file})
    assert answer.status_code == 200 and "Needed:" in answer.text
    plan.refresh_from_db()
    assert len(plan.worth) == 4


def test_what_is_wrong_with_a_file_is_said_in_the_language_of_the_page(plan, manager, sign_in, monkeypatch):
    monkeypatch.setattr(tables, "LARGEST_FILE", 20)
    address = f"/es/assignments/{plan.pk}/values/"
    wrong = ((b"who,how much\nAda,3\n", "una columna para"), (b"a" * 21, "un archivo de 21 bytes"))
    for content, words in wrong:
        file = SimpleUploadedFile("worth.csv", content)
        assert words in sign_in(manager).post(address, {"file": file}).text


def test_what_both_must_and_must_not_be_is_refused_by_name(plan, manager, sign_in):
    form = {"objective": "total", "must": "Ada; Pia", "must_not": "ada; pia", "rankings": "", "minimum": ""}
    answer = sign_in(manager).post(f"/en/assignments/{plan.pk}/rules/", form)
    assert answer.status_code == 200 and "both have to be made and may not be: Ada – Pia" in answer.text
    plan.refresh_from_db()
    assert plan.rules == {**RULES}


def test_what_must_be_and_is_worth_too_little_is_refused_by_name(plan, manager):
    actions.set_rules(plan, {**RULES, "must": [["cid", "quo"]], "minimum": 5.0}, by=manager, at=AT)
    with pytest.raises(NotNow, match="Cid – Quo"):
        actions.solve(plan, by=manager, at=AT)


@pytest.mark.parametrize(
    "row, words",
    [
        ({"kind": "country a", "code": "XX", "least": "1"}, "no code of a country"),
        ({"kind": "theme", "least": "1"}, "names it"),
        ({"kind": "pairs"}, "has a bound"),
        ({"kind": "pairs", "least": "3", "most": "1"}, "less than at least"),
        ({"code": "MX"}, "Say what is counted"),
    ],
)
def test_a_quota_that_says_nothing_is_refused(plan, manager, sign_in, row, words):
    form = {"objective": "total", **{f"q0-{name}": value for name, value in row.items()}}
    form.setdefault("q0-kind", "")
    answer = sign_in(manager).post(f"/en/assignments/{plan.pk}/rules/", form)
    assert answer.status_code == 200 and words in answer.text


def test_rules_come_back_as_they_were_written(plan, manager, sign_in):
    client, address = sign_in(manager), f"/en/assignments/{plan.pk}/rules/"
    form = {
        "objective": "worst_off", "minimum": "0.5", "must": "Ada; Quo", "must_not": "Cid; Quo",
        "rankings": "Ada; Quo; Pia\nPia; Cid", "q0-kind": "country b", "q0-code": "es", "q0-most": "1",
    }  # fmt: skip
    assert client.post(address, form).status_code == 302
    plan.refresh_from_db()
    assert plan.rules == {
        "objective": "worst_off", "minimum": 0.5, "must": [["ada", "quo"]], "must_not": [["cid", "quo"]],
        "rankings": {"ada": ["quo", "pia"], "pia": ["cid"]},
        "quotas": [{"kind": "country", "code": "ES", "side": "b", "least": 0, "most": 1}],
    }  # fmt: skip
    shown = client.get(address).text
    assert "Ada; Quo; Pia" in shown and 'value="ES"' in shown


def test_whoever_leaves_a_side_takes_values_and_rules_along(plan, manager):
    rules = {**RULES, "must": [["ada", "pia"]], "rankings": {"ada": ["quo", "pia"], "pia": ["ada"]}}
    actions.set_rules(plan, rules, by=manager, at=AT)
    actions.set_side(plan, "b", [partner("quo")], by=manager, at=AT)
    assert plan.worth == [["ada", "quo", 9.0], ["cid", "quo", 1.0]]
    assert plan.rules["must"] == [] and plan.rules["rankings"] == {"ada": ["quo"]}


# ---- the search ---------------------------------------------------------------------------------


def pairs_of(found):
    return {(one["a"], one["b"]) for one in found["pairs"]}


@pytest.mark.slow
def test_the_best_pairs_are_proven_and_say_who_would_rather_have_whom(plan, manager, sign_in):
    run = solved(plan, manager)
    best = run.result["assignment"]
    assert pairs_of(best) == {("ada", "quo"), ("cid", "pia")}
    assert (best["total"], best["proof"]) == (17.0, "proven")
    assert [(one["a"], one["b"]) for one in run.result["blocking"]] == [("ada", "pia")]
    stable = run.result["stable"]
    assert pairs_of(stable["a"]) == pairs_of(stable["b"]) == {("ada", "pia"), ("cid", "quo")}
    shown = sign_in(manager).get(f"/en/assignments/{plan.pk}/runs/1/").text
    assert "Proven" in shown and "Ada would leave Quo" in shown and "worth 17 together" in shown


@pytest.mark.slow
def test_wishes_decide_what_is_stable_and_not_what_is_best(plan, manager):
    run = solved(plan, manager, rankings={"ada": ["quo", "pia"], "quo": ["ada"]})
    assert pairs_of(run.result["assignment"]) == pairs_of(run.result["stable"]["a"])
    assert run.result["blocking"] == []


@pytest.mark.slow
def test_the_worst_off_first_is_another_objective(plan, manager):
    values = [["ada", "pia", 10.0], ["ada", "quo", 4.0], ["cid", "pia", 4.0], ["cid", "quo", 1.0]]
    actions.set_worth(plan, values, "table", by=manager, at=AT)
    assert solved(plan, manager).result["assignment"]["total"] == 11.0
    run = solved(plan, manager, objective="worst_off")
    assert (run.result["assignment"]["worst"], run.result["assignment"]["total"]) == (4.0, 8.0)


@pytest.mark.slow
def test_each_rule_has_its_price(plan, manager, sign_in):
    run = solved(plan, manager, must_not=[["cid", "pia"]])
    assert run.result["assignment"]["total"] == 11.0
    assert [(price["rule"]["code"], price["total"]) for price in run.result["prices"]] == [
        ("must_not_pair", 6.0)
    ]
    shown = sign_in(manager).get(f"/es/assignments/{plan.pk}/runs/1/").text
    assert "Cid" in shown and "no pueden" in shown


@pytest.mark.slow
def test_rules_that_clash_are_named_with_the_smallest_relaxation(plan, manager, sign_in):
    quota = {"kind": "pairs", "code": "", "side": "", "least": 2, "most": None}
    run = solved(plan, manager, quotas=[quota], must_not=[["ada", "pia"], ["ada", "quo"]])
    clash = run.result["clash"]
    assert {rule["code"] for rule in clash["rules"]} == {"quota_pairs_least", "must_not_pair"}
    assert [(one["rule"]["code"], one["by"]) for one in clash["relaxed"]] == [("quota_pairs_least", 1)]
    shown = sign_in(manager).get(f"/en/assignments/{plan.pk}/runs/1/").text
    assert "cannot all hold" in shown and "at least 2" in shown and "gives way by 1" in shown


@pytest.mark.slow
def test_unknown_is_not_proposed_and_said(plan, manager, sign_in):
    actions.set_worth(plan, [["ada", "pia", 10.0]], "table", by=manager, at=AT)
    run = solved(plan, manager)
    assert pairs_of(run.result["assignment"]) == {("ada", "pia")}
    shown = sign_in(manager).get(f"/en/assignments/{plan.pk}/runs/1/").text
    assert "Of 4 possible pairs, the value of 3 is not known" in shown


@pytest.mark.slow
def test_a_run_keeps_everything_it_was_asked(plan, manager, sign_in):
    run = solved(plan, manager)
    actions.set_worth(plan, [["ada", "pia", 1.0]], "table", by=manager, at=AT)
    told = json.loads(sign_in(manager).get(f"/en/assignments/{plan.pk}/runs/1/pairs.json").content)[0]
    assert len(told["task"]["pairs"]) == 4 and told["library_version"] == run.library_version
    assert told["found"]["assignment"]["total"] == 17.0
    for form in ("csv", "xlsx"):
        answer = sign_in(manager).get(f"/en/assignments/{plan.pk}/runs/1/pairs.{form}")
        assert answer.status_code == 200
    assert "ada,Ada,quo,Quo,9.0" in sign_in(manager).get(f"/en/assignments/{plan.pk}/runs/1/pairs.csv").text


@pytest.mark.slow
def test_what_changes_if_one_drops_out(plan, manager, sign_in):
    run = solved(plan, manager)
    actions.ask_without(run, "pia", by=manager, at=AT)
    worked(plan, pairings.DROPPING)
    _, answer = queries.drop_out(run)
    assert answer["lost"] == [["cid", "pia"]] and pairs_of(answer["anew"]) == {("ada", "quo")}
    assert "Pairs that are lost" in sign_in(manager).get(f"/en/assignments/{plan.pk}/runs/1/").text
    with pytest.raises(NotNow):
        actions.ask_without(run, "zed", by=manager, at=AT)


@pytest.mark.slow
def test_a_search_is_stopped_in_the_middle_of_a_solve(plan, manager):
    """Two hundred by two hundred take seconds until there is an answer; a stop ends the process before."""
    actions.set_side(plan, "a", [partner(f"a{n}", country="MX") for n in range(200)], by=manager, at=AT)
    actions.set_side(plan, "b", [partner(f"b{n}", country="ES") for n in range(200)], by=manager, at=AT)
    values = [[f"a{a}", f"b{b}", (a * 7919 + b * 104729) % 1009] for a in range(200) for b in range(200)]
    actions.set_worth(plan, values, "table", by=manager, at=AT)
    quota = {"kind": "country", "code": "MX", "side": "a", "least": 0, "most": 150}
    actions.set_rules(plan, {**RULES, "quotas": [quota], "objective": "worst_off"}, by=manager, at=AT)
    actions.solve(plan, by=manager, at=AT)
    began = time.monotonic()
    found = jobs.perform(jobs.latest(plan.about, pairings.SOLVING), lambda: time.monotonic() - began > 1)
    assert found == {"is_whole": False}


@pytest.mark.parametrize(
    "changed, words",
    [({"a": []}, "both sides"), ({"worth": []}, "No pair has a value")],
)
def test_nothing_is_looked_for_before_it_is_prepared(plan, manager, changed, words):
    PairingPlan.objects.filter(pk=plan.pk).update(**changed)
    plan.refresh_from_db()
    with pytest.raises(NotNow, match=words):
        actions.solve(plan, by=manager, at=AT)


def test_another_manager_has_no_part_in_it(plan, make_person):
    eva = make_person("eva", "programme manager", scope="y", second_factor=True)
    for done in (
        lambda: actions.solve(plan, by=eva, at=AT),
        lambda: actions.set_rules(plan, RULES, by=eva, at=AT),
        lambda: actions.begin(name="E", programme="x", kind="name", by=eva, at=AT),
    ):
        with pytest.raises(PermissionDenied):
            done()


# ---- values from scores, calls and the board ------------------------------------------------------


def of_territories(manager):
    made = actions.begin(name="Regions", programme="x", kind="territory", by=manager, at=AT)
    for side, names in (("a", "Colima"), ("b", "es43\npt11")):
        rows = tables.typed(names, list(tables.PARTNERS))
        actions.set_side(made, side, tables.partners("territory", rows, []).found, by=manager, at=AT)
    return made


def test_scores_are_those_of_the_lists_of_counterparts(manager, client):
    made = of_territories(manager)
    actions.ask_for_scores(made, by=manager, at=AT)
    with pytest.raises(NotNow):
        actions.take_scores(made, by=manager, at=AT)
    worked(made, SCORING)
    actions.take_scores(made, by=manager, at=AT)
    assert made.worth_from == "score" and {(a, b) for a, b, _ in made.worth} <= {
        ("mx_col", "es43"), ("mx_col", "pt11"),
    }  # fmt: skip
    assert made.worth and all(0 <= value <= 1 for _, _, value in made.worth)


def test_names_alone_have_no_scores(plan, manager):
    with pytest.raises(NotNow):
        actions.ask_for_scores(plan, by=manager, at=AT)


def test_decided_calls_give_regions_accepted_territories_and_reviews(manager, monkeypatch):
    made = of_territories(manager)
    said = {"organisation": "Invented agency", "outcome": "accepted", "rank": 1}
    told = (
        Decided(application=1, region="mx_col", territory="es43", value=0.8, **said),
        Decided(application=2, region="mx_col", territory="pt11", value=None, **said),
    )
    monkeypatch.setattr(programmes, "decided_calls", lambda programme: ["one"])
    monkeypatch.setattr(programmes, "decided", lambda call: told)
    assert actions.take_selected(made, by=manager, at=AT) == (1, 2)
    assert [one["id"] for one in made.a] == ["mx_col"] and {one["id"] for one in made.b} == {"es43", "pt11"}
    assert made.worth == [["mx_col", "es43", 0.8]] and made.worth_from == "review"


def on_the_board(slug, stage, manager):
    """Take a region to a stage of the board of the programme "x"."""
    board = board_queries.board("x") or board_actions.start("x", "iuc_lac", by=manager, at=AT)
    step = {"reason": "Invented", "body": "", "happened_on": AT.date(), "by": manager, "at": AT}
    made = board_actions.add(board, slug, **step)
    return board_actions.move(made, stage, seen=1, is_despite=True, **step)


def test_an_assignment_begins_with_those_selected_and_what_is_unknown_stays_so(manager, monkeypatch, sign_in):
    """A region at the last stage is there without any call; one that has left the selection is not."""
    region, gone = (on_the_board(slug, "match", manager) for slug in ("mx_col", "cl_bi"))
    on_the_board("br_ce", "call", manager)
    step = {"reason": "It asked to", "body": "", "happened_on": AT.date(), "by": manager, "at": AT}
    board_actions.leave(gone, seen=2, **step)
    said = {"organisation": "Invented agency", "outcome": "accepted", "rank": 1, "value": 0.7}
    open_to_all = Decided(application=1, region="", territory="es43", **said)
    monkeypatch.setattr(programmes, "decided_calls", lambda programme: ["one"])
    monkeypatch.setattr(programmes, "decided", lambda call: (open_to_all,))
    desk = sign_in(manager)
    assert "/es/assignments/new/?programme=x" in desk.get("/es/programmes/x/board/").content.decode()
    form = {"name": "Ronda", "programme": "x", "kind": "territory", "start": "selected"}
    made = PairingPlan.objects.get(pk=desk.post("/es/assignments/new/?programme=x", form).url.split("/")[3])
    assert [one["id"] for one in made.a] == [region.slug] and [one["id"] for one in made.b] == ["es43"]
    assert made.worth == [] and made.worth_from == ""
    assert "Ronda" in desk.get("/es/programmes/x/board/").content.decode()


def test_an_assignment_cannot_begin_with_those_selected_where_nobody_is(manager, sign_in):
    form = {"name": "Ronda", "programme": "x", "kind": "territory", "start": "selected"}
    told = sign_in(manager).post("/en/assignments/new/", form).content.decode()
    assert "Nobody is selected yet" in told and 'value="Ronda"' in told
    assert not PairingPlan.objects.exists()


def test_without_a_decided_call_or_a_board_nothing_is_taken(manager):
    made = of_territories(manager)
    for take in (actions.take_selected, actions.take_board):
        with pytest.raises(NotNow):
            take(made, by=manager, at=AT)
    assert made.a


# ---- what people decide ---------------------------------------------------------------------------


@pytest.mark.slow
def test_a_decision_as_proposed_needs_no_reason(plan, manager, sign_in):
    solved(plan, manager)
    form = {"keep-0": "on", "keep-1": "on"}
    assert sign_in(manager).post(f"/en/assignments/{plan.pk}/runs/1/decide/", form).status_code == 302
    made = PairingDecision.objects.get()
    assert {(one["a"], one["b"]) for one in made.pairs} == {("ada", "quo"), ("cid", "pia")}
    assert made.dropped == [] and not KeptPairing.objects.exists()


@pytest.mark.slow
def test_every_difference_needs_its_reason_and_is_recorded(plan, manager, sign_in):
    solved(plan, manager)
    client, address = sign_in(manager), f"/en/assignments/{plan.pk}/runs/1/decide/"
    form = {"a-0": "Ada", "b-0": "Pia"}
    refused = client.post(address, form).text
    assert refused.count("Say why it is left out.") == 2 and "Say why it is added." in refused
    assert not PairingDecision.objects.exists()
    form |= {"why-0": "They know each other", "why-1": "Too far", "because-0": "Both asked for it"}
    assert client.post(address, form).status_code == 302
    made = PairingDecision.objects.get()
    assert [(one["proposed"], one["reason"]) for one in made.pairs] == [(False, "Both asked for it")]
    assert {one["reason"] for one in made.dropped} == {"They know each other", "Too far"}
    shown = client.get(f"/en/assignments/{plan.pk}/").text
    assert "worth 10; the difference to the proposal is -7" in shown.replace("−", "-")
    rows = queries.rows(made.run, made)
    assert sorted((row["proposed"], row["decided"]) for row in rows) == [
        (False, True), (True, False), (True, False),
    ]  # fmt: skip


@pytest.mark.slow
def test_a_decision_that_breaks_a_rule_says_which(plan, manager, sign_in):
    run = solved(plan, manager, must_not=[["cid", "quo"]])
    proposed = run.result["assignment"]["pairs"]
    actions.decide(
        run, pairs=[{"a": "cid", "b": "quo", "reason": "All the same"}],
        dropped=[{"a": one["a"], "b": one["b"], "reason": "No"} for one in proposed],
        reason="", by=manager, at=AT, site=SITE,
    )  # fmt: skip
    shown = sign_in(manager).get(f"/en/assignments/{plan.pk}/").text
    assert "Cid and Quo may not be paired." in shown


@pytest.mark.slow
def test_what_is_decided_stays(plan, manager):
    run = solved(plan, manager)
    kept = [{"a": one["a"], "b": one["b"], "reason": ""} for one in run.result["assignment"]["pairs"]]
    deciding = {"dropped": [], "reason": "", "by": manager, "at": AT, "site": SITE}
    for wrong in (kept[:1], [*kept, kept[0]], []):
        with pytest.raises(NotNow):
            actions.decide(run, pairs=wrong, **deciding)
    actions.decide(run, pairs=kept, **deciding)
    run.plan.refresh_from_db()
    for done in (
        lambda: actions.decide(run, pairs=kept, **deciding),
        lambda: actions.set_rules(run.plan, RULES, by=manager, at=AT),
        lambda: actions.solve(run.plan, by=manager, at=AT),
    ):
        with pytest.raises(NotNow, match="decided"):
            done()


@pytest.mark.slow
def test_decided_regions_become_proposals_that_both_sides_answer(manager, make_person, sign_in):
    made = of_territories(manager)
    actions.set_worth(made, [["mx_col", "es43", 0.7]], "table", by=manager, at=AT)
    run = solved(made, manager)
    pair = {"a": "mx_col", "b": "es43", "reason": ""}
    actions.decide(run, pairs=[pair], dropped=[], reason="", by=manager, at=AT, site=SITE)
    proposal = KeptPairing.objects.get()
    assert (proposal.state, proposal.programme, proposal.origin) == ("proposed", "x", "decision")
    assert proposal.themes == []
    assert proposal.acceptances.count() == 0
    assert f"/en/pairings/{proposal.pk}/" in sign_in(manager).get(f"/en/assignments/{made.pk}/").text
    for name, scope, side in (("ana", "es43", "a"), ("bea", "mx_col", "b")):
        officer = make_person(name, "territory officer", scope=scope, second_factor=True)
        sign_in(officer).post(f"/en/pairings/{proposal.pk}/answer/", {"side": side, "answer": "yes"})
    proposal.refresh_from_db()
    assert proposal.state == "agreed"


@pytest.mark.slow
def test_a_pairing_takes_the_themes_along_that_both_partners_have(manager, sign_in):
    made = actions.begin(name="Regions", programme="x", kind="territory", by=manager, at=AT)
    for side, line in (("a", "Colima; 1; 0; turismo, water, 2"), ("b", "es43; 1; 0; Tourism, water")):
        rows = tables.typed(line, list(tables.PARTNERS))
        actions.set_side(made, side, tables.partners("territory", rows, []).found, by=manager, at=AT)
    assert tables.text_of_partners(made.a) == "Colima; 1; 0; Tourism, water, Agri-food; MX"
    actions.set_worth(made, [["mx_col", "es43", 0.7]], "table", by=manager, at=AT)
    run = solved(made, manager)
    desk, page = sign_in(manager), f"/en/assignments/{made.pk}"
    for address in (f"{page}/runs/1/", f"{page}/runs/1/decide/"):
        assert "Tourism; water" in desk.get(address).text
    pair = {"a": "mx_col", "b": "es43", "reason": ""}
    actions.decide(run, pairs=[pair], dropped=[], reason="", by=manager, at=AT, site=SITE)
    assert KeptPairing.objects.get().themes == ["3", "water"]
    assert "Tourism; water" in desk.get(f"{page}/").text


@pytest.mark.slow
def test_a_pair_without_common_themes_is_of_an_unknown_theme(plan, manager, sign_in):
    run = solved(plan, manager)
    kept = [{"a": one["a"], "b": one["b"], "reason": ""} for one in run.result["assignment"]["pairs"]]
    desk = sign_in(manager)
    assert "unknown theme" in desk.get(f"/en/assignments/{plan.pk}/runs/1/").text
    actions.decide(run, pairs=kept, dropped=[], reason="", by=manager, at=AT, site=SITE)
    assert "unknown theme" in desk.get(f"/en/assignments/{plan.pk}/").text


def test_a_quota_on_a_theme_takes_its_name_in_any_language(plan, manager, sign_in):
    desk, address = sign_in(manager), f"/es/assignments/{plan.pk}/rules/"
    form = {"objective": "total", "q0-kind": "theme", "q0-code": "Turismo", "q0-most": "1"}
    assert desk.post(address, form).status_code == 302
    plan.refresh_from_db()
    assert plan.rules["quotas"][0]["code"] == "3" and 'value="Turismo"' in desk.get(address).text


@pytest.mark.slow
def test_erasing_who_decided_leaves_the_decision(plan, manager):
    run = solved(plan, manager)
    kept = [{"a": one["a"], "b": one["b"], "reason": ""} for one in run.result["assignment"]["pairs"]]
    said = {"dropped": [], "reason": "Olga, olga@example.org", "by": manager, "at": AT, "site": SITE}
    actions.decide(run, pairs=kept, **said)
    accounts.erase(manager, by=manager, at=AT)
    made = PairingDecision.objects.get()
    assert (made.decided_by, made.reason) == (None, "…, …")
