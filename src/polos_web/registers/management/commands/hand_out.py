"""``hand_out``: a register as a file, all of it or what is public."""

from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from polos_web.accounts import exports
from polos_web.registers import exporting, kinds
from polos_web.ui.tabular import FORMS


class Command(BaseCommand):
    help = "Hand out a register as a file."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("kind")
        parser.add_argument("file", type=Path)
        parser.add_argument("--everything", action="store_true")

    def handle(self, *, kind: str, file: Path, everything: bool = False, **options: Any) -> None:
        known = {one.name: one for one in kinds.kinds()}
        form = file.suffix.removeprefix(".")
        if kind not in known or form not in FORMS:
            endings = ", ".join(FORMS)
            raise CommandError(
                f"Found {kind!r} and {file.name!r}. "
                f"Needed one of {', '.join(known)}, and a name that ends in {endings}."
            )
        if everything:
            rows = exporting.everything(known[kind], form, by=None, at=timezone.now())
        else:
            rows = exporting.public(known[kind])
        headings = exporting.headings(known[kind], rows)
        full = ({heading: row.get(heading) for heading in headings} for row in rows)
        content = FORMS[form](kind, headings, full).content
        if not everything:
            exports.record(file.name, exports.facts_of(content), by=None, at=timezone.now())
        file.write_bytes(content)
        self.stdout.write(f"{len(rows)} records written to {file.name}.")
