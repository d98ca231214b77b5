from django.db import models
from django.utils.translation import gettext

from polos_web.territories.models import Territory


class Cluster(models.Model):
    """A cluster to list, map and hand out: what its records show to everybody, as one row.

    It is made by ``projecting`` and never written otherwise. Empty text where nothing is known.
    """

    cluster_id = models.CharField(max_length=100, primary_key=True)
    is_claimed = models.BooleanField(default=False)
    name = models.CharField(max_length=300)
    name_lang = models.CharField(max_length=8)
    name_en = models.CharField(max_length=300, null=True)
    acronym = models.CharField(max_length=60, null=True)
    kind = models.CharField(max_length=40, db_index=True, blank=True)
    territory = models.ForeignKey(Territory, models.SET_NULL, null=True, related_name="clusters")
    place = models.CharField(max_length=200, null=True)
    country = models.CharField(max_length=2, db_index=True, blank=True)
    side = models.CharField(max_length=3, db_index=True, blank=True)
    codes = models.JSONField(default=list)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    sector = models.CharField(max_length=300, blank=True)
    sector_lang = models.CharField(max_length=8, blank=True)
    maturity = models.CharField(max_length=40, blank=True)
    markets = models.JSONField(default=list)
    technologies = models.JSONField(default=list)
    nace = models.JSONField(default=list)
    year_founded = models.IntegerField(null=True)
    members_count = models.PositiveIntegerField(null=True)
    members_basis = models.CharField(max_length=20, null=True)
    members_year = models.IntegerField(null=True)
    labels = models.JSONField(default=list)
    website = models.CharField(max_length=500, null=True)
    languages = models.JSONField(default=list)
    offers = models.JSONField(default=list)
    needs = models.JSONField(default=list)
    offer_types = models.JSONField(default=list)
    need_types = models.JSONField(default=list)
    # Every offer and need as it is compared: side, type, wordings by language, codes, concepts mentioned.
    exchanges = models.JSONField(default=list)
    provenance = models.CharField(max_length=20)
    confidence = models.CharField(max_length=20, blank=True)
    source_url = models.TextField(null=True)
    source_year = models.IntegerField(null=True)
    note = models.TextField(null=True)
    search_text = models.TextField()
    # "market:ict technology:photonics offer:skills", each with a blank before and after, to filter by.
    coded_text = models.TextField()

    class Meta:
        ordering = ["cluster_id"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_stand_in(self) -> bool:
        """Whether the row only stands where nothing better was found: not a partner ready to answer."""
        return self.confidence == "low" and not self.is_claimed

    @property
    def marked_name(self) -> str:
        """The name for where there are words alone; what only stands in says so."""
        return f"{self.name} ({gettext('stand-in')})" if self.is_stand_in else self.name

    @property
    def has_organisation(self) -> bool:
        """Whether there is somebody who could answer for it."""
        return self.is_claimed or self.kind != "agglomeration"

    @property
    def is_recalled(self) -> bool:
        """Whether no page stands behind the row."""
        return self.provenance == "recalled"
