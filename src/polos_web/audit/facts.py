"""What an event, or an export, says of a record: the named fields as plain values."""

from datetime import date, time
from typing import Any, Protocol, runtime_checkable

from django.db.models import Model


@runtime_checkable
class Worded(Protocol):
    """A text in several languages, which is kept as plain values."""

    def to_plain(self) -> dict[str, Any]: ...


def facts(record: Model, *names: str) -> dict[str, Any]:
    """Return the named fields of a record as JSON holds them."""
    return {name: plain(getattr(record, name)) for name in names}


def plain(value: Any) -> Any:
    """Return a value as JSON holds it."""
    if isinstance(value, Worded):
        return value.to_plain()
    return value.isoformat() if isinstance(value, date | time) else value
