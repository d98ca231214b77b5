"""``audit_verify``: walk the chain, name the events that are not as they were written, print the end."""

import json as notation
import re
import sys
from dataclasses import asdict
from itertools import islice
from typing import Any, Never

from django.core.management import BaseCommand
from django.db import DatabaseError

from polos_web.audit.queries import End, end, faults

SHOWN = 20
NOTED = re.compile(r"(\d+):([0-9a-f]{64})")


class Command(BaseCommand):
    help = "Say whether the chain of events is whole; exit with 1 where it is not."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--noted", default="")
        parser.add_argument("--json", action="store_true")

    def handle(self, *, noted: str = "", json: bool = False, **options: Any) -> None:
        given = NOTED.fullmatch(noted)
        if noted and not given:
            self._refuse(f"Found {noted!r}. Needed an end of the chain as it was printed. Copy it whole.", 2)
        earlier = End(int(given[1]), given[2]) if given else None
        try:
            found = list(islice(faults(noted=earlier), SHOWN + 1))
            last = end()
        except DatabaseError as problem:
            self._refuse(f"Found no chain of events ({problem}). Needed one. Run: polos site prepare", 3)
        if json:
            listed = [asdict(fault) for fault in found[:SHOWN]]
            self.stdout.write(
                notation.dumps({"whole": not found, "count": last.count, "end": str(last), "faults": listed})
            )
        else:
            self._say(found, last)
        if found:
            sys.exit(1)

    def _say(self, found: list[Any], last: End) -> None:
        for fault in found[:SHOWN]:
            self.stdout.write(f"Event {fault.number} {fault.words}.")
        if len(found) > SHOWN:
            self.stdout.write(f"There are more than {SHOWN} faults.")
        if not found:
            self.stdout.write(f"The chain is whole: {last.count} events.")
        self.stdout.write(f"End: {last}")

    def _refuse(self, words: str, status: int) -> Never:
        self.stderr.write(words)
        sys.exit(status)
