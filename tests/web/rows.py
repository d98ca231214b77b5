"""Everything a database holds, to be looked through."""

from collections.abc import Iterator

from django.db import connection


def every_row() -> Iterator[tuple[str, str]]:
    """Give the table and the text of every row."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                yield table, repr([bytes(part) if isinstance(part, memoryview) else part for part in row])
