"""A realistic event with a seed: two continents, four languages, organisations with several people."""

from datetime import date, time, timedelta

import numpy as np

from polos.tables.event_files import day_slots
from polos.tables.events import Event, Interpreter, Participant, Priority, Request

EUROPE = ("Europe/Madrid", "Europe/Lisbon", "Europe/Paris", "Europe/Rome", "Europe/Helsinki")
AMERICA = ("America/Bogota", "America/Sao_Paulo", "America/Mexico_City", "America/Santiago", "America/Lima")
HOURS = ((time(7), time(20)),)


def event(
    seed: int, *, people: int = 300, requests: int = 2500, slots: int = 24, tables: int | None = 60
) -> Event:
    """Draw an event over two days; popular participants are asked far more often than others.

    With tables everybody is at the venue (Madrid); without, the event is virtual and everybody keeps to the
    working day at home.
    """
    generator = np.random.default_rng(seed)
    half = slots // 2
    days = [date(2027, 3, 2) + timedelta(days=n) for n in range(2)]
    each = [half, slots - half]
    times = (
        tuple(
            slot
            for day, count in zip(days, each, strict=True)
            for slot in day_slots(
                day=day,
                zone="Europe/Madrid",
                first=time(9),
                minutes=25 if tables else 30,
                pause=5 if tables else 0,
                count=count,
            )
        )
        if tables
        else tuple(
            slot
            for day, count in zip(days, each, strict=True)
            for slot in day_slots(day=day, zone="Europe/Madrid", first=time(13), minutes=25, count=count)
        )
    )
    members = tuple(
        _participant(generator, n, people, [s.id for s in times], virtual=tables is None)
        for n in range(people)
    )
    return Event(
        name=f"Drawn event {seed}",
        zone="Europe/Madrid",
        slots=times,
        participants=members,
        requests=_requests(generator, members, requests),
        tables=None if tables is None else tuple(f"T{n + 1:02}" for n in range(tables)),
        interpreters=tuple(
            Interpreter(f"I{n + 1}", pair)
            for n, pair in enumerate(
                (("es", "en"), ("es", "en"), ("pt", "en"), ("fr", "es"), ("fr", "pt"), ("es", "pt"))
            )
        ),
    )


def _participant(
    generator: np.random.Generator, number: int, people: int, slots: list[str], *, virtual: bool
) -> Participant:
    is_european = number < people // 2
    zone = str(generator.choice(EUROPE if is_european else AMERICA))
    first = {"Europe/Madrid": "es", "Europe/Lisbon": "pt", "Europe/Paris": "fr", "America/Sao_Paulo": "pt"}
    languages = [first.get(zone, "en" if is_european else "es")]
    if generator.random() < 0.7:
        languages.append("en")
    away = [slot for slot in slots if generator.random() < 0.08]
    return Participant(
        id=f"P{number + 1:03}",
        name=f"Person {number + 1}",
        organisation=f"Organisation {number - number % 3}" if number % 10 < 3 else "",
        zone=zone,
        hours=HOURS if virtual else (),
        away=frozenset(away),
        languages=tuple(dict.fromkeys(languages)),
        most=int(generator.integers(8, 17)),
        most_in_a_row=int(generator.integers(4, 7)) if generator.random() < 0.3 else None,
        booth=f"B{number + 1}" if generator.random() < 0.05 else "",
    )


def _requests(
    generator: np.random.Generator, members: tuple[Participant, ...], count: int
) -> tuple[Request, ...]:
    popularity = generator.pareto(1.5, len(members)) + 0.3
    popularity /= popularity.sum()
    says = [Priority.MUST, Priority.WANT, Priority.MAYBE]
    answers = [*says, Priority.NO, Priority.UNANSWERED]
    seen: set[frozenset[str]] = set()
    found: list[Request] = []
    while len(found) < count:
        one, other = (
            members[int(n)]
            for n in (generator.integers(len(members)), generator.choice(len(members), p=popularity))
        )
        pair = frozenset({one.id, other.id})
        if len(pair) < 2 or pair in seen or (one.organisation and one.organisation == other.organisation):
            continue
        seen.add(pair)
        priority = says[int(generator.choice(3, p=[0.2, 0.5, 0.3]))]
        answer = answers[int(generator.choice(5, p=[0.1, 0.3, 0.3, 0.1, 0.2]))]
        found.append(Request(f"R{len(found) + 1:04}", one.id, other.id, priority, answer))
    return tuple(found)
