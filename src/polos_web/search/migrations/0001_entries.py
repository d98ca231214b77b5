"""Entries, and the index over their words, which the database itself keeps with every write.

A later change of the table must make the triggers of SQLite again: it rebuilds tables without them.
"""

from django.db import migrations, models

WORDS = ("title_words", "key_words", "body_words")
COLUMNS = ", ".join(WORDS)
OLD, NEW = (", ".join(f"{row}.{column}" for column in WORDS) for row in ("old", "new"))
FORGET = f"INSERT INTO search_index (search_index, rowid, {COLUMNS}) VALUES ('delete', old.id, {OLD});"  # noqa: S608
LEARN = f"INSERT INTO search_index (rowid, {COLUMNS}) VALUES (new.id, {NEW});"  # noqa: S608
ON_SQLITE = (
    f"CREATE VIRTUAL TABLE search_index USING fts5({COLUMNS}, content='search_entry', content_rowid='id', "
    "tokenize='ascii', detail=column, columnsize=0)",
    f"CREATE TRIGGER search_entry_added AFTER INSERT ON search_entry BEGIN {LEARN} END",
    f"CREATE TRIGGER search_entry_removed AFTER DELETE ON search_entry BEGIN {FORGET} END",
    f"CREATE TRIGGER search_entry_changed AFTER UPDATE ON search_entry BEGIN {FORGET} {LEARN} END",
)
WEIGHTED = " || ".join(
    f"setweight(to_tsvector('simple', {column}), '{weight}')"
    for column, weight in zip(WORDS, "ABD", strict=True)
)
ON_POSTGRESQL = (
    f"ALTER TABLE search_entry ADD COLUMN vector tsvector GENERATED ALWAYS AS ({WEIGHTED}) STORED",
    "CREATE INDEX search_entry_vector ON search_entry USING gin (vector) WITH (fastupdate = off)",
)


def make_index(apps, schema_editor):
    for statement in ON_POSTGRESQL if schema_editor.connection.vendor == "postgresql" else ON_SQLITE:
        schema_editor.execute(statement, params=None)


def drop_index(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE search_entry DROP COLUMN vector", params=None)
        return
    for name in ("added", "removed", "changed"):
        schema_editor.execute(f"DROP TRIGGER search_entry_{name}", params=None)
    schema_editor.execute("DROP TABLE search_index", params=None)


class Migration(migrations.Migration):
    initial = True
    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind_name", models.CharField(max_length=40)),
                ("slug", models.CharField(max_length=100)),
                ("page", models.CharField(max_length=100)),
                ("anchor", models.CharField(blank=True, max_length=100)),
                ("titles", models.JSONField(default=dict)),
                ("summaries", models.JSONField(default=dict)),
                ("language", models.CharField(blank=True, max_length=8)),
                ("is_stand_in", models.BooleanField(default=False)),
                ("place", models.CharField(blank=True, max_length=200)),
                ("side", models.CharField(blank=True, max_length=3)),
                ("country", models.CharField(blank=True, max_length=2)),
                ("territory", models.CharField(blank=True, db_index=True, max_length=100)),
                ("latitude", models.FloatField(null=True)),
                ("longitude", models.FloatField(null=True)),
                ("codes", models.TextField(blank=True)),
                ("sort_key", models.CharField(max_length=300)),
                ("title_words", models.TextField()),
                ("key_words", models.TextField()),
                ("body_words", models.TextField()),
            ],
            options={
                "verbose_name_plural": "entries",
                "ordering": ["sort_key", "kind_name", "slug"],
                "indexes": [
                    models.Index(fields=["sort_key", "kind_name", "slug"], name="search_entry_in_order")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("kind_name", "slug"), name="search_entry_once")
                ],
            },
        ),
        migrations.RunPython(make_index, drop_index),
    ]
