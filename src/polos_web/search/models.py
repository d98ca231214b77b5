from django.db import connection, models
from django.db.models.expressions import RawSQL


class Entry(models.Model):
    """What the search knows of one public page: how to show it in a list, and the words it is found by.

    The migration makes the index over the three columns of words: SQLite's FTS5, kept by triggers, or a
    column of PostgreSQL that follows them. ``page`` is the short name in the address, ``anchor`` the place
    on the page. ``titles`` and ``summaries`` are texts by language; ``language`` is that of the original.
    ``is_stand_in``: nothing better was found, and nobody answers for it. ``codes`` repeats every facet as
    ``facet:code`` with blanks between them.
    """

    kind_name = models.CharField(max_length=40)
    slug = models.CharField(max_length=100)
    page = models.CharField(max_length=100)
    anchor = models.CharField(max_length=100, blank=True)
    titles = models.JSONField(default=dict)
    summaries = models.JSONField(default=dict)
    language = models.CharField(max_length=8, blank=True)
    is_stand_in = models.BooleanField(default=False)
    place = models.CharField(max_length=200, blank=True)
    side = models.CharField(max_length=3, blank=True)
    country = models.CharField(max_length=2, blank=True)
    territory = models.CharField(max_length=100, blank=True, db_index=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    codes = models.TextField(blank=True)
    sort_key = models.CharField(max_length=300)
    title_words = models.TextField()
    key_words = models.TextField()
    body_words = models.TextField()

    class Meta:
        verbose_name_plural = "entries"
        ordering = ["sort_key", "kind_name", "slug"]
        constraints = [models.UniqueConstraint(fields=["kind_name", "slug"], name="search_entry_once")]
        indexes = [models.Index(fields=["sort_key", "kind_name", "slug"], name="search_entry_in_order")]

    def __str__(self) -> str:
        return f"{self.kind_name} {self.slug}"

    def title(self, language: str) -> tuple[str, str]:
        """Return the title and the language it is in."""
        return shown(self.titles, language, self.language)

    def summary(self, language: str) -> tuple[str, str]:
        """Return a line about it and the language it is in; nothing where there is none."""
        return shown(self.summaries, language, self.language)

    def of(self, facet: str) -> list[str]:
        """Return the codes it has in a facet."""
        start = f"{facet}:"
        return [code.removeprefix(start) for code in self.codes.split() if code.startswith(start)]


def shown(texts: dict[str, str], language: str, original: str) -> tuple[str, str]:
    """Return the text a reader of the language gets: in it, else the original, else any."""
    for wanted in (language, original, *texts):
        if wanted in texts:
            return texts[wanted], wanted
    return "", ""


def count_words_match(question: str) -> int:
    """Return how many entries an expression of the index fits, from the index alone."""
    statement = "SELECT count(*) FROM search_index WHERE search_index MATCH %s"
    if connection.vendor == "postgresql":
        statement = "SELECT count(*) FROM search_entry WHERE vector @@ to_tsquery('simple', %s)"
    with connection.cursor() as cursor:
        cursor.execute(statement, [question])
        return cursor.fetchone()[0]


def words_match(question: str) -> RawSQL:
    """Return the numbers of the entries an expression of the index fits, as a set to look into."""
    if connection.vendor == "postgresql":
        statement = "SELECT id FROM search_entry WHERE vector @@ to_tsquery('simple', %s)"
    else:
        statement = "SELECT rowid FROM search_index WHERE search_index MATCH %s"
    return RawSQL(statement, (question,), output_field=models.BigIntegerField())  # noqa: S611 (fixed text)
