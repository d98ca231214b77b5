"""``archive``: write, check or restore the portable archive; add the part of a programme."""

from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from polos_web.archive import processes, restoring, writing


class Command(BaseCommand):
    help = "Write, check or restore the portable archive, or add the part of a programme."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("what", choices=("write", "check", "restore", "add"))
        parser.add_argument("file", type=Path)

    def handle(self, *, what: str, file: Path, **options: Any) -> None:
        try:
            getattr(self, f"_{what}")(file)
        except (restoring.NotAnArchive, restoring.NotEmpty) as problem:
            raise CommandError(str(problem)) from problem
        except OSError as problem:
            raise CommandError(f"Found {file}, which cannot be used ({problem.strerror}).") from problem

    def _write(self, file: Path) -> None:
        written = writing.write(file, at=timezone.now(), tell=self.stdout.write)
        self.stdout.write(f"{file.name}: {sum(written.rows.values())} rows, content {written.digest}")

    def _check(self, file: Path) -> None:
        manifest = restoring.check(file)
        total = sum(manifest["rows"].values())
        self.stdout.write(f"{file.name} is whole: {total} rows, content {manifest['content']}")

    def _restore(self, file: Path) -> None:
        counts = restoring.restore(file, at=timezone.now(), tell=self.stdout.write)
        self.stdout.write(f"{sum(counts.values())} rows restored, each table as it was written.")

    def _add(self, file: Path) -> None:
        counts = processes.add(file, at=timezone.now())
        for table, count in counts.items():
            self.stdout.write(f"{table}: {count} rows")
        self.stdout.write(f"{sum(counts.values())} rows added.")
