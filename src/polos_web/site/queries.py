"""Reads for the home page and the page about the data."""

from typing import Any

from polos import reference
from polos_web.clusters import queries as clusters
from polos_web.cooperation import queries as cooperation
from polos_web.registers.kinds import Kind, kinds
from polos_web.site.models import Loading
from polos_web.territories import queries as territories


def coverage() -> dict[str, Any]:
    """Return how much each register holds, and when it was loaded."""
    return {
        "territories": territories.counts(),
        "clusters": clusters.counts(),
        "pairings": cooperation.counts(),
        "loaded": Loading.objects.filter(name="reference").first(),
    }


def documents() -> list[dict[str, Any]]:
    """Return the documents that everything here began with, each with the licence it states, if any."""
    found = reference.facts("sources").rows.to_dicts()
    return [
        {
            **row,
            "licence": None
            if row["licence_stated_in_text"] == "none stated"
            else row["licence_stated_in_text"],
        }
        for row in found
    ]


def registers() -> tuple[Kind, ...]:
    """Return the registers that can be taken away, each with the page that tells its columns."""
    return kinds()


def coding() -> dict[str, Any]:
    """Return by which rules the priorities were coded, and how well two codings agreed."""
    return {
        "rules": reference.coding_rules().rows.to_dicts(),
        "agreement": reference.agreement().rows.to_dicts(),
    }
