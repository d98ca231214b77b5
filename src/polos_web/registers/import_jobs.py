"""Files of many rows: the worker looks at them and brings them in, and the page says how far it has come.

What the rows would do is written beside the file and goes with it: it may hold what is not public.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import get_language, gettext

from polos.errors import InputError
from polos_web.accounts.models import User
from polos_web.accounts.queries import person_called
from polos_web.analysis import jobs
from polos_web.analysis.models import Job
from polos_web.registers import access, importing, kinds
from polos_web.registers.kinds import Kind
from polos_web.registers.statements import WrongStatements
from polos_web.ui.problems import Told, told

LOOK, BRING = "import look", "import"
# A file of no more than this is looked at while somebody waits.
AT_ONCE_BYTES, AT_ONCE_ROWS = 300_000, 1000
SHOWN = 200
NOTED_EVERY = 500
OUTCOMES = ("refused", "changed", "created", "same")
Looked = dict[str, Any]
Work = Callable[[Job, jobs.Stop], Any]


@dataclass(frozen=True)
class Handed:
    """A file handed in for a register; ``language`` is that of texts that do not name theirs."""

    kind: Kind
    checksum: str
    language: str
    by: User

    @property
    def path(self) -> Path:
        """Where the file lies until it is decided what becomes of it."""
        return Path(settings.DATA_FOLDER) / "imports" / self.checksum

    @property
    def looked(self) -> Path:
        """Where the worker writes what the rows would do, as this person may and in the page's language."""
        return self.path.with_name(f"{self.checksum}.{self.by.pk}.{self.language}.{get_language()}.json")

    @property
    def about(self) -> str:
        """What its jobs are called by."""
        return f"{self.kind.name} {self.checksum[:32]} {self.by.pk} {self.language} {get_language()}"

    def read(self) -> importing.Sent:
        """Read the rows of the file.

        Raises
        ------
        InputError
            When it is no table of the register.
        """
        return importing.read(self.kind, self.path, name=gettext("the file"))

    def admit(self, sent: importing.Sent, *, without_refused: bool) -> Counter[str]:
        """Write the rows, all of them or none; return how many became what.

        Raises
        ------
        WrongStatements
            When rows are refused and were not to be left out.
        """
        return importing.admit(
            self.kind,
            sent,
            by=self.by,
            language=self.language,
            at=timezone.now(),
            without_refused=without_refused,
        )

    def drop(self) -> None:
        """Forget the file, and whatever was to be done with it."""
        for kind in (LOOK, BRING):
            jobs.stop(self.about, kind)
        for path in (self.path, *self.path.parent.glob(f"{self.checksum}.*")):
            path.unlink(missing_ok=True)


def sent_at_once(handed: Handed) -> importing.Sent | None:
    """Return the rows of a file small enough to be looked at while somebody waits; ``None`` of a larger one.

    Raises
    ------
    InputError
        When the file is no table of the register.
    """
    if handed.path.stat().st_size > AT_ONCE_BYTES:
        return None
    sent = handed.read()
    return sent if len(sent.rows) <= AT_ONCE_ROWS else None


def ask(handed: Handed, kind: str, *, at: datetime, without_refused: bool = False) -> Job:
    """Ask the worker to look at a file, or to bring it in."""
    question = {
        "kind": handed.kind.name,
        "checksum": handed.checksum,
        "language": handed.language,
        "person": handed.by.pseudonym,
        "interface": get_language() or "en",
    }
    return jobs.ask(kind, handed.about, question, options={"without": without_refused}, at=at)


def latest(handed: Handed) -> Job | None:
    """Return what was last asked for a file."""
    asked = [job for kind in (LOOK, BRING) if (job := jobs.latest(handed.about, kind))]
    return max(asked, key=lambda job: job.pk, default=None)


def is_writing(job: Job) -> bool:
    """Whether a job writes rows, or is about to."""
    return job.kind == BRING and not job.is_over


def found(handed: Handed) -> Looked | None:
    """Return what the worker found that the rows would do; ``None`` where it has not looked."""
    try:
        return json.loads(handed.looked.read_text("utf-8"))
    except FileNotFoundError:
        return None


def summed_up(planned: Iterable[importing.Planned]) -> Looked:
    """Count what rows would do and keep the first of them, those that are refused before the others."""
    counts, first = Counter[str](), {outcome: [] for outcome in OUTCOMES}
    for one in planned:
        counts[one.outcome] += 1
        if len(first[one.outcome]) < SHOWN:
            first[one.outcome].append(_plain(one))
    shown = [one for outcome in OUTCOMES for one in first[outcome]][:SHOWN]
    every = {outcome: counts[outcome] for outcome in OUTCOMES}
    return {"planned": shown, "counts": every, "total": counts.total()}


def _plain(one: importing.Planned) -> dict[str, Any]:
    return {
        "number": one.number,
        "slug": one.slug,
        "outcome": one.outcome,
        "changes": [asdict(change) for change in one.changes],
        "problems": {name: str(words) for name, words in one.problems.items()},
        "notices": list(one.notices),
    }


# ---- for the worker ---------------------------------------------------------------------------


def _of_rows(work: Callable[[Job, jobs.Stop, Handed, importing.Sent], Any]) -> Work:
    """Let a job work on the rows of its file, in the language of the page that asked for it."""

    @wraps(work)
    def done(job: Job, stop: jobs.Stop) -> Any:
        with translation.override(job.question["interface"]):
            handed = _handed(job)
            if isinstance(handed, Told):
                return _refused(handed)
            try:
                sent = handed.read()
                jobs.note(job, progress={"done": 0, "all": len(sent.rows)})
                return work(job, stop, handed, sent)
            except InputError as problem:
                return _refused(told(problem))

    return done


@_of_rows
def look(job: Job, stop: jobs.Stop, handed: Handed, sent: importing.Sent) -> Any:
    """Write what the rows of a file would do beside it; the job itself keeps how many there are."""
    planned = []
    for one in importing.plan(handed.kind, sent, by=handed.by, language=handed.language):
        planned.append(one)
        if len(planned) % NOTED_EVERY == 0:
            jobs.note(job, progress={"done": len(planned), "all": len(sent.rows)})
            if stop():
                return None
    handed.looked.write_text(json.dumps(summed_up(planned), ensure_ascii=False), "utf-8")
    return {"total": len(planned)}


@_of_rows
def bring_in(job: Job, stop: jobs.Stop, handed: Handed, sent: importing.Sent) -> Any:
    """Write the rows of a file, all of them or none; what was written already is found to be so."""
    try:
        counts = handed.admit(sent, without_refused=job.options["without"])
    except WrongStatements as wrong:
        return {"refused": len(wrong.problems)}
    return {"counts": dict(counts)}


def _handed(job: Job) -> Handed | Told:
    """Return the file of a job, where its person may still bring it in."""
    asked, kind = job.question, kinds.kind(job.question["kind"])
    person = person_called(asked["person"])
    if person is not None and access.may_import_some(person, kind):
        return Handed(kind, asked["checksum"], asked["language"], person)
    needed = gettext("somebody who may bring rows into this register")
    return Told(gettext("nobody who may"), needed, gettext("Ask the operators."), get_language() or "en")


def _refused(problem: Told) -> dict[str, Any]:
    return {"problem": asdict(problem)}
