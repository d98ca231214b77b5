"""Rows of a file on their way into a register: what would become of each, and then all of them at once.

Nothing is written before every row was looked at. What is written is one transaction with one event.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext

from polos.errors import UnreadableFile, WrongColumns
from polos.sources.rows import read_text_rows
from polos_web.accounts.access import require
from polos_web.accounts.models import User
from polos_web.audit import actions as audit
from polos_web.registers import access, queries
from polos_web.registers.batch import Batch
from polos_web.registers.columns import MOST_ITEMS, SLUG, dictionary, is_column, statements_of
from polos_web.registers.kinds import Kind, Reach
from polos_web.registers.kinds import kind as kind_of
from polos_web.registers.models import Fact, Record, Voice
from polos_web.registers.projecting import project
from polos_web.registers.queries import Sheet, sheets
from polos_web.registers.statements import Papers, Statement, WrongStatements, checked
from polos_web.registers.telling import plain

AT_ONCE = 500
SURPLUS = "surplus"
LARGEST_FILE = 50_000_000
MOST_ROWS = 100_000


@dataclass(frozen=True)
class Change:
    """What a row would change in a field: before and after, as people read them."""

    field: str
    before: str
    after: str


@dataclass(frozen=True)
class Planned:
    """What would become of a row. ``outcome`` is created, changed, same or refused.

    ``version`` is that of the record the row was held against, ``None`` where there was none. ``notices`` say
    what follows from what the record would not say then, and which records it would name that are not here.
    """

    number: int
    slug: str
    outcome: str
    changes: tuple[Change, ...] = ()
    problems: Mapping[str, str] = field(default_factory=dict)
    statements: tuple[Statement, ...] = ()
    version: int | None = None
    notices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sent:
    """The rows of a file as they stand in it, with its checksum."""

    rows: tuple[tuple[int, Mapping[str, Any]], ...]
    checksum: str
    name: str


def read(kind: Kind, path: Path, *, name: str) -> Sent:
    """Read a table (CSV, XLSX, Parquet, a JSON list of objects) whose headings are columns of the register.

    Raises
    ------
    UnreadableFile
        When the file is too large, or of no kind that is understood.
    WrongColumns
        When it has a column that the register does not know.
    """
    if path.stat().st_size > LARGEST_FILE:
        raise UnreadableFile(
            found=f"{path.stat().st_size:,} bytes in {name}",
            needed=f"at most {LARGEST_FILE:,} bytes",
            next_step="Cut the file into parts and import one after the other.",
            code="large file",
            bytes=path.stat().st_size,
            most=LARGEST_FILE,
        )
    checksum = sha256(path.read_bytes()).hexdigest()
    if _is_json(path):
        rows = tuple(_json_rows(path, name))
        headings = {heading for _, row in rows for heading in row}
    else:
        found = read_text_rows(path, _accepted(kind), ())
        rows, headings = tuple(_numbered(found.batches)), set(found.headings)
    _require_known(kind, headings)
    return Sent(rows, checksum, name)


def _require_known(kind: Kind, headings: set[str]) -> None:
    unknown = sorted(heading for heading in headings if not is_column(kind, heading.strip()))
    if unknown:
        raise WrongColumns(
            found=f"the columns {', '.join(unknown[:8])}",
            needed=f"columns of the register of {kind.name} records",
            next_step="Compare them with the data dictionary of the register, and remove or rename them.",
            code="unknown columns",
            columns=", ".join(unknown[:8]),
            register=kind.plural,
        )


def plan(kind: Kind, sent: Sent, *, by: User | None, language: str) -> Iterator[Planned]:
    """Give what would become of each row. ``by`` is ``None`` on the command line of the machine itself.

    Raises
    ------
    PermissionDenied
        When the person may not import into the register.
    """
    if by is not None:
        require(access.may_import_some, by, kind)
    own = None if by is None or access.may_import(by, kind) else access.own(by, kind)
    seen: set[str] = set()
    slugs = {number: _slug(kind, row) for number, row in sent.rows}
    told = {(kind.name, slug) for slug in slugs.values()}
    for start in range(0, len(sent.rows), AT_ONCE):
        some = [(number, slugs[number], row) for number, row in sent.rows[start : start + AT_ONCE]]
        planned = list(_planned(kind, some, seen, language=language))
        yield from (_if_own(one, own) for one in _with_absent(kind, planned, told))


def admit(
    kind: Kind, sent: Sent, *, by: User | None, language: str, at: datetime, without_refused: bool = False
) -> Counter[str]:
    """Write every row of a file; where a row is refused, none, unless those are to be left out.

    The rows are looked at before the transaction, in which nobody else may write; where a record has changed
    meanwhile, they are looked at again within it.

    Raises
    ------
    PermissionDenied
    WrongStatements
        When rows are refused and were not to be left out: by row, what is wrong.
    """
    planned = list(plan(kind, sent, by=by, language=language))
    with transaction.atomic():
        audit.take_turn()
        if _is_outdated(kind, planned):
            planned = list(plan(kind, sent, by=by, language=language))
        return _admitted(kind, sent, planned, by=by, at=at, without_refused=without_refused)


def _admitted(
    kind: Kind,
    sent: Sent,
    planned: Sequence[Planned],
    *,
    by: User | None,
    at: datetime,
    without_refused: bool,
) -> Counter[str]:
    counts = Counter(one.outcome for one in planned)
    refused = {
        str(one.number): "; ".join(f"{name}: {problem}" for name, problem in one.problems.items())
        for one in planned
        if one.outcome == "refused"
    }
    if refused and not without_refused:
        raise WrongStatements(refused)
    wanted = [one for one in planned if one.outcome in ("created", "changed")]
    for start in range(0, len(wanted), AT_ONCE):
        _write(kind, wanted[start : start + AT_ONCE], by=by, at=at)
    told = {"file": sent.checksum, "rows": dict(counts), "records": [one.slug for one in wanted]}
    audit.record(audit.Subject(kind.name, "*"), "imported", by=by, at=at, details=told)
    return counts


def _is_outdated(kind: Kind, planned: Sequence[Planned]) -> bool:
    """Whether any record has changed, come or gone since its row was looked at."""
    looked = {one.slug: one.version for one in planned if one.outcome != "refused"}
    slugs, there = list(looked), {}
    for start in range(0, len(slugs), AT_ONCE):
        found = Record.objects.filter(kind_name=kind.name, slug__in=slugs[start : start + AT_ONCE])
        there |= dict(found.values_list("slug", "version"))
    return there != {slug: version for slug, version in looked.items() if version is not None}


def _if_own(planned: Planned, own: access.Own | None) -> Planned:
    """Refuse a row about what others keep; ``own`` is ``None`` where the whole register may be changed."""
    if own is None or planned.outcome == "refused":
        return planned
    is_new = planned.outcome == "created"
    if any(map(own.may_hold, planned.statements)) if is_new else planned.slug in own.slugs:
        return planned
    words = gettext("Others keep what this row is about. Needed: a record that you keep.")
    return Planned(planned.number, planned.slug, "refused", problems={SLUG: words})


def _write(kind: Kind, planned: Sequence[Planned], *, by: User | None, at: datetime) -> None:
    batch = Batch(kind, Voice.IMPORTED, at, by)
    batch.find([one.slug for one in planned], is_built_in=False)
    for one in planned:
        batch.take(one.slug, one.statements, is_everything=False)
    batch.write()
    project(kind.name, batch.touched)


def _planned(
    kind: Kind, rows: Sequence[tuple[int, str, Mapping[str, Any]]], seen: set[str], *, language: str
) -> Iterator[Planned]:
    known = list(Record.objects.filter(kind_name=kind.name, slug__in=[slug for _, slug, _ in rows]))
    told = {sheet.record.slug: sheet for sheet in sheets(known, frozenset(Reach)).values()}
    for number, slug, row in rows:
        yield _one(kind, (number, slug), row, told.get(slug), seen=seen, language=language)
        seen.add(slug)


def _one(
    kind: Kind,
    at: tuple[int, str],
    row: Mapping[str, Any],
    sheet: Sheet | None,
    *,
    seen: set[str],
    language: str,
) -> Planned:
    number, slug = at
    problem = _wrong_row(row) or _wrong_slug(kind, slug, seen)
    if problem:
        return Planned(number, slug, "refused", problems={SLUG: problem})
    try:
        said = checked(kind, tuple(statements_of(kind, row, language=language, before=sheet)))
    except WrongStatements as wrong:
        return Planned(number, slug, "refused", problems=wrong.problems)
    if sheet is None:
        stated = {one.field for one in said if one.value not in (None, False)}
        missing = [code for code in (kind.title, *kind.also_needed) if code not in stated]
        if missing:
            needed = gettext("Needed before the record is published.")
            return Planned(number, slug, "refused", problems=dict.fromkeys(missing, needed))
        changes = tuple(_change(kind, one, None) for one in said)
        return Planned(number, slug, "created", changes, statements=said, notices=_notices(kind, said, sheet))
    shown = {(told.field.code, told.item): told.fact for items in sheet.told.values() for told in items}
    news = [one for one in said if _is_news(one, shown.get(one.key))]
    changes = tuple(_change(kind, one, shown.get(one.key)) for one in news)
    # Of a field with several items all are said again: what one voice says of a field, it says whole.
    fields = {one.field for one in news}
    wanted = tuple(one for one in said if one.field in fields and (one.item or one in news))
    outcome = "changed" if news else "same"
    return Planned(
        number,
        slug,
        outcome,
        changes,
        statements=wanted,
        version=sheet.record.version,
        notices=_notices(kind, said, sheet),
    )


def _with_absent(kind: Kind, planned: Sequence[Planned], told: set[tuple[str, str]]) -> Iterator[Planned]:
    """Say of each row which records it names that are neither here nor told of in the same file."""
    named = {one.number: _named(kind, one) - told for one in planned}
    absent = queries.absent(set().union(*named.values()))
    for one in planned:
        words = [
            gettext("Found no %(slug)s among the %(records)s. Its name is kept until it comes.")
            % {"slug": slug, "records": kind_of(kind_name).plural}
            for kind_name, slug in sorted(named[one.number] & absent)
        ]
        yield replace(one, notices=(*one.notices, *words))


def _named(kind: Kind, planned: Planned) -> set[tuple[str, str]]:
    """Return the records that a row would newly name, by register and short name."""
    return {
        record
        for one in planned.statements
        for record in queries.references(kind.fields[one.field].value, one.value)
    }


def _notices(kind: Kind, said: Sequence[Statement], sheet: Sheet | None) -> tuple[str, ...]:
    """Say what follows from what a record would not say once the row is brought in."""
    stated = {one.field: one.value for one in said}
    return tuple(
        str(field.without)
        for code, field in kind.fields.items()
        if field.without and not (stated[code] if code in stated else sheet and sheet.value(code))
    )


def _is_news(one: Statement, shown: Fact | None) -> bool:
    """Whether the row says anything that a reader does not see already; papers count where it names any."""
    if shown is None or one.value != shown.value:
        return True
    papers = one.papers != Papers()
    return papers and (one.papers.source, one.papers.place) != (shown.source, shown.place)


def _change(kind: Kind, one: Statement, before: Fact | None) -> Change:
    value = kind.fields[one.field].value
    earlier = plain(value, before.value) if before else ""
    return Change(str(kind.fields[one.field].label), earlier, plain(value, one.value))


def _slug(kind: Kind, row: Mapping[str, Any]) -> str:
    """The name in the row, else one made of the title, so that the same file names the same records."""
    given = str(row.get(SLUG) or "").strip()
    return given or ("" if kind.is_of_people else slugify(str(row.get(kind.title) or ""))[:80].strip("-"))


def _wrong_row(row: Mapping[str, Any]) -> str:
    return gettext("The row has more cells than there are headings.") if row.get(SURPLUS) else ""


def _wrong_slug(kind: Kind, slug: str, seen: set[str]) -> str:
    if not slug or slugify(slug.replace("_", "-")) != slug.replace("_", "-"):
        needed = (
            gettext("a short name of small letters, digits and hyphens that does not name the person")
            if kind.is_of_people
            else gettext("a short name of small letters, digits and hyphens, or a title to make it of")
        )
        return gettext("Found “%(found)s”. Needed: %(needed)s.") % {"found": slug, "needed": needed}
    if slug in seen:
        return gettext("Found “%(found)s” in an earlier row too. Needed: each record in one row.") % {
            "found": slug
        }
    return ""


def _is_json(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(64).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"[")


def _json_rows(path: Path, name: str) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        told = json.loads(path.read_text("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise _no_rows(name, f"JSON that cannot be read ({error})", "broken JSON") from error
    if not all(isinstance(row, dict) for row in told):
        raise _no_rows(name, "JSON that is not a list of objects", "no list of objects")
    if len(told) > MOST_ROWS:
        raise _too_many(name)
    for number, row in enumerate(told, start=1):
        yield number, {heading: cell for heading, cell in row.items() if cell is not None}


def _numbered(batches: Iterator[Any]) -> Iterator[tuple[int, dict[str, Any]]]:
    count = 0
    for batch in batches:
        for row in batch.iter_rows(named=True):
            count += 1
            if count > MOST_ROWS:
                raise _too_many("the file")
            number = row.pop("row")
            row.pop("short")
            row[SURPLUS] = row.pop("surplus") or None
            # The heading is row 1, as a spreadsheet shows it.
            yield number + 1, {heading: cell for heading, cell in row.items() if cell is not None}


def _accepted(kind: Kind) -> dict[str, tuple[str, ...]]:
    names = [SLUG, "@source", "@place", "@dated", "@confidence"]
    for column in dictionary(kind):
        head = f"{column.field.code}.1"
        if column.field.is_many:
            rest = column.name[len(head) :]
            names += [f"{column.field.code}.{number}{rest}" for number in range(1, MOST_ITEMS + 1)]
        else:
            names.append(column.name)
    return {name: (name.casefold(),) for name in names}


def _no_rows(name: str, found: str, code: str) -> UnreadableFile:
    return UnreadableFile(
        found=f"in {name} {found}",
        needed="a table as CSV, XLSX or Parquet, or a JSON list of objects, one record a row",
        next_step="Open the file, check it, and save it again in one of these forms.",
        code=code,
    )


def _too_many(name: str) -> UnreadableFile:
    return UnreadableFile(
        found=f"in {name} more than {MOST_ROWS:,} rows",
        needed=f"at most {MOST_ROWS:,} rows in a file",
        next_step="Cut the file into parts and import one after the other.",
        code="many rows",
        most=MOST_ROWS,
    )
