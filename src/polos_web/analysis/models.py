from django.db import models


class Run(models.Model):
    """How a result on a page was computed: enough to compute it again.

    ``digest`` is the SHA-256 of kind, parameters, inputs and library version; the same question on the
    same data is one run, however often it is asked. ``result_digest`` is that of the answer, so that a
    later computation can be held against it.
    """

    digest = models.CharField(max_length=64, primary_key=True)
    kind = models.CharField(max_length=40)
    parameters = models.JSONField()
    inputs = models.JSONField()
    library_version = models.CharField(max_length=40)
    result_digest = models.CharField(max_length=64)
    computed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["computed_at"], name="analysis_run_by_time")]

    def __str__(self) -> str:
        return f"{self.kind} {self.digest[:12]}"
