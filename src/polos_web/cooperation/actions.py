"""Writes of the register of pairings."""

from typing import Any

from django.db import transaction

from polos.table import Table
from polos_web.cooperation.models import Pairing, PairingFact
from polos_web.ui.loading import replace_rows

ABOUT_ALL = "ALL"


@transaction.atomic
def load(*, pairings: Table, facts: Table, themes: Table) -> dict[str, int]:
    """Make the register hold exactly these pairings and facts; a theme names the pairings that show it."""
    of_pairing = {row["pairing_id"]: [] for row in pairings.rows.to_dicts()}
    for theme in themes.rows.to_dicts():
        for pairing_id in theme["pairings_with_textual_evidence"]:
            of_pairing[pairing_id].append(str(theme["theme_no"]))
    PairingFact.objects.all().delete()
    return {
        "pairings": replace_rows(Pairing, (_pairing(row, of_pairing) for row in pairings.rows.to_dicts())),
        "facts": replace_rows(PairingFact, map(_fact, facts.rows.to_dicts())),
    }


def _pairing(row: dict[str, Any], themes: dict[str, list[str]]) -> dict[str, Any]:
    return {
        "pairing_id": row["pairing_id"],
        "lac_id": row["lac_territory_id"],
        "eu_id": row["eu_territory_id"],
        "lac_name_in_source": row["lac_region_source"],
        "eu_name_in_source": row["eu_region_source"],
        "lac_note": row["lac_note"],
        "eu_note": row["eu_note"],
        "topics": row["topics_mentioned"],
        "outcomes": row["outcomes_mentioned"],
        "agreements": row["agreements_mentioned"],
        "themes": themes[row["pairing_id"]],
        "source_place": row["source_place"],
    }


def _fact(row: dict[str, Any]) -> dict[str, Any]:
    kept = ("fact_no", "fact_type", "side", "fact", "status", "source_place")
    pairing_id = None if row["pairing_id"] == ABOUT_ALL else row["pairing_id"]
    return {**{column: row[column] for column in kept}, "pairing_id": pairing_id}
