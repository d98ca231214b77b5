from django.db import models

from polos_web.territories.models import Territory


class Pairing(models.Model):
    """Two territories, one on each side, that a programme brought together."""

    pairing_id = models.CharField(max_length=10, primary_key=True)
    lac = models.ForeignKey(Territory, models.CASCADE, related_name="+")
    eu = models.ForeignKey(Territory, models.CASCADE, related_name="+")
    lac_name_in_source = models.CharField(max_length=200)
    eu_name_in_source = models.CharField(max_length=200)
    lac_note = models.TextField(null=True)
    eu_note = models.TextField(null=True)
    topics = models.JSONField(default=list)
    outcomes = models.JSONField(default=list)
    agreements = models.JSONField(default=list)
    themes = models.JSONField(default=list)
    source_place = models.CharField(max_length=200)
    # Its facts by what they are about; filled by the queries that read them.
    parts: dict[str, list["PairingFact"]]

    class Meta:
        ordering = ["pairing_id"]

    def __str__(self) -> str:
        return self.pairing_id


class PairingFact(models.Model):
    """One fact a source states about a pairing; without a pairing it is about all of them."""

    fact_no = models.IntegerField(primary_key=True)
    pairing = models.ForeignKey(Pairing, models.CASCADE, null=True, related_name="facts")
    fact_type = models.CharField(max_length=40)
    side = models.CharField(max_length=60)
    fact = models.TextField()
    status = models.CharField(max_length=40)
    source_place = models.CharField(max_length=200)

    class Meta:
        ordering = ["fact_no"]

    def __str__(self) -> str:
        return self.fact
