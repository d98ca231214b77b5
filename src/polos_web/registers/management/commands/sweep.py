"""``sweep``: remove files that were handed in and that nothing holds."""

from datetime import timedelta
from typing import Any

from django.core.management import BaseCommand
from django.utils import timezone

from polos_web.registers.erasing import sweep


class Command(BaseCommand):
    help = "Remove files that were handed in and that nothing holds."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--days", type=int, default=7)

    def handle(self, *, days: int = 7, **options: Any) -> None:
        self.stdout.write(f"{sweep(timezone.now() - timedelta(days=days))} removed")
