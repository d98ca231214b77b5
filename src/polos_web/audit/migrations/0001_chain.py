"""The chain of events, what lies outside it, and the triggers that keep it as it was written."""

import django.db.models.deletion
from django.db import migrations, models

from polos_web.audit.chain import ORIGIN

KEPT = ("audit_event", "audit_payload")
# The end of the chain moves forward by one event at a time; the rows of keys stay, with or without a key.
NEVER_DELETED = ("audit_head", "audit_personkey")
REFUSAL = "the audit is append-only: {table} cannot be changed"

ON_SQLITE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} {when}
BEGIN SELECT RAISE(ABORT, '{refusal}'); END
"""
# SQLite's INSERT OR REPLACE deletes without asking the trigger for deletions.
NOT_REPLACED = {
    "audit_event": "number = NEW.number OR previous = NEW.previous OR digest = NEW.digest",
    "audit_payload": "event_id = NEW.event_id",
    "audit_head": "id = NEW.id",
    "audit_personkey": "pseudonym = NEW.pseudonym",
}
FUNCTION = """
CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the audit is append-only: % cannot be changed', TG_TABLE_NAME; END $$
"""
ON_POSTGRESQL = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
FOR EACH {each} {when} EXECUTE FUNCTION audit_refuse()
"""
FORWARD = "WHEN {open}NEW.count <> OLD.count + 1 OR NEW.id <> OLD.id{close}"
NO_RETURN = "WHEN {open}OLD.key IS NULL OR NEW.key IS NOT NULL{close}"


def statements(vendor):
    """Yield the statements that make the triggers."""
    rules = [(table, verb, "") for table in KEPT for verb in ("UPDATE", "DELETE")]
    rules += [(table, "DELETE", "") for table in NEVER_DELETED]
    rules += [("audit_head", "UPDATE", FORWARD), ("audit_personkey", "UPDATE", NO_RETURN)]
    if vendor == "postgresql":
        yield FUNCTION
        for table in (*KEPT, *NEVER_DELETED):
            yield ON_POSTGRESQL.format(table=table, verb="TRUNCATE", each="STATEMENT", when="")
    else:
        rules += [
            (table, "INSERT", f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})")  # noqa: S608 (fixed names)
            for table, same in NOT_REPLACED.items()
        ]
    for table, verb, when in rules:
        condition = (
            when.format(open="(", close=")") if vendor == "postgresql" else when.format(open="", close="")
        )
        pattern = ON_POSTGRESQL if vendor == "postgresql" else ON_SQLITE
        yield pattern.format(
            table=table, verb=verb, when=condition, each="ROW", refusal=REFUSAL.format(table=table)
        )


def make_triggers(apps, schema_editor):
    for statement in statements(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


def drop_triggers(apps, schema_editor):
    on_postgresql = schema_editor.connection.vendor == "postgresql"
    for table in (*KEPT, *NEVER_DELETED):
        for verb in ("UPDATE", "DELETE", *(("TRUNCATE",) if on_postgresql else ("INSERT",))):
            place = f" ON {table}" if on_postgresql else ""
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}{place}", params=None)
    if on_postgresql:
        schema_editor.execute("DROP FUNCTION IF EXISTS audit_refuse()", params=None)


def begin(apps, schema_editor):
    apps.get_model("audit", "Head").objects.create(pk=1, count=0, digest=ORIGIN)


class Migration(migrations.Migration):
    initial = True
    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Event",
            fields=[
                ("number", models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField(db_index=True)),
                ("verb", models.CharField(max_length=60)),
                ("kind", models.CharField(max_length=60)),
                ("subject", models.CharField(max_length=100)),
                ("actor", models.CharField(max_length=36, blank=True, db_index=True)),
                ("payload_digest", models.CharField(max_length=64, blank=True)),
                ("previous", models.CharField(max_length=64, unique=True)),
                ("digest", models.CharField(max_length=64, unique=True)),
            ],
            options={
                "db_table": "audit_event",
                "indexes": [models.Index(fields=["kind", "subject"], name="audit_event_by_subject")],
            },
        ),
        migrations.CreateModel(
            name="Payload",
            fields=[
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="payload",
                        serialize=False,
                        to="audit.event",
                    ),
                ),
                ("person", models.CharField(max_length=36, blank=True, db_index=True)),
                ("content", models.BinaryField()),
            ],
            options={"db_table": "audit_payload"},
        ),
        migrations.CreateModel(
            name="Head",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("count", models.PositiveBigIntegerField()),
                ("digest", models.CharField(max_length=64)),
            ],
            options={"db_table": "audit_head"},
        ),
        migrations.CreateModel(
            name="PersonKey",
            fields=[
                ("pseudonym", models.CharField(max_length=36, primary_key=True, serialize=False)),
                ("key", models.BinaryField(max_length=32, null=True)),
                ("destroyed_at", models.DateTimeField(null=True)),
            ],
            options={"db_table": "audit_personkey"},
        ),
        migrations.RunPython(begin, migrations.RunPython.noop),
        migrations.RunPython(make_triggers, drop_triggers),
        *(
            migrations.AlterModelOptions(name=name, options={"managed": False, **more})
            for name, more in {
                "Event": {"ordering": ["-number"]},
                "Payload": {},
                "Head": {},
                "PersonKey": {},
            }.items()
        ),
    ]
