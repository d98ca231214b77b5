from django.db import models
from django.db.models import F, Q

from polos_web.accounts.models import User

CODED = ("market", "technology", "nace", "sdg")


class Coding(models.Model):
    """The codes of one kind that one coder finds for one priority; never changed, only followed by another.

    ``place`` says whether this is the first, the second ... coder of the priority, also when the account is
    gone. ``is_independent``: the coder had not seen what others chose, here or in the record. ``suggested``
    keeps what a machine suggested then: each code with the words that mention it.
    """

    priority_id = models.CharField(max_length=100, db_index=True)
    kind = models.CharField(max_length=20)
    place = models.PositiveSmallIntegerField()
    coder = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    codes = models.JSONField(default=list)
    note = models.CharField(max_length=500, blank=True)
    suggested = models.JSONField(default=list)
    is_independent = models.BooleanField()
    coded_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["priority_id", "kind", "place", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=CODED), name="convergence_coding_known_kind"),
            models.UniqueConstraint(
                fields=["priority_id", "kind", "place"],
                condition=Q(ended_at__isnull=True),
                name="convergence_coding_stands_once",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("coded_at")),
                name="convergence_coding_ends_later",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.priority_id} {self.kind} {self.place}"

    @property
    def chosen(self) -> frozenset[str]:
        """The codes, in no order."""
        return frozenset(self.codes)


class SavedGroup(models.Model):
    """A group of territories that somebody has put together and named; ``codes`` is what an address says."""

    name = models.CharField(max_length=120)
    codes = models.JSONField(default=list)
    is_public = models.BooleanField(default=False)
    author = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def code(self) -> str:
        """What an address calls it."""
        return f"group-{self.pk}"


class SavedRun(models.Model):
    """A comparison that somebody has saved under a name; ``digest`` is its run in ``analysis``.

    ``chosen`` is what the address of the comparison said, ``names`` what its saved groups were called.
    """

    name = models.CharField(max_length=120)
    digest = models.CharField(max_length=64, db_index=True)
    chosen = models.JSONField(default=dict)
    names = models.JSONField(default=dict)
    is_public = models.BooleanField(default=False)
    author = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["-saved_at", "-pk"]

    def __str__(self) -> str:
        return self.name
