from django.db import models
from django.db.models import Q

from polos_web.accounts.models import User
from polos_web.registers.keepers import keepers
from polos_web.registers.kinds import Kind, Nature, Reach, kind


class State(models.TextChoices):
    """Where a record stands."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Voice(models.TextChoices):
    """Who speaks. What an owner says stands before what was imported, and that before what came built in."""

    OWNER = "owner"
    IMPORTED = "imported"
    REFERENCE = "reference"


class Record(models.Model):
    """One entry of a register; what it says lies in its facts.

    ``version`` grows with every change, so that two people who edit at once find out. ``is_built_in`` says
    how it came here, ``claimed_at`` since when somebody owns it; the second does not follow from the first.
    """

    kind_name = models.CharField(max_length=40)
    slug = models.SlugField(max_length=100)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    is_built_in = models.BooleanField(default=False)
    claimed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ["kind_name", "slug"]
        constraints = [
            models.UniqueConstraint(fields=["kind_name", "slug"], name="registers_record_once"),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in State]), name="registers_record_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind_name} {self.slug}"

    @property
    def kind(self) -> Kind:
        """The register it belongs to."""
        return kind(self.kind_name)

    @property
    def is_public(self) -> bool:
        """Whether everybody may see that it exists."""
        return self.state == State.PUBLISHED

    @property
    def can_be_claimed(self) -> bool:
        """Whether somebody may say to answer for it: public, and owned by nobody, whoever brought it in."""
        return self.is_public and not self.is_claimed and keepers(self.kind) is not None

    @property
    def is_claimed(self) -> bool:
        """Whether those it is about answer for it: somebody owns it.

        Where roles for the whole site keep a register, nobody owns a record; those who keep the register
        answer for all that did not come built in.
        """
        return not self.is_built_in if keepers(self.kind) is None else self.claimed_at is not None


class Fact(models.Model):
    """One statement of a record: a value with its papers. It is never changed, only followed by another.

    ``value`` is plain JSON as its field reads it; ``None`` says that the speaker knows of no value. A fact
    stands until ``ended_at``. ``version`` is the version of the record it came with.
    """

    record = models.ForeignKey(Record, models.CASCADE, related_name="facts")
    field = models.CharField(max_length=60)
    item = models.CharField(max_length=40, blank=True)
    voice = models.CharField(max_length=10, choices=Voice.choices)
    value = models.JSONField(null=True)
    nature = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Nature])
    reach = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Reach])
    source = models.CharField(max_length=500, blank=True)
    place = models.CharField(max_length=500, blank=True)
    dated = models.CharField(max_length=10, blank=True)
    confidence = models.CharField(max_length=20, blank=True)
    note = models.TextField(blank=True)
    author = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    about = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    stated_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField()

    class Meta:
        ordering = ["record", "field", "item", "stated_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["record", "field", "item", "voice"],
                condition=Q(ended_at__isnull=True),
                name="registers_fact_stands_once",
            )
        ]
        indexes = [models.Index(fields=["record", "ended_at"])]

    def __str__(self) -> str:
        return f"{self.record} {self.field}"

    @property
    def is_inferred(self) -> bool:
        """Whether it came built in without a source: derived from something else, or recalled."""
        return self.voice == Voice.REFERENCE and not self.source

    @property
    def stands(self) -> bool:
        """Whether nothing has followed it."""
        return self.ended_at is None


class Draft(models.Model):
    """What somebody has filled in of a block and not published; ``version`` is what the editor saw."""

    record = models.ForeignKey(Record, models.CASCADE, related_name="drafts")
    block = models.CharField(max_length=40)
    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    given = models.JSONField()
    version = models.PositiveIntegerField()
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["record", "block"]
        constraints = [
            models.UniqueConstraint(fields=["record", "block", "person"], name="registers_draft_once")
        ]

    def __str__(self) -> str:
        return f"{self.record} {self.block}"
