"""Mails can be stopped; statements of a Delphi are in several languages."""

from typing import Any

from django.db import migrations, models

import polos_web.translation.fields
from polos_web.translation.text import Text


def take_words(apps: Any, editor: Any) -> None:
    """Let what was written in one language, not named, stand as English."""
    for one in apps.get_model("surveys", "Proposition").objects.all():
        one.text = Text("en", one.words)
        one.save(update_fields=["text"])


class Migration(migrations.Migration):
    dependencies = [("surveys", "0002_delphi")]

    operations = [
        migrations.AddField("invitation", "wants_no_mail", models.BooleanField(default=False)),
        migrations.AddField("panelist", "wants_no_mail", models.BooleanField(default=False)),
        migrations.AddField("proposition", "text", polos_web.translation.fields.TranslatedField(null=True)),
        migrations.RunPython(take_words, migrations.RunPython.noop),
        migrations.AlterField("proposition", "text", polos_web.translation.fields.TranslatedField()),
        migrations.RemoveField("proposition", "words"),
    ]
