from django.db import migrations, models
from django.db.models import Q

LEVELS = [("clusters", "Clusters"), ("regions", "Regions"), ("firms", "Firms")]


class Migration(migrations.Migration):
    dependencies = [("matchmaking", "0002_assignments")]

    operations = [
        migrations.AddField(
            model_name="interest",
            name="level",
            field=models.CharField(blank=True, choices=LEVELS, default="", max_length=10),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="interest",
            constraint=models.CheckConstraint(
                condition=Q(level__in=["", "clusters", "regions", "firms"]),
                name="matchmaking_interest_level_known",
            ),
        ),
    ]
