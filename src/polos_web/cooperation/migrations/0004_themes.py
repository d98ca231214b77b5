from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cooperation", "0003_order_of_next_steps"),
    ]

    operations = [
        migrations.AddField(
            model_name="keptpairing",
            name="themes",
            field=models.JSONField(default=list),
        ),
    ]
