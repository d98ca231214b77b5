"""``prepare``: database, reference data, statistics; one line a step."""

from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, call_command


class Command(BaseCommand):
    help = "Bring the database up to date and load what comes with the software."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--shared", type=Path, default=None)

    def handle(self, *, shared: Path | None = None, **options: Any) -> None:
        call_command("migrate", verbosity=0, interactive=False)
        self.stdout.write("Database: up to date.")
