"""The tables of the database as lines of JSON, column by column, and back.

Every table is in the archive unless it is named here with its reason: a table that somebody adds is not lost
by being forgotten.
"""

import base64
import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from types import MappingProxyType
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models

AT_ONCE = 2000
LEFT_OUT = {
    "auth.Group": "rights are roles here",
    "auth.Group_permissions": "rights are roles here",
    "auth.Permission": "rights are roles here",
    "contenttypes.ContentType": "made by the framework",
    "sessions.Session": "who is signed in just now",
    "account.EmailConfirmation": "links that have been sent and expire",
    "socialaccount.SocialApp": "a setting of the installation",
    "socialaccount.SocialToken": "a key of another site",
    "audit.Head": "the end of the chain follows from its events",
    "analysis.Job": "work under way on this machine",
    "search.Entry": "made anew from the records",
}
NOTHING: Mapping[str, Any] = MappingProxyType({})
Table = type[models.Model]


def tables() -> list[Table]:
    """Return every table that goes into the archive, by name."""
    found = [model for model in apps.get_models(include_auto_created=True) if not model._meta.proxy]
    wanted = [model for model in found if model._meta.label not in LEFT_OUT]
    return sorted(wanted, key=lambda model: model._meta.label)


def columns(table: Table) -> list[models.Field]:
    """Return the columns of a table."""
    return list(table._meta.concrete_fields)


def lines(
    table: Table, rows: models.QuerySet | None = None, *, blank: Mapping[str, Any] = NOTHING
) -> Iterator[bytes]:
    """Give the rows of a table, the key in order: equal tables give equal lines on every database.

    ``rows`` are those that are wanted, all of them otherwise; ``blank`` stands in place of what it names.
    """
    names = [field.attname for field in columns(table)]
    found = table._base_manager.all() if rows is None else rows
    ordered = found.order_by("pk").values_list(*names)
    for row in ordered.iterator(chunk_size=AT_ONCE):
        plain = {name: _plain(value) for name, value in zip(names, row, strict=True)}
        plain.update(blank)
        told = json.dumps(plain, cls=_Encoder, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        yield told.encode() + b"\n"


def take_back(table: Table, told: Iterable[bytes]) -> int:
    """Write lines into an empty table; what a later version does not know any more is left out.

    Rows go to the database as they are: millions of them would be made into objects for nothing.
    """
    known, rows, count = columns(table), iter(told), 0
    quoted = connection.ops.quote_name
    names, places = (
        ", ".join(parts) for parts in ([quoted(field.column) for field in known], ["%s"] * len(known))
    )
    statement = f"INSERT INTO {quoted(table._meta.db_table)} ({names}) VALUES ({places})"  # noqa: S608 (names of the models)
    with connection.cursor() as cursor:
        while some := [json.loads(line) for line in islice(rows, AT_ONCE)]:
            cursor.executemany(statement, [[_stored(field, row) for field in known] for row in some])
            count += len(some)
    return count


def _stored(field: models.Field, row: Mapping[str, Any]) -> Any:
    """Return what the database keeps of a row in a column; in one that is new since, its default."""
    value = _value(field, row[field.attname]) if field.attname in row else field.get_default()
    return field.get_db_prep_save(value, connection)


def add_to(table: Table, told: Iterable[bytes], numbers: dict[Table, dict[int, int]]) -> int:
    """Write lines into a table that may hold others; return how many.

    Every row gets a new number, kept in ``numbers`` by table and earlier number. What refers to a table in
    it follows, so that tables come after those they refer to.
    """
    known = {field.attname: field for field in columns(table)}
    rows = [json.loads(line) for line in told]
    made = [
        table(
            **{name: _renumbered(known[name], value, numbers) for name, value in row.items() if name in known}
        )
        for row in rows
    ]
    table._base_manager.bulk_create(made, batch_size=AT_ONCE)
    numbers[table] = {row["id"]: one.pk for row, one in zip(rows, made, strict=True)}
    return len(made)


def _renumbered(field: models.Field, value: Any, numbers: Mapping[Table, Mapping[int, int]]) -> Any:
    if field.primary_key:
        return None
    if value is not None and field.related_model in numbers:
        return numbers[field.related_model][value]
    return _value(field, value)


def renumber(written: Iterable[Table]) -> None:
    """Let new rows be numbered after those that were written with their numbers."""
    from_here = connection.ops.sequence_reset_sql(no_style(), list(written))
    with connection.cursor() as cursor:
        for statement in from_here:
            cursor.execute(statement)


class _Encoder(DjangoJSONEncoder):
    """Moments to the microsecond, as they are kept."""

    def default(self, o: Any) -> Any:
        if hasattr(o, "to_plain"):
            return o.to_plain()
        return o.isoformat() if hasattr(o, "isoformat") else super().default(o)


def _plain(value: Any) -> Any:
    if isinstance(value, (bytes, memoryview)):
        return {"bytes": base64.b64encode(bytes(value)).decode()}
    return value


def _value(field: models.Field, value: Any) -> Any:
    if isinstance(field, models.BinaryField):
        return None if value is None else base64.b64decode(value["bytes"])
    if isinstance(field, models.ForeignKey):
        return value
    return value if isinstance(field, models.JSONField) and not _is_text(field) else field.to_python(value)


def _is_text(field: models.Field) -> bool:
    return type(field) is not models.JSONField
