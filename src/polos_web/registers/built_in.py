"""Papers of what comes built in: the source documents by their titles, and the place in them."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from polos import reference
from polos_web.registers.statements import Papers


def papers(row: Mapping[str, Any], note: str = "") -> Papers:
    """Return the papers of a row of the reference data that names ``source_ids`` and ``source_place``."""
    titles = _titles()
    source = "; ".join(titles[name] for name in row["source_ids"])
    years = sorted(title[-5:-1] for title in (titles[name] for name in row["source_ids"]))
    return Papers(
        source=source[:500], place=row["source_place"] or "", dated=years[-1] if years else "", note=note
    )


@cache
def _titles() -> dict[str, str]:
    rows = reference.sources().rows.iter_rows(named=True)
    return {row["source_id"]: f"{row['title']} ({row['year']})" for row in rows}
