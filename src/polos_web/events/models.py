"""An event from its first draft to its follow-up.

Moments are stored in UTC; a slot is known by the moment it begins, so that it keeps its name when sessions
change around it.
"""

import secrets
import uuid
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q

STAGES = ("draft", "open", "closed", "proposed", "published", "held", "followed_up")
PRIORITIES = ("must", "want", "maybe", "no")
UNANSWERED = "unanswered"


def new_key() -> str:
    """Return what makes a private link unguessable; it is never shown itself."""
    return secrets.token_urlsafe(24)


def new_pseudonym() -> str:
    """Return a name that says nothing about the person."""
    return str(uuid.uuid4())


class Event(models.Model):
    """Meetings of two, in slots of the same length, at tables or on line.

    ``programme`` is the scope of those who organise it. ``most``, ``least`` and ``most_in_a_row`` hold for
    everybody without a rule of their own; ``floor`` says up to how many meetings everybody comes first.
    ``first_hour`` and ``last_hour`` bound the hours of people who have not said their own, in their own zone.
    """

    name = models.CharField(max_length=200)
    place = models.CharField(max_length=200, blank=True)
    is_virtual = models.BooleanField(default=False)
    zone = models.CharField(max_length=60)
    programme = models.CharField(max_length=100)
    stage = models.CharField(max_length=20, default="draft")
    slot_minutes = models.PositiveSmallIntegerField(default=20)
    pause_minutes = models.PositiveSmallIntegerField(default=0)
    table_count = models.PositiveSmallIntegerField(null=True)
    most = models.PositiveSmallIntegerField(null=True)
    least = models.PositiveSmallIntegerField(default=0)
    most_in_a_row = models.PositiveSmallIntegerField(null=True)
    floor = models.PositiveSmallIntegerField(default=3)
    first_hour = models.TimeField(null=True)
    last_hour = models.TimeField(null=True)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(name="events_event_known_stage", condition=Q(stage__in=STAGES)),
            models.CheckConstraint(name="events_event_slot_has_length", condition=Q(slot_minutes__gte=5)),
            models.CheckConstraint(
                name="events_event_tables_or_virtual",
                condition=Q(is_virtual=True, table_count__isnull=True)
                | Q(is_virtual=False, table_count__gte=1),
            ),
            models.CheckConstraint(
                name="events_event_least_below_most",
                condition=Q(most__isnull=True) | Q(most__gte=F("least")),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def timezone(self) -> ZoneInfo:
        """The zone of the venue, or of those who organise."""
        return ZoneInfo(self.zone)

    @property
    def about(self) -> str:
        """What jobs about this event are known by."""
        return f"event {self.pk}"

    @property
    def takes_requests(self) -> bool:
        """Whether participants may still say when they are free and whom they want to meet."""
        return self.stage == "open"

    @property
    def shows_agenda(self) -> bool:
        """Whether participants see the agenda."""
        return self.stage in ("published", "held", "followed_up")

    @property
    def is_rated(self) -> bool:
        """Whether meetings can be rated: on the day and after."""
        return self.shows_agenda

    def has_reached(self, stage: str) -> bool:
        """Whether the event is at this stage or further."""
        return STAGES.index(self.stage) >= STAGES.index(stage)


class Session(models.Model):
    """A stretch of one day in which meetings follow each other, in the event's own time."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="sessions")
    name = models.CharField(max_length=100, blank=True)
    day = models.DateField()
    first = models.TimeField()
    last = models.TimeField()

    class Meta:
        ordering = ["day", "first"]
        constraints = [
            models.CheckConstraint(name="events_session_ends_later", condition=Q(last__gt=F("first"))),
            models.UniqueConstraint(fields=["event", "day", "first"], name="events_session_once"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.first:%H:%M}–{self.last:%H:%M}"


class Participant(models.Model):
    """Somebody who takes part, with or without an account; who has one is known by the address of e-mail.

    ``away`` are slots the person said no to, ``missing`` those missed on the day (a no-show, a late
    arrival). Of somebody who was erased the row stays, without the person, so that agendas keep their shape.
    """

    event = models.ForeignKey(Event, models.CASCADE, related_name="participants")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=150, blank=True)
    organisation = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True)
    cluster = models.CharField(max_length=60, blank=True)
    zone = models.CharField(max_length=60, blank=True)
    first_hour = models.TimeField(null=True)
    last_hour = models.TimeField(null=True)
    languages = models.JSONField(default=list)
    language = models.CharField(max_length=2, default="en")
    away = models.JSONField(default=list)
    missing = models.JSONField(default=list)
    most = models.PositiveSmallIntegerField(null=True)
    least = models.PositiveSmallIntegerField(null=True)
    most_in_a_row = models.PositiveSmallIntegerField(null=True)
    booth = models.CharField(max_length=40, blank=True)
    answered_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)
    pseudonym = models.CharField(max_length=36, unique=True, default=new_pseudonym, editable=False)
    key = models.CharField(max_length=40, default=new_key, editable=False)

    # How many requests the person made and received; filled by the query that lists people.
    made: int
    received: int

    class Meta:
        ordering = ["organisation", "name", "code"]
        constraints = [
            models.UniqueConstraint(fields=["event", "code"], name="events_participant_code_once"),
            models.CheckConstraint(
                name="events_participant_erased_without_person",
                condition=Q(erased_at__isnull=True) | Q(name="", email=""),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.code

    @property
    def timezone(self) -> ZoneInfo:
        """The zone on whose clock the person lives the event: the venue's, or on line the person's own."""
        return ZoneInfo((self.event.is_virtual and self.zone) or self.event.zone)

    @property
    def absent(self) -> frozenset[str]:
        """Every slot on which the person is not there, for whatever reason."""
        return frozenset([*self.away, *self.missing])


class Request(models.Model):
    """The wish of one participant to meet another one, or anybody of an organisation, and what these say.

    ``ruling`` is what the organiser decided: must be held, must not be, or nothing; ``slot`` the moment at
    which it has to take place, if any.
    """

    event = models.ForeignKey(Event, models.CASCADE, related_name="requests")
    asks = models.ForeignKey(Participant, models.CASCADE, related_name="asked_for")
    asked = models.ForeignKey(Participant, models.CASCADE, null=True, related_name="asked_by")
    organisation = models.CharField(max_length=200, blank=True)
    priority = models.CharField(max_length=10, default="want")
    answer = models.CharField(max_length=10, default=UNANSWERED)
    ruling = models.CharField(max_length=10, blank=True)
    slot = models.CharField(max_length=20, blank=True)
    is_late = models.BooleanField(default=False)

    class Meta:
        ordering = ["asks__organisation", "asks__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["event", "asks", "asked"], name="events_request_once"),
            models.CheckConstraint(name="events_request_of_two", condition=~Q(asks=F("asked"))),
            models.CheckConstraint(
                name="events_request_person_or_organisation",
                condition=Q(asked__isnull=True) ^ Q(organisation=""),
            ),
            models.CheckConstraint(
                name="events_request_known_words",
                condition=Q(priority__in=PRIORITIES)
                & Q(answer__in=(*PRIORITIES, UNANSWERED))
                & Q(ruling__in=("", "must", "must_not")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asks} – {self.asked or self.organisation}"


class Interpreter(models.Model):
    """Somebody who can sit in a meeting of two without a language in common."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="interpreters")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=150, blank=True)
    languages = models.JSONField(default=list)
    away = models.JSONField(default=list)

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["event", "code"], name="events_interpreter_code_once")]

    def __str__(self) -> str:
        return self.name or self.code


class Upload(models.Model):
    """Rows of a file that were read and shown, and wait for somebody to say that they are meant."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="uploads")
    kind = models.CharField(max_length=20)
    file_name = models.CharField(max_length=200)
    rows = models.JSONField()
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.file_name


class Agenda(models.Model):
    """One version of who meets whom, when and where; the one with the highest number counts.

    ``levels`` are what the solver reached and proved, ``changes`` what differs from the version before.
    """

    event = models.ForeignKey(Event, models.CASCADE, related_name="agendas")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, default="made")
    status = models.CharField(max_length=12)
    levels = models.JSONField(default=list)
    changes = models.JSONField(default=list)
    seconds = models.FloatField(default=0)
    engine = models.CharField(max_length=60, blank=True)
    library_version = models.CharField(max_length=40)
    made_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["event", "number"], name="events_agenda_numbered")]

    def __str__(self) -> str:
        return f"{self.event} {self.number}"


class Meeting(models.Model):
    """Two people at one moment."""

    agenda = models.ForeignKey(Agenda, models.CASCADE, related_name="meetings")
    request = models.ForeignKey(Request, models.CASCADE, related_name="meetings")
    slot = models.CharField(max_length=20)
    asks = models.ForeignKey(Participant, models.CASCADE, related_name="+")
    asked = models.ForeignKey(Participant, models.CASCADE, related_name="+")
    table = models.CharField(max_length=40, blank=True)
    interpreter = models.ForeignKey(Interpreter, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["slot", "table", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["agenda", "request"], name="events_meeting_once"),
            models.UniqueConstraint(fields=["agenda", "slot", "asks"], name="events_meeting_asks_free"),
            models.UniqueConstraint(fields=["agenda", "slot", "asked"], name="events_meeting_asked_free"),
        ]

    def __str__(self) -> str:
        return f"{self.slot} {self.asks} – {self.asked}"


class Wish(models.Model):
    """A change of the published agenda that a participant proposes, and what became of it."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="wishes")
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="wishes")
    request = models.ForeignKey(Request, models.CASCADE, null=True, related_name="+")
    words = models.TextField(max_length=1000)
    made_at = models.DateTimeField()
    answer = models.TextField(max_length=1000, blank=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["settled_at", "made_at"]

    def __str__(self) -> str:
        return self.words


class Feedback(models.Model):
    """What one participant says of a meeting: whether it took place, how good it was, what follows."""

    request = models.ForeignKey(Request, models.CASCADE, related_name="feedback")
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="feedback")
    took_place = models.BooleanField()
    rating = models.PositiveSmallIntegerField(null=True)
    follow_up = models.TextField(max_length=2000, blank=True)
    said_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "participant"], name="events_feedback_once"),
            models.CheckConstraint(
                name="events_feedback_rating_in_range",
                condition=Q(rating__isnull=True) | Q(rating__range=(1, 5), took_place=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participant}: {self.rating}"
