from django.db import models

from polos_web.registers.models import Record
from polos_web.translation.fields import TranslatedField


class Actor(models.Model):
    """What the lists need of a published actor: made anew from its record whenever that changes."""

    record = models.OneToOneField(Record, models.CASCADE, primary_key=True, related_name="+")
    slug = models.SlugField(max_length=100, unique=True)
    name = TranslatedField()
    acronym = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=60, blank=True, db_index=True)
    helix = models.CharField(max_length=60, blank=True, db_index=True)
    scale = models.CharField(max_length=60, blank=True)
    country = models.CharField(max_length=2, blank=True, db_index=True)
    territory = models.CharField(max_length=100, blank=True, db_index=True)
    is_claimed = models.BooleanField()
    search_text = models.TextField()

    class Meta:
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.slug


class Belonging(models.Model):
    """What a published contact person or body is for; made anew with its record."""

    record = models.ForeignKey(Record, models.CASCADE, related_name="+")
    to_kind = models.CharField(max_length=40)
    to_slug = models.CharField(max_length=100)

    class Meta:
        ordering = ["record", "to_kind"]
        constraints = [models.UniqueConstraint(fields=["record", "to_kind"], name="actors_belonging_once")]
        indexes = [models.Index(fields=["to_kind", "to_slug"])]

    def __str__(self) -> str:
        return f"{self.record} {self.to_kind} {self.to_slug}"
