"""Writes of the register of territories."""

from typing import Any

from django.db import transaction

from polos.table import Table
from polos.tables.territories import lies_within
from polos.vocabularies import LANGUAGES, countries
from polos_web.analysis import actions as analysis
from polos_web.territories.models import Containment, Priority, Territory
from polos_web.ui.loading import replace_rows
from polos_web.ui.text import folded


@transaction.atomic
def load(*, territories: Table, priorities: Table) -> dict[str, int]:
    """Make the registers hold exactly these territories, their containments and priorities."""
    analysis.changed("territories", checksum=f"{territories.origin.checksum}+{priorities.origin.checksum}")
    return {
        "territories": replace_rows(Territory, map(_territory, territories.rows.to_dicts())),
        "containments": replace_rows(Containment, map(_containment, lies_within(territories).to_dicts())),
        "priorities": replace_rows(Priority, priorities.rows.to_dicts()),
    }


def _territory(row: dict[str, Any]) -> dict[str, Any]:
    found_by = [row["name"], row["name_en"], row["territory_id"], *row["nuts_2021"], *row["iso_3166_2"]]
    found_by += country_names(row["country"])
    return {**row, "search_text": folded(" ".join(found_by))}


def country_names(country: str) -> list[str]:
    """Return the name of a country in every language, so that any of them finds it."""
    known = country in countries()
    return [countries().label(country, language) for language in LANGUAGES] if known else [country]


def _containment(row: dict[str, Any]) -> dict[str, Any]:
    name = f"{row['inner']}>{row['outer']}:{row['basis']}:{row['relation']}"
    ids = {"inner_id": row["inner"], "outer_id": row["outer"]}
    return {"containment_id": name, **ids, "basis": row["basis"], "relation": row["relation"]}
