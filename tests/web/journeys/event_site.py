"""Run as a script on the data folder of the product: an organiser, or an event on line, all of them invented.

``organiser NAME`` makes a programme manager of the programme ``NAME``; ``opened NAME`` an event on line with
open requests and prints the private links of its people; ``published NUMBER`` makes and publishes its agenda.
"""

import json
import os
import sys
from datetime import date, time

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "polos_web.settings.production"
django.setup()

from allauth.account.models import EmailAddress  # noqa: E402
from allauth.mfa.totp.internal.auth import TOTP  # noqa: E402
from django.utils import timezone  # noqa: E402

from polos.matches.agenda import quick_agenda  # noqa: E402
from polos_web.accounts.models import Assignment, User  # noqa: E402
from polos_web.events import actions, agenda_actions, queries  # noqa: E402
from polos_web.events.models import Event, Session  # noqa: E402
from polos_web.events.problem import problem  # noqa: E402

PASSWORD, SECRET = "correct horse battery", "JBSWY3DPEHPK3PXP"
VALUES = {
    "name": "Invented clusters on line", "place": "", "is_virtual": True, "zone": "Europe/Madrid",
    "slot_minutes": 30, "pause_minutes": 0, "table_count": None, "most": None, "least": 0,
    "most_in_a_row": None, "floor": 2, "first_hour": time(7), "last_hour": time(20),
}  # fmt: skip


def organiser(name: str) -> User:
    """Make a programme manager with a password and an authenticator app."""
    now = timezone.now()
    person = User(email=f"{name}@example.org", name=name.title(), joined_at=now)
    person.set_password(PASSWORD)
    person.save()
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    Assignment.objects.create(person=person, role="programme manager", scope=name, begins_on=now.date())
    TOTP.activate(person, SECRET)
    return person


def opened(name: str) -> dict[str, object]:
    """Make an event on line of three people with open requests."""
    by, now = organiser(name), timezone.now()
    day = Session(day=date(2027, 3, 1), first=time(15), last=time(18))
    event = actions.make_event({**VALUES, "programme": name}, [day], by=by, at=now)
    people = [
        actions.add_participant(
            event,
            {
                "code": code,
                "name": code.title(),
                "organisation": f"Cluster {code}",
                "languages": ["en"],
                "zone": zone,
            },
            by=by,
            at=now,
        )
        for code, zone in (("ana", "America/Bogota"), ("berta", ""), ("carla", "America/Lima"))
    ]
    actions.add_request(event, people[1], people[0], priority="must", by=by, at=now)
    actions.move(event, "open", by=by, at=now)
    return {"event": event.pk, "links": [queries.link_of(one) for one in people]}


def published(number: str) -> dict[str, object]:
    """Close the requests of an event, make an agenda without a long search, and publish it."""
    event, now = Event.objects.get(pk=number), timezone.now()
    by = User.objects.get(email=f"{event.programme}@example.org")
    by.assignments.all()
    actions.move(event, "closed", by=by, at=now)
    found = quick_agenda(problem(event).event)
    agenda_actions.keep(event, found, "made", changes=(), version="0", at=now)
    Event.objects.filter(pk=event.pk).update(stage="proposed")
    event.refresh_from_db()
    actions.move(event, "published", by=by, at=now)
    return {"meetings": len(found.meetings)}


if __name__ == "__main__":
    told = {
        "organiser": lambda name: {"person": organiser(name).pk},
        "opened": opened,
        "published": published,
    }
    print(json.dumps(told[sys.argv[1]](sys.argv[2])))
