"""From interest to match: what one record wants of another, and what both sides said to it.

Nothing here is public. Whoever may read a row is decided in ``access``; addresses hold a ``key`` that cannot
be guessed and says nothing, because numbers in a row would tell how many others there are.
"""

import secrets
from datetime import date

from django.db import models
from django.db.models import F, Q

from polos_web.accounts.models import User
from polos_web.registers.models import Record


def new_key() -> str:
    """Return what names a row in an address: unguessable, and no number in a row."""
    return secrets.token_urlsafe(24)


def _known(field: str, choices: type[models.TextChoices], name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(**{f"{field}__in": choices.values}), name=name)


class Stand(models.TextChoices):
    """Where an interest stands."""

    OPEN = "open"
    MATCHED = "matched"
    WITHDRAWN = "withdrawn"
    DECLINED = "declined"
    EXPIRED = "expired"


class Level(models.TextChoices):
    """At which level two cooperate, as people choose it; what is suggested is computed and not kept."""

    CLUSTERS = "clusters"
    REGIONS = "regions"
    FIRMS = "firms"


class Interest(models.Model):
    """One record would like to cooperate with another.

    The other side sees it when it is mutual, or when ``is_shown``. ``level`` is the one its side chose,
    empty where it left that open. ``last_on`` is the last day on which it counts. ``reason`` is what was
    said when it was declined.
    """

    key = models.CharField(max_length=40, unique=True, default=new_key, editable=False)
    asks = models.ForeignKey(Record, models.CASCADE, related_name="+")
    asked = models.ForeignKey(Record, models.CASCADE, related_name="+")
    message = models.TextField()
    language = models.CharField(max_length=2)
    is_shown = models.BooleanField(default=False)
    level = models.CharField(max_length=10, choices=Level.choices, blank=True)
    stand = models.CharField(max_length=10, choices=Stand.choices, default=Stand.OPEN)
    reason = models.TextField(blank=True)
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    last_on = models.DateField()
    ended_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at", "pk"]
        constraints = [
            _known("stand", Stand, "matchmaking_interest_stand_known"),
            models.CheckConstraint(
                condition=Q(level__in=["", *Level.values]), name="matchmaking_interest_level_known"
            ),
            models.CheckConstraint(condition=~Q(asks=F("asked")), name="matchmaking_interest_in_another"),
            models.UniqueConstraint(
                fields=["asks", "asked"],
                condition=Q(stand__in=["open", "matched"]),
                name="matchmaking_interest_once",
            ),
        ]

    def __str__(self) -> str:
        return f"interest {self.pk}"

    def is_open(self, on: date) -> bool:
        """Whether it still counts and nobody has answered it."""
        return self.stand == Stand.OPEN and on <= self.last_on


class Agreed(models.TextChoices):
    """Where a match stands: both are interested, both have accepted, or it came to nothing."""

    PROPOSED = "proposed"
    MATCHED = "matched"
    DECLINED = "declined"
    EXPIRED = "expired"


class Match(models.Model):
    """Two records that are interested in each other; a match once somebody of each side has accepted."""

    key = models.CharField(max_length=40, unique=True, default=new_key, editable=False)
    first = models.OneToOneField(Interest, models.CASCADE, related_name="+")
    second = models.OneToOneField(Interest, models.CASCADE, related_name="+")
    stand = models.CharField(max_length=10, choices=Agreed.choices, default=Agreed.PROPOSED)
    reason = models.TextField(blank=True)
    made_at = models.DateTimeField()
    last_on = models.DateField()
    matched_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at", "pk"]
        constraints = [
            _known("stand", Agreed, "matchmaking_match_stand_known"),
            models.CheckConstraint(
                condition=Q(stand="matched", matched_at__isnull=False)
                | (~Q(stand="matched") & Q(matched_at__isnull=True)),
                name="matchmaking_match_has_its_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"match {self.pk}"

    @property
    def records(self) -> tuple[Record, Record]:
        """The two records, the one whose interest came first before the other."""
        return self.first.asks, self.second.asks

    def is_open(self, on: date) -> bool:
        """Whether it waits for acceptances."""
        return self.stand == Agreed.PROPOSED and on <= self.last_on

    def other(self, record: Record) -> Record:
        """Return the other side."""
        return self.second.asks if record.pk == self.first.asks_id else self.first.asks


class Acceptance(models.Model):
    """Somebody said yes to a match for one side; the same person cannot do so for both."""

    match = models.ForeignKey(Match, models.CASCADE, related_name="acceptances")
    record = models.ForeignKey(Record, models.CASCADE, related_name="+")
    person = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    accepted_at = models.DateTimeField()

    class Meta:
        ordering = ["accepted_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["match", "record"], name="matchmaking_acceptance_once_a_side"),
            models.UniqueConstraint(fields=["match", "person"], name="matchmaking_acceptance_two_people"),
        ]

    def __str__(self) -> str:
        return f"acceptance of {self.match} by {self.record}"


class Way(models.TextChoices):
    """How far a letter to a profile without anybody to answer has come."""

    DRAFTED = "drafted"
    SENT = "sent"
    PASSED_ON = "passed_on"
    CLAIMED = "claimed"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class Invitation(models.Model):
    """A letter to a profile that nobody has claimed, passed on by a named institution.

    ``institution`` is a record of an actor; ``email`` an address of it, if one is known. ``words`` are what
    the sender adds to the letter, ``language`` is that of the letter.
    """

    key = models.CharField(max_length=40, unique=True, default=new_key, editable=False)
    interest = models.OneToOneField(Interest, models.CASCADE, related_name="invitation")
    institution = models.ForeignKey(Record, models.CASCADE, null=True, related_name="+")
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=2)
    stand = models.CharField(max_length=10, choices=Way.choices, default=Way.DRAFTED)
    note = models.TextField(blank=True)
    drafted_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    passed_on_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    last_on = models.DateField()

    class Meta:
        ordering = ["-drafted_at", "pk"]
        constraints = [
            _known("stand", Way, "matchmaking_invitation_stand_known"),
            models.CheckConstraint(
                condition=~Q(stand__in=["sent", "passed_on"]) | Q(institution__isnull=False),
                name="matchmaking_invitation_through_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk}"

    def is_open(self, on: date) -> bool:
        """Whether it can still lead to an answer."""
        return self.stand in (Way.DRAFTED, Way.SENT, Way.PASSED_ON) and on <= self.last_on


class Asking(models.TextChoices):
    """Where an information request stands."""

    OPEN = "open"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


class InformationRequest(models.Model):
    """One record asks another for information, item by item, until a day."""

    key = models.CharField(max_length=40, unique=True, default=new_key, editable=False)
    asks = models.ForeignKey(Record, models.CASCADE, related_name="+")
    asked = models.ForeignKey(Record, models.CASCADE, related_name="+")
    message = models.TextField(blank=True)
    language = models.CharField(max_length=2)
    due_on = models.DateField()
    stand = models.CharField(max_length=10, choices=Asking.choices, default=Asking.OPEN)
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            _known("stand", Asking, "matchmaking_request_stand_known"),
            models.CheckConstraint(condition=~Q(asks=F("asked")), name="matchmaking_request_to_another"),
        ]

    def __str__(self) -> str:
        return f"information request {self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether an item waits for its answer."""
        return self.stand == Asking.OPEN

    def is_overdue(self, on: date) -> bool:
        """Whether its day has passed and an item still waits."""
        return self.is_open and self.next_due < on

    @property
    def next_due(self) -> date:
        """Until when the next answer is awaited: what was promised for later counts from that day."""
        days = [item.later_on or self.due_on for item in self.items.all() if not item.is_settled]
        return min(days, default=self.due_on)


class Answer(models.TextChoices):
    """What was said to one item of a request."""

    OPEN = "open"
    ANSWERED = "answered"
    NOT_AVAILABLE = "not_available"
    WILL_NOT_SAY = "will_not_say"
    LATER = "later"


class Item(models.Model):
    """One thing asked for: of the documents' lists by its ``code``, or in own ``words``.

    ``later_on`` is the day until which an answer was promised.
    """

    request = models.ForeignKey(InformationRequest, models.CASCADE, related_name="items")
    code = models.CharField(max_length=20, blank=True)
    words = models.TextField(blank=True)
    place = models.PositiveSmallIntegerField()
    answer = models.CharField(max_length=15, choices=Answer.choices, default=Answer.OPEN)
    text = models.TextField(blank=True)
    language = models.CharField(max_length=2, blank=True)
    later_on = models.DateField(null=True)
    answered_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["request", "place"]
        constraints = [
            _known("answer", Answer, "matchmaking_item_answer_known"),
            models.UniqueConstraint(fields=["request", "place"], name="matchmaking_item_once"),
            models.CheckConstraint(
                condition=Q(code="") ^ Q(words=""), name="matchmaking_item_of_the_list_or_own_words"
            ),
            models.CheckConstraint(
                condition=Q(answer="later", later_on__isnull=False)
                | (~Q(answer="later") & Q(later_on__isnull=True)),
                name="matchmaking_item_later_has_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(answer="answered") | ~Q(text=""), name="matchmaking_item_answered_in_words"
            ),
        ]

    def __str__(self) -> str:
        return f"item {self.place} of {self.request}"

    @property
    def is_settled(self) -> bool:
        """Whether nothing more is to be said to it."""
        return self.answer not in (Answer.OPEN, Answer.LATER)


class Shown(models.TextChoices):
    """Whether others see an anonymous offer."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Exchange(models.TextChoices):
    """Whether something is offered or needed."""

    OFFER = "offer"
    NEED = "need"


class AnonymousOffer(models.Model):
    """An offer or a need that is shown without whose it is; an adviser answers for its owner.

    ``adviser`` is a record of a contact person. Others see ``exchange``, ``type``, ``text``, the codes and
    the side, and nothing else.
    """

    key = models.CharField(max_length=40, unique=True, default=new_key, editable=False)
    owner = models.ForeignKey(Record, models.CASCADE, related_name="+")
    adviser = models.ForeignKey(Record, models.CASCADE, related_name="+")
    exchange = models.CharField(max_length=10, choices=Exchange.choices)
    type = models.CharField(max_length=40, blank=True)
    text = models.TextField()
    language = models.CharField(max_length=2)
    side = models.CharField(max_length=3, blank=True)
    markets = models.JSONField(default=list)
    technologies = models.JSONField(default=list)
    stand = models.CharField(max_length=10, choices=Shown.choices, default=Shown.DRAFT)
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        # By the key, which is random: an order by time would tell what was published after whose sign-in.
        ordering = ["key"]
        constraints = [
            _known("stand", Shown, "matchmaking_offer_stand_known"),
            _known("exchange", Exchange, "matchmaking_offer_exchange_known"),
        ]

    def __str__(self) -> str:
        return f"anonymous offer {self.pk}"


class Reply(models.TextChoices):
    """Where an inquiry about an anonymous offer stands."""

    OPEN = "open"
    ANSWERED = "answered"
    DECLINED = "declined"


class Inquiry(models.Model):
    """Somebody asks about an anonymous offer: the adviser of its owner gets it, by a private link.

    ``adviser`` is the contact person who speaks for whoever asks, if any. ``shown_at`` is when the owner let
    this asker know who it is.
    """

    key = models.CharField(max_length=40, unique=True, default=new_key, editable=False)
    link = models.CharField(max_length=40, unique=True, default=new_key, editable=False)
    offer = models.ForeignKey(AnonymousOffer, models.CASCADE, related_name="inquiries")
    asks = models.ForeignKey(Record, models.CASCADE, related_name="+")
    adviser = models.ForeignKey(Record, models.SET_NULL, null=True, related_name="+")
    message = models.TextField()
    language = models.CharField(max_length=2)
    stand = models.CharField(max_length=10, choices=Reply.choices, default=Reply.OPEN)
    answer = models.TextField(blank=True)
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    shown_at = models.DateTimeField(null=True)
    shown_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [
            _known("stand", Reply, "matchmaking_inquiry_stand_known"),
            models.UniqueConstraint(fields=["offer", "asks"], name="matchmaking_inquiry_once"),
        ]

    def __str__(self) -> str:
        return f"inquiry {self.pk}"


# ---- assignments of pairs ---------------------------------------------------------------------


class PairingPlan(models.Model):
    """Two sides that a programme wants to pair, what each pair is worth, and the rules; people decide.

    ``a`` and ``b`` list partners (id, name, country, themes, most, least); the id is the short name of a
    record of ``kind``, or a name alone where the kind is "name". ``worth`` lists (a, b, value), where a pair
    that is not in it is of unknown value; ``worth_from`` says what the values are. ``rules`` are must,
    must_not, quotas, minimum, rankings and the objective. All of it is what the library takes.
    """

    name = models.CharField(max_length=200)
    programme = models.CharField(max_length=100)
    kind = models.CharField(max_length=12)
    a = models.JSONField(default=list)
    b = models.JSONField(default=list)
    worth = models.JSONField(default=list)
    worth_from = models.CharField(max_length=10, blank=True)
    rules = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["territory", "cluster", "name"]), name="matchmaking_plan_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(worth_from__in=["", "score", "review", "table"]),
                name="matchmaking_plan_values_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def about(self) -> str:
        """What jobs about it are known by."""
        return f"pairing plan {self.pk}"


class PairingRun(models.Model):
    """One search for the best pairs: everything it was asked, and what was found.

    ``names`` are those of the partners at the time; ``job`` is the work under way, while there is any.
    """

    plan = models.ForeignKey(PairingPlan, models.CASCADE, related_name="runs")
    number = models.PositiveIntegerField()
    task = models.JSONField()
    names = models.JSONField()
    objective = models.CharField(max_length=20)
    worth_from = models.CharField(max_length=10, blank=True)
    library_version = models.CharField(max_length=40)
    asked_at = models.DateTimeField()
    job = models.PositiveBigIntegerField(null=True)
    result = models.JSONField(null=True)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="matchmaking_run_numbered")]

    def __str__(self) -> str:
        return f"{self.plan} {self.number}"


class PairingDecision(models.Model):
    """What people decided on a proposal: the pairs, and where and why they differ from what was proposed.

    ``pairs`` list a, b, the themes, whether it was proposed, and the reason where it was not; ``dropped``
    what was proposed and is not decided, each with its reason.
    """

    plan = models.OneToOneField(PairingPlan, models.CASCADE, related_name="decision")
    run = models.ForeignKey(PairingRun, models.PROTECT, related_name="+")
    pairs = models.JSONField()
    dropped = models.JSONField(default=list)
    reason = models.TextField(max_length=2000, blank=True)
    decided_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"decision on {self.plan}"
