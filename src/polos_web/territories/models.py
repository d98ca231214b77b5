from typing import NamedTuple

from django.db import models

from polos.vocabularies import countries


class Named(NamedTuple):
    """A name with its language, and the other name where there is one that differs."""

    text: str
    language: str
    other: str
    other_language: str


class Territory(models.Model):
    """A territory that can declare priorities: a nation, a region, a part of one, or several together."""

    territory_id = models.CharField(max_length=40, primary_key=True)
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    names = models.JSONField(default=dict)
    country = models.CharField(max_length=2, db_index=True)
    side = models.CharField(max_length=3, db_index=True)
    level = models.CharField(max_length=20, db_index=True)
    form = models.CharField(max_length=40, db_index=True)
    nuts_2021 = models.JSONField(default=list)
    iso_3166_2 = models.JSONField(default=list)
    iso_relation = models.CharField(max_length=20, null=True)
    latitude = models.FloatField()
    longitude = models.FloatField()
    population = models.PositiveIntegerField(null=True)
    languages = models.JSONField(default=list)
    parent_territory = models.ForeignKey("self", models.SET_NULL, null=True, related_name="parts")
    member_ids = models.JSONField(default=list)
    pairing_id = models.CharField(max_length=10, null=True)
    priority_scope = models.CharField(max_length=60)
    code_provenance = models.CharField(max_length=300, null=True)
    notes = models.TextField(null=True)
    search_text = models.TextField()

    class Meta:
        ordering = ["territory_id"]
        verbose_name_plural = "territories"
        constraints = [
            models.CheckConstraint(condition=models.Q(side__in=["EU", "LAC"]), name="territory_side_known"),
            models.CheckConstraint(
                condition=~models.Q(parent_territory=models.F("territory_id")), name="territory_not_in_itself"
            ),
        ]

    def __str__(self) -> str:
        return self.name_en

    def named(self, language: str) -> Named:
        """Return the name to show in a language.

        Nations have a name in each. Other territories have the one on record for the language, else the
        official one, where it is written in Latin letters, else the English one.
        """
        own = self.languages[0] if self.languages else "en"
        if self.level == "nation" and self.country in countries():
            shown = countries().label(self.country, language)
            return Named(shown, language, *_other(shown, self.name, own))
        if language in self.names:
            return Named(self.names[language], language, *_other(self.names[language], self.name, own))
        if language == "en" or not _is_latin(self.name):
            return Named(self.name_en, "en", *_other(self.name_en, self.name, own))
        spoken = language if language in self.languages else own
        return Named(self.name, spoken, *_other(self.name, self.name_en, "en"))


class Containment(models.Model):
    """One territory lies within another, or overlaps with it; declared, or derived from codes."""

    containment_id = models.CharField(max_length=100, primary_key=True)
    inner = models.ForeignKey(Territory, models.CASCADE, related_name="outer_links")
    outer = models.ForeignKey(Territory, models.CASCADE, related_name="inner_links")
    basis = models.CharField(max_length=20)
    relation = models.CharField(max_length=20)

    class Meta:
        ordering = ["containment_id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(inner=models.F("outer")), name="containment_not_itself"
            )
        ]

    def __str__(self) -> str:
        return self.containment_id


class Priority(models.Model):
    """An innovation priority, as a territory declares it, with its codes and papers: a row of the library.

    Made from the record of the same name. ``coding`` says who has coded it (``coding_states``).
    """

    priority_id = models.CharField(max_length=60, primary_key=True)
    territory = models.ForeignKey(Territory, models.CASCADE, related_name="priorities")
    scope = models.CharField(max_length=20)
    strategy = models.CharField(max_length=300)
    period = models.CharField(max_length=20)
    period_start = models.IntegerField(null=True)
    period_end = models.IntegerField(null=True)
    name = models.CharField(max_length=300)
    name_lang = models.CharField(max_length=8)
    name_en = models.CharField(max_length=300)
    niche = models.CharField(max_length=500, null=True)
    markets = models.JSONField(default=list)
    technologies = models.JSONField(default=list)
    nace = models.JSONField(default=list)
    nabs = models.JSONField(default=list)
    sdg = models.JSONField(default=list)
    provenance = models.CharField(max_length=20)
    confidence = models.CharField(max_length=20)
    source_url = models.TextField(null=True)
    source_year = models.IntegerField(null=True)
    coder_note = models.TextField(null=True)
    coding = models.CharField(max_length=20, default="machine")
    has_emphasis = models.BooleanField(default=False)

    class Meta:
        ordering = ["priority_id"]
        verbose_name_plural = "priorities"

    def __str__(self) -> str:
        return self.name_en

    @property
    def is_inherited(self) -> bool:
        """Whether the row is taken over from the containing territory: shown, never counted."""
        return self.scope == "inherited"

    @property
    def is_recalled(self) -> bool:
        """Whether no page stands behind the row."""
        return self.provenance == "recalled"


def _other(shown: str, other: str, language: str) -> tuple[str, str]:
    return (other, language) if other and other != shown else ("", "")


def _is_latin(text: str) -> bool:
    return all(ord(sign) < 0x370 for sign in text)
