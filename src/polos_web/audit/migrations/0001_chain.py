"""The chain of events, what lies outside it, and the triggers that keep it as it was written."""

import django.db.models.deletion
from django.db import migrations, models

from polos_web.audit.chain import ORIGIN
from polos_web.audit.triggers import drop_triggers, make_triggers


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
