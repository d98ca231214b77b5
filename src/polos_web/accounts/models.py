import uuid
from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from polos_web.accounts.roles import ASSIGNED, ROLES, Role


def new_pseudonym() -> str:
    """Return a name that says nothing about the person."""
    return str(uuid.uuid4())


class People(BaseUserManager["User"]):
    """People by their address of e-mail."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").lower())


# How often somebody is told what is new: mail by mail, in a digest, or only on the page.
RHYTHMS = ("at_once", "daily", "weekly", "never")


class User(AbstractBaseUser):
    """A person with an account.

    ``pseudonym`` is the name under which the audit knows the person, ``language`` that of mails. ``rhythm``
    says how often the person wants to be told what is new in what it follows, ``told_until`` up to when the
    last digest told it. Of somebody
    who was erased only this row stays, without name and address, so that what the person contributed keeps
    its place.
    """

    email = models.EmailField(unique=True, null=True)
    name = models.CharField(max_length=150, blank=True)
    language = models.CharField(max_length=2, default="en")
    rhythm = models.CharField(max_length=10, default="at_once")
    told_until = models.DateTimeField(null=True)
    pseudonym = models.CharField(max_length=36, unique=True, default=new_pseudonym, editable=False)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    objects = People()  # pyrefly: ignore [bad-assignment] (how Django does it)
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.CheckConstraint(name="accounts_user_known_rhythm", condition=Q(rhythm__in=RHYTHMS)),
            models.CheckConstraint(
                name="accounts_user_erased_without_person",
                condition=Q(erased_at__isnull=True, email__isnull=False)
                | Q(erased_at__isnull=False, email__isnull=True, name="", is_active=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email or self.pseudonym


class Assignment(models.Model):
    """A role of a person, for one thing or for the whole site, from a day to a day."""

    person = models.ForeignKey(User, models.CASCADE, related_name="assignments")
    role = models.CharField(max_length=30)
    scope = models.CharField(max_length=100, blank=True)
    begins_on = models.DateField()
    ends_on = models.DateField(null=True)
    assigned_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["role", "scope", "begins_on"]
        constraints = [
            models.CheckConstraint(
                name="accounts_assignment_ends_after_it_begins",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("begins_on")),
            ),
            models.CheckConstraint(
                name="accounts_assignment_scope_fits_role",
                condition=Q(role__in=[role.name for role in ASSIGNED if role.scope]) ^ Q(scope=""),
            ),
            models.UniqueConstraint(
                fields=["person", "role", "scope", "begins_on"], name="accounts_assignment_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.scope}".rstrip()

    @property
    def kind(self) -> type[Role]:
        """The class of the role."""
        return ROLES[self.role]

    def is_in_force(self, on: date) -> bool:
        """Whether the period holds the day; both ends belong to it."""
        return self.begins_on <= on and (self.ends_on is None or on <= self.ends_on)

    def facts(self) -> dict[str, Any]:
        """Return what an event says of the assignment."""
        ends = self.ends_on.isoformat() if self.ends_on else None
        return {"role": self.role, "scope": self.scope, "from": self.begins_on.isoformat(), "until": ends}
