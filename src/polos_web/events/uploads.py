"""Files of participants, requests and interpreters: read as text, judged row by row before anything is kept.

A row is refused with every rule it breaks; the others can be admitted without it. Rows are numbered as a
spreadsheet shows them: the heading is row 1.
"""

import re
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import validate_email
from django.utils.translation import gettext, override

from polos.errors import InputError
from polos.sources.rows import read_text_rows
from polos_web.events.models import UNANSWERED, Event, Interpreter, Participant, Request
from polos_web.events.slots import Calendar, NoSuchTime, moment, zone_names
from polos_web.events.spoken import code_of, parted
from polos_web.events.words import PRIORITIES, RULINGS
from polos_web.ui.languages import OWN_NAMES
from polos_web.ui.parameters import nearest
from polos_web.ui.text import folded

LARGEST_FILE = 5_000_000
MOST_ROWS = 20_000
COLUMNS: dict[str, dict[str, tuple[str, ...]]] = {
    "participants": {
        "code": ("id", "code", "código", "codigo"),
        "name": ("name", "nombre", "nome", "nom"),
        "organisation": ("organisation", "organization", "organización", "organização", "cluster"),
        "email": ("email", "e-mail", "correo", "courriel"),
        "zone": ("zone", "time zone", "zona", "zona horaria", "fuso", "fuso horário", "fuseau horaire"),
        "hours": ("hours", "horas", "horario", "horário", "heures", "horaires"),
        "away": ("away", "ausente", "absent"),
        "languages": ("languages", "idiomas", "línguas", "langues"),
        "most": ("most", "máximo", "maximum"),
        "least": ("least", "mínimo", "minimum"),
        "most_in_a_row": ("most_in_a_row", "seguidas", "seguidos", "d'affilée"),
        "booth": ("booth", "table", "mesa"),
    },
    "requests": {
        "asks": ("asks", "from", "solicita", "de", "demande"),
        "asked": ("asked", "to", "solicitado", "a", "para", "à"),
        "priority": ("priority", "prioridad", "prioridade", "priorité"),
        "answer": ("answer", "respuesta", "resposta", "réponse"),
        "ruling": ("ruling", "regla", "regra", "règle"),
        "slot": ("slot", "at", "fecha y hora", "data e hora", "date et heure"),
    },
    "interpreters": {
        "code": ("id", "code", "código", "codigo"),
        "name": ("name", "nombre", "nome", "nom"),
        "languages": ("languages", "idiomas", "línguas", "langues"),
        "away": ("away", "ausente", "absent"),
    },
}
NEEDED = {"participants": ("name",), "requests": ("asks", "asked"), "interpreters": ("code", "languages")}
PAIR = ("asks", "asked", "organisation")
VERDICTS = ("refused", "new", "changed", "same")


@dataclass
class Judged:
    """What one row would do; ``values`` are what it would write, ``faults`` the rules it breaks."""

    row: int
    shown: str
    values: dict[str, Any] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    is_known: bool = False
    differs: bool = True

    @property
    def verdict(self) -> str:
        """One of ``VERDICTS``."""
        if self.faults:
            return "refused"
        if not self.is_known:
            return "new"
        return "changed" if self.differs else "same"


def rows_of(file: UploadedFile, kind: str) -> list[dict[str, str]]:
    """Return the rows of a file as text, each with its number under ``row``.

    Raises
    ------
    InputError
        When the file is no table, lacks a needed column, or is larger than an event can be.
    """
    if (file.size or 0) > LARGEST_FILE:
        raise _too_large(f"{file.size:,} bytes", "large file", bytes=file.size, most=LARGEST_FILE)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / (Path(file.name or "").name or "file")
        path.write_bytes(b"".join(file.chunks()))
        read = read_text_rows(path, COLUMNS[kind], NEEDED[kind])
        rows: list[dict[str, str]] = []
        for batch in read.batches:
            rows += [_row(row) for row in batch.drop("surplus", "short").iter_rows(named=True)]
            if len(rows) > MOST_ROWS:
                raise _too_large(f"{len(rows):,} rows or more", "many rows", most=MOST_ROWS)
    return [row for row in rows if len(row) > 1]


def _row(row: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: str(value).strip() for name, value in row.items() if name != "row" and value is not None}
    return {"row": row["row"] + 1, **{name: value for name, value in kept.items() if value}}


def _too_large(found: str, code: str, **facts: object) -> InputError:
    return InputError(
        found=f"a file of {found}",
        needed=f"at most {MOST_ROWS:,} rows and {LARGEST_FILE:,} bytes for one event",
        next_step="Split the event into several, or leave out requests that nobody wants.",
        code=code,
        **facts,
    )


def judged(event: Event, kind: str, rows: Iterable[Mapping[str, Any]]) -> list[Judged]:
    """Return what every row would do to the event as it is now."""
    judge: Callable[..., list[Judged]] = {
        "participants": _participants,
        "requests": _requests,
        "interpreters": _interpreters,
    }[kind]
    return judge(event, Calendar(event, event.sessions.all()), list(rows))


# ---- participants and interpreters ------------------------------------------------------------


def _participants(event: Event, calendar: Calendar, rows: list[Mapping[str, Any]]) -> list[Judged]:
    known = {person.code: person for person in event.participants.all()}
    seen: dict[str, int] = {}
    return [_participant(row, calendar, known, seen) for row in rows]


def _participant(
    row: Mapping[str, Any], calendar: Calendar, known: Mapping[str, Participant], seen: dict[str, int]
) -> Judged:
    code = (row.get("code") or row.get("email", ""))[:40]
    found = Judged(row["row"], row.get("name") or code)
    _check_code(found, code, seen)
    person = known.get(code)
    if person is not None and person.erased_at:
        found.faults.append(gettext("The person with this id asked to be erased from the event."))
    values: dict[str, Any] = {"code": code}
    for name, longest in (("name", 150), ("organisation", 200), ("booth", 40)):
        if name in row:
            values[name] = row[name][:longest]
    if not (row.get("name") or (person and person.name)):
        found.faults.append(gettext("A participant needs a name."))
    if "email" in row:
        values["email"] = row["email"].lower()
        _check_email(found, row["email"])
    _read_zone(found, row, values)
    _read_hours(found, row, values)
    _read_languages(found, row, values)
    _read_numbers(found, row, values)
    _read_away(found, row, values, calendar)
    return _settled(found, values, person)


def _interpreters(event: Event, calendar: Calendar, rows: list[Mapping[str, Any]]) -> list[Judged]:
    known = {one.code: one for one in event.interpreters.all()}
    seen: dict[str, int] = {}
    return [_interpreter(row, calendar, known, seen) for row in rows]


def _interpreter(
    row: Mapping[str, Any], calendar: Calendar, known: Mapping[str, Interpreter], seen: dict[str, int]
) -> Judged:
    code = row.get("code", "")[:40]
    found = Judged(row["row"], row.get("name") or code)
    _check_code(found, code, seen)
    values: dict[str, Any] = {"code": code}
    if "name" in row:
        values["name"] = row["name"][:150]
    _read_languages(found, row, values)
    if len(values.get("languages", ())) < 2 and not found.faults:
        found.faults.append(gettext("An interpreter needs at least two languages."))
    _read_away(found, row, values, calendar)
    return _settled(found, values, known.get(code))


def _check_code(found: Judged, code: str, seen: dict[str, int]) -> None:
    if not code:
        found.faults.append(gettext("A row needs an id, or an address of e-mail to know it by."))
    elif code in seen:
        found.faults.append(
            gettext("The id “%(id)s” stands in row %(row)s already.") % {"id": code, "row": seen[code]}
        )
    seen.setdefault(code, found.row)


def _check_email(found: Judged, email: str) -> None:
    try:
        validate_email(email)
    except ValidationError:
        found.faults.append(gettext("“%(value)s” is no address of e-mail.") % {"value": email[:60]})


def _read_zone(found: Judged, row: Mapping[str, Any], values: dict[str, Any]) -> None:
    if "zone" not in row:
        return
    values["zone"] = row["zone"]
    if row["zone"] not in zone_names():
        near = nearest(row["zone"], zone_names(), most=3)
        words = gettext("“%(value)s” is no time zone; the nearest are: %(options)s.")
        found.faults.append(words % {"value": row["zone"][:60], "options": ", ".join(near)})


def _read_hours(found: Judged, row: Mapping[str, Any], values: dict[str, Any]) -> None:
    if "hours" not in row:
        return
    parts = re.fullmatch(r"(\d{1,2})[:h.](\d{2})\s*[-–]\s*(\d{1,2})[:h.](\d{2})", row["hours"])
    try:
        hours = [int(part) for part in parts.groups()] if parts else [0, 0, 0, 0]
        first, last = time(hours[0], hours[1]), time(hours[2], hours[3])
    except ValueError:
        first = last = time()
    if first >= last:
        words = gettext("“%(value)s” are no hours; needed are two times such as 08:00-18:00.")
        found.faults.append(words % {"value": row["hours"][:60]})
        return
    values["first_hour"], values["last_hour"] = first, last


def _read_languages(found: Judged, row: Mapping[str, Any], values: dict[str, Any]) -> None:
    if "languages" not in row:
        return
    values["languages"] = []
    for typed in parted(row["languages"]):
        code = code_of(typed)
        if code is None:
            found.faults.append(gettext("“%(value)s” is no language we know.") % {"value": typed[:60]})
        elif code not in values["languages"]:
            values["languages"].append(code)


def _read_numbers(found: Judged, row: Mapping[str, Any], values: dict[str, Any]) -> None:
    for name in ("most", "least", "most_in_a_row"):
        if name not in row:
            continue
        text = row[name].removesuffix(".0")
        if not (text.isascii() and text.isdigit() and int(text) <= 1000):
            words = gettext("“%(value)s” for “%(column)s” is no whole number from 0 to 1000.")
            found.faults.append(words % {"value": row[name][:60], "column": name})
        else:
            values[name] = int(text)
    if (values.get("least") or 0) > values.get("most", 1000):
        found.faults.append(gettext("At least more meetings than at most."))


def _read_away(found: Judged, row: Mapping[str, Any], values: dict[str, Any], calendar: Calendar) -> None:
    if "away" not in row:
        return
    values["away"] = []
    for text in parted(row["away"]):
        slot = _slot_at(found, text, calendar)
        if slot:
            values["away"].append(slot)


def _slot_at(found: Judged, text: str, calendar: Calendar) -> str:
    """Return the name of the slot that begins at this time in the event's zone, or nothing with a fault."""
    if text in calendar.by_id:
        return text
    for pattern in ("%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S", "%d/%m/%Y %H:%M"):
        try:
            at = datetime.strptime(text, pattern)  # noqa: DTZ007 (a time of the event's own clocks)
            begins = moment(at.date(), at.time(), calendar.event.timezone)
        except NoSuchTime:
            words = gettext("“%(value)s” does not exist: clocks are put forward over it.")
            found.faults.append(words % {"value": text})
            return ""
        except ValueError:
            continue
        name = next((slot.id for slot in calendar.slots if slot.starts == begins), "")
        if name:
            return name
    words = gettext("“%(value)s” is not when a meeting of this event begins.")
    found.faults.append(words % {"value": text[:60]})
    return ""


def _settled(found: Judged, values: dict[str, Any], record: Any) -> Judged:
    found.values, found.is_known = values, record is not None
    found.differs = record is None or any(getattr(record, name) != value for name, value in values.items())
    return found


# ---- requests ---------------------------------------------------------------------------------


@dataclass
class _People:
    """Who can be named in a request: by id, by address, or all of an organisation by its name."""

    people: dict[str, Participant]
    organisations: dict[str, str]

    @classmethod
    def of(cls, event: Event) -> "_People":
        present = [person for person in event.participants.all() if person.erased_at is None]
        people = {folded(person.email): person for person in present if person.email}
        people |= {folded(person.code): person for person in present}
        organisations = {folded(p.organisation): p.organisation for p in present if p.organisation}
        return cls(people, organisations)

    def person(self, typed: str) -> Participant | None:
        return self.people.get(folded(typed))

    def organisation(self, typed: str) -> str:
        return self.organisations.get(folded(typed), "")


def _requests(event: Event, calendar: Calendar, rows: list[Mapping[str, Any]]) -> list[Judged]:
    people = _People.of(event)
    known = {pair_of(one): one for one in event.requests.select_related("asks", "asked")}
    seen: dict[tuple[Any, Any], int] = {}
    fixed = {
        (person, one.slot): 0
        for one in known.values()
        if one.slot
        for person in filter(None, (one.asks_id, one.asked_id))
    }
    return [_request(row, calendar, people, Held(known, seen, fixed)) for row in rows]


@dataclass
class Held:
    """What is known of requests so far: those of the event, those in rows above, and who is bound when."""

    known: dict[tuple[Any, Any], Request]
    seen: dict[tuple[Any, Any], int]
    fixed: dict[tuple[Any, str], int]


def pair_of(request: Request) -> tuple[Any, Any]:
    """Return what makes a request the same as another one: who asks, and whom."""
    return request.asks_id, request.asked_id or folded(request.organisation)


def _request(row: Mapping[str, Any], calendar: Calendar, people: _People, held: Held) -> Judged:
    found = Judged(row["row"], f"{row.get('asks', '')} – {row.get('asked', '')}")
    asks = people.person(row.get("asks", ""))
    asked = people.person(row.get("asked", ""))
    organisation = "" if asked else people.organisation(row.get("asked", ""))
    if asks is None:
        found.faults.append(_nobody(row.get("asks", "")))
    if asked is None and not organisation:
        found.faults.append(_nobody(row.get("asked", "")))
    if asks is not None and (asks == asked or (organisation and asks.organisation == organisation)):
        found.faults.append(gettext("A request with oneself, or with one’s own organisation."))
    values = {"asks": asks, "asked": asked, "organisation": organisation}
    _read_wishes(found, row, values)
    if row.get("slot"):
        values["slot"] = _slot_at(found, row["slot"], calendar)
    if found.faults or asks is None:
        return found
    return _placed(found, values, held)


def _placed(found: Judged, values: dict[str, Any], held: Held) -> Judged:
    """Find the request the row is about; the pair the other way round makes the wish an answer."""
    asks, asked = values["asks"], values["asked"]
    pair = (asks.pk, asked.pk if asked else folded(values["organisation"]))
    if pair in held.seen:
        words = gettext("The same request stands in row %(row)s already.")
        found.faults.append(words % {"row": held.seen[pair]})
        return found
    held.seen[pair] = found.row
    back = (pair[1], pair[0])
    if asked and pair not in held.known and (back in held.known or back in held.seen):
        values, pair = _turned(values), back
    _check_fixed(found, values, held)
    request = held.known.get(pair)
    said = {name: value for name, value in values.items() if name not in PAIR}
    found.values, found.is_known = values, request is not None or (pair in held.seen and pair == back)
    found.differs = request is None or any(getattr(request, name) != value for name, value in said.items())
    return found


def _turned(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return a request as the other side has made it: what this side wishes is its answer."""
    turned = {**values, "asks": values["asked"], "asked": values["asks"]}
    turned["answer"] = values.get("priority", "want")
    turned.pop("priority", None)
    if values.get("answer", UNANSWERED) != UNANSWERED:
        turned["priority"] = values["answer"]
    return turned


def _check_fixed(found: Judged, values: Mapping[str, Any], held: Held) -> None:
    slot = values.get("slot") or ""
    for person in filter(None, (values["asks"], values["asked"])) if slot else ():
        if (person.pk, slot) in held.fixed:
            words = gettext("%(person)s has another fixed meeting at this time.")
            found.faults.append(words % {"person": person})
        held.fixed.setdefault((person.pk, slot), found.row)
        if slot in person.absent:
            words = gettext("%(person)s is not there at this time.")
            found.faults.append(words % {"person": person})


def _read_wishes(found: Judged, row: Mapping[str, Any], values: dict[str, Any]) -> None:
    for name in ("priority", "answer", "ruling"):
        words = _words_for(name)
        if name not in row:
            continue
        if folded(row[name]) in words:
            values[name] = words[folded(row[name])]
        else:
            said = gettext("“%(value)s” for “%(column)s” is none of: %(options)s.")
            options = ", ".join(str(told) for told in _told_for(name).values())
            found.faults.append(said % {"value": row[name][:60], "column": name, "options": options})
    if values.get("priority") == UNANSWERED:
        values["priority"] = "want"
    if values.get("ruling") == "must" and "no" in (values.get("priority"), values.get("answer")):
        found.faults.append(gettext("The meeting has to be held, and one of the two says no."))


def _nobody(typed: str) -> str:
    return gettext("Nobody in this event has the id, address or organisation “%(value)s”.") % {
        "value": typed[:60]
    }


def _told_for(name: str) -> Mapping[str, Any]:
    return RULINGS if name == "ruling" else PRIORITIES


@lru_cache
def _words_for(name: str) -> dict[str, str]:
    """Return what can be typed for a wish or a ruling, in any of our languages, folded."""
    told = _told_for(name)
    found = {folded(code): code for code in told}
    for language in OWN_NAMES:
        with override(language):
            found |= {folded(str(words)): code for code, words in told.items()}
    return found
