"""A dialogue from its questions to what became of the answers.

What people contribute keeps its side, country, territory and cluster as they were when it was said, so that
it stays whole when the person goes. Texts are in the language they were written in, with their translations.
"""

import secrets
import uuid
from datetime import datetime

from django.db import models
from django.db.models import F, Q

from polos_web.accounts.models import User
from polos_web.translation.fields import TranslatedField

STATES = ("draft", "open", "closed", "archived")
REACHES = ("public", "members", "participants")
SIDES = ("EU", "LAC")
# When a question opens: with the dialogue; when so many have answered the one before; when the one before
# is closed and summarised; on a date.
OPENINGS = ("at_once", "after_answers", "after_summary", "on_date")
KINDS = ("answer", "reaction", "refinement", "disagreement")
NATURES = ("fact", "opinion", "plan")
# Where a contribution comes from: written here, notes of a meeting or of an interview, a document.
ORIGINS = ("written", "meeting", "interview", "document")
ROLES = ("expert", "working_group", "cluster", "authority", "coordination", "observer")
VOTES = {"agree": 1, "pass": 0, "disagree": -1}
# What a statement may lead to, each further away than the one before; until then it is proposed.
PROPOSED = "proposed"
USES = ("synthesis", "opportunity", "priority", "instrument", "indicator")
LONGEST = 20_000


def new_key() -> str:
    """Return what makes a private link unguessable; it is never shown itself."""
    return secrets.token_urlsafe(24)


def new_pseudonym() -> str:
    """Return a name that says nothing about the person."""
    return str(uuid.uuid4())


class Dialogue(models.Model):
    """Blocks of questions that people of both sides answer.

    ``programme`` is the scope of those who hold it beside facilitators, ``template`` the template it began
    with, if any. ``reach`` says who reads it; with ``is_open_to_members`` anybody with an account may take
    part, else those invited. A reference dialogue is built from the built-in facts and cannot be changed.
    """

    slug = models.SlugField(max_length=80, unique=True)
    title = TranslatedField()
    description = TranslatedField(null=True)
    programme = models.CharField(max_length=100, blank=True)
    template = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=10, default="draft")
    reach = models.CharField(max_length=12, default="public")
    is_open_to_members = models.BooleanField(default=False)
    is_reference = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at", "slug"]
        constraints = [
            models.CheckConstraint(name="dialogue_known_state", condition=Q(state__in=STATES)),
            models.CheckConstraint(name="dialogue_known_reach", condition=Q(reach__in=REACHES)),
        ]

    def __str__(self) -> str:
        return self.slug

    @property
    def is_open(self) -> bool:
        """Whether people may contribute, as far as the dialogue as a whole goes."""
        return self.state == "open" and not self.is_reference


class Block(models.Model):
    """One to five questions on a subject, asked one after the other."""

    dialogue = models.ForeignKey(Dialogue, models.CASCADE, related_name="blocks")
    place = models.PositiveSmallIntegerField()
    title = TranslatedField()
    about = TranslatedField(null=True)

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["dialogue", "place"], name="dialogue_block_place_once")
        ]

    def __str__(self) -> str:
        return f"{self.dialogue} {self.place}"


class Question(models.Model):
    """A question with its versions, when it opens, and what was made of the answers.

    ``opens_after`` is how many people have to have answered the question before. ``summary`` is what the
    facilitator says of the answers once it is closed.
    """

    block = models.ForeignKey(Block, models.CASCADE, related_name="questions")
    place = models.PositiveSmallIntegerField()
    opens = models.CharField(max_length=15, default="at_once")
    opens_after = models.PositiveSmallIntegerField(null=True)
    opens_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    summary = TranslatedField(null=True)
    summarised_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["block__place", "place"]
        constraints = [
            models.UniqueConstraint(fields=["block", "place"], name="dialogue_question_place_once"),
            models.CheckConstraint(
                name="dialogue_question_rule_is_whole",
                condition=Q(opens__in=("at_once", "after_summary"), opens_after=None, opens_at=None)
                | Q(opens="after_answers", opens_after__gte=1, opens_at=None)
                | Q(opens="on_date", opens_after=None, opens_at__isnull=False),
            ),
            models.CheckConstraint(
                name="dialogue_question_summary_with_moment",
                condition=Q(summary=None, summarised_at=None)
                | Q(summary__isnull=False, summarised_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.block}.{self.place}"

    def has_begun(self, now: datetime) -> bool:
        """Whether the question has opened: somebody or a rule opened it, or its date has come."""
        due = self.opens == "on_date" and self.opens_at is not None and self.opens_at <= now
        return self.opened_at is not None or (due and self.block.dialogue.opened_at is not None)

    def is_open(self, now: datetime) -> bool:
        """Whether people may contribute to it."""
        return self.block.dialogue.is_open and self.closed_at is None and self.has_begun(now)


class QuestionVersion(models.Model):
    """The words of a question; answers belong to the words that were answered."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    text = TranslatedField()
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["question", "number"], name="dialogue_version_numbered")
        ]

    def __str__(self) -> str:
        return f"{self.question} v{self.number}"


class Participant(models.Model):
    """Somebody who takes part: with an account, or by the private link in a mail.

    ``territory`` and ``cluster`` are ids of the registers, ``role`` one of ``ROLES``, ``helix`` a code of the
    vocabulary. Contributions carry the name only with ``shows_name``. Of somebody who was erased the row
    stays without the person, so that contributions and votes keep their place.
    """

    dialogue = models.ForeignKey(Dialogue, models.CASCADE, related_name="participants")
    person = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=150, blank=True)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=2, default="en")
    side = models.CharField(max_length=3, blank=True)
    country = models.CharField(max_length=2, blank=True)
    territory = models.CharField(max_length=40, blank=True)
    cluster = models.CharField(max_length=100, blank=True)
    helix = models.CharField(max_length=60, blank=True)
    role = models.CharField(max_length=20, default="expert")
    shows_name = models.BooleanField(default=False)
    joined_at = models.DateTimeField()
    invited_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    wants_no_mail = models.BooleanField(default=False)
    erased_at = models.DateTimeField(null=True)
    pseudonym = models.CharField(max_length=36, unique=True, default=new_pseudonym, editable=False)
    key = models.CharField(max_length=40, default=new_key, editable=False)

    # How much the person has contributed; filled by the query that lists people.
    said: int

    class Meta:
        ordering = ["side", "territory", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dialogue", "email"], condition=~Q(email=""), name="dialogue_participant_email_once"
            ),
            models.UniqueConstraint(fields=["dialogue", "person"], name="dialogue_participant_person_once"),
            models.CheckConstraint(
                name="dialogue_participant_known_words",
                condition=Q(side__in=("", *SIDES)) & Q(role__in=ROLES),
            ),
            models.CheckConstraint(
                name="dialogue_participant_erased_without_person",
                condition=Q(erased_at=None) | Q(name="", email="", person=None),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.pseudonym


class Contribution(models.Model):
    """What somebody answers, or says to what another one answered.

    ``version`` holds the words that were answered. ``participant`` is unknown where notes or a document do
    not say who spoke. ``source`` says where one that was not written here comes from: the meeting, the
    interview, the place in the document; ``noted_by`` who entered it and ``held_on`` when it was said.
    ``reference`` is the key of the built-in fact it was made from, empty for what people contributed.
    """

    version = models.ForeignKey(QuestionVersion, models.PROTECT, related_name="contributions")
    participant = models.ForeignKey(Participant, models.PROTECT, null=True, related_name="contributions")
    kind = models.CharField(max_length=15, default="answer")
    answers_to = models.ForeignKey("self", models.PROTECT, null=True, related_name="replies")
    text = TranslatedField()
    nature = models.CharField(max_length=10)
    origin = models.CharField(max_length=10, default="written")
    source = models.CharField(max_length=300, blank=True)
    noted_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    held_on = models.DateField(null=True)
    side = models.CharField(max_length=3, blank=True)
    country = models.CharField(max_length=2, blank=True)
    territory = models.CharField(max_length=40, blank=True)
    cluster = models.CharField(max_length=100, blank=True)
    reference = models.CharField(max_length=120, blank=True)
    is_hidden = models.BooleanField(default=False)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="dialogue_contribution_known_words",
                condition=Q(kind__in=KINDS)
                & Q(nature__in=NATURES)
                & Q(origin__in=ORIGINS)
                & Q(side__in=("", *SIDES)),
            ),
            models.CheckConstraint(
                name="dialogue_contribution_answer_stands_alone",
                condition=Q(kind="answer", answers_to=None)
                | (~Q(kind="answer") & Q(answers_to__isnull=False)),
            ),
            models.CheckConstraint(
                name="dialogue_contribution_says_where_from",
                condition=(Q(origin="written") & Q(participant__isnull=False))
                | (~Q(origin="written") & ~Q(source="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Prompt(models.Model):
    """What the facilitator says while a question is open, to help it along."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="prompts")
    text = TranslatedField()
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["made_at"]

    def __str__(self) -> str:
        return f"{self.question} {self.pk}"


class Statement(models.Model):
    """A passage of a contribution that says one thing, which others can agree with or not.

    ``start`` and ``end`` are positions in the original words of the contribution. ``marked_by`` is who
    marked it; ``is_suggestion`` holds for what a machine proposed and nobody has confirmed. A hidden
    statement counts nowhere.
    """

    dialogue = models.ForeignKey(Dialogue, models.CASCADE, related_name="statements")
    contribution = models.ForeignKey(Contribution, models.PROTECT, related_name="statements")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    text = TranslatedField()
    topic = models.CharField(max_length=80, blank=True)
    side = models.CharField(max_length=3, blank=True)
    is_hidden = models.BooleanField(default=False)
    is_suggestion = models.BooleanField(default=False)
    marked_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="dialogue_statement_has_length", condition=Q(end__gt=F("start"))),
            models.CheckConstraint(name="dialogue_statement_known_side", condition=Q(side__in=("", *SIDES))),
            models.UniqueConstraint(
                fields=["contribution", "start", "end"], name="dialogue_statement_passage_once"
            ),
        ]

    def __str__(self) -> str:
        return f"statement {self.pk}"


class Vote(models.Model):
    """How one participant stands to a statement: 1 agrees, -1 disagrees, 0 passes."""

    statement = models.ForeignKey(Statement, models.CASCADE, related_name="votes")
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="votes")
    value = models.SmallIntegerField()
    voted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["statement", "participant"], name="dialogue_vote_once"),
            models.CheckConstraint(name="dialogue_vote_known_value", condition=Q(value__in=(-1, 0, 1))),
        ]

    def __str__(self) -> str:
        return f"{self.participant_id} {self.statement_id} {self.value}"


class Following(models.Model):
    """Somebody wants to know what is new in a dialogue, or at one of its questions."""

    dialogue = models.ForeignKey(Dialogue, models.CASCADE, related_name="followings")
    question = models.ForeignKey(Question, models.CASCADE, null=True, related_name="followings")
    participant = models.ForeignKey(Participant, models.CASCADE, null=True, related_name="followings")
    person = models.ForeignKey(User, models.CASCADE, null=True, related_name="+")
    began_at = models.DateTimeField()
    told_until = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="dialogue_following_of_one",
                condition=Q(participant__isnull=True) ^ Q(person__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["dialogue", "participant"],
                condition=Q(question=None),
                name="dialogue_following_whole_by_participant",
            ),
            models.UniqueConstraint(
                fields=["dialogue", "person"],
                condition=Q(question=None),
                name="dialogue_following_whole_by_person",
            ),
            models.UniqueConstraint(
                fields=["question", "participant"], name="dialogue_following_question_by_participant"
            ),
            models.UniqueConstraint(
                fields=["question", "person"], name="dialogue_following_question_by_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dialogue} {self.question or ''}".rstrip()


class Use(models.Model):
    """What became of a statement: a row of a synthesis, then an opportunity, a priority and so on.

    Apps further along the line record what they make of statements here. ``target`` is the name of the thing
    in its own app, ``label`` what it is called, ``address`` its page without the language it begins with
    ("/dialogues/x/synthesis/#s7"); ``follows`` is the use it came out of.
    """

    statement = models.ForeignKey(Statement, models.CASCADE, related_name="uses")
    follows = models.ForeignKey("self", models.CASCADE, null=True, related_name="led_to")
    kind = models.CharField(max_length=15)
    target = models.CharField(max_length=120)
    label = TranslatedField()
    address = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [
            models.CheckConstraint(name="dialogue_use_known_kind", condition=Q(kind__in=USES)),
            models.UniqueConstraint(fields=["statement", "kind", "target"], name="dialogue_use_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.target}"
