"""What is made of a dialogue: passages coded by people, and the table of four columns that cites them.

A sentence of the table stands on statements; it keeps no numbers of its own, they are counted from what it
cites. A version holds the table as it was when somebody saved it, and is never changed.
"""

from typing import Any

from django.db import models
from django.db.models import Q

from polos_web.accounts.models import User
from polos_web.dialogue.models import Dialogue, Statement
from polos_web.translation.fields import TranslatedField

STATES = ("in_progress", "adopted")
COLUMNS = ("EU", "LAC", "comparison", "opportunities")
# The lists of codes: factors of the built-in lists, the side and the topic a passage speaks of, and the
# concepts of the vocabularies that a machine may suggest.
SCHEMES = ("factor", "side", "topic", "concept")
LONGEST_NOTE = 2000


class Synthesis(models.Model):
    """The work on a dialogue: its coding and its table.

    ``coding_opened_at`` is when coders could see each other's codes, because all were done or the facilitator
    opened it; ``suggests`` says whether coders are shown what a machine finds in the words.
    """

    dialogue = models.OneToOneField(Dialogue, models.CASCADE, related_name="synthesis")
    state = models.CharField(max_length=12, default="in_progress")
    suggests = models.BooleanField(default=False)
    coding_opened_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(name="synthesis_known_state", condition=Q(state__in=STATES))]

    def __str__(self) -> str:
        return f"synthesis of {self.dialogue_id}"

    @property
    def is_adopted(self) -> bool:
        """Whether the table was adopted and is not worked on."""
        return self.state == "adopted"

    @property
    def codes_are_open(self) -> bool:
        """Whether coders see each other's codes, and no longer change their own."""
        return self.coding_opened_at is not None


class Topic(models.Model):
    """A row of the table; ``code`` is the tag by which passages are coded with it."""

    synthesis = models.ForeignKey(Synthesis, models.CASCADE, related_name="topics")
    code = models.SlugField(max_length=80)
    place = models.PositiveSmallIntegerField()
    title = TranslatedField()

    class Meta:
        ordering = ["place", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["synthesis", "code"], name="synthesis_topic_code_once")
        ]

    def __str__(self) -> str:
        return self.code


class Sentence(models.Model):
    """One sentence of the table, in a column of a topic.

    ``number`` stays the same whatever changes around it. ``rests_on`` are sentences of the table that a
    comparison or an opportunity is drawn from: it stands on their statements too. ``source`` is the document
    and place of a sentence that was published elsewhere and has no voices on record.
    """

    synthesis = models.ForeignKey(Synthesis, models.CASCADE, related_name="sentences")
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="sentences")
    column = models.CharField(max_length=15)
    number = models.PositiveIntegerField()
    text = TranslatedField()
    rests_on = models.ManyToManyField("self", symmetrical=False, related_name="led_to")
    source = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["topic__place", "number"]
        constraints = [
            models.UniqueConstraint(fields=["synthesis", "number"], name="synthesis_sentence_numbered"),
            models.CheckConstraint(name="synthesis_sentence_known_column", condition=Q(column__in=COLUMNS)),
        ]

    def __str__(self) -> str:
        return f"sentence {self.number}"


class Citation(models.Model):
    """A statement behind a sentence, or one that speaks against it."""

    sentence = models.ForeignKey(Sentence, models.CASCADE, related_name="citations")
    statement = models.ForeignKey(Statement, models.CASCADE, related_name="citations")
    is_against = models.BooleanField(default=False)

    class Meta:
        ordering = ["statement_id"]
        constraints = [
            models.UniqueConstraint(fields=["sentence", "statement"], name="synthesis_citation_once")
        ]

    def __str__(self) -> str:
        return f"{self.sentence_id} {self.statement_id}"


class Version(models.Model):
    """The table as it was saved: every topic, sentence and citation as plain values, with its counts then."""

    synthesis = models.ForeignKey(Synthesis, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    note = models.CharField(max_length=300, blank=True)
    saved_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["synthesis", "number"], name="synthesis_version_numbered")
        ]

    def __str__(self) -> str:
        return f"{self.synthesis} {self.number}"


class Decision(models.Model):
    """The adoption of a version: who decided, when, and for which reasons."""

    version = models.OneToOneField(Version, models.PROTECT, related_name="decision")
    decided_by = models.CharField(max_length=300)
    decided_on = models.DateField()
    reasons = models.TextField(max_length=LONGEST_NOTE)
    language = models.CharField(max_length=2)
    recorded_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-version__number"]

    def __str__(self) -> str:
        return f"{self.version} adopted"


class Coder(models.Model):
    """Somebody who codes: on pages and in exports a number.

    Until ``done_at`` the coder's codes are seen by nobody else, and the coder sees those of nobody else.
    """

    synthesis = models.ForeignKey(Synthesis, models.CASCADE, related_name="coders")
    number = models.PositiveSmallIntegerField()
    person = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    named_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["synthesis", "number"], name="synthesis_coder_numbered"),
            models.UniqueConstraint(fields=["synthesis", "person"], name="synthesis_coder_once"),
        ]

    def __str__(self) -> str:
        return f"coder {self.number}"


class Reading(models.Model):
    """What one coder gave one statement: codes by scheme; none says that it was read and nothing found.

    ``saw_suggestions`` is whether a machine's suggestions stood beside it.
    """

    coder = models.ForeignKey(Coder, models.CASCADE, related_name="readings")
    statement = models.ForeignKey(Statement, models.CASCADE, related_name="readings")
    codes = models.JSONField(default=dict)
    saw_suggestions = models.BooleanField(default=False)
    read_at = models.DateTimeField()

    class Meta:
        ordering = ["statement_id"]
        constraints = [models.UniqueConstraint(fields=["coder", "statement"], name="synthesis_reading_once")]

    def __str__(self) -> str:
        return f"{self.coder_id} {self.statement_id}"


class Resolution(models.Model):
    """The codes that count for a statement on which coders differ, and why; what each gave stays."""

    synthesis = models.ForeignKey(Synthesis, models.CASCADE, related_name="resolutions")
    statement = models.ForeignKey(Statement, models.CASCADE, related_name="resolutions")
    codes = models.JSONField(default=dict)
    note = models.TextField(max_length=LONGEST_NOTE)
    resolved_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    resolved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["synthesis", "statement"], name="synthesis_resolution_once")
        ]

    def __str__(self) -> str:
        return f"resolution {self.statement_id}"


def clean_codes(given: dict[str, Any]) -> dict[str, list[str]]:
    """Return codes by scheme in order, each once, schemes without any left out."""
    return {scheme: sorted(set(given[scheme])) for scheme in SCHEMES if given.get(scheme)}
