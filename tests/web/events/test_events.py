"""The life of an event up to the closing of its requests, and who may do what."""

import re
from datetime import date, time

import pytest

from polos_web.accounts import actions as accounts
from polos_web.audit import queries as audit
from polos_web.events import actions, queries
from polos_web.events.models import Event, Participant, Session
from polos_web.programmes.queries import title_of
from web.events.conftest import AT, DAY

pytestmark = pytest.mark.django_db
FORM = {
    "name": "Encuentro", "place": "Sala", "programme": "x", "zone": "America/Bogota", "mode": "tables",
    "table_count": "4", "slot_minutes": "30", "s0-day": "2027-03-01", "s0-first": "09:00", "s0-last": "11:00",
}  # fmt: skip


def verbs(record):
    return [event.verb for event in audit.events(kind=record._meta.label_lower, subject=str(record.pk))]


# ---- making and changing ----------------------------------------------------------------------


def test_an_event_is_made_from_the_form_with_its_slots(at_desk):
    answer = at_desk.post("/en/events/new/", FORM)
    event = Event.objects.get()
    assert answer["Location"] == f"/en/events/{event.pk}/"
    slots = queries.calendar(event).slots
    assert [slot.id for slot in slots] == [
        "20270301T1400Z", "20270301T1430Z", "20270301T1500Z", "20270301T1530Z",
    ]  # fmt: skip
    assert verbs(event) == ["made"] and event.stage == "draft"


def test_the_form_shows_programmes_by_title_and_counts_its_sessions(make_person, sign_in):
    manager = make_person("marta", "programme manager", scope="iuc", second_factor=True)
    page = sign_in(manager).get("/en/events/new/").text
    (shown,) = re.findall(r'<option value="iuc"[^>]*>([^<]+)<', page)
    assert shown == title_of("iuc") != "iuc"
    assert all(f">Session {number}</p>" in page for number in range(1, 9))


@pytest.mark.parametrize("page", ["events/new", "surveys/new", "surveys/delphi/new"])
def test_who_lacks_the_role_reads_which_one_and_who_gives_it(make_person, sign_in, page):
    operator = sign_in(make_person("opal", "operator", second_factor=True))
    answer = operator.get(f"/en/{page}/")
    assert answer.status_code == 403 and "role “programme manager”. An operator gives it" in answer.text


@pytest.mark.slow
@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"table_count": "0"}, "Meetings at tables need at least one table."),
        ({"zone": "Europe/Madird"}, "“Europe/Madird” is no time zone; the nearest are: Europe/Madrid"),
        ({"most": "2", "least": "3"}, "At least more meetings than at most."),
        ({"s0-last": "08:00"}, "The session ends before it begins."),
        ({"s0-last": ""}, "A session needs a day, a beginning and an end."),
        (
            {"s1-day": "2027-03-01", "s1-first": "10:00", "s1-last": "12:00"},
            "Session 2: The session overlaps another one on the same day.",
        ),
        (
            {"zone": "Europe/Madrid", "s0-day": "2027-03-28", "s0-first": "02:30", "s0-last": "04:00"},
            "does not exist: clocks are put forward over it.",
        ),
        ({"programme": "y"}, "y is not one of the available choices"),
    ],
)
def test_what_no_event_can_be_is_refused_beside_its_field(at_desk, given, words):
    page = at_desk.post("/en/events/new/", {**FORM, **given})
    assert page.status_code == 200 and words in page.text and not Event.objects.exists()


def test_slots_over_a_change_of_clocks_keep_their_length(make_event):
    """In the night in which Madrid puts its clocks forward, three hours on the clock are two hours."""
    night = make_event(Session(day=date(2027, 3, 28), first=time(1), last=time(4)), slot_minutes=60)
    slots = queries.calendar(night).slots
    assert [f"{slot.begins(night.timezone):%H:%M}" for slot in slots] == ["01:00", "03:00"]
    assert all((slot.ends - slot.starts).seconds == 3600 for slot in slots)


def test_pauses_lie_between_slots_and_what_is_too_short_is_left_over(make_event):
    event = make_event(Session(day=DAY, first=time(9), last=time(10)), pause_minutes=10)
    assert [f"{s.begins(event.timezone):%H:%M}" for s in queries.calendar(event).slots] == ["09:00", "09:30"]


def test_stages_follow_each_other_and_are_recorded(event, organiser, add_people):
    first, second = add_people(event, 2)
    with pytest.raises(actions.NotNow):
        actions.move(event, "closed", by=organiser, at=AT)
    actions.move(event, "open", by=organiser, at=AT)
    with pytest.raises(actions.NotNow, match="Nobody has asked"):
        actions.move(event, "closed", by=organiser, at=AT)
    actions.add_request(event, first, second, priority="must", by=organiser, at=AT)
    actions.move(event, "closed", by=organiser, at=AT)
    assert verbs(event)[:2] == ["moved", "moved"]
    moved = audit.events(kind="events.event", subject=str(event.pk))[:1]
    assert audit.details(moved)[moved[0].number] == {"from": "open", "to": "closed"}


def test_an_event_without_sessions_cannot_open(make_event, at_desk):
    event = make_event(Session(day=DAY, first=time(9), last=time(9, 10)))
    page = at_desk.post(f"/en/events/{event.pk}/move/", {"stage": "open"}, follow=True)
    assert "no session with room for a meeting" in page.text
    event.refresh_from_db()
    assert event.stage == "draft"


# ---- who may ----------------------------------------------------------------------------------


def test_somebody_of_another_programme_sees_nothing_of_an_event(event, make_person, sign_in):
    other = make_person("otto", "programme manager", scope="y", second_factor=True)
    client = sign_in(other)
    assert client.get(f"/en/events/{event.pk}/").status_code == 403
    assert client.post(f"/en/events/{event.pk}/move/", {"stage": "open"}).status_code == 403
    assert event.name not in client.get("/en/events/").text


def test_the_public_list_names_open_events_only_and_nobody(event, organiser, add_people, client):
    add_people(event, 2)
    assert event.name not in client.get("/en/events/").text
    actions.move(event, "open", by=organiser, at=AT)
    text = client.get("/en/events/").text
    assert event.name in text and "Example Hall" in text and "Person 1" not in text


def test_somebody_with_an_account_finds_the_own_place(event, organiser, add_people, make_person, sign_in):
    person, _ = add_people(event, 2)
    actions.move(event, "open", by=organiser, at=AT)
    account = sign_in(make_person("p1"))
    assert queries.address_of(person) in account.get("/en/events/").text
    assert queries.address_of(person) not in sign_in(make_person("somebody")).get("/en/events/").text


# ---- participants -----------------------------------------------------------------------------


def test_a_private_link_is_good_for_its_person_only_and_can_be_replaced(event, organiser, add_people, client):
    first, second = add_people(event, 2)
    actions.move(event, "open", by=organiser, at=AT)
    link = queries.link_of(first)
    assert client.get(f"/en/events/mine/{link}/").status_code == 200
    swapped = f"{second.pk}-{link.partition('-')[2]}"
    for wrong in (
        swapped,
        link[:-1] + ("0" if link[-1] != "0" else "1"),
        f"{first.pk}-",
        "x-y",
        "9" * 20 + "-a",
    ):
        assert client.get(f"/en/events/mine/{wrong}/").status_code == 404, wrong
    actions.renew_link(first, by=organiser, at=AT)
    assert client.get(f"/en/events/mine/{link}/").status_code == 404


def test_private_pages_tell_their_address_to_nobody(event, organiser, add_people, client):
    person, _ = add_people(event, 2)
    actions.move(event, "open", by=organiser, at=AT)
    answer = client.get(queries.address_of(person))
    assert answer["Referrer-Policy"] == "same-origin" and "no-store" in answer["Cache-Control"]
    assert 'name="robots" content="noindex"' in answer.text


def test_a_participant_says_when_free_on_the_own_clock(make_event, organiser, add_people, client):
    event = make_event(is_virtual=True, table_count=None)
    person, _ = add_people(event, 2, zone="America/Bogota")
    actions.move(event, "open", by=organiser, at=AT)
    page = client.get(queries.address_of(person)).text
    assert "03:00–03:20" in page and "America/Bogota" in page
    answer = client.post(
        f"/en/events/mine/{queries.link_of(person)}/free/",
        {"free": ["20270301T0800Z", "nonsense"], "zone": "America/Lima", "language": "pt"},
    )
    assert answer.status_code == 302
    person.refresh_from_db()
    assert person.away == ["20270301T0820Z", "20270301T0840Z"] and person.zone == "America/Lima"
    assert queries.free_slots(person, queries.calendar(event)) == {"20270301T0800Z"}
    assert verbs(person)[0] == "said when free"


def test_who_has_not_said_it_is_there_within_hours_only(make_event, add_people):
    event = make_event(is_virtual=True, table_count=None, first_hour=time(8), last_hour=time(18))
    here, there = add_people(event, 2)
    there.zone = "America/Bogota"
    calendar = queries.calendar(event)
    assert len(queries.free_slots(here, calendar)) == 3
    assert queries.free_slots(there, calendar) == frozenset()


def test_requests_are_ranked_by_those_who_received_them_while_they_are_open(
    event, organiser, add_people, client
):
    first, second, third = add_people(event, 3)
    actions.move(event, "open", by=organiser, at=AT)
    ours = actions.add_request(event, first, second, priority="must", by=organiser, at=AT)
    theirs = actions.add_request(event, first, third, priority="must", by=organiser, at=AT)
    address = f"/en/events/mine/{queries.link_of(second)}/answers/"
    client.post(address, {f"r{ours.pk}": "maybe", f"r{theirs.pk}": "no", "rx": "no"})
    ours.refresh_from_db()
    theirs.refresh_from_db()
    assert (ours.answer, theirs.answer) == ("maybe", "unanswered")
    actions.move(event, "closed", by=organiser, at=AT)
    page = client.post(address, {f"r{ours.pk}": "no"}, follow=True)
    ours.refresh_from_db()
    assert ours.answer == "maybe" and "only while they are open" in page.text


def test_a_participant_asks_for_a_meeting_once(event, organiser, add_people, client):
    first, second = add_people(event, 2)
    actions.move(event, "open", by=organiser, at=AT)
    address = f"/en/events/mine/{queries.link_of(first)}/ask/"
    for other in (second, second, first):
        client.post(address, {"asked": other.pk, "priority": "must"})
    assert [(one.asks, one.asked, one.priority) for one in event.requests.all()] == [(first, second, "must")]


# ---- erasing ----------------------------------------------------------------------------------


def test_a_participant_without_an_account_leaves_no_trace(event, organiser, add_people, client):
    first, second = add_people(event, 2)
    actions.move(event, "open", by=organiser, at=AT)
    actions.add_request(event, first, second, priority="must", by=organiser, at=AT)
    link = queries.link_of(first)
    client.post(f"/en/events/mine/{link}/leave/", {})
    assert Participant.objects.get(pk=first.pk).erased_at is None
    page = client.post(f"/en/events/mine/{link}/leave/", {"certain": "on"})
    assert page.status_code == 200
    left = Participant.objects.get(pk=first.pk)
    assert (left.name, left.email, left.organisation, left.languages) == ("", "", "", [])
    assert client.get(f"/en/events/mine/{link}/").status_code == 404
    assert not event.requests.exists()
    told = dict(audit.about_person(first.pseudonym))
    assert all(details is None for event, details in told.items() if event.payload_digest)


def test_erasing_an_account_erases_the_places_at_events(event, add_people, make_person):
    place, other = add_people(event, 2)
    person = make_person("p1")
    exported = accounts.export(person, at=AT)["events_attended"]
    assert [held["event"] for held in exported] == [event.name]
    accounts.erase(person, by=person, at=AT)
    place.refresh_from_db()
    other.refresh_from_db()
    assert place.name == "" and place.erased_at and other.name == "Person 2"


def test_what_was_done_by_private_link_bears_the_name_until_the_person_is_erased(
    event, organiser, add_people, client, make_person, sign_in
):
    person, _ = add_people(event, 2)
    actions.move(event, "open", by=organiser, at=AT)
    client.post(f"/en/events/mine/{queries.link_of(person)}/free/", {"free": [], "language": "en"})
    operator = sign_in(make_person("op", "operator", second_factor=True))
    page = f"/en/account/audit/?person={person.pseudonym}"
    assert "Person 1" in operator.get(page).text
    actions.erase_participant(person, by=organiser, at=AT)
    text = operator.get(page).text
    assert "Person 1" not in text and "somebody who was erased" in text
