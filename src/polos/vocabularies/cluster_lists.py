"""Code lists of cluster profiles: what a cluster is, has, can, offers and needs.

The lists of factors (advantages, disadvantages, challenges, drivers, barriers) join what the discussions of
2014-2015 named for the EU and for LAC, so that clusters of both sides choose from one list; their column
``factors`` names the items of :func:`polos.reference.factors` a code stands for.
"""

from polos.vocabularies.vocabulary import Vocabulary, read

__all__ = [
    "certificate_kinds",
    "chain_roles",
    "cluster_advantages",
    "cluster_challenges",
    "cluster_disadvantages",
    "cluster_maturities",
    "cluster_origins",
    "cluster_purposes",
    "cluster_services",
    "cooperation_drivers",
    "cooperation_gaps",
    "exchange_types",
    "factor_places",
    "financing_sources",
    "international_experience",
    "internationalisation_barriers",
    "internationalisation_drivers",
    "legal_forms",
    "market_areas",
    "member_bases",
    "member_types",
    "production_organisations",
    "production_scopes",
    "strategy_forms",
    "value_chain_stages",
]


def cluster_maturities() -> Vocabulary:
    """How far a cluster has come, from potential to mature, and in transformation."""
    return read("cluster_maturities")


def cluster_origins() -> Vocabulary:
    """Whether a cluster grew by itself or was set up."""
    return read("cluster_origins")


def cluster_purposes() -> Vocabulary:
    """What a cluster is for."""
    return read("cluster_purposes")


def production_organisations() -> Vocabulary:
    """How firms share production: horizontal, vertical or mixed."""
    return read("production_organisations")


def production_scopes() -> Vocabulary:
    """Whether a cluster covers the whole cycle of production or single phases."""
    return read("production_scopes")


def value_chain_stages() -> Vocabulary:
    """The stages of a value chain, in their order."""
    return read("value_chain_stages")


def chain_roles() -> Vocabulary:
    """What somebody is in a value chain: supplier, producer, buyer, or an institution that supports."""
    return read("chain_roles")


def exchange_types() -> Vocabulary:
    """What is offered or needed."""
    return read("exchange_types")


def legal_forms() -> Vocabulary:
    """Legal forms of organisations, as general as fits every country."""
    return read("legal_forms")


def member_types() -> Vocabulary:
    """Who the members of a cluster organisation are."""
    return read("member_types")


def member_bases() -> Vocabulary:
    """What a count of members counts."""
    return read("member_bases")


def financing_sources() -> Vocabulary:
    """Where the money of a cluster organisation comes from."""
    return read("financing_sources")


def cluster_services() -> Vocabulary:
    """What a cluster organisation does for its members."""
    return read("cluster_services")


def market_areas() -> Vocabulary:
    """Parts of the world in which firms sell, from their own region outwards."""
    return read("market_areas")


def international_experience() -> Vocabulary:
    """How used to foreign markets firms are, from none to established."""
    return read("international_experience")


def strategy_forms() -> Vocabulary:
    """Whether there is a strategy: none, informal, formal."""
    return read("strategy_forms")


def certificate_kinds() -> Vocabulary:
    """Kinds of certificates, labels and marks."""
    return read("certificate_kinds")


def factor_places() -> Vocabulary:
    """Whether an advantage is of the cluster itself or of its surroundings."""
    return read("factor_places")


def cluster_advantages() -> Vocabulary:
    """Competitive advantages; the parent says where they lie (:func:`factor_places`)."""
    return read("cluster_advantages", parents=frozenset(factor_places().codes))


def cluster_disadvantages() -> Vocabulary:
    """Competitive disadvantages."""
    return read("cluster_disadvantages")


def cluster_challenges() -> Vocabulary:
    """Challenges of the next years."""
    return read("cluster_challenges")


def internationalisation_drivers() -> Vocabulary:
    """What helps a cluster to go abroad."""
    return read("internationalisation_drivers")


def internationalisation_barriers() -> Vocabulary:
    """What keeps a cluster from going abroad."""
    return read("internationalisation_barriers")


def cooperation_drivers() -> Vocabulary:
    """What makes firms of a cluster cooperate."""
    return read("cooperation_drivers")


def cooperation_gaps() -> Vocabulary:
    """In what firms of a cluster seldom cooperate."""
    return read("cooperation_gaps")
