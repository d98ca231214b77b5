"""The suggested level of cooperation of two clusters, or of two territories with their clusters."""

from polos_web.analysis.cooperation_levels import Suggested, suggested
from polos_web.clusters.kinds import CLUSTER
from polos_web.matchmaking import mix_governance
from polos_web.registers import queries as registers
from polos_web.registers.kinds import PUBLIC

INSTITUTIONAL = mix_governance.INSTITUTIONAL


def of_clusters(ours: str, theirs: str, language: str) -> Suggested:
    """Suggest from the governance of two clusters, and of the territories they name."""
    known, regions = mix_governance.of_clusters([ours, theirs]), mix_governance.of_territories()
    first, second = (regions.get(_territory(slug) or "") for slug in (ours, theirs))
    return suggested(
        clusters=(known.get(ours), known.get(theirs)), regions=(first, second), language=language
    )


def of_territories(ours: str, theirs: str, language: str) -> Suggested:
    """Suggest from the governance of two territories, and of the best governed cluster on record in each."""
    regions = mix_governance.of_territories()
    return suggested(
        clusters=(_best(ours), _best(theirs)),
        regions=(regions.get(ours), regions.get(theirs)),
        language=language,
    )


def of_two(kind_name: str, ours: str, theirs: str, language: str) -> Suggested:
    """Suggest for two records of the same kind."""
    return (of_clusters if kind_name == CLUSTER.name else of_territories)(ours, theirs, language)


def _territory(slug: str) -> str | None:
    found = registers.record(CLUSTER, slug)
    if found is None or not found.is_public:
        return None
    return registers.sheet(found, PUBLIC).value("territory")


def _best(territory: str) -> str | None:
    """Return the governance of the best governed cluster of a territory; unknown where none tells."""
    slugs = [record.slug for record in registers.naming("territory", territory, kind=CLUSTER)]
    found = set(mix_governance.of_clusters(slugs).values())
    return INSTITUTIONAL if INSTITUTIONAL in found else next(iter(found), None)
