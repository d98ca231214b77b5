"""``work``: do what takes longer than a page may, until stopped."""

import signal
from typing import Any

from django.core.management import BaseCommand

from polos_web.analysis.worker import Ending, work


class Command(BaseCommand):
    help = "Do what takes longer than a page may, until stopped."

    def handle(self, **options: Any) -> None:
        ending = Ending()
        signal.signal(signal.SIGTERM, ending.ask)
        signal.signal(signal.SIGINT, ending.ask)
        self.stdout.write("Waiting for work (Ctrl+C ends it).")
        self.stdout.flush()
        work(ending)
