"""``bring_in``: rows of a file into a register, looked at first, written when told to."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from polos.errors import InputError
from polos_web.accounts.queries import person_of
from polos_web.registers import importing, kinds
from polos_web.registers.statements import WrongStatements

TOLD_EVERY = 1000
NAMED = 20


class Command(BaseCommand):
    help = "Bring the rows of a file into a register."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("kind")
        parser.add_argument("file", type=Path)
        parser.add_argument("--by", default="")
        parser.add_argument("--language", default="en")
        parser.add_argument("--write", action="store_true")
        parser.add_argument("--without", action="store_true")

    def handle(
        self,
        *,
        kind: str,
        file: Path,
        by: str = "",
        language: str = "en",
        write: bool = False,
        without: bool = False,
        **options: Any,
    ) -> None:
        known = {one.name: one for one in kinds.kinds()}
        if kind not in known:
            raise CommandError(f"Found the register {kind!r}. Needed one of: {', '.join(known)}.")
        person = person_of(by) if by else None
        if by and person is None:
            raise CommandError(f"Found nobody with the address {by!r}. Give another one, or none.")
        try:
            sent = importing.read(known[kind], file, name=file.name)
            if not write:
                self._tell(importing.plan(known[kind], sent, by=person, language=language), len(sent.rows))
                return
            counts = importing.admit(
                known[kind], sent, by=person, language=language, at=timezone.now(), without_refused=without
            )
        except InputError as problem:
            raise CommandError(str(problem)) from problem
        except OSError as problem:
            raise CommandError(f"Found no file to read at {file} ({problem.strerror}).") from problem
        except WrongStatements as refused:
            raise CommandError(_told_refused(refused)) from refused
        self.stdout.write(_sentence(counts, "left out"))

    def _tell(self, planned: Iterable[importing.Planned], total: int) -> None:
        counts = dict.fromkeys(("created", "changed", "same", "refused"), 0)
        for number, one in enumerate(_with_progress(planned, total, self), start=1):
            counts[one.outcome] += 1
            if counts[one.outcome] <= NAMED:
                self._tell_row(one)
            if number == total:
                break
        self.stdout.write(_sentence(counts, "refused"))
        self.stdout.write("Nothing was written. Add --write to bring these rows in.")

    def _tell_row(self, one: importing.Planned) -> None:
        row = f"row {one.number} ({one.slug})"
        if one.outcome == "refused":
            words = "; ".join(f"{name}: {problem}" for name, problem in one.problems.items())
            self.stdout.write(f"{row} refused: {words}")
        if one.outcome == "changed":
            words = "; ".join(
                f"{change.field}: {change.before or '–'} → {change.after or '–'}" for change in one.changes
            )
            self.stdout.write(f"{row} changed: {words}")
        for words in one.notices:
            self.stdout.write(f"{row}: {words}")


def _with_progress(
    planned: Iterable[importing.Planned], total: int, command: BaseCommand
) -> Iterator[importing.Planned]:
    for number, one in enumerate(planned, start=1):
        if number % TOLD_EVERY == 0:
            command.stderr.write(f"{number} of {total} rows looked at")
        yield one


def _sentence(counts: Any, last: str) -> str:
    told = [counts.get(outcome, 0) for outcome in ("created", "changed", "same", "refused")]
    return f"{told[0]} created, {told[1]} changed, {told[2]} as before, {told[3]} {last}."


def _told_refused(refused: WrongStatements) -> str:
    named = [f"row {row}: {problem}" for row, problem in list(refused.problems.items())[:NAMED]]
    more = len(refused.problems) - len(named)
    rest = [f"and {more} more"] if more else []
    return "\n".join(
        [*named, *rest, "Nothing was written. Correct the rows, or add --without to leave them out."]
    )
