from datetime import date

from django.db import models
from django.db.models import Q

from polos_web.accounts.models import User
from polos_web.accounts.roles import ROLES, Role
from polos_web.registers.models import Record


class Verifier(models.Model):
    """Somebody of a named institution who says whether claims are right, of one country or of all."""

    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    institution = models.CharField(max_length=200)
    country = models.CharField(max_length=2, blank=True)
    kind_name = models.CharField(max_length=40, blank=True)
    named_at = models.DateTimeField()

    class Meta:
        ordering = ["country", "institution", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "country", "kind_name"], name="stewardship_verifier_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.institution} {self.country}".rstrip()


class Standing(models.TextChoices):
    """Where a claim or a request stands."""

    OPEN = "open"
    GRANTED = "granted"
    REFUSED = "refused"


class Claim(models.Model):
    """Somebody says: this record is about us, and we answer for it.

    ``reminded_at`` is when those who may answer, and the claimant, were told that the deadline has passed.
    """

    record = models.ForeignKey(Record, models.CASCADE, related_name="claims")
    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    country = models.CharField(max_length=2, blank=True)
    reason = models.TextField()
    evidence = models.CharField(max_length=500)
    made_at = models.DateTimeField()
    due_on = models.DateField()
    reminded_at = models.DateTimeField(null=True)
    standing = models.CharField(max_length=10, choices=Standing.choices, default=Standing.OPEN)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["record", "person"], condition=Q(standing="open"), name="stewardship_claim_open_once"
            )
        ]

    def __str__(self) -> str:
        return f"claim {self.pk} of {self.record}"

    @property
    def is_open(self) -> bool:
        """Whether nobody has answered it."""
        return self.standing == Standing.OPEN

    def is_overdue(self, on: date) -> bool:
        """Whether its deadline has passed without an answer."""
        return self.is_open and self.due_on < on


class Invitation(models.Model):
    """Somebody who keeps a record asks a colleague, by mail, to keep it too."""

    record = models.ForeignKey(Record, models.CASCADE, related_name="invitations")
    email = models.EmailField()
    role = models.CharField(max_length=30)
    invited_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    last_on = models.DateField()

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["record", "email"], name="stewardship_invitation_once")
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk} to {self.record}"

    @property
    def kind(self) -> type[Role]:
        """The class of the role."""
        return ROLES[self.role]

    def is_valid(self, on: date) -> bool:
        """Whether it can still be accepted."""
        return on <= self.last_on


class Wish(models.TextChoices):
    """What somebody asks for."""

    CORRECT = "correct"
    REMOVE = "remove"


class Request(models.Model):
    """Somebody, with or without an account, asks to correct a record or to remove it."""

    record = models.ForeignKey(Record, models.CASCADE, related_name="requests")
    wish = models.CharField(max_length=10, choices=Wish.choices)
    field = models.CharField(max_length=60, blank=True)
    text = models.TextField()
    evidence = models.CharField(max_length=500, blank=True)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=2)
    made_at = models.DateTimeField()
    standing = models.CharField(max_length=10, choices=Standing.choices, default=Standing.OPEN)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["made_at", "pk"]
        indexes = [models.Index(fields=["standing"])]

    def __str__(self) -> str:
        return f"request {self.pk} about {self.record}"

    @property
    def is_open(self) -> bool:
        """Whether nobody has answered it."""
        return self.standing == Standing.OPEN


class Letter(models.Model):
    """A mail on its way: written in the transaction of what it tells of, and gone once it was sent.

    ``about`` is the person it names, if any: the letter goes with that person. ``stop`` is an address that
    stops mails of its kind when a mail program posts to it, empty where there is nothing to stop.
    """

    to = models.EmailField()
    about = models.ForeignKey(User, models.CASCADE, null=True, related_name="+")
    subject = models.CharField(max_length=250)
    text = models.TextField()
    stop = models.URLField(max_length=500, blank=True)
    written_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"letter {self.pk}"
