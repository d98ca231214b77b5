"""Forms about events. What a field cannot say is refused beside it, in words."""

from datetime import date, time
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import get_language, gettext, gettext_lazy

from polos_web.events.models import PRIORITIES, Event, Participant, Request, Session
from polos_web.events.slots import Calendar, NoSuchTime, moment, zone_names
from polos_web.events.spoken import code_of, name_of, parted
from polos_web.events.words import PRIORITIES as PRIORITY_WORDS
from polos_web.events.words import REASONS, RULINGS
from polos_web.programmes.queries import title_of
from polos_web.ui.languages import OWN_NAMES
from polos_web.ui.parameters import nearest

SESSIONS_SHOWN = 8
MODES = (("tables", gettext_lazy("at tables")), ("online", gettext_lazy("on line")))
_DAY = forms.DateInput(attrs={"type": "date"})
_TIME = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


def _count(minimum: int, maximum: int) -> forms.IntegerField:
    return forms.IntegerField(min_value=minimum, max_value=maximum, required=False)


class ZoneField(forms.CharField):
    """The name of a time zone; a refusal names the nearest ones."""

    def clean(self, value: Any) -> str:
        name = super().clean(value)
        if name and name not in zone_names():
            near = ", ".join(nearest(name, zone_names(), most=3))
            words = gettext("“%(value)s” is no time zone; the nearest are: %(options)s.")
            raise forms.ValidationError(words % {"value": name[:60], "options": near})
        return name


class LanguagesField(forms.CharField):
    """Languages by code or name, separated by semicolons; what is read are their codes."""

    def clean(self, value: Any) -> Any:
        found = []
        for typed in parted(super().clean(value) or ""):
            code = code_of(typed)
            if code is None:
                words = gettext("“%(value)s” is no language we know.")
                raise forms.ValidationError(words % {"value": typed[:60]})
            found.append(code)
        return list(dict.fromkeys(found))

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, list):
            return "; ".join(name_of(code, get_language() or "en") for code in value)
        return value


class EventForm(forms.Form):
    """What an event is, and the rules of its agenda."""

    name = forms.CharField(max_length=200)
    place = forms.CharField(max_length=200, required=False)
    programme = forms.ChoiceField()
    zone = ZoneField(max_length=60, widget=forms.TextInput(attrs={"list": "zones"}))
    mode = forms.ChoiceField(choices=MODES)
    table_count = _count(0, 1000)
    slot_minutes = forms.IntegerField(min_value=5, max_value=480)
    pause_minutes = _count(0, 240)
    most = _count(1, 1000)
    least = _count(0, 1000)
    most_in_a_row = _count(1, 100)
    floor = _count(0, 20)
    first_hour = forms.TimeField(required=False, widget=_TIME)
    last_hour = forms.TimeField(required=False, widget=_TIME)

    def __init__(self, *arguments: Any, programmes: list[str], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["programme"].choices = [(name, title_of(name)) for name in programmes]  # pyrefly: ignore [missing-attribute] (a field of choices)

    @staticmethod
    def values_of(event: Event) -> dict[str, Any]:
        """Return what the form shows of an event."""
        names = [name for name in EventForm.base_fields if name != "mode"]
        return {
            **{name: getattr(event, name) for name in names},
            "mode": "online" if event.is_virtual else "tables",
        }

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        mode = given.pop("mode", "tables")
        given["is_virtual"] = mode == "online"
        if given["is_virtual"]:
            given["table_count"] = None
        elif not given.get("table_count") and "table_count" not in self.errors:
            self.add_error("table_count", gettext("Meetings at tables need at least one table."))
        given["pause_minutes"], given["least"] = given.get("pause_minutes") or 0, given.get("least") or 0
        given["floor"] = 3 if given.get("floor") is None else given["floor"]
        if (given.get("most") or 1000) < given["least"]:
            self.add_error("least", gettext("At least more meetings than at most."))
        first, last = given.get("first_hour"), given.get("last_hour")
        if first and last and last <= first:
            self.add_error("last_hour", gettext("This is before the first hour."))
        return given


class SessionForm(forms.Form):
    """One stretch of a day; a row left empty is no session."""

    day = forms.DateField(required=False, widget=_DAY)
    first = forms.TimeField(required=False, widget=_TIME)
    last = forms.TimeField(required=False, widget=_TIME)
    name = forms.CharField(max_length=100, required=False)

    def session(self) -> Session | None:
        """Return the session, or ``None`` where the row is empty."""
        given = self.cleaned_data
        if not any(given.get(name) for name in ("day", "first", "last")):
            return None
        return Session(**{name: given.get(name) for name in ("day", "first", "last", "name")})


class Sessions:
    """The rows of sessions below an event's form, checked against each other and the clocks of the zone."""

    def __init__(self, data: Any, event: Event | None) -> None:
        held = list(event.sessions.all()) if event and event.pk else []
        rows = max(SESSIONS_SHOWN, len(held) + 2)
        initial = [{n: getattr(one, n) for n in ("day", "first", "last", "name")} for one in held]
        initial += [{} for _ in range(rows - len(held))]
        self.forms = [
            SessionForm(data, prefix=f"s{place}", initial=given) for place, given in enumerate(initial)
        ]
        self.found: list[Session] = []

    def is_valid(self, zone: str | None) -> bool:
        """Whether every row is a session or empty; ``found`` holds the sessions then."""
        if not all([form.is_valid() for form in self.forms]):
            return False
        rows = [(place, form, form.session()) for place, form in enumerate(self.forms, start=1)]
        kept = [(place, form, one) for place, form, one in rows if one is not None]
        for place, form, one in kept:
            problem = self._problem(one, zone, [other for number, _, other in kept if number < place])
            if problem:
                form.add_error(None, problem)
        self.found = (
            sorted((one for _, _, one in kept), key=lambda one: (one.day, one.first))
            if all(form.is_valid() for form in self.forms)
            else []
        )
        return all(form.is_valid() for form in self.forms)

    @staticmethod
    def _problem(one: Session, zone: str | None, before: list[Session]) -> str:
        if not (isinstance(one.day, date) and isinstance(one.first, time) and isinstance(one.last, time)):
            return gettext("A session needs a day, a beginning and an end.")
        if one.last <= one.first:
            return gettext("The session ends before it begins.")
        for other in before:
            if other.day == one.day and other.first < one.last and one.first < other.last:
                return gettext("The session overlaps another one on the same day.")
        try:
            for at in (one.first, one.last) if zone else ():
                moment(one.day, at, _zone(zone or ""))
        except NoSuchTime as problem:
            return gettext("“%(value)s” does not exist: clocks are put forward over it.") % {"value": problem}
        return ""


def _zone(name: str) -> Any:
    return Event(zone=name).timezone


class UploadForm(forms.Form):
    """A file of rows."""

    file = forms.FileField()


class ParticipantForm(forms.Form):
    """What is known of a participant, and the rules for the person alone."""

    name = forms.CharField(max_length=150)
    organisation = forms.CharField(max_length=200, required=False)
    email = forms.EmailField(required=False)
    zone = ZoneField(max_length=60, required=False, widget=forms.TextInput(attrs={"list": "zones"}))
    languages = LanguagesField(max_length=200, required=False)
    language = forms.ChoiceField(choices=list(OWN_NAMES.items()))
    first_hour = forms.TimeField(required=False, widget=_TIME)
    last_hour = forms.TimeField(required=False, widget=_TIME)
    most = _count(0, 1000)
    least = _count(0, 1000)
    most_in_a_row = _count(1, 100)
    booth = forms.CharField(max_length=40, required=False)

    @staticmethod
    def values_of(person: Participant) -> dict[str, Any]:
        """Return what the form shows of a participant."""
        return {name: getattr(person, name) for name in ParticipantForm.base_fields}

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if (given.get("most") if given.get("most") is not None else 1000) < (given.get("least") or 0):
            self.add_error("least", gettext("At least more meetings than at most."))
        first, last = given.get("first_hour"), given.get("last_hour")
        if first and last and last <= first:
            self.add_error("last_hour", gettext("This is before the first hour."))
        return given


class NewParticipantForm(ParticipantForm):
    """A participant with the id under which requests name the person."""

    field_order = ["code"]
    code = forms.CharField(max_length=40)

    def __init__(self, *arguments: Any, event: Event, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.event = event

    def clean_code(self) -> str:
        code = self.cleaned_data["code"]
        if self.event.participants.filter(code=code).exists():
            raise forms.ValidationError(gettext("Somebody in this event has this id."))
        return code


class InterpreterForm(forms.Form):
    """An interpreter and the languages between which the person interprets."""

    code = forms.CharField(max_length=40)
    name = forms.CharField(max_length=150, required=False)
    languages = LanguagesField(max_length=200)

    def __init__(self, *arguments: Any, event: Event, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.event = event

    def clean_code(self) -> str:
        code = self.cleaned_data["code"]
        if self.event.interpreters.filter(code=code).exists():
            raise forms.ValidationError(gettext("An interpreter of this event has this id."))
        return code

    def clean_languages(self) -> list[str]:
        found = self.cleaned_data["languages"]
        if len(found) < 2:
            raise forms.ValidationError(gettext("An interpreter needs at least two languages."))
        return found


class RequestForm(forms.Form):
    """A wish to meet, entered by those who organise."""

    asks = forms.ChoiceField()
    asked = forms.ChoiceField()
    priority = forms.ChoiceField(
        choices=[(code, PRIORITY_WORDS[code]) for code in PRIORITIES if code != "no"]
    )

    def __init__(self, *arguments: Any, event: Event, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.event = event
        self.people = {str(one.pk): one for one in event.participants.filter(erased_at__isnull=True)}
        choices = [(pk, f"{one} · {one.organisation}".rstrip(" ·")) for pk, one in self.people.items()]
        for name in ("asks", "asked"):
            self.fields[name].choices = [("", "—"), *choices]  # pyrefly: ignore [missing-attribute] (a field of choices)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        asks, asked = (self.people.get(given.get(name, "")) for name in ("asks", "asked"))
        if asks is None or asked is None:
            return given
        if asks == asked:
            self.add_error("asked", gettext("A request with oneself, or with one’s own organisation."))
        held = self.event.requests
        if held.filter(asks=asks, asked=asked).exists() or held.filter(asks=asked, asked=asks).exists():
            self.add_error("asked", gettext("These two have a request already."))
        return {**given, "asks": asks, "asked": asked}


class RuleForm(forms.Form):
    """What those who organise rule about a request."""

    ruling = forms.ChoiceField(choices=list(RULINGS.items()), required=False)
    slot = forms.ChoiceField(required=False)

    def __init__(self, *arguments: Any, request: Request, calendar: Calendar, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.request = request
        zone = calendar.event.timezone
        slots = [(slot.id, f"{slot.begins(zone):%Y-%m-%d %H:%M}") for slot in calendar.slots]
        self.fields["slot"].choices = [("", gettext("at any time")), *slots]  # pyrefly: ignore [missing-attribute] (a field of choices)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        said = (self.request.priority, self.request.answer)
        if given.get("ruling") == "must" and "no" in said:
            self.add_error("ruling", gettext("The meeting has to be held, and one of the two says no."))
        people = [one for one in (self.request.asks, self.request.asked) if one is not None]
        for person in people if given.get("slot") else ():
            if given["slot"] in person.absent:
                self.add_error("slot", gettext("%(person)s is not there at this time.") % {"person": person})
            if _bound_elsewhere(person, self.request, given["slot"]):
                words = gettext("%(person)s has another fixed meeting at this time.")
                self.add_error("slot", words % {"person": person})
        return given


def _bound_elsewhere(person: Participant, request: Request, slot: str) -> bool:
    others = Request.objects.filter(event=person.event, slot=slot).exclude(pk=request.pk)
    return others.filter(Q(asks=person) | Q(asked=person)).exists()


class FreeForm(forms.Form):
    """Where a participant lives and what the person reads; the slots themselves are ticks of the page."""

    zone = ZoneField(max_length=60, required=False, widget=forms.TextInput(attrs={"list": "zones"}))
    language = forms.ChoiceField(choices=list(OWN_NAMES.items()))

    @staticmethod
    def values_of(person: Participant) -> dict[str, Any]:
        """Return what the form shows of a participant."""
        return {"zone": person.zone or person.event.zone, "language": person.language}


class AskForm(forms.Form):
    """A wish to meet one of those a participant may ask."""

    asked = forms.ChoiceField()
    priority = forms.ChoiceField(choices=[(code, PRIORITY_WORDS[code]) for code in PRIORITIES[:-1]])

    def __init__(self, *arguments: Any, others: list[Participant], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.others = {str(one.pk): one for one in others}
        self.fields["asked"].choices = [(pk, str(one)) for pk, one in self.others.items()]  # pyrefly: ignore [missing-attribute] (a field of choices)

    def clean_asked(self) -> Participant:
        return self.others[self.cleaned_data["asked"]]


class MakeForm(forms.Form):
    """How long a better agenda may be looked for."""

    seconds = forms.ChoiceField(
        choices=[
            ("10", gettext_lazy("10 seconds")),
            ("60", gettext_lazy("1 minute")),
            ("300", gettext_lazy("5 minutes")),
            ("1800", gettext_lazy("30 minutes")),
        ]
    )


class MissingForm(forms.Form):
    """Who is not there, and when."""

    person = forms.ChoiceField()
    reason = forms.ChoiceField(choices=list(REASONS.items()))
    slot = forms.ChoiceField(required=False)

    def __init__(self, *arguments: Any, event: Event, days: Calendar, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.days = days
        self.people = {str(one.pk): one for one in event.participants.filter(erased_at__isnull=True)}
        people = [(pk, f"{one} · {one.organisation}".rstrip(" ·")) for pk, one in self.people.items()]
        slots = [(slot.id, f"{slot.begins(event.timezone):%Y-%m-%d %H:%M}") for slot in days.slots]
        self.fields["person"].choices = [("", "—"), *people]  # pyrefly: ignore [missing-attribute] (a field of choices)
        self.fields["slot"].choices = [("", gettext("the whole event")), *slots]  # pyrefly: ignore [missing-attribute] (a field of choices)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        slots = [slot.id for slot in self.days.slots]
        at = slots.index(given["slot"]) if given.get("slot") else 0
        match given.get("reason"):
            case "no_show":
                missed = slots[at:]
            case "late":
                missed = slots[:at]
                if not missed:
                    self.add_error("slot", gettext("Choose from when on the person is there."))
            case _:
                missed = []
        return {**given, "person": self.people.get(given.get("person", "")), "slots": missed}


class WishForm(forms.Form):
    """A change a participant proposes."""

    request = forms.ChoiceField(required=False)
    words = forms.CharField(max_length=1000, widget=forms.Textarea)

    def __init__(self, *arguments: Any, requests: dict[str, Request], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.requests = requests
        choices = [
            ("", gettext("no meeting in particular")),
            *((pk, str(one)) for pk, one in requests.items()),
        ]
        self.fields["request"].choices = choices  # pyrefly: ignore [missing-attribute] (a field of choices)

    def clean_request(self) -> Request | None:
        return self.requests.get(self.cleaned_data["request"])


class FeedbackForm(forms.Form):
    """What a participant says of a meeting."""

    took_place = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")])
    rating = forms.IntegerField(min_value=1, max_value=5, required=False)
    follow_up = forms.CharField(max_length=2000, required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        given["took_place"] = given.get("took_place") == "yes"
        if not given["took_place"]:
            given["rating"] = None
        return given
