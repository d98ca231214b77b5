from django.db import models


class Run(models.Model):
    """How a result on a page was computed: enough to compute it again.

    ``digest`` is the SHA-256 of kind, parameters, inputs and library version; the same question on the
    same data is one run, however often it is asked. ``result_digest`` is that of the answer, so that a
    later computation can be held against it; ``result`` is the answer itself where it takes seconds.
    """

    digest = models.CharField(max_length=64, primary_key=True)
    kind = models.CharField(max_length=40)
    parameters = models.JSONField()
    inputs = models.JSONField()
    library_version = models.CharField(max_length=40)
    result_digest = models.CharField(max_length=64)
    result = models.JSONField(null=True)
    computed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["computed_at"], name="analysis_run_by_time")]

    def __str__(self) -> str:
        return f"{self.kind} {self.digest[:12]}"


class Revision(models.Model):
    """How often a register that feeds the analysis has changed: the number that cached results hang on."""

    register = models.CharField(max_length=40, primary_key=True)
    number = models.PositiveIntegerField(default=0)
    checksum = models.CharField(max_length=200)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.register} {self.number}"
