"""``letters``: send the mails that could not be sent before."""

from typing import Any

from django.core.management import BaseCommand

from polos_web.stewardship.letters import send_waiting


class Command(BaseCommand):
    help = "Send the mails that could not be sent before."

    def handle(self, **options: Any) -> None:
        self.stdout.write(f"{send_waiting()} sent")
