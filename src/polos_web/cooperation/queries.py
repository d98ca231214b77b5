"""Reads of the register of pairings."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Count, Q, QuerySet

from polos_web.cooperation import kept_queries
from polos_web.cooperation.models import Pairing, PairingFact
from polos_web.territories import queries as territories

COLUMNS = (
    "pairing_id",
    "lac_id",
    "eu_id",
    "lac_name_in_source",
    "eu_name_in_source",
    "themes",
    "topics",
    "agreements",
    "outcomes",
    "source_place",
)
# The programme that made the reference pairings.
REFERENCE_PROGRAMME = "iuc-lac"
AGREEMENTS = ("agreement", "commercial_agreement")
OUTCOMES = ("outcome", "practice", "distinction")
PLANS = ("planned_action", "enabler")
GROUNDS = ("topic", "shared_challenge")
MANAGEMENT = ("management",)


def pairings() -> list[Pairing]:
    """Return every pairing with its two territories and its facts, sorted into ``parts``."""
    found = list(_full(Pairing.objects))
    for pairing in found:
        pairing.parts = parts(list(pairing.facts.all()))
    return found


def pairing(pairing_id: str) -> Pairing | None:
    """Return one pairing with its territories and facts, or ``None``."""
    found = _full(Pairing.objects).filter(pk=pairing_id).first()
    if found is not None:
        found.parts = parts(list(found.facts.all()))
    return found


def of_territory(territory_id: str, language: str) -> Mapping[str, Any]:
    """Return the pairing of a territory with its partner; ``pairing`` is ``None`` where it had none."""
    found = _full(Pairing.objects).filter(Q(lac_id=territory_id) | Q(eu_id=territory_id)).first()
    kept = kept_queries.of_record("territory", territory_id)
    if found is None:
        return {"pairing": None, "kept": kept}
    found.parts = parts(list(found.facts.all()))
    partner = found.eu if found.lac_id == territory_id else found.lac
    return {"pairing": found, "partner": partner, "kept": kept}


def of_cluster(cluster_id: str, language: str) -> Mapping[str, Any] | None:
    """Return the pairings of a cluster that both sides agreed to; nothing where there are none."""
    kept = kept_queries.of_record("cluster", cluster_id)
    return {"kept": kept} if kept else None


def of_programme(slug: str, language: str) -> Mapping[str, Any] | None:
    """Return the pairings that belong to a programme; the reference pairings are those of one."""
    reference, kept = pairs() if slug == REFERENCE_PROGRAMME else [], kept_queries.of_programme(slug)
    return {"pairings": reference, "kept": kept} if reference or kept else None


def sharing(found: Sequence[Pairing]) -> list[tuple[Pairing, Pairing]]:
    """Return which two of these pairings share ground: territories that lie in one another or overlap."""
    by_territory = {side: one for one in found for side in (one.lac_id, one.eu_id)}
    shared = territories.sharing_ground(by_territory)
    return [(by_territory[a], by_territory[b]) for a, b in shared if by_territory[a] != by_territory[b]]


def pairs() -> list[Pairing]:
    """Return every pairing with its two territories, for maps."""
    return list(Pairing.objects.select_related("lac", "eu"))


def facts_about_all() -> list[PairingFact]:
    """Return what the source states of the pairings as a whole."""
    return list(PairingFact.objects.filter(pairing=None))


def counts() -> dict[str, int]:
    """Return how many pairings there are, and of how many anything beyond the two names is known."""
    return Pairing.objects.aggregate(
        all=Count("pk", distinct=True),
        with_facts=Count("pk", filter=Q(facts__isnull=False), distinct=True),
    )


def parts(facts: Sequence[PairingFact]) -> dict[str, list[PairingFact]]:
    """Sort facts into what they are about: grounds, agreements, plans, outcomes, management."""
    groups = {
        "grounds": GROUNDS,
        "agreements": AGREEMENTS,
        "plans": PLANS,
        "outcomes": OUTCOMES,
        "management": MANAGEMENT,
    }
    return {name: [fact for fact in facts if fact.fact_type in kinds] for name, kinds in groups.items()}


def _full(pairings: Any) -> QuerySet[Pairing]:
    return pairings.select_related("lac", "eu").prefetch_related("facts")


def rows() -> QuerySet[Pairing, dict[str, Any]]:
    """Return the pairings as rows of ``COLUMNS``."""
    return Pairing.objects.values(*COLUMNS)
