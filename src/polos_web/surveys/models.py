"""A survey: its questionnaire in versions, its waves, who is asked, and answers apart from who gave them.

No row, no order of rows and no moment leads from an invitation to an answer (docs/decisions, 0012). While a
wave is open, answers lie sealed in ``Sealed``, whose key is not in the database; closing the wave opens all
of them at once, mixes them and writes them under random keys. That an invitation was used is kept without
when.
"""

import secrets

from django.db import models
from django.db.models import Q

from polos_web.translation.fields import TranslatedField

STAGES = ("draft", "open", "closed")
SIDES = ("EU", "LAC")


def new_key() -> str:
    """Return what makes a private link unguessable; it is never shown itself."""
    return secrets.token_urlsafe(24)


def random_name() -> str:
    """Return a key for a row that says nothing about when it was written, nor after which other."""
    return secrets.token_hex(16)


class Survey(models.Model):
    """Questions for a group of people, in one or more waves.

    ``programme`` is the scope of those who keep it. ``draft`` is the questionnaire as it stands, as plain
    values (``questionnaires.py``); a wave takes a version of it. ``relevance`` and ``support`` name the two
    matrices that are compared step by step; ``pairings`` are the names respondents may choose from.
    """

    name = models.CharField(max_length=200)
    programme = models.CharField(max_length=100)
    draft = models.JSONField()
    relevance = models.CharField(max_length=40, blank=True)
    support = models.CharField(max_length=40, blank=True)
    pairings = models.JSONField(default=list)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return self.name

    @property
    def about(self) -> str:
        """What jobs about this survey are known by."""
        return f"survey {self.pk}"


class Version(models.Model):
    """The questionnaire as it was when a wave opened; it is never changed."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["survey", "number"], name="surveys_version_numbered")]

    def __str__(self) -> str:
        return f"{self.survey} {self.number}"


class Wave(models.Model):
    """One time the questions are asked: prepared, open, closed, and never open again.

    ``key`` seals the answers while the wave is open, itself sealed under a key that is not in the database;
    it is destroyed at the end. ``answered`` is how many answered (known once closed), ``keeps_sides`` whether
    the answers say the side: not where that would leave fewer than five on one. ``invited`` is how many were
    asked by side, kept because invitations may be erased.
    """

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="waves")
    number = models.PositiveIntegerField()
    version = models.ForeignKey(Version, models.PROTECT, null=True, related_name="waves")
    stage = models.CharField(max_length=10, default="draft")
    is_published = models.BooleanField(default=False)
    key = models.BinaryField(null=True)
    answered = models.PositiveIntegerField(null=True)
    keeps_sides = models.BooleanField(default=True)
    was_destroyed = models.BooleanField(default=False)
    invited = models.JSONField(default=dict)
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "number"], name="surveys_wave_numbered"),
            models.CheckConstraint(name="surveys_wave_known_stage", condition=Q(stage__in=STAGES)),
            models.CheckConstraint(
                name="surveys_wave_sealed_while_open",
                condition=Q(stage="open", key__isnull=False) | (~Q(stage="open") & Q(key__isnull=True)),
            ),
            models.CheckConstraint(
                name="surveys_wave_has_a_version_once_open",
                condition=Q(stage="draft") | Q(version__isnull=False),
            ),
            models.CheckConstraint(
                name="surveys_wave_published_once_closed",
                condition=Q(is_published=False) | Q(stage="closed"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.survey} {self.number}"

    @property
    def code(self) -> str:
        """How answers name the wave."""
        return str(self.number)


class Invitation(models.Model):
    """Somebody who is asked: one private link, which can be used once.

    ``is_used`` has no moment beside it. ``wants_no_mail`` holds for later waves of the survey too. Of
    somebody who was erased after answering the row stays, without the person, so that the response is counted
    right.
    """

    wave = models.ForeignKey(Wave, models.CASCADE, related_name="invitations")
    name = models.CharField(max_length=150, blank=True)
    email = models.EmailField(blank=True)
    side = models.CharField(max_length=3, blank=True)
    language = models.CharField(max_length=2, default="en")
    is_used = models.BooleanField(default=False)
    wants_no_mail = models.BooleanField(default=False)
    key = models.CharField(max_length=40, default=new_key, editable=False)

    class Meta:
        ordering = ["side", "name", "email", "pk"]
        constraints = [
            models.CheckConstraint(name="surveys_invitation_known_side", condition=Q(side__in=("", *SIDES))),
            models.UniqueConstraint(
                fields=["wave", "email"], condition=~Q(email=""), name="surveys_invitation_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email


class Sealed(models.Model):
    """One answer as it was sent, all of the same length, readable by nobody who has only the database."""

    name = models.CharField(primary_key=True, max_length=32, default=random_name, editable=False)
    wave = models.ForeignKey(Wave, models.CASCADE, related_name="sealed")
    content = models.BinaryField()

    def __str__(self) -> str:
        return self.name


class Answer(models.Model):
    """What one person answered in a wave that is closed, and what the person was told goes with it.

    ``consents`` is whether the pair of answers of this pairing may be shown by itself.
    """

    name = models.CharField(primary_key=True, max_length=32, default=random_name, editable=False)
    wave = models.ForeignKey(Wave, models.CASCADE, related_name="answers")
    side = models.CharField(max_length=3, blank=True)
    pairing = models.CharField(max_length=100, blank=True)
    consents = models.BooleanField(default=False)
    given = models.JSONField()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Delphi(models.Model):
    """Statements on which a fixed panel gives scores in rounds until a rule, fixed before, says to stop.

    ``rule`` are the fields of ``DelphiRule``; ``lock`` the digest of rule and panel from the first round on.
    ``round`` is the one that is open or was closed last, 0 before the first.
    """

    name = models.CharField(max_length=200)
    programme = models.CharField(max_length=100)
    rule = models.JSONField()
    lock = models.CharField(max_length=64, blank=True)
    round = models.PositiveSmallIntegerField(default=0)
    is_open = models.BooleanField(default=False)
    is_over = models.BooleanField(default=False)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(
                name="surveys_delphi_locked_from_the_first_round", condition=Q(round=0) ^ ~Q(lock="")
            ),
            models.CheckConstraint(
                name="surveys_delphi_open_or_over", condition=Q(is_open=False) | Q(is_over=False)
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Proposition(models.Model):
    """One statement of a Delphi; ``settled_in`` is the round that settled it, after which it is not asked."""

    delphi = models.ForeignKey(Delphi, models.CASCADE, related_name="propositions")
    number = models.PositiveSmallIntegerField()
    text = TranslatedField()
    settled_in = models.PositiveSmallIntegerField(null=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["delphi", "number"], name="surveys_proposition_numbered")
        ]

    def __str__(self) -> str:
        return self.text.original


class Panelist(models.Model):
    """Somebody of the panel. Rounds are joined by ``pseudonym``; of who was erased only that stays."""

    delphi = models.ForeignKey(Delphi, models.CASCADE, related_name="panel")
    pseudonym = models.CharField(max_length=32, unique=True, default=random_name, editable=False)
    name = models.CharField(max_length=150, blank=True)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=2, default="en")
    wants_no_mail = models.BooleanField(default=False)
    key = models.CharField(max_length=40, default=new_key, editable=False)

    class Meta:
        ordering = ["name", "email", "pk"]

    def __str__(self) -> str:
        return self.name or self.email or self.pseudonym


class Score(models.Model):
    """What one person of the panel says of one statement in one round, and why."""

    proposition = models.ForeignKey(Proposition, models.CASCADE, related_name="scores")
    panelist = models.ForeignKey(Panelist, models.CASCADE, related_name="scores")
    round = models.PositiveSmallIntegerField()
    score = models.PositiveSmallIntegerField()
    reason = models.TextField(max_length=2000, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["proposition", "panelist", "round"], name="surveys_score_once_a_round"
            )
        ]

    def __str__(self) -> str:
        return f"{self.score}"
