"""Filling in a block of a record: the form as it stands, and what comes of sending it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext

from polos_web.accounts.models import User
from polos_web.registers import actions, drawing, forms, queries
from polos_web.registers.drawing import Drawing, Drawn
from polos_web.registers.files import keep
from polos_web.registers.forms import Filled, Raw
from polos_web.registers.kinds import Block, Reach, kind
from polos_web.registers.models import Draft, Record, Voice
from polos_web.registers.statements import Conflict, WrongStatements
from polos_web.registers.values import WrongValue

EVERYTHING = frozenset(Reach)
MOST_NAMES = 500


@dataclass(frozen=True)
class Form:
    """A block on its way: what stands in its inputs, the version its author saw, and what is wrong."""

    block: Block
    raw: Raw
    seen: int
    problems: Mapping[str, str] = field(default_factory=dict)
    is_clash: bool = False
    draft: Draft | None = None

    def with_room(self, at: datetime) -> "Form":
        """Return the form with an empty item where a field of several has none."""
        return replace(self, raw=drawing.with_room(self.block, self.raw, at=at))

    def with_more(self, code: str, at: datetime) -> "Form":
        """Return the form with a further empty item in a field."""
        return replace(self, raw=drawing.with_more(self.raw, code, at=at))


def opened(record: Record, block: Block, person: User) -> Form:
    """Return the form as its author left it, or as the record stands."""
    draft = queries.drafts(record, person).get(block.code)
    if draft is not None:
        return Form(block, draft.given, draft.version, draft=draft)
    return Form(block, drawing.raw_of(block, queries.sheet(record, EVERYTHING)), record.version)


def sent(record: Record, form: Form, *, by: User, at: datetime) -> Form | None:
    """Let the record say what the form says; return ``None``, or the form with what has to be put right.

    Where somebody else has changed the same fields meanwhile, nothing is written, and the form comes back
    on top of theirs, with what to choose.
    """
    filled = forms.read(form.block, form.raw, _seen(record, form.seen), by=by)
    if filled.problems:
        return Form(form.block, form.raw, form.seen, filled.problems)
    try:
        actions.publish_block(record, form.block.code, filled.statements, seen=form.seen, by=by, at=at)
    except WrongStatements as wrong:
        return Form(form.block, form.raw, form.seen, wrong.problems)
    except Conflict as conflict:
        return _beside_theirs(record, form, filled, conflict)
    return None


def drawn(record: Record, form: Form) -> tuple[Drawn, ...]:
    """Return the fields of the form with their inputs."""
    before = _seen(record, form.seen)
    since = {forms.one(form.raw, name) for name in form.raw if name.endswith("~differs")}
    earlier = {text: queries.as_of(record, int(text), EVERYTHING) for text in since if is_version(text)}
    names = {to: queries.titles(kind(to), most=MOST_NAMES) for to in set(drawing.references(form.block))}
    return drawing.drawn(form.block, Drawing(form.raw, before, form.problems, names, earlier))


def has_foreign(sheet: queries.Sheet, block: Block) -> bool:
    """Whether a block shows what somebody else than its keeper says."""
    return any(told.fact.voice != Voice.OWNER for known in block.fields for told in sheet.of(known.code))


def _beside_theirs(record: Record, form: Form, filled: Filled, conflict: Conflict) -> Form:
    record.refresh_from_db()
    now = queries.sheet(record, EVERYTHING)
    clashes = {(one.field, one.item) for one in conflict.differences}
    raw = drawing.refreshed(form.block, form.raw, filled, now, since=form.seen, clashes=clashes)
    return Form(form.block, raw, record.version, is_clash=True)


def _seen(record: Record, version: int) -> queries.Sheet:
    if version == record.version:
        return queries.sheet(record, EVERYTHING)
    return queries.as_of(record, version, EVERYTHING)


def is_version(text: str) -> bool:
    """Whether a text can be the version of a record."""
    return text.isascii() and text.isdigit() and len(text) < 9


def with_files(form: Form, files: MultiValueDict[str, UploadedFile]) -> Form:
    """Return the form with what was handed in: kept in the data folder, or refused beside its input."""
    raw, problems = dict(form.raw), dict(form.problems)
    for name, file in files.items():
        if name.endswith(".file") and isinstance(file, UploadedFile):
            base = name.removesuffix(".file")
            try:
                raw[f"{base}.kept"] = [signing.dumps(keep(file), salt=forms.SIGNED_FILES)]
            except WrongValue as problem:
                problems[base] = str(problem)
            except OSError:
                problems[base] = gettext("The file could not be stored, and nothing was. Try again later.")
    return Form(form.block, raw, form.seen, problems)
