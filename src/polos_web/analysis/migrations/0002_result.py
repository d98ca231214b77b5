from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("analysis", "0001_runs")]

    operations = [
        migrations.AddField(model_name="run", name="result", field=models.JSONField(null=True)),
    ]
