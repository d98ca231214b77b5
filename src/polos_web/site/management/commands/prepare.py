"""``prepare``: database, built-in records, statistics; one line a step."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, call_command

from polos_web.matchmaking import check_queries
from polos_web.site.actions import add_statistics, bring_search_up_to_date, load_reference, make_folders

OUTCOMES = {
    "added": "added.",
    "unchanged": "already stored.",
    "absent": "no file; pages say “not available” where it would be used.",
    "refused": "not added.",
}


class Command(BaseCommand):
    help = "Bring the database up to date and load what comes with the software."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--shared", type=Path, default=None)

    def handle(self, *, shared: Path | None = None, **options: Any) -> None:
        call_command("migrate", verbosity=0, interactive=False)
        self.stdout.write("Database: up to date.")
        make_folders(Path(settings.DATA_FOLDER))
        counts = load_reference()
        if counts is None:
            self.stdout.write("Built-in records: already loaded.")
        else:
            loaded = ", ".join(f"{count} {name}" for name, count in counts.items())
            self.stdout.write(f"Built-in records: loaded ({loaded}).")
        self._add_statistics(shared)
        entries = bring_search_up_to_date()
        self.stdout.write(f"Search: {'up to date' if entries is None else f'index made, {entries} entries'}.")
        check_queries.compute()  # takes seconds once; the pages find it kept
        self.stdout.write("Check on the real pairings: computed.")

    def _add_statistics(self, shared: Path | None) -> None:
        if shared is None or not (shared / "data").is_dir():
            place = "none given" if shared is None else f"nothing in {shared / 'data'}"
            self.stdout.write(f"Statistics: {place}; pages say “not available” where they would be used.")
            return
        for added in add_statistics(shared, data=settings.DATA_FOLDER):
            line = f"Statistics {added.source}: {OUTCOMES[added.outcome]} {added.words}"
            self.stdout.write(line.rstrip())
