from polos.measures.activity_similarity import (
    input_output_link,
    location_correlation,
)
from polos.measures.added_relatedness import (
    added_relatedness_density,
    best_partners,
    complementarity,
    realised_complementarity,
)
from polos.measures.agglomeration import (
    coagglomeration,
    ellison_glaeser,
    group_coagglomeration,
    maurel_sedillot,
    plant_herfindahl,
    raw_concentration,
)
from polos.measures.association import (
    Sizes,
    association_probability,
    association_strength,
    colocation_information,
    cosine,
    jaccard,
    location_information,
    relatedness_statistic,
)
from polos.measures.cluster_definitions import (
    Grouping,
    Scaling,
    activity_groups,
)
from polos.measures.cluster_validation import (
    best_cluster_definition,
    cluster_scores,
    reassigned_outliers,
)
from polos.measures.complexity import (
    complexity_intervals,
    economic_complexity,
    economic_complexity_index,
    economic_complexity_panel,
    external_complexity,
    product_complexity_index,
    reflections,
)
from polos.measures.concentration import (
    gini,
    hoover,
    locational_gini,
    theil,
)
from polos.measures.density import (
    cross_relatedness_density,
    diversification_opportunities,
    nearest_density,
    relatedness_density,
    relatedness_density_of_absent,
    relatedness_distance,
    relative_relatedness,
)
from polos.measures.dynamics import (
    activity_growth,
    entries,
    exits,
    growth,
    lasting_entries,
    lasting_exits,
    territory_growth,
)
from polos.measures.fitness_iteration import (
    fitness,
    stable_fitness,
)
from polos.measures.growth_parts import (
    competitive_parts,
    dynamic_shift_share,
    shift_share,
)
from polos.measures.joint_occurrence import (
    co_occurrence,
    co_occurrence_of_records,
)
from polos.measures.local_spatial import (
    local_getis_ord,
    local_moran,
)
from polos.measures.neighbour_transitions import (
    spatial_transitions,
    transition_homogeneity,
)
from polos.measures.outlook import (
    complexity_outlook_gain,
    complexity_outlook_index,
    opportunity_gain,
)
from polos.measures.pair_distances import (
    duranton_overman,
    duranton_overman_bands,
)
from polos.measures.point_patterns import (
    marcon_puech,
    marcon_puech_bands,
    marcon_puech_density,
)
from polos.measures.portfolio import (
    entropy,
    hachman_index,
    herfindahl_index,
    krugman_index,
    specialisation_coefficient,
)
from polos.measures.productivity import (
    expy,
    product_emission_intensity,
    product_gini_index,
    prody,
)
from polos.measures.rank_mobility import (
    rank_concordance,
    spatial_rank_concordance,
)
from polos.measures.recombination import (
    ease_of_recombination,
    modular_complexity,
)
from polos.measures.relatedness import (
    composite_relatedness,
    conditional_proximity,
    continuous_proximity,
    cross_proximity,
    proximity,
    taxonomy,
)
from polos.measures.spatial import (
    geary,
    getis_ord,
    moran,
)
from polos.measures.spatial_weights import (
    SpatialWeights,
)
from polos.measures.specialisation import (
    location_quotient,
    location_quotient_within,
    normalised_advantage,
    pool,
    presence,
    revealed_comparative_advantage,
    revealed_population_advantage,
    specialised,
    symmetric_advantage,
)
from polos.measures.strength_rules import (
    bootstrapped_location_quotient,
    location_quotient_interval,
    location_quotient_probability,
    strength,
    strength_sensitivity,
)
from polos.measures.structure import (
    structural_distance,
    structural_distance_intervals,
)
from polos.measures.transitions import (
    class_limits,
    class_transitions,
    mean_first_passage,
    prais_mobility,
    shorrocks_mobility,
    steady_state,
)
from polos.measures.variety import (
    related_variety,
    unrelated_variety,
    variety_by_level,
)

__all__ = [
    "Grouping",
    "Scaling",
    "Sizes",
    "SpatialWeights",
    "activity_groups",
    "activity_growth",
    "added_relatedness_density",
    "association_probability",
    "association_strength",
    "best_cluster_definition",
    "best_partners",
    "bootstrapped_location_quotient",
    "class_limits",
    "class_transitions",
    "cluster_scores",
    "co_occurrence",
    "co_occurrence_of_records",
    "coagglomeration",
    "colocation_information",
    "competitive_parts",
    "complementarity",
    "complexity_intervals",
    "complexity_outlook_gain",
    "complexity_outlook_index",
    "composite_relatedness",
    "conditional_proximity",
    "continuous_proximity",
    "cosine",
    "cross_proximity",
    "cross_relatedness_density",
    "diversification_opportunities",
    "duranton_overman",
    "duranton_overman_bands",
    "dynamic_shift_share",
    "ease_of_recombination",
    "economic_complexity",
    "economic_complexity_index",
    "economic_complexity_panel",
    "ellison_glaeser",
    "entries",
    "entropy",
    "exits",
    "expy",
    "external_complexity",
    "fitness",
    "geary",
    "getis_ord",
    "gini",
    "group_coagglomeration",
    "growth",
    "hachman_index",
    "herfindahl_index",
    "hoover",
    "input_output_link",
    "jaccard",
    "krugman_index",
    "lasting_entries",
    "lasting_exits",
    "local_getis_ord",
    "local_moran",
    "location_correlation",
    "location_information",
    "location_quotient",
    "location_quotient_interval",
    "location_quotient_probability",
    "location_quotient_within",
    "locational_gini",
    "marcon_puech",
    "marcon_puech_bands",
    "marcon_puech_density",
    "maurel_sedillot",
    "mean_first_passage",
    "modular_complexity",
    "moran",
    "nearest_density",
    "normalised_advantage",
    "opportunity_gain",
    "plant_herfindahl",
    "pool",
    "prais_mobility",
    "presence",
    "product_complexity_index",
    "product_emission_intensity",
    "product_gini_index",
    "prody",
    "proximity",
    "rank_concordance",
    "raw_concentration",
    "realised_complementarity",
    "reassigned_outliers",
    "reflections",
    "related_variety",
    "relatedness_density",
    "relatedness_density_of_absent",
    "relatedness_distance",
    "relatedness_statistic",
    "relative_relatedness",
    "revealed_comparative_advantage",
    "revealed_population_advantage",
    "shift_share",
    "shorrocks_mobility",
    "spatial_rank_concordance",
    "spatial_transitions",
    "specialisation_coefficient",
    "specialised",
    "stable_fitness",
    "steady_state",
    "strength",
    "strength_sensitivity",
    "structural_distance",
    "structural_distance_intervals",
    "symmetric_advantage",
    "taxonomy",
    "territory_growth",
    "theil",
    "transition_homogeneity",
    "unrelated_variety",
    "variety_by_level",
]
