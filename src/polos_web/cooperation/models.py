"""Pairings: those a published report tells of, and those that two sides keep here."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q

from polos_web.accounts.models import User
from polos_web.territories.models import Territory

KINDS = ("territory", "cluster")
SIDES = ("a", "b")
STATES = ("proposed", "declined", "withdrawn", "agreed", "active", "paused", "ended")
# States in which a pairing exists: both sides have said yes.
EXISTING = ("agreed", "active", "paused", "ended")
# States in which somebody has to see to what comes next.
UNDER_WAY = ("agreed", "active")
TURNS = (*STATES, "reopened")
# Turns that need a reason.
REASONED = ("declined", "paused", "ended", "reopened")
# How far two have come, in trust at first and then in what they do; each later stage is further.
STAGES = (
    "contact", "exchange", "visit", "activity", "agreement", "plan", "pilot", "business", "lasting",
)  # fmt: skip
INSTRUMENTS = ("letter", "memorandum", "cooperation", "commercial")
ORIGINS = ("proposal", "match", "decision")


class Pairing(models.Model):
    """Two territories, one on each side, that a programme brought together."""

    pairing_id = models.CharField(max_length=10, primary_key=True)
    lac = models.ForeignKey(Territory, models.CASCADE, related_name="+")
    eu = models.ForeignKey(Territory, models.CASCADE, related_name="+")
    lac_name_in_source = models.CharField(max_length=200)
    eu_name_in_source = models.CharField(max_length=200)
    lac_note = models.TextField(null=True)
    eu_note = models.TextField(null=True)
    topics = models.JSONField(default=list)
    outcomes = models.JSONField(default=list)
    agreements = models.JSONField(default=list)
    themes = models.JSONField(default=list)
    source_place = models.CharField(max_length=200)
    # Its facts by what they are about; filled by the queries that read them.
    parts: dict[str, list["PairingFact"]]

    class Meta:
        ordering = ["pairing_id"]

    def __str__(self) -> str:
        return self.pairing_id


class PairingFact(models.Model):
    """One fact a source states about a pairing; without a pairing it is about all of them."""

    fact_no = models.IntegerField(primary_key=True)
    pairing = models.ForeignKey(Pairing, models.CASCADE, null=True, related_name="facts")
    fact_type = models.CharField(max_length=40)
    side = models.CharField(max_length=60)
    fact = models.TextField()
    status = models.CharField(max_length=40)
    source_place = models.CharField(max_length=200)

    class Meta:
        ordering = ["fact_no"]

    def __str__(self) -> str:
        return self.fact


# ---- pairings that two sides keep -------------------------------------------------------------


class KeptPairing(models.Model):
    """Two territories, or two clusters, that cooperate or were asked to; it exists once both sides said yes.

    ``a`` and ``b`` are short names of records, in the order of the alphabet, so that two are one pairing
    whoever proposes it. ``themes`` are codes of the seven themes, or topics in free words; none where they
    are not known. ``summary`` is for everybody, ``notes`` for those who take part.
    """

    kind = models.CharField(max_length=12)
    a = models.SlugField(max_length=100)
    b = models.SlugField(max_length=100)
    programme = models.CharField(max_length=100, blank=True)
    state = models.CharField(max_length=10, default="proposed")
    origin = models.CharField(max_length=10, default="proposal")
    because = models.TextField(max_length=2000, blank=True)
    themes = models.JSONField(default=list)
    summary = models.TextField(max_length=2000, blank=True)
    notes = models.TextField(max_length=5000, blank=True)
    proposed_at = models.DateTimeField()
    began_at = models.DateTimeField(null=True)

    # The two records as pages name them; filled by the queries that read pairings.
    sides: tuple[Any, Any]

    class Meta:
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="cooperation_kept_known_words",
                condition=Q(kind__in=KINDS, state__in=STATES, origin__in=ORIGINS),
            ),
            models.CheckConstraint(name="cooperation_kept_of_two", condition=~Q(a=F("b"))),
            models.CheckConstraint(
                name="cooperation_kept_exists_since",
                condition=Q(state__in=EXISTING, began_at__isnull=False)
                | (~Q(state__in=EXISTING) & Q(began_at__isnull=True)),
            ),
            models.UniqueConstraint(
                fields=["kind", "a", "b"],
                condition=~Q(state__in=("declined", "withdrawn", "ended")),
                name="cooperation_kept_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.a} – {self.b}"

    @property
    def exists(self) -> bool:
        """Whether both sides have said yes to it."""
        return self.state in EXISTING

    def slug(self, side: str) -> str:
        """Return the short name of the record on side "a" or "b"."""
        return self.a if side == "a" else self.b


class Turn(models.Model):
    """One change of what a pairing is: proposed, agreed, active, paused, ended, re-opened."""

    pairing = models.ForeignKey(KeptPairing, models.CASCADE, related_name="turns")
    what = models.CharField(max_length=10)
    reason = models.TextField(max_length=2000, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(name="cooperation_turn_known", condition=Q(what__in=TURNS)),
            models.CheckConstraint(
                name="cooperation_turn_has_reason", condition=~Q(what__in=REASONED, reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pairing} {self.what}"


class Acceptance(models.Model):
    """The yes of one side, said by somebody who keeps its record; nobody says it for both."""

    pairing = models.ForeignKey(KeptPairing, models.CASCADE, related_name="acceptances")
    side = models.CharField(max_length=1)
    person = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        ordering = ["side"]
        constraints = [
            models.CheckConstraint(name="cooperation_acceptance_side", condition=Q(side__in=SIDES)),
            models.UniqueConstraint(fields=["pairing", "side"], name="cooperation_acceptance_once"),
            models.UniqueConstraint(fields=["pairing", "person"], name="cooperation_acceptance_for_one"),
        ]

    def __str__(self) -> str:
        return f"{self.pairing} {self.side}"


class Step(models.Model):
    """Something that has happened, at a stage of the cooperation; an agreement names its instrument.

    ``document`` says what file was handed in, as ``registers.files`` keeps it; ``link`` is its address.
    """

    pairing = models.ForeignKey(KeptPairing, models.CASCADE, related_name="steps")
    stage = models.CharField(max_length=10)
    day = models.DateField()
    words = models.TextField(max_length=2000)
    instrument = models.CharField(max_length=12, blank=True)
    topics = models.CharField(max_length=500, blank=True)
    valid_until = models.DateField(null=True)
    link = models.URLField(max_length=500, blank=True)
    document = models.JSONField(null=True)
    is_public = models.BooleanField(default=False)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["day", "pk"]
        constraints = [
            models.CheckConstraint(
                name="cooperation_step_known_words",
                condition=Q(stage__in=STAGES) & Q(instrument__in=("", *INSTRUMENTS)),
            ),
            models.CheckConstraint(
                name="cooperation_step_instrument_of_agreement",
                condition=Q(stage="agreement") ^ Q(instrument=""),
            ),
            models.CheckConstraint(
                name="cooperation_step_valid_later",
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("day")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pairing} {self.stage} {self.day}"


class NextStep(models.Model):
    """What comes next, who sees to it, and by when; the owner is gone where the person was erased."""

    pairing = models.ForeignKey(KeptPairing, models.CASCADE, related_name="next_steps")
    words = models.CharField(max_length=500)
    owner = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    due_on = models.DateField()
    done_on = models.DateField(null=True)
    outcome = models.CharField(max_length=500, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["due_on", "pk"]

    def __str__(self) -> str:
        return self.words

    def days_late(self, on: date) -> int:
        """Return by how many days it is overdue on a day; 0 where it is not, or is done."""
        return max((on - self.due_on).days, 0) if self.done_on is None else 0


class Indicator(models.Model):
    """What the two sides measure: where it stood, where it is to stand and when, and the source of both."""

    pairing = models.ForeignKey(KeptPairing, models.CASCADE, related_name="indicators")
    name = models.CharField(max_length=200)
    unit = models.CharField(max_length=60)
    baseline = models.FloatField()
    baseline_on = models.DateField()
    target = models.FloatField()
    target_on = models.DateField()
    source = models.CharField(max_length=300)
    is_public = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="cooperation_indicator_target_later", condition=Q(target_on__gt=F("baseline_on"))
            )
        ]

    def __str__(self) -> str:
        return self.name


class Reading(models.Model):
    """A later value of an indicator."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="readings")
    value = models.FloatField()
    day = models.DateField()
    source = models.CharField(max_length=300)

    class Meta:
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "day"], name="cooperation_reading_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.day}"
