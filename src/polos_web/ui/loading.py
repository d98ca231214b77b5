"""Rows from outside brought into a register, so that loading twice changes nothing."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model


def replace_rows(model: type[Model], rows: Iterable[dict[str, Any]]) -> int:
    """Make the register hold exactly these rows, by primary key; return how many.

    Rows that are still there are changed in place, so that what refers to them keeps its hold. Call it
    inside a transaction.
    """
    records = [model(**row) for row in rows]
    columns = [field.name for field in model._meta.concrete_fields if not field.primary_key]
    model._default_manager.bulk_create(
        records,
        update_conflicts=True,
        unique_fields=[model._meta.pk.name],
        update_fields=columns,
    )
    model._default_manager.exclude(pk__in=[record.pk for record in records]).delete()
    return len(records)
