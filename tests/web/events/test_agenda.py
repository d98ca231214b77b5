"""From closed requests to a published agenda, its repair and its follow-up."""

import io
from datetime import UTC, datetime, time, timedelta

import fastexcel
import pytest
import vobject
from django.utils import timezone
from pypdf import PdfReader

from polos.matches.agenda import quick_agenda
from polos_web.analysis import agendas, jobs
from polos_web.audit import queries as audit
from polos_web.events import actions, agenda_actions, agenda_pages, own_actions, queries
from polos_web.events.models import Feedback, Meeting, Request, Session
from polos_web.events.problem import problem
from web.events.conftest import AT, DAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def work():
    """Do every job that waits, as the worker would."""

    def worked():
        while job := jobs.claim(at=timezone.now()):
            jobs.finish(job, jobs.perform(job, lambda: False), at=timezone.now())

    return worked


@pytest.fixture
def closed(event, organiser, add_people):
    """Four people, who all want to meet the first one, with their requests closed: six slots, two tables."""

    def made(**values):
        event.sessions.all().delete()
        Session.objects.create(event=event, day=DAY, first=time(9), last=time(11))
        people = add_people(event, 4, **values)
        for one in people[1:]:
            Request.objects.create(event=event, asks=one, asked=people[0], priority="must", answer="want")
        actions.move(event, "open", by=organiser, at=AT)
        actions.move(event, "closed", by=organiser, at=AT)
        return event, people

    return made


@pytest.fixture
def published(closed, organiser):
    """The same event with a first agenda, found without a search, published."""

    def made(**values):
        event, people = closed(**values)
        found = quick_agenda(problem(event).event)
        agenda_actions.keep(event, found, "made", changes=(), version="0", at=AT)
        event.stage = "proposed"
        actions.move(event, "published", by=organiser, at=AT)
        return event, people

    return made


def verbs(record):
    found = audit.events(kind=record._meta.label_lower, subject=str(record.pk))
    return [event.verb for event in found]


# ---- making -----------------------------------------------------------------------------------


@pytest.mark.slow
def test_an_agenda_is_asked_for_found_taken_and_published(closed, at_desk, work):
    event, people = closed()
    desk = f"/en/events/{event.pk}"
    assert at_desk.post(f"{desk}/agenda/make/", {"seconds": "10"})["Location"] == f"{desk}/agenda/make/"
    assert 'data-state="waiting"' in at_desk.get(f"{desk}/agenda/make/").text
    work()
    shown = at_desk.get(f"{desk}/agenda/make/").text
    assert 'data-state="done"' in shown and "Proven: no agenda is better" in shown
    at_desk.post(f"{desk}/agenda/take/")
    event.refresh_from_db()
    assert event.stage == "proposed" and queries.published(event) is None
    found = queries.meetings(queries.agenda(event))
    assert {one.request.asks for one in found} == set(people[1:])
    assert len({one.slot for one in found}) == 3, "the first person is in one meeting at a time"
    assert "no meeting" not in at_desk.get(f"{desk}/agenda/").text
    at_desk.post(f"{desk}/move/", {"stage": "published"})
    assert queries.published(event) is not None
    assert verbs(event)[:3] == ["moved", "took agenda", "asked for agenda"]


@pytest.mark.slow
def test_participants_see_the_agenda_only_once_it_is_published(closed, organiser, work, client):
    event, people = closed()
    agenda_actions.make(event, seconds=10, by=organiser, at=AT)
    work()
    agenda_actions.take(event, by=organiser, at=AT)
    assert "Your agenda" not in client.get(queries.address_of(people[0])).text
    actions.move(event, "published", by=organiser, at=AT)
    page = client.get(queries.address_of(people[0])).text
    assert "Your agenda" in page and all(str(one) in page for one in people[1:])


def test_every_view_shows_every_meeting(published, at_desk):
    event, people = published()
    for by in ("person", "table", "slot"):
        page = at_desk.get(f"/en/events/{event.pk}/agenda/?by={by}").text
        assert all(str(one) in page for one in people), by


def test_an_agenda_is_not_made_while_requests_are_open(event, organiser, add_people):
    add_people(event, 2)
    with pytest.raises(actions.NotNow, match="once the requests are closed"):
        agenda_actions.make(event, seconds=10, by=organiser, at=AT)


def test_rows_that_cannot_be_used_are_said_before_a_search(closed, at_desk):
    event, people = closed()
    Request.objects.create(event=event, asks=people[0], asked=people[1])
    page = at_desk.get(f"/en/events/{event.pk}/agenda/make/").text
    assert "The agenda cannot be made yet." in page and "the same two" in page
    at_desk.post(f"/en/events/{event.pk}/agenda/make/", {"seconds": "10"})
    assert jobs.latest(event.about, agendas.MAKING) is None


@pytest.mark.slow
def test_what_cannot_be_is_an_answer_with_its_reason(closed, organiser, work, at_desk):
    """Two meetings of one person that have to be held at the same time."""
    event, people = closed()
    event.requests.filter(asks__in=people[1:3]).update(ruling="must", slot="20270301T0800Z")
    agenda_actions.make(event, seconds=10, by=organiser, at=AT)
    work()
    page = at_desk.get(f"/en/events/{event.pk}/agenda/make/").text
    assert "No agenda keeps every rule." in page and "These rules cannot all hold" in page
    assert "Person 2 – Person 1" in page and "2027-03-01 09:00" in page
    assert (
        "No agenda has been found yet"
        in at_desk.post(f"/en/events/{event.pk}/agenda/take/", follow=True).text
    )


@pytest.mark.slow
def test_an_agenda_that_breaks_a_rule_made_since_is_not_taken(closed, organiser, work):
    event, people = closed()
    agenda_actions.make(event, seconds=10, by=organiser, at=AT)
    work()
    people[0].away = [slot.id for slot in queries.calendar(event).slots]
    people[0].answered_at = AT
    people[0].save()
    with pytest.raises(actions.NotNow, match="The event has changed since"):
        agenda_actions.take(event, by=organiser, at=AT)
    assert queries.agenda(event) is None


def test_a_stopped_search_keeps_what_it_has_found(closed, organiser):
    event, _ = closed()
    asked = agenda_actions.make(event, seconds=60, by=organiser, at=AT)
    job = jobs.claim(at=timezone.now())
    assert job == asked
    found = jobs.perform(job, lambda: True)
    assert agendas.agenda_from(found).meetings
    job.refresh_from_db()
    assert job.best and agendas.found_so_far(job).meetings, "kept while it ran, not only at its end"


@pytest.mark.slow
def test_why_a_request_is_left_out_is_said_with_the_smallest_relaxation(closed, organiser, work, at_desk):
    event, people = closed()
    people[3].languages = ["fr"]
    people[3].save()
    agenda_actions.make(event, seconds=10, by=organiser, at=AT)
    work()
    agenda_actions.take(event, by=organiser, at=AT)
    work()
    page = at_desk.get(f"/en/events/{event.pk}/agenda/left-out/").text
    assert "1 request that nobody refused is not held." in page
    assert (
        "Person 4 and Person 1 need a language in common" in page and "It would be enough to give up" in page
    )
    assert "If everybody understood everybody." in page


@pytest.mark.slow
def test_the_reasons_of_every_page_can_be_asked_for_and_those_known_stay(
    closed, organiser, work, at_desk, monkeypatch
):
    event, people = closed()
    people[3].languages = ["fr"]
    people[3].save()
    agenda_actions.make(event, seconds=10, by=organiser, at=AT)
    work()
    monkeypatch.setattr(agendas, "MOST_REASONS", 0)
    agenda_actions.take(event, by=organiser, at=AT)
    work()
    address = f"/en/events/{event.pk}/agenda/left-out/"
    before = at_desk.get(address).text
    assert "not looked for yet" in before and "If everybody understood everybody." in before
    monkeypatch.setattr(agendas, "MOST_REASONS", 100)
    assert at_desk.post(address).status_code == 302
    assert "If everybody understood everybody." in at_desk.get(address).text, "what is known stays meanwhile"
    work()
    after = at_desk.get(address).text
    assert "Person 4 and Person 1 need a language in common" in after and "not looked for yet" not in after
    assert "Look for the reasons" not in after


@pytest.mark.slow
def test_what_both_refuse_is_neither_held_nor_called_left_out(closed, organiser, work):
    event, people = closed()
    event.requests.filter(asks=people[3]).update(answer="no")
    agenda_actions.make(event, seconds=10, by=organiser, at=AT)
    work()
    made = agenda_actions.take(event, by=organiser, at=AT)
    held = queries.meetings(made)
    assert len(held) == 2 and agenda_pages.left_out(held, queries.requests(event)) == []


# ---- taking away ------------------------------------------------------------------------------


def test_a_calendar_opens_in_another_librarys_parser(published, client):
    event, people = published()
    answer = client.get(f"/en/events/mine/{queries.link_of(people[0])}/agenda.ics")
    entries = vobject.readOne(answer.content.decode()).vevent_list
    starts = sorted(one.dtstart.value for one in entries)
    slots = sorted(one.slot for one in queries.meetings(queries.published(event)))
    assert [f"{start:%Y%m%dT%H%MZ}" for start in starts] == slots
    assert any("Person 2" in one.summary.value for one in entries)


def test_sheets_to_print_name_the_meetings_in_the_language_of_the_page(published, at_desk, client):
    event, people = published()
    for name, sheets in (("persons", 4), ("tables", 1)):
        answer = at_desk.get(f"/es/events/{event.pk}/agenda/{name}.pdf")
        read = PdfReader(io.BytesIO(answer.content))
        assert len(read.pages) >= sheets and read.trailer["/Root"]["/Lang"].startswith("es")
        assert "Person 1" in read.pages[0].extract_text()
    own = client.get(f"/fr/events/mine/{queries.link_of(people[1])}/agenda.pdf")
    text = PdfReader(io.BytesIO(own.content)).pages[0].extract_text()
    assert "Person 2" in text and "Person 1" in text and "Person 3" not in text


def test_the_workbook_holds_every_meeting(published, at_desk):
    event, _ = published()
    answer = at_desk.get(f"/en/events/{event.pk}/agenda/agenda.xlsx")
    sheet = fastexcel.read_excel(answer.content).load_sheet(0).to_polars()
    assert sheet.height == 3 and set(sheet["asked"]) == {"Person 1"}


# ---- the day ----------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_no_show_is_repaired_with_the_exact_changes(published, at_desk, work, client):
    event, people = published()
    desk = f"/en/events/{event.pk}/day"
    at_desk.post(f"{desk}/missing/", {"person": people[1].pk, "reason": "no_show"})
    people[1].refresh_from_db()
    assert len(people[1].missing) == 6
    at_desk.post(f"{desk}/repair/")
    work()
    page = at_desk.get(f"{desk}/").text
    assert "Other meetings that change: 0. Fewer is not possible." in page and "cancelled" in page
    at_desk.post(f"{desk}/publish/")
    now = queries.published(event)
    assert (now.number, now.kind) == (2, "repaired")
    assert [one["kind"] for one in now.changes] == ["cancelled"]
    assert people[1] not in {one.asks for one in queries.meetings(now)}
    assert "Your agenda" in client.get(queries.address_of(people[1])).text
    again = at_desk.post(f"{desk}/publish/", follow=True).text
    assert "This repair is published already." in again and event.agendas.count() == 2


@pytest.mark.slow
def test_a_wish_of_the_day_is_added_and_disturbs_nobody(published, organiser, work):
    event, people = published()
    before = {(one.request_id, one.slot) for one in queries.meetings(queries.published(event))}
    agenda_actions.wish_late(event, people[1], people[2], by=organiser, at=AT)
    agenda_actions.repair(event, by=organiser, at=timezone.now())
    work()
    now = agenda_actions.take_repair(event, by=organiser, at=timezone.now())
    after = {(one.request_id, one.slot) for one in queries.meetings(now)}
    assert before < after and len(after) == len(before) + 1


@pytest.mark.slow
def test_a_repair_touches_nothing_that_has_begun(published, organiser, work):
    event, people = published()
    slots = queries.calendar(event).slots
    during = slots[2].starts + timedelta(minutes=5)
    assert agenda_actions.first_to_come(event, at=during) == slots[3].id
    assert agenda_actions.first_to_come(event, at=AT) == ""
    begun = {one.pk: one.slot for one in Meeting.objects.all() if one.slot < slots[3].id}
    agenda_actions.miss(people[0], [slot.id for slot in slots[3:]], reason="no_show", by=organiser, at=during)
    agenda_actions.repair(event, by=organiser, at=during)
    work()
    now = agenda_actions.take_repair(event, by=organiser, at=timezone.now())
    assert {one.slot for one in queries.meetings(now)} == set(begun.values())


def test_a_late_arrival_needs_its_slot(published, at_desk):
    event, people = published()
    page = at_desk.post(f"/en/events/{event.pk}/day/missing/", {"person": people[1].pk, "reason": "late"})
    assert "Choose from when on the person is there." in page.text
    slot = queries.calendar(event).slots[2].id
    at_desk.post(
        f"/en/events/{event.pk}/day/missing/", {"person": people[1].pk, "reason": "late", "slot": slot}
    )
    people[1].refresh_from_db()
    assert people[1].missing == [one.id for one in queries.calendar(event).slots[:2]]


def test_only_a_published_agenda_is_repaired(closed, organiser):
    event, _ = closed()
    with pytest.raises(actions.NotNow, match="Only a published agenda"):
        agenda_actions.repair(event, by=organiser, at=AT)


# ---- what participants say of it --------------------------------------------------------------


def test_a_participant_proposes_a_change_and_sees_the_answer(published, at_desk, client):
    event, people = published()
    link = queries.link_of(people[1])
    client.post(f"/en/events/mine/{link}/change/", {"words": "Later, please", "request": ""})
    (wish,) = queries.wishes(event)
    assert "Later, please" in at_desk.get(f"/en/events/{event.pk}/day/").text
    at_desk.post(f"/en/events/{event.pk}/day/wishes/{wish.pk}/", {"answer": "Done"})
    assert "answered: Done" in client.get(f"/en/events/mine/{link}/").text


def test_meetings_are_rated_by_those_who_were_in_them(published, at_desk, client):
    event, people = published()
    request = event.requests.get(asks=people[1])
    said = {"took_place": "yes", "rating": "4", "follow_up": "Send the brief"}
    client.post(f"/en/events/mine/{queries.link_of(people[1])}/rate/{request.pk}/", said)
    answer = client.post(f"/en/events/mine/{queries.link_of(people[2])}/rate/{request.pk}/", said)
    assert answer.status_code == 404
    for wrong in ({**said, "rating": "6"}, {**said, "took_place": ""}):
        client.post(f"/en/events/mine/{queries.link_of(people[0])}/rate/{request.pk}/", wrong)
    assert [(one.participant, one.rating) for one in Feedback.objects.all()] == [(people[1], 4)]
    page = at_desk.get(f"/en/events/{event.pk}/follow-up/").text
    assert "4 of 5. Send the brief" in page
    table = at_desk.get(f"/en/events/{event.pk}/follow-up/follow-up.csv").text
    assert "Send the brief" in table


def test_a_meeting_that_did_not_take_place_has_no_rating(published):
    event, people = published()
    request = event.requests.get(asks=people[1])
    own_actions.rate(people[1], request, took_place=False, rating=None, follow_up="", at=AT)
    counts = queries.feedback_counts(event)
    assert (counts["spoken_of"], counts["held"], counts["mean"]) == (1, 0, None)


def test_the_place_of_somebody_who_was_erased_stays_without_a_name(published, organiser, at_desk, client):
    event, people = published()
    actions.erase_participant(people[1], by=organiser, at=AT)
    page = at_desk.get(f"/en/events/{event.pk}/agenda/?by=slot").text
    assert "somebody who was erased" in page and "Person 2" not in page
    calendar = client.get(f"/en/events/mine/{queries.link_of(people[0])}/agenda.ics").content.decode()
    assert "Person 2" not in calendar and "Person 3" in calendar


# ---- the event as the library takes it --------------------------------------------------------


def test_rules_of_a_person_stand_before_those_of_the_event(event, add_people):
    event.most, event.least = 5, 1
    event.save()
    own, other = add_people(event, 2)
    own.most = 2
    own.save()
    found = {one.id: (one.most, one.least) for one in problem(event).event.participants}
    assert found == {f"p{own.pk}": (2, 1), f"p{other.pk}": (5, 1)}


@pytest.mark.slow
def test_a_request_to_an_organisation_is_held_by_anybody_there(event, organiser, add_people, work):
    people = add_people(event, 3)
    people[1].organisation = people[2].organisation = "Two of us"
    for one in people[1:]:
        one.save()
    Request.objects.create(event=event, asks=people[0], organisation="Two of us", priority="must")
    event.stage = "closed"
    event.save()
    agenda_actions.make(event, seconds=10, by=organiser, at=AT)
    work()
    (held,) = queries.meetings(agenda_actions.take(event, by=organiser, at=AT))
    assert held.asked in people[1:] and held.asks == people[0]


def test_a_moment_is_the_same_however_it_is_named(event):
    slot = queries.calendar(event).slots[0]
    assert slot.starts == datetime(2027, 3, 1, 8, tzinfo=UTC) and slot.id == "20270301T0800Z"


def test_an_agenda_that_breaks_a_rule_made_since_is_not_published(closed, organiser, at_desk):
    event, people = closed()
    found = quick_agenda(problem(event).event)
    agenda_actions.keep(event, found, "made", changes=(), version="0", at=AT)
    event.stage = "proposed"
    event.save()
    event.requests.filter(asks=people[1]).update(ruling="must_not")
    page = at_desk.post(f"/en/events/{event.pk}/move/", {"stage": "published"}, follow=True)
    assert "The event has changed since this agenda was made" in page.text
    event.refresh_from_db()
    assert event.stage == "proposed" and queries.published(event) is None


def test_a_job_keeps_no_names_of_people(closed, organiser):
    event, _ = closed()
    asked = agenda_actions.make(event, seconds=10, by=organiser, at=AT)
    kept = str([asked.question, asked.options])
    assert "Person" not in kept and "Invented cluster" not in kept and "@" not in kept
