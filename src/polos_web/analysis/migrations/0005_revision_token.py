from django.db import migrations, models

import polos_web.analysis.models


class Migration(migrations.Migration):
    dependencies = [
        ("analysis", "0004_kept_runs"),
    ]

    operations = [
        migrations.RemoveField(
            model_name="revision",
            name="number",
        ),
        migrations.AddField(
            model_name="revision",
            name="token",
            field=models.CharField(default=polos_web.analysis.models.unrepeated, max_length=32),
        ),
    ]
