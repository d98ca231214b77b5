from secrets import token_hex

from django.db import models


class Run(models.Model):
    """How a result on a page was computed: enough to compute it again.

    ``digest`` is the SHA-256 of kind, parameters, inputs and library version; the same question on the
    same data is one run, however often it is asked. ``result_digest`` is that of the answer, so that a
    later computation can be held against it; ``result`` is the answer itself where it takes seconds.
    Runs that somebody has saved are kept (``is_kept``); the others make room for later ones.
    """

    digest = models.CharField(max_length=64, primary_key=True)
    kind = models.CharField(max_length=40)
    parameters = models.JSONField()
    inputs = models.JSONField()
    library_version = models.CharField(max_length=40)
    result_digest = models.CharField(max_length=64)
    result = models.JSONField(null=True)
    computed_at = models.DateTimeField()
    is_kept = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["computed_at"], name="analysis_run_by_time")]

    def __str__(self) -> str:
        return f"{self.kind} {self.digest[:12]}"


class DataVersion(models.Model):
    """The rows that kept runs were made from, as compressed JSON, by the checksum of the register."""

    checksum = models.CharField(max_length=200, primary_key=True)
    rows = models.BinaryField()
    stored_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.checksum[:12]


def unrepeated() -> str:
    """Return a name for a state of a register that no other state ever bears."""
    return token_hex(16)


class Revision(models.Model):
    """The present state of a register that feeds the analysis, by the name that cached results hang on.

    The name is drawn at random at each change and not counted: what was computed within a change that was
    then taken back is never taken for the result of the next one.
    """

    register = models.CharField(max_length=40, primary_key=True)
    token = models.CharField(max_length=32, default=unrepeated)
    checksum = models.CharField(max_length=200)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.register} {self.token}"


class Job(models.Model):
    """Work that takes longer than a page may: asked for on a page, done by the worker.

    ``about`` is what the application that asked calls it by; ``question`` what is computed, ``options`` how,
    both as plain values. ``progress`` says how far it has come and ``best`` is the best answer so far, so
    that whatever ends the worker loses nothing: a job whose worker was not seen for a while is begun again
    from its best. ``problem`` are the words of what went wrong.
    """

    kind = models.CharField(max_length=20)
    about = models.CharField(max_length=100)
    question = models.JSONField()
    options = models.JSONField(default=dict)
    state = models.CharField(max_length=10, default="waiting", db_index=True)
    wants_stop = models.BooleanField(default=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    library_version = models.CharField(max_length=40)
    asked_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    progress = models.JSONField(null=True)
    best = models.JSONField(null=True)
    result = models.JSONField(null=True)
    problem = models.TextField(blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="analysis_job_known_state",
                condition=models.Q(state__in=("waiting", "running", "done", "failed")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.about}"

    @property
    def is_over(self) -> bool:
        """Whether nothing more will come of it."""
        return self.state in ("done", "failed")
