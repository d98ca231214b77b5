"""``digests``: open the questions whose date has come, and write the digests that are due."""

from typing import Any

from django.core.management import BaseCommand
from django.utils import timezone

from polos_web.dialogue.actions import open_due
from polos_web.dialogue.mails import Mails
from polos_web.site.digests import send_due


class Command(BaseCommand):
    help = "Write the digests that are due."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--address", default="http://127.0.0.1:8000")

    def handle(self, *, address: str, **options: Any) -> None:
        now = timezone.now()
        open_due(at=now, mails=Mails(address, now))
        self.stdout.write(f"{send_due(site=address, at=now)} written")
