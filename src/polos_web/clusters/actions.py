"""Writes of the register of clusters."""

from typing import Any

from django.db import transaction

from polos.table import Table
from polos_web.clusters.models import Cluster
from polos_web.clusters.sector_words import words_of
from polos_web.territories.actions import country_names
from polos_web.ui.loading import replace_rows
from polos_web.ui.text import folded


@transaction.atomic
def load(clusters: Table) -> int:
    """Make the register hold exactly these clusters."""
    return replace_rows(Cluster, map(_cluster, clusters.rows.to_dicts()))


def _cluster(row: dict[str, Any]) -> dict[str, Any]:
    found_by = [row["name"], row["name_en"], row["acronym"], row["sector"], row["place"]]
    found_by += country_names(row["country"])
    found_by += words_of(row["markets"], row["technologies"], row["nace"])
    coded = [f"{kind}:{code}" for kind, column in CODED.items() for code in row[column]]
    return {
        **row,
        "search_text": folded(" ".join(filter(None, found_by))),
        "coded_text": f" {' '.join(coded)} ",
    }


CODED = {"market": "markets", "technology": "technologies", "nace": "nace"}
