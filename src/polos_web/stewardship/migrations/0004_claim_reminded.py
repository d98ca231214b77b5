from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("stewardship", "0003_letter_stop"),
    ]

    operations = [
        migrations.AddField(
            model_name="claim",
            name="reminded_at",
            field=models.DateTimeField(null=True),
        ),
    ]
