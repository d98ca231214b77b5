"""Tables of priorities and territories drawn small enough to check by hand."""

from typing import Any

import polars as pl

from polos.provenance import Origin
from polos.table import Table
from polos.tables.priorities import PRIORITIES
from polos.tables.territories import TERRITORIES

EMPTY: dict[str, Any] = {name: [] if isinstance(kind, pl.List) else None for name, kind in PRIORITIES.items()}


def drawn_priorities(text: str) -> Table:
    """Read lines ``territory | markets | technologies | NACE | anything=value``; lists by blanks.

    Ids count within each territory: ``north-1``. Scope is own, period 2021-2027, provenance source.
    """
    rows, count = [], dict[str, int]()
    for line in filter(None, map(str.strip, text.splitlines())):
        territory, *lists = (cell.strip() for cell in line.split("|"))
        extra = dict(cell.split("=") for cell in lists if "=" in cell)
        markets, technologies, nace = ([c.split() for c in lists if "=" not in c] + [[], [], []])[:3]
        count[territory] = count.get(territory, 0) + 1
        rows.append(
            EMPTY
            | {
                "priority_id": f"{territory}-{count[territory]}",
                "territory_id": territory,
                "scope": "own",
                "period_start": 2021,
                "period_end": 2027,
                "provenance": "source",
                "confidence": "high",
                "markets": markets,
                "technologies": technologies,
                "nace": nace,
            }
            | {key: int(value) if value.isdigit() else value for key, value in extra.items()}
        )
    frame = pl.DataFrame(rows, schema=PRIORITIES, orient="row")
    return Table(frame, PRIORITIES, Origin("drawn for a test"))


def drawn_territories(**sides: str) -> Table:
    """Build territories from ``EU="north south:nation"``: ids by blanks, level after a colon."""
    rows = []
    for side, ids in sides.items():
        for name in ids.split():
            territory, _, level = name.partition(":")
            rows.append(
                {column: [] if isinstance(kind, pl.List) else None for column, kind in TERRITORIES.items()}
                | {
                    "territory_id": territory,
                    "name": territory,
                    "name_en": territory,
                    "country": {"EU": "ES", "LAC": "MX"}[side],
                    "side": side,
                    "level": level or "region",
                    "iso_relation": "exact",
                    "latitude": 40.0 if side == "EU" else 20.0,
                    "longitude": 0.0 if side == "EU" else -100.0,
                    "languages": ["es"],
                }
            )
    return Table(pl.DataFrame(rows, schema=TERRITORIES), TERRITORIES, Origin("drawn for a test"))
