"""Records that people made themselves are claimed: what counts is that somebody owns them."""

from django.db import migrations
from django.db.models import F

OWNERS = {
    "cluster": "cluster owner",
    "organisation": "cluster owner",
    "programme": "programme manager",
    "territory": "territory officer",
}


def claim_what_has_an_owner(apps, schema_editor):
    held = apps.get_model("accounts", "Assignment").objects.filter(ends_on=None)
    unclaimed = apps.get_model("registers", "Record").objects.filter(claimed_at=None)
    for kind_name, role in OWNERS.items():
        slugs = held.filter(role=role).values("scope")
        unclaimed.filter(kind_name=kind_name, slug__in=slugs).update(claimed_at=F("created_at"))


class Migration(migrations.Migration):
    dependencies = [("registers", "0001_registers"), ("accounts", "0003_rhythm")]
    operations = [migrations.RunPython(claim_what_has_an_owner, migrations.RunPython.noop, elidable=True)]
