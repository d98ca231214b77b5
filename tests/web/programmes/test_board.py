"""The stage board: in the order the programme really used, and nothing passes silently."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from polos_web.audit import queries as audit
from polos_web.programmes import board_actions, board_queries
from polos_web.programmes.board_stages import TEMPLATES, skipped
from polos_web.programmes.models import Board, BoardFinding, StageMove
from polos_web.programmes.refusals import Changed, NotNow
from web.programmes.conftest import AT, DAY, STEP

pytestmark = pytest.mark.django_db
FOUND = {"status": "met", "evidence": "Letter of March", "said_by": "The ministry", "document": None}
GIVEN = {"reason": "Ready", "body": "Ministry", "happened_on": "2026-02-21"}


def standing(one):
    one.refresh_from_db()
    return board_queries.standing(one, "en")


def move(one, stage, manager, *, is_despite=False, seen=None):
    return board_actions.move(
        one, stage, seen=seen or one.version, is_despite=is_despite, by=manager, at=AT, **STEP
    )


def find(one, criterion, manager, **values):
    one.refresh_from_db()
    values = {**FOUND, "found_on": DAY, **values}
    board_actions.find(one, criterion, seen=one.version, values=values, by=manager, at=AT)


def test_the_stages_are_those_of_the_programme_in_its_order():
    assert TEMPLATES["iuc_lac"].stages == (
        "visit", "preselection", "commitment", "validation", "call", "match",
    )  # fmt: skip
    assert set(TEMPLATES) - {"iuc_lac"} == {
        "all_tradable_sectors", "criteria_and_tender", "consultant_proposes", "agreed_criteria",
    }  # fmt: skip
    assert skipped(TEMPLATES["iuc_lac"].stages, "visit", "validation") == ("preselection", "commitment")


def test_a_board_begins_with_the_eight_criteria_as_a_checklist(region):
    told = standing(region)
    assert [line.criterion.id for line in told.lines] == [f"LA{number}" for number in range(1, 9)]
    assert (told.checklist.met, told.checklist.unknown, told.checklist.is_eligible) == (0, 8, None)
    assert not any(line.criterion.is_scored for line in told.lines)


def test_met_without_evidence_is_unknown_and_a_document_is_evidence(region, manager):
    find(region, "LA1", manager, evidence="")
    assert standing(region).lines[0].status == "unknown"
    values = {"kind": "letter_of_commitment", "title": "Letter", "dated": DAY, "link": "", "file": None}
    letter = board_actions.attach(region, values=values, by=manager, at=AT)
    find(region, "LA1", manager, evidence="", document=letter)
    assert standing(region).lines[0].status == "met"


def test_a_later_finding_ends_the_earlier_one_which_stays_with_who_said_so(region, manager):
    find(region, "LA3", manager)
    find(region, "LA3", manager, status="not_met", evidence="The person has left", said_by="The agency")
    line = standing(region).lines[2]
    assert (line.status, line.finding.said_by) == ("not_met", "The agency")
    assert [old.said_by for old in line.earlier] == ["The ministry"]


def test_a_region_moves_with_a_reason_a_date_and_a_person(region, manager):
    moved = move(region, "preselection", manager)
    step = board_queries.moves(moved)[0]
    assert (step.before, step.after, step.reason, step.body) == (
        "visit", "preselection", "Because it was so.", "Invented ministry",
    )  # fmt: skip
    assert (step.happened_on, step.by) == (DAY, manager)
    events = audit.events(kind="programmes.candidate", subject=str(region.pk))
    assert [event.verb for event in events] == ["moved", "moved"]


def test_nothing_is_passed_over_silently(region, manager):
    """Neither a stage nor a criterion without an answer: it is named, accepted, and kept."""
    with pytest.raises(NotNow, match="missing or passed over"):
        move(region, "commitment", manager)
    assert StageMove.objects.count() == 1
    moved = move(region, "commitment", manager, is_despite=True)
    assert board_queries.moves(moved)[0].skipped == ["preselection"]
    with pytest.raises(NotNow):
        move(moved, "validation", manager)  # without a letter
    moved = move(moved, "validation", manager, is_despite=True)
    assert board_queries.moves(moved)[0].despite == ["letter"]


def test_unanswered_criteria_hold_the_preselection_up(region, manager):
    moved = move(region, "preselection", manager)
    for number in range(1, 8):
        find(moved, f"LA{number}", manager)
    find(moved, "LA8", manager, status="not_met")
    moved.refresh_from_db()
    with pytest.raises(NotNow):
        move(moved, "commitment", manager)
    find(moved, "LA8", manager)
    moved.refresh_from_db()
    assert move(moved, "commitment", manager).stage == "commitment"


def test_a_letter_opens_the_way_and_going_back_needs_no_letter(region, manager):
    moved = move(region, "commitment", manager, is_despite=True)
    values = {
        "kind": "letter_of_commitment",
        "title": "Letter",
        "dated": DAY,
        "link": "https://x.org",
        "file": None,
    }
    board_actions.attach(moved, values=values, by=manager, at=AT)
    moved = move(moved, "validation", manager)
    assert board_queries.moves(moved)[0].despite == []
    assert move(moved, "visit", manager).stage == "visit"


def test_the_match_waits_for_a_decided_call(region, manager):
    moved = move(region, "call", manager, is_despite=True)
    with pytest.raises(NotNow):
        move(moved, "match", manager)
    assert [one.code for one in board_queries.missing(moved)] == ["call"]


def test_who_leaves_stays_on_record_and_can_come_back(region, manager):
    gone = board_actions.leave(region, seen=region.version, by=manager, at=AT, **STEP)
    assert gone.is_out and board_queries.moves(gone)[0].after == ""
    with pytest.raises(NotNow):
        board_actions.leave(gone, seen=gone.version, by=manager, at=AT, **STEP)
    with pytest.raises(NotNow, match="already"):
        board_actions.add(region.board, "mx_col", by=manager, at=AT, **STEP)
    back = move(gone, "visit", manager)
    assert not back.is_out and back.stage == "visit"


def test_two_who_move_at_once_find_out(region, manager):
    seen = region.version
    move(region, "preselection", manager)
    with pytest.raises(Changed):
        move(region, "commitment", manager, seen=seen, is_despite=True)
    with pytest.raises(Changed):
        board_actions.leave(region, seen=seen, by=manager, at=AT, **STEP)
    with pytest.raises(Changed):
        board_actions.find(region, "LA1", seen=seen, values={**FOUND, "found_on": DAY}, by=manager, at=AT)


def test_other_criteria_are_a_new_version_and_what_was_found_stays(region, manager):
    find(region, "LA1", manager)
    find(region, "LA2", manager)
    before = board_queries.criteria_of(region.board)
    rows = [
        before.rows[0],
        {**before.rows[1], "text": {"language": "en", "original": "New", "translations": {}}},
    ]
    board_actions.set_criteria(region.board, rows, seen=1, reason="Fewer", by=manager, at=AT)
    told = standing(region)
    assert [(line.criterion.id, line.status) for line in told.lines] == [("LA1", "met"), ("LA2", "unknown")]
    assert BoardFinding.objects.filter(criteria=before).count() == 2
    with pytest.raises(Changed):
        board_actions.set_criteria(region.board, rows, seen=1, reason="Again", by=manager, at=AT)


def test_only_who_runs_the_programme_writes(region, make_person):
    other = make_person("otto", "programme manager", scope="y", second_factor=True)
    for write in (
        lambda: board_actions.start("x", "iuc_lac", by=other, at=AT),
        lambda: move(region, "preselection", other),
        lambda: find(region, "LA1", other),
        lambda: board_actions.set_criteria(region.board, [], seen=1, reason="", by=other, at=AT),
    ):
        with pytest.raises(PermissionDenied):
            write()


# ---- the pages --------------------------------------------------------------------------------


def test_a_manager_works_through_the_pages(at_desk):
    assert "Pre-selection" in at_desk.get("/en/programmes/x/board/").text
    at_desk.post("/en/programmes/x/board/", {"template": "iuc_lac"})
    board = Board.objects.get()
    at_desk.post("/en/programmes/x/board/add/", {"slug": "mx_col", **GIVEN})
    one = board.candidates.get()
    place = f"/en/programmes/x/board/{one.pk}/"
    assert "Colima" in at_desk.get(place).text
    answer = at_desk.post(f"{place}move/", {"stage": "validation", "seen": one.version, **GIVEN})
    assert answer.status_code == 200 and "missing or passed over" in answer.text and "Ready" in answer.text
    at_desk.post(f"{place}move/", {"stage": "validation", "seen": one.version, "is_despite": "on", **GIVEN})
    page = at_desk.get(place).text
    assert "passed over: Pre-selection, Letter of commitment" in page
    one.refresh_from_db()
    assert f'name="LA1-found_on" required value="{timezone.now().date()}"' in " ".join(page.split())
    at_desk.post(
        f"{place}LA1/", {"LA1-status": "met", "LA1-evidence": "List", "LA1-found_on": "2026-02-21",
                         "LA1-said_by": "The delegation", "LA1-seen": one.version},
    )  # fmt: skip
    page = at_desk.get(place).text
    assert "said by The delegation" in page and "written down by Mara" in page
    assert "criteria met: 1, not met: 0, unknown: 7" in " ".join(
        at_desk.get("/en/programmes/x/board/").text.split()
    )


def test_a_document_is_known_by_what_is_in_it(at_desk, region):
    place = f"/en/programmes/x/board/{region.pk}/documents/"
    given = {"doc-kind": "letter_of_commitment", "doc-title": "Carta", "doc-dated": "2026-02-01"}
    page = at_desk.post(place, {**given, "doc-file": SimpleUploadedFile("a.pdf", b"MZ no letter")})
    assert page.status_code == 200 and "by what is in it" in page.text and "Carta" in page.text
    assert "Hand in a file" in at_desk.post(place, given).text
    at_desk.post(place, {**given, "doc-file": SimpleUploadedFile("a.pdf", b"%PDF-1.7 letter")})
    letter = region.documents.get()
    answer = at_desk.get(f"{place}{letter.pk}/")
    assert (
        b"".join(answer.streaming_content) == b"%PDF-1.7 letter"
        and "attachment" in answer["Content-Disposition"]
    )
    at_desk.post(f"{place}{letter.pk}/")
    assert not region.documents.exists()


def test_what_somebody_else_changed_is_said(at_desk, region, manager):
    seen = region.version
    move(region, "preselection", manager)
    answer = at_desk.post(
        f"/en/programmes/x/board/{region.pk}/move/", {"stage": "visit", "seen": seen, **GIVEN}, follow=True
    )
    assert "Somebody else has changed this meanwhile" in answer.text


def test_criteria_of_ones_own_keep_their_names_for_ever(at_desk, board):
    """A name that was once used is not used for another criterion, so that no finding changes its meaning."""
    place = "/en/programmes/x/board/criteria/"
    at_desk.post(place, {"seen": "1", "language": "es", "reason": "Otros", "c0-text": "Vecindad"})
    at_desk.post(place, {"seen": "2", "language": "es", "reason": "Otros", "c0-text": "Idioma"})
    at_desk.post(
        place,
        {
            "seen": "3",
            "language": "es",
            "reason": "Más",
            "c0-id": "C2",
            "c0-text": "Idioma",
            "c1-text": "Mar",
        },
    )
    kept = board_queries.criteria_of(board)
    assert [(one.id, one.text.original) for one in kept.all] == [("C2", "Idioma"), ("C3", "Mar")]
    assert (
        "at least one criterion" in at_desk.post(place, {"seen": "4", "language": "es", "reason": "x"}).text
    )
    assert at_desk.post(place, {"seen": "4", "language": "es", "c0-text": "Mar"}).status_code == 200
    assert board_queries.criteria_of(board).number == 4


def test_a_cluster_programme_finds_its_clusters_by_name(at_desk):
    at_desk.post("/en/programmes/x/board/", {"template": "criteria_and_tender"})
    page = at_desk.get("/en/programmes/x/board/add/", {"q": "hegan"}).text
    assert "es-hegan" in page
    at_desk.post("/en/programmes/x/board/add/", {"q": "hegan", "slug": "es-hegan", **GIVEN})
    assert Board.objects.get().candidates.get().kind == "cluster"
    assert "No cluster is called so" in at_desk.get("/en/programmes/x/board/add/", {"q": "zzzz"}).text
