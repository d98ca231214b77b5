"""The triggers that keep the audit as it was written, on either database."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

KEPT = ("audit_event", "audit_payload")
# The end of the chain moves forward by one event at a time; the rows of keys stay, with or without a key.
NEVER_DELETED = ("audit_head", "audit_personkey")
REFUSAL = "the audit is append-only: {table} cannot be changed"

ON_SQLITE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} {when}
BEGIN SELECT RAISE(ABORT, '{refusal}'); END
"""
# SQLite's INSERT OR REPLACE deletes without asking the trigger for deletions.
NOT_REPLACED = {
    "audit_event": "number = NEW.number OR previous = NEW.previous OR digest = NEW.digest",
    "audit_payload": "event_id = NEW.event_id",
    "audit_head": "id = NEW.id",
    "audit_personkey": "pseudonym = NEW.pseudonym",
}
FUNCTION = """
CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the audit is append-only: % cannot be changed', TG_TABLE_NAME; END $$
"""
ON_POSTGRESQL = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
FOR EACH {each} {when} EXECUTE FUNCTION audit_refuse()
"""
FORWARD = "WHEN {open}NEW.count <> OLD.count + 1 OR NEW.id <> OLD.id{close}"
NO_RETURN = "WHEN {open}OLD.key IS NULL OR NEW.key IS NOT NULL{close}"


def statements(vendor: str) -> Iterator[str]:
    """Yield the statements that make the triggers."""
    rules = [(table, verb, "") for table in KEPT for verb in ("UPDATE", "DELETE")]
    rules += [(table, "DELETE", "") for table in NEVER_DELETED]
    rules += [("audit_head", "UPDATE", FORWARD), ("audit_personkey", "UPDATE", NO_RETURN)]
    if vendor == "postgresql":
        yield FUNCTION
        for table in (*KEPT, *NEVER_DELETED):
            yield ON_POSTGRESQL.format(table=table, verb="TRUNCATE", each="STATEMENT", when="")
    else:
        rules += [
            (table, "INSERT", f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})")  # noqa: S608 (fixed names)
            for table, same in NOT_REPLACED.items()
        ]
    for table, verb, when in rules:
        condition = (
            when.format(open="(", close=")") if vendor == "postgresql" else when.format(open="", close="")
        )
        pattern = ON_POSTGRESQL if vendor == "postgresql" else ON_SQLITE
        yield pattern.format(
            table=table, verb=verb, when=condition, each="ROW", refusal=REFUSAL.format(table=table)
        )


def make_triggers(apps: Any, schema_editor: Any) -> None:
    """Make the triggers; a migration calls it."""
    for statement in statements(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


def drop_triggers(apps: Any, schema_editor: Any) -> None:
    """Drop the triggers; the way back of a migration, and the loading of an archive."""
    on_postgresql = schema_editor.connection.vendor == "postgresql"
    for table in (*KEPT, *NEVER_DELETED):
        for verb in ("UPDATE", "DELETE", *(("TRUNCATE",) if on_postgresql else ("INSERT",))):
            place = f" ON {table}" if on_postgresql else ""
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}{place}", params=None)
    if on_postgresql:
        schema_editor.execute("DROP FUNCTION IF EXISTS audit_refuse()", params=None)


@contextmanager
def lifted() -> Iterator[None]:
    """Lift the triggers inside a transaction, for an empty audit to take back what an archive holds."""
    editor = connection.SchemaEditorClass(connection, atomic=False)
    editor.deferred_sql = []
    drop_triggers(None, editor)
    yield
    make_triggers(None, editor)
