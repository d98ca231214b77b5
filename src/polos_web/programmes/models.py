"""How a programme selects: the stage board of those it may choose, and its calls with what came of them.

Programmes are records of the register and known here by their short name; so are territories and clusters.
"""

from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q

from polos_web.accounts.models import User
from polos_web.analysis.selection import Status
from polos_web.programmes.rows import BudgetLine, Criterion, criterion_of, line_of
from polos_web.translation.fields import TranslatedField

CALL_STATES = ("draft", "open", "closed", "in_review", "moderated", "decided", "published", "archived")
APPLICATION_STATES = ("draft", "submitted", "withdrawn")
ADMISSIONS = ("", "admitted", "left_out")
OUTCOMES = ("accepted", "reserve", "rejected")
SUBJECTS = ("territory", "cluster")


# ---- the stage board --------------------------------------------------------------------------


class Board(models.Model):
    """The stages through which a programme takes those it may choose, in the order of its template."""

    programme = models.CharField(max_length=100, unique=True)
    template = models.CharField(max_length=40)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.programme


class Candidate(models.Model):
    """A territory or cluster on a board, at one stage; ``version`` grows with every change."""

    board = models.ForeignKey(Board, models.CASCADE, related_name="candidates")
    kind = models.CharField(max_length=10)
    slug = models.CharField(max_length=100)
    stage = models.CharField(max_length=30)
    is_out = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["slug"]
        constraints = [
            models.UniqueConstraint(fields=["board", "kind", "slug"], name="programmes_candidate_once"),
            models.CheckConstraint(name="programmes_candidate_kind_known", condition=Q(kind__in=SUBJECTS)),
        ]

    def __str__(self) -> str:
        return self.slug


class StageMove(models.Model):
    """One step of a candidate: when it happened, who was responsible, why, and what was left open.

    ``after`` is empty where the candidate left the selection, ``before`` where it came to the board.
    ``skipped`` are stages that were passed over, ``despite`` what was missing at the stage it left.
    """

    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="moves")
    before = models.CharField(max_length=30, blank=True)
    after = models.CharField(max_length=30, blank=True)
    skipped = models.JSONField(default=list)
    despite = models.JSONField(default=list)
    reason = models.TextField()
    body = models.CharField(max_length=200, blank=True)
    happened_on = models.DateField()
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"


class BoardDocument(models.Model):
    """A document of a candidate, such as its letter of commitment: a file, an address, or both."""

    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="documents")
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    dated = models.DateField(null=True)
    link = models.CharField(max_length=500, blank=True)
    file = models.JSONField(null=True)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["dated", "pk"]

    def __str__(self) -> str:
        return self.title


# ---- criteria ---------------------------------------------------------------------------------


class Criteria(models.Model):
    """One version of the criteria of a board or a call. What was judged by it stays with it."""

    board = models.ForeignKey(Board, models.CASCADE, null=True, related_name="criteria")
    call = models.ForeignKey("Call", models.CASCADE, null=True, related_name="criteria")
    number = models.PositiveIntegerField()
    template = models.CharField(max_length=40, blank=True)
    rows = models.JSONField(default=list)
    lowest = models.SmallIntegerField(default=0)
    highest = models.SmallIntegerField(default=5)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        verbose_name_plural = "criteria"
        constraints = [
            models.UniqueConstraint(fields=["board", "number"], name="programmes_criteria_of_board_numbered"),
            models.UniqueConstraint(fields=["call", "number"], name="programmes_criteria_of_call_numbered"),
            models.CheckConstraint(
                name="programmes_criteria_of_one", condition=Q(board__isnull=True) ^ Q(call__isnull=True)
            ),
            models.CheckConstraint(
                name="programmes_criteria_scale_rises", condition=Q(highest__gt=F("lowest"))
            ),
        ]

    def __str__(self) -> str:
        return f"version {self.number}"

    @cached_property
    def all(self) -> tuple[Criterion, ...]:
        """The criteria in order."""
        return tuple(criterion_of(row) for row in self.rows)

    @property
    def scored(self) -> tuple[Criterion, ...]:
        """Those that reviewers score."""
        return tuple(one for one in self.all if one.is_scored)

    @property
    def scale(self) -> tuple[int, int]:
        """The lowest and the highest score."""
        return self.lowest, self.highest

    def one(self, criterion: str) -> Criterion | None:
        """Return one criterion, or ``None``."""
        return next((one for one in self.all if one.id == criterion), None)


class BoardFinding(models.Model):
    """What was found on a criterion of a candidate, with what evidence, and who said so.

    A later finding ends the one before, which stays. ``said_by`` is who said it to the programme, ``by`` who
    wrote it down.
    """

    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="findings")
    criteria = models.ForeignKey(Criteria, models.CASCADE, related_name="+")
    criterion = models.CharField(max_length=20)
    status = models.CharField(max_length=10)
    evidence = models.TextField(blank=True)
    said_by = models.CharField(max_length=200, blank=True)
    document = models.ForeignKey(BoardDocument, models.SET_NULL, null=True, related_name="findings")
    found_on = models.DateField()
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["criterion", "-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["candidate", "criteria", "criterion"],
                condition=Q(ended_at__isnull=True),
                name="programmes_finding_stands_once",
            ),
            models.CheckConstraint(
                name="programmes_finding_status_known",
                condition=Q(status__in=[one.value for one in Status]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion} {self.status}"


# ---- calls ------------------------------------------------------------------------------------


class Call(models.Model):
    """A call for applications, from its draft to its archive; ``version`` grows with every change.

    ``candidate`` is the one on the board it looks for counterparts of, if any. ``places`` is how many can be
    accepted, as far as that was said. ``divergence`` is from which difference scores are moderated.
    """

    programme = models.CharField(max_length=100)
    candidate = models.ForeignKey(Candidate, models.SET_NULL, null=True, related_name="calls")
    state = models.CharField(max_length=12, default="draft")
    title = TranslatedField()
    text = TranslatedField()
    eligibility = TranslatedField(null=True)
    outcome = TranslatedField(null=True)
    budget = models.JSONField(default=list)
    zone = models.CharField(max_length=60)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    places = models.PositiveSmallIntegerField(null=True)
    divergence = models.FloatField(default=2.0)
    shows_scores = models.BooleanField(default=False)
    shows_reasons = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-closes_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="programmes_call_state_known", condition=Q(state__in=CALL_STATES)),
            models.CheckConstraint(
                name="programmes_call_closes_later", condition=Q(closes_at__gt=F("opens_at"))
            ),
        ]

    def __str__(self) -> str:
        return self.title.original

    @property
    def timezone(self) -> ZoneInfo:
        """The zone in which its moments are told."""
        return ZoneInfo(self.zone)

    @property
    def lines(self) -> tuple[BudgetLine, ...]:
        """The budget, line by line."""
        return tuple(line_of(row) for row in self.budget)

    @property
    def is_public(self) -> bool:
        """Whether everybody may read it."""
        return self.state != "draft"

    @property
    def is_published(self) -> bool:
        """Whether its result is."""
        return self.state in ("published", "archived")

    def has_reached(self, state: str) -> bool:
        """Whether the call is at this state or further."""
        return CALL_STATES.index(self.state) >= CALL_STATES.index(state)

    def is_taking(self, at: datetime) -> bool:
        """Whether an application that is handed in at this moment is on time."""
        return self.state == "open" and self.opens_at <= at <= self.closes_at


class CallMove(models.Model):
    """One step of a call from state to state."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="moves")
    before = models.CharField(max_length=12)
    after = models.CharField(max_length=12)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"


class Application(models.Model):
    """What somebody hands in to a call. ``criteria`` is the version whose questions it answers.

    What came after the deadline is kept as late; it counts once it was admitted, with a reason. Of somebody
    who was erased the application stays, without the person.
    """

    call = models.ForeignKey(Call, models.CASCADE, related_name="applications")
    criteria = models.ForeignKey(Criteria, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, default="draft")
    territory = models.CharField(max_length=40)
    organisation = models.CharField(max_length=200)
    partners = models.JSONField(default=list)
    language = models.CharField(max_length=2)
    answers = models.JSONField(default=dict)
    person = models.ForeignKey(User, models.SET_NULL, null=True, related_name="applications")
    contact = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    is_late = models.BooleanField(default=False)
    admission = models.CharField(max_length=10, blank=True)
    admission_reason = models.TextField(blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawal_reason = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["call", "pk"]
        constraints = [
            models.CheckConstraint(
                name="programmes_application_known_words",
                condition=Q(state__in=APPLICATION_STATES) & Q(admission__in=ADMISSIONS),
            ),
            models.CheckConstraint(
                name="programmes_application_only_late_ones_are_admitted",
                condition=Q(is_late=True) | Q(admission=""),
            ),
            models.CheckConstraint(
                name="programmes_application_submitted_at_a_moment",
                condition=Q(state="draft") | Q(submitted_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} ({self.territory})"

    @property
    def name(self) -> str:
        """How it is known in results: its number."""
        return str(self.pk)

    @property
    def counts(self) -> bool:
        """Whether it is judged: handed in, not withdrawn, and on time or admitted."""
        return self.state == "submitted" and (not self.is_late or self.admission == "admitted")

    @property
    def waits(self) -> bool:
        """Whether somebody still has to say if it counts although it is late."""
        return self.state == "submitted" and self.is_late and not self.admission


class Attachment(models.Model):
    """A document of an application. One about a person, such as a curriculum, goes with the person."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="attachments")
    file = models.JSONField()
    is_personal = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.file["title"]


# ---- review -----------------------------------------------------------------------------------


class Review(models.Model):
    """Somebody who was asked to review the applications of a call, and what the person declared.

    Known by the address of the invitation until the person comes. Before the declaration nothing of an
    application is shown. Of somebody who was released, or erased, the scores stay.
    """

    call = models.ForeignKey(Call, models.CASCADE, related_name="reviews")
    email = models.EmailField(blank=True)
    person = models.ForeignKey(User, models.SET_NULL, null=True, related_name="reviews")
    invited_at = models.DateTimeField()
    invited_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    declared_at = models.DateTimeField(null=True)
    territories = models.JSONField(default=list)
    bodies = models.JSONField(default=list)
    statement = models.TextField(blank=True)
    released_at = models.DateTimeField(null=True)
    release_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "email"], condition=~Q(email=""), name="programmes_review_once"
            )
        ]

    def __str__(self) -> str:
        return f"review {self.pk}"

    @property
    def is_active(self) -> bool:
        """Whether the person has declared and was not released."""
        return self.declared_at is not None and self.released_at is None


class ReviewConflict(models.Model):
    """A reviewer says to have a conflict of interest with one application."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="conflicts")
    application = models.ForeignKey(Application, models.CASCADE, related_name="+")
    reason = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "application"], name="programmes_conflict_once")
        ]

    def __str__(self) -> str:
        return f"{self.review} {self.application_id}"


class ReviewScore(models.Model):
    """What a reviewer gave an application on one criterion of one version, and why."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="scores")
    application = models.ForeignKey(Application, models.CASCADE, related_name="scores")
    criteria = models.ForeignKey(Criteria, models.PROTECT, related_name="scores")
    criterion = models.CharField(max_length=20)
    value = models.FloatField()
    justification = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["application", "criterion", "review"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "application", "criteria", "criterion"], name="programmes_score_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.criterion} {self.value}"


class Moderation(models.Model):
    """What came of scores that diverge: an agreed score, or the divergence kept; with the note why."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="moderations")
    criteria = models.ForeignKey(Criteria, models.PROTECT, related_name="+")
    criterion = models.CharField(max_length=20)
    note = models.TextField()
    agreed = models.FloatField(null=True)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["application", "criterion"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "criteria", "criterion"], name="programmes_moderation_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.criterion} {self.agreed}"


class Decision(models.Model):
    """What people decided on an application, and why; the ranking was only advice.

    ``value`` and ``rank`` are what the scores advised when it was decided, ``deviation`` why the decision
    goes against them. ``is_public`` says whether the published result names it.
    """

    application = models.OneToOneField(Application, models.CASCADE, related_name="decision")
    outcome = models.CharField(max_length=10)
    reason = models.TextField()
    deviation = models.TextField(blank=True)
    deviates = models.BooleanField(default=False)
    value = models.FloatField(null=True)
    rank = models.PositiveSmallIntegerField(null=True)
    is_public = models.BooleanField(default=False)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["application"]
        constraints = [
            models.CheckConstraint(name="programmes_decision_known", condition=Q(outcome__in=OUTCOMES))
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.outcome}"
