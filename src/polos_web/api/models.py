from datetime import date

from django.db import models

from polos_web.accounts.models import User

READ, WRITE = "read", "write"


class Token(models.Model):
    """A key with which a machine acts for a person, as far as its scopes let it. Only its digest is kept."""

    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    may_write = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    ends_on = models.DateField()
    used_on = models.DateField(null=True)

    class Meta:
        ordering = ["person", "-made_at"]

    def __str__(self) -> str:
        return self.name

    @property
    def scopes(self) -> tuple[str, ...]:
        """What it lets a machine do."""
        return (READ, WRITE) if self.may_write else (READ,)

    def is_in_force(self, on: date) -> bool:
        """Whether it can be used on this day."""
        return on <= self.ends_on


class Answered(models.Model):
    """What a request with a key of its own was answered: sent again, it gets the same and writes nothing."""

    token = models.ForeignKey(Token, models.CASCADE, related_name="+")
    key = models.CharField(max_length=100)
    asked = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    body = models.TextField()
    version = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ["token", "key"]
        constraints = [models.UniqueConstraint(fields=["token", "key"], name="api_answered_once")]

    def __str__(self) -> str:
        return self.key
