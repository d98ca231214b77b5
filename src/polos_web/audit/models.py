"""Events and what lies outside their chain.

The tables are made by the migrations and then left alone (``managed = False``): nothing that empties or
rebuilds tables by their models, such as ``flush``, touches them. Triggers in the database refuse to change
or delete an event or a payload; the methods here refuse first, in words.
"""

from typing import Any, Never

from django.db import models


class AppendOnly(Exception):
    """Somebody tried to change or delete what is kept for ever."""

    def __init__(self, what: object) -> None:
        super().__init__(
            f"Found an attempt to change or delete {what} of the audit. "
            "Needed: it stays as it was written. Record a further event instead."
        )


class AppendOnlyRows(models.QuerySet):
    """Rows that can be read and added."""

    def _refuse(self, *arguments: Any, **options: Any) -> Never:
        raise AppendOnly(self.model._meta.verbose_name_plural)

    update = delete = bulk_update = update_or_create = _refuse


class Kept(models.Model):
    """A record that can be added and never changed."""

    objects = AppendOnlyRows.as_manager()

    class Meta:
        abstract = True

    def save(self, *arguments: Any, **options: Any) -> None:
        if not self._state.adding:
            raise AppendOnly(self._meta.verbose_name)
        options["force_insert"] = True
        super().save(*arguments, **options)

    def delete(self, *arguments: Any, **options: Any) -> Never:
        raise AppendOnly(self._meta.verbose_name)


class Event(Kept):
    """One thing that was done. ``actor`` is a person's pseudonym, or nothing for the software itself."""

    number = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField()
    verb = models.CharField(max_length=60)
    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=100)
    actor = models.CharField(max_length=36, blank=True)
    payload_digest = models.CharField(max_length=64, blank=True)
    previous = models.CharField(max_length=64, unique=True)
    digest = models.CharField(max_length=64, unique=True)

    class Meta(Kept.Meta):
        managed = False
        db_table = "audit_event"
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"{self.number} {self.kind} {self.subject} {self.verb}"


class Payload(Kept):
    """The details of an event, as JSON, or encrypted under the key of the person they are about."""

    event = models.OneToOneField(Event, models.PROTECT, primary_key=True, related_name="payload")
    person = models.CharField(max_length=36, blank=True)
    content = models.BinaryField()

    class Meta(Kept.Meta):
        managed = False
        db_table = "audit_payload"

    def __str__(self) -> str:
        return f"payload of {self.event_id}"


class Head(models.Model):
    """How long the chain is and where it ends; one row."""

    count = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)

    class Meta:
        managed = False
        db_table = "audit_head"

    def __str__(self) -> str:
        return f"{self.count}:{self.digest}"


class PersonKey(models.Model):
    """The key under which the details about one person lie; without it they say nothing to anybody."""

    pseudonym = models.CharField(max_length=36, primary_key=True)
    key = models.BinaryField(max_length=32, null=True)
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        managed = False
        db_table = "audit_personkey"

    def __str__(self) -> str:
        return self.pseudonym
