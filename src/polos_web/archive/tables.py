"""The tables of the database as lines of JSON, column by column, and back.

Every table is in the archive unless it is named here with its reason: a table that somebody adds is not lost
by being forgotten.
"""

import base64
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from itertools import islice
from types import MappingProxyType
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.core.serializers.json import DjangoJSONEncoder
from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

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
}
NOTHING: Mapping[str, Any] = MappingProxyType({})
Table = type[models.Model]
Stored = Callable[[Any], Any]
_AS_IT_IS = {  # kinds of columns whose values are in the lines as the database has them
    models.AutoField, models.BigAutoField, models.BigIntegerField, models.BooleanField, models.CharField,
    models.FloatField, models.IntegerField, models.PositiveBigIntegerField, models.PositiveIntegerField,
    models.PositiveSmallIntegerField,
    models.SlugField, models.SmallIntegerField, models.TextField, models.URLField, models.EmailField,
}  # fmt: skip


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
    of_bytes = [field.attname for field in columns(table) if isinstance(field, models.BinaryField)]
    found = table._base_manager.all() if rows is None else rows
    ordered = found.order_by("pk").values_list(*names)
    for row in ordered.iterator(chunk_size=AT_ONCE):
        plain = dict(zip(names, row, strict=True))
        plain.update((name, _in_letters(plain[name])) for name in of_bytes)
        plain.update(blank)
        yield _ENCODER.encode(plain).encode() + b"\n"


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
        while some := list(islice(rows, AT_ONCE)):
            cursor.executemany(statement, _kept(known, json.loads(b"[%b]" % b",".join(some))))
            count += len(some)
    return count


def _kept(known: Sequence[models.Field], rows: Sequence[dict[str, Any]]) -> list[list[Any]]:
    """Return rows, all of the same columns, as the database keeps them."""
    names = [field.attname for field in known]
    made = [[row.get(name) for name in names] for row in rows]
    for place, field in enumerate(known):
        if field.attname not in rows[0]:
            for row in made:
                row[place] = _absent(field)
        elif (stored := _stored(field)) is not None:
            for row in made:
                row[place] = stored(row[place])
    return made


def _stored(field: models.Field) -> Stored | None:
    """Return what makes a value of a line into the one that the database keeps; ``None`` where it is that."""
    here = connections[DEFAULT_DB_ALIAS]  # itself: looking it up each time would take as long as the rest
    own = field.target_field if isinstance(field, models.ForeignKey) else field
    if type(own) in _AS_IT_IS:
        return None
    if type(own) is models.DateTimeField:
        return _moments(here)
    return lambda value: field.get_db_prep_save(_value(field, value), here)


def _absent(field: models.Field) -> Any:
    """Return the default of a column that is new since the lines were written."""
    return field.get_db_prep_save(field.get_default(), connection)


def _moments(here: BaseDatabaseWrapper) -> Stored:
    """Return what reads moments; those of rows that were written together are the same."""

    @lru_cache(maxsize=AT_ONCE)
    def read(told: str | None) -> Any:
        return None if told is None else here.ops.adapt_datetimefield_value(datetime.fromisoformat(told))

    return read


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


_ENCODER = _Encoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _in_letters(value: bytes | memoryview | None) -> dict[str, str] | None:
    return None if value is None else {"bytes": base64.b64encode(bytes(value)).decode()}


def _value(field: models.Field, value: Any) -> Any:
    if isinstance(field, models.BinaryField):
        return None if value is None else base64.b64decode(value["bytes"])
    if isinstance(field, models.ForeignKey):
        return value
    return value if isinstance(field, models.JSONField) and not _is_text(field) else field.to_python(value)


def _is_text(field: models.Field) -> bool:
    return type(field) is not models.JSONField
