"""``search_reindex``: make the index of the search anew from the records."""

from typing import Any

from django.core.management import BaseCommand
from django.utils import timezone

from polos_web.search.actions import reindex


class Command(BaseCommand):
    help = "Make the index of the search anew from the records."

    def handle(self, **options: Any) -> None:
        self.stdout.write(f"The index of the search was made anew: {reindex(at=timezone.now())} entries.")
