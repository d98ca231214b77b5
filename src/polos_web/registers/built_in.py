"""Papers of what comes built in: the source documents by their titles, and the places in them."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from polos import reference
from polos_web.registers.statements import Papers

# A part of a place that says by its number in which document it is, such as "001 §4".
_NUMBERED = re.compile(r"(\d{3})\b\s*(.*)")


def papers(row: Mapping[str, Any], note: str = "") -> Papers:
    """Return the papers of a row of the reference data that names ``source_ids`` and ``source_place``.

    Of several documents each has its places beside its title; their date is that of the latest.
    """
    works = _works()
    names = list(row["source_ids"])
    places, elsewhere = _places(row["source_place"] or "", names)
    cited = [", ".join(filter(None, [works[name]["title"], places.get(name, "")])) for name in names]
    years = sorted(works[name]["year"] for name in names)
    return Papers(source="; ".join(cited)[:500], place=elsewhere, dated=years[-1] if years else "", note=note)


def _places(text: str, names: list[str]) -> tuple[dict[str, str], str]:
    """Return the places by the number of their document, and those without; of a single one, all are such."""
    numbered: dict[str, str] = {}
    others = []
    for part in text.split("; "):
        found = _NUMBERED.fullmatch(part)
        if found and found[1] in names and len(names) > 1:
            numbered[found[1]] = found[2]
        else:
            others.append(found[2] if found else part)
    return numbered, "; ".join(filter(None, others))


@cache
def _works() -> dict[str, Mapping[str, Any]]:
    return {row["source_id"]: row for row in reference.sources().rows.iter_rows(named=True)}
