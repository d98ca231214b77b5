"""Reads for the home page and the page about the data."""

from typing import Any

from polos import reference
from polos_web.clusters import queries as clusters
from polos_web.cooperation import queries as cooperation
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


def coding() -> dict[str, Any]:
    """Return by which rules the priorities were coded, and how well two codings agreed."""
    return {
        "rules": reference.coding_rules().rows.to_dicts(),
        "agreement": reference.agreement().rows.to_dicts(),
    }
