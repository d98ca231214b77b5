"""How far governance on both sides is institutionalised, and at which level to cooperate therefore."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from polos.matches.codes import ColumnCode, PartCode, UnknownCode
from polos.matches.explanation import Explanation, Part, Unknown
from polos.matches.further import Further
from polos.measures.caveats import Caveat


class Governance(StrEnum):
    """How far governance of a territory or a cluster is institutionalised; unknown is None, not absent."""

    INSTITUTIONAL = "institutional"  # a body with a mandate, people and means
    EMERGING = "emerging"  # actors meet and coordinate, without such a body
    ABSENT = "absent"


_SCORES = {Governance.ABSENT: 0.0, Governance.EMERGING: 0.5, Governance.INSTITUTIONAL: 1.0}


class CooperationLevel(StrEnum):
    """At which level two can cooperate."""

    CLUSTERS = "clusters"
    REGIONS = "regions"
    FIRMS = "firms"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Suggestion:
    """A suggested level of cooperation with its reason; people decide."""

    level: CooperationLevel
    reason: Caveat


def readiness_column(
    governance: Mapping[str, Governance | None], owner: str, *, weight: float = 0.0
) -> Further:
    """Return the column "readiness": the weaker governance, absent 0, emerging 0.5, institutional 1.

    Parameters
    ----------
    governance
        By the id of the territory or cluster; unknown where it is None or missing.
    owner
        Who looks.
    weight
        What the column counts in the score.
    """

    def explain(counterpart: str) -> Explanation:
        pair = {one: governance.get(one) for one in (owner, counterpart)}
        unknowns = tuple(
            Unknown(UnknownCode.GOVERNANCE_NOT_KNOWN, {"owner": one})
            for one, found in pair.items()
            if found is None
        )
        known = [found for found in pair.values() if found is not None]
        if unknowns:
            return Explanation(None, (), unknowns)
        score = min(_SCORES[found] for found in known)
        values = {"ours": known[0].value, "theirs": known[-1].value}
        return Explanation(score, (Part(PartCode.READINESS, score, values),))

    return Further(ColumnCode.READINESS, explain, weight)


def suggested_level(
    *,
    clusters: tuple[Governance | None, Governance | None],
    regions: tuple[Governance | None, Governance | None],
) -> Suggestion:
    """Suggest cluster with cluster, region with region, or firms in the lead, from governance.

    Clusters cooperate where both are institutional; else regions where both are; else firms lead. Where
    what is unknown could change the answer, there is none.

    Parameters
    ----------
    clusters, regions
        The governance of the two clusters, and of the two regions.

    Returns
    -------
    Suggestion
        The level, and the reason as a code with values.

    References
    ----------
    That the institutionalisation of governance decides between the three is stated by the documents behind
    the platform (section 5 of the report on cluster policies in Latin America and the Caribbean); where the
    lines run is ours.
    """
    for level, pair in ((CooperationLevel.CLUSTERS, clusters), (CooperationLevel.REGIONS, regions)):
        values = {"ours": _said(pair[0]), "theirs": _said(pair[1])}
        if all(one is Governance.INSTITUTIONAL for one in pair):
            return Suggestion(level, Caveat(PartCode.LEVEL_SUGGESTED, {"cooperation": level.value, **values}))
        if all(one in (None, Governance.INSTITUTIONAL) for one in pair):
            unknown = Caveat(UnknownCode.LEVEL_NOT_KNOWN, {"cooperation": level.value, **values})
            return Suggestion(CooperationLevel.UNKNOWN, unknown)
    firms = CooperationLevel.FIRMS
    values = {"ours": _said(regions[0]), "theirs": _said(regions[1])}
    return Suggestion(firms, Caveat(PartCode.LEVEL_SUGGESTED, {"cooperation": firms.value, **values}))


def _said(governance: Governance | None) -> str:
    return "unknown" if governance is None else governance.value
