"""A new record: what it is called, what it belongs to, and a short name for its address."""

from datetime import datetime

from django.db import transaction

from polos_web.accounts.models import User
from polos_web.registers import actions, drawing, forms, queries
from polos_web.registers.drawing import Drawing, Drawn
from polos_web.registers.editing import MOST_NAMES, Form
from polos_web.registers.forms import Raw
from polos_web.registers.kinds import Block, Kind, kind
from polos_web.registers.models import Record
from polos_web.registers.queries import Sheet, there_is
from polos_web.registers.statements import WrongStatements
from polos_web.registers.telling import plain
from polos_web.registers.values import Reference


def opening(kind: Kind) -> Block:
    """Return the fields a record begins with: its title, and what decides who keeps it."""
    codes = (kind.title, *dict.fromkeys(field for _, field in kind.through))
    return Block("new", "", tuple(kind.fields[code] for code in codes))


def preset(kind_of_record: Kind, about: str) -> Raw:
    """Return the inputs with what the new record is about, where its address says so and that is there."""
    known = [kind_of_record.fields[field] for _, field in kind_of_record.through]
    return {
        field.code: [about]
        for field in known
        if not field.is_many and isinstance(field.value, Reference) and there_is(field.value.to, about)
    }


def made(kind: Kind, form: Form, *, by: User, at: datetime) -> Record | Form:
    """Make the record, or return the form with what has to be put right."""
    filled = forms.read(form.block, form.raw, _empty(kind), by=by)
    problems = dict(filled.problems)
    title = next((one.value for one in filled.statements if one.field == kind.title), None)
    if title is None and not problems:
        problems[kind.title] = str(forms.missing(kind.fields[kind.title]))
    if problems:
        return Form(form.block, form.raw, form.seen, problems)
    try:
        with transaction.atomic():
            slug = actions.free_slug(kind, plain(kind.fields[kind.title].value, title))
            return actions.create(kind, slug, filled.statements, by=by, at=at)
    except WrongStatements as wrong:
        return Form(form.block, form.raw, form.seen, wrong.problems)


def drawn(kind_of_record: Kind, form: Form) -> tuple[Drawn, ...]:
    """Return the fields of the form with their inputs."""
    names = {to: queries.titles(kind(to), most=MOST_NAMES) for to in set(drawing.references(form.block))}
    return drawing.drawn(form.block, Drawing(form.raw, _empty(kind_of_record), form.problems, names))


def _empty(kind: Kind) -> Sheet:
    return Sheet(Record(kind_name=kind.name), {})
