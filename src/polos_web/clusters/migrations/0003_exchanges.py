from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("clusters", "0002_records")]

    operations = [
        migrations.AddField(model_name="cluster", name="exchanges", field=models.JSONField(default=list)),
    ]
