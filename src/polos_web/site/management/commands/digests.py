"""``digests``: what waits for its date. Questions open, claims become overdue, and digests are written."""

from typing import Any

from django.core.management import BaseCommand
from django.utils import timezone

from polos_web.dialogue.actions import open_due
from polos_web.dialogue.mails import Mails
from polos_web.registers.answering import settle
from polos_web.site.digests import send_due
from polos_web.stewardship.actions import remind_of_overdue


class Command(BaseCommand):
    help = "Write the digests that are due."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--address", default="http://127.0.0.1:8000")

    def handle(self, *, address: str, **options: Any) -> None:
        now = timezone.now()
        open_due(at=now, mails=Mails(address, now))
        if settled := settle(at=now):
            self.stdout.write(f"{settled} records whose owner came or went by the date")
        if overdue := remind_of_overdue(at=now, site=address):
            self.stdout.write(f"{overdue} claims overdue, and told so")
        self.stdout.write(f"{send_due(site=address, at=now)} written")
