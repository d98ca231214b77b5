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
from polos.measures.agreement import (
    AgreementInterval,
    CoderAgreement,
    Difference,
    krippendorff_alpha,
    krippendorff_alpha_interval,
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
from polos.measures.configuration_model import (
    inferred_advantage,
)
from polos.measures.consensus import (
    RankAgreement,
    kendalls_w,
    ordinal_consensus,
)
from polos.measures.consensus_delphi import (
    Decision,
    DelphiRule,
    Dissent,
    Feedback,
    Outcome,
    RoundStability,
    delphi_decision,
    delphi_feedback,
    delphi_lock,
    dissent,
    round_stability,
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
    quadrant_transitions,
    spatial_transitions,
    transition_homogeneity,
)
from polos.measures.opinion import (
    OpinionGroups,
    OpinionMap,
    opinion_groups,
    opinion_map,
)
from polos.measures.opinion_stability import (
    GroupOverlap,
    GroupStability,
    adjusted_rand_index,
    group_overlap,
    group_stability,
)
from polos.measures.opinion_statements import (
    GroupConsensus,
    GroupVotes,
    StatementView,
    group_informed_consensus,
    statement_views,
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
from polos.measures.resampled_complexity import (
    complexity_intervals,
    product_complexity_intervals,
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
from polos.measures.survey import (
    AnswerCounts,
    answer_counts,
    exact_interval,
    wilson_interval,
)
from polos.measures.survey_bounds import (
    JointBounds,
    PublishedFigure,
    PublishedStep,
    Qualifier,
    count_behind_share,
    joint_bounds,
    published_figures,
    published_steps,
)
from polos.measures.survey_comparison import (
    fisher_test,
    holm_correction,
    rank_sum_test,
)
from polos.measures.survey_design import (
    DetectableDifference,
    finite_population_correction,
    minimum_detectable_difference,
    response_rate,
)
from polos.measures.survey_disclosure import (
    Hidden,
    SuppressedTable,
    suppressed,
)
from polos.measures.survey_pairs import (
    PairedDifferences,
    StepGap,
    WaveChange,
    change_between_waves,
    paired_differences,
    relevance_against_support,
)
from polos.measures.survey_results import (
    Bounds,
    ExactTest,
    Quantity,
    Share,
    WhyUndefined,
)
from polos.measures.transitions import (
    class_limits,
    class_transitions,
    mean_first_passage,
    prais_mobility,
    shorrocks_mobility,
    steady_state,
)
from polos.measures.value_chain import (
    backward_linkage,
    buyer_strength,
    forward_linkage,
    input_coefficients,
    input_multiplier,
    leontief_inverse,
    supplier_strength,
)
from polos.measures.value_chain_regional import (
    flegg_regional_coefficients,
    simple_regional_coefficients,
)
from polos.measures.value_chain_seasons import (
    season_complement,
    season_overlap,
)
from polos.measures.variety import (
    related_variety,
    unrelated_variety,
    variety_by_level,
)

__all__ = [
    "AgreementInterval",
    "AnswerCounts",
    "Bounds",
    "CoderAgreement",
    "Decision",
    "DelphiRule",
    "DetectableDifference",
    "Difference",
    "Dissent",
    "ExactTest",
    "Feedback",
    "GroupConsensus",
    "GroupOverlap",
    "GroupStability",
    "GroupVotes",
    "Grouping",
    "Hidden",
    "JointBounds",
    "OpinionGroups",
    "OpinionMap",
    "Outcome",
    "PairedDifferences",
    "PublishedFigure",
    "PublishedStep",
    "Qualifier",
    "Quantity",
    "RankAgreement",
    "RoundStability",
    "Scaling",
    "Share",
    "Sizes",
    "SpatialWeights",
    "StatementView",
    "StepGap",
    "SuppressedTable",
    "WaveChange",
    "WhyUndefined",
    "activity_groups",
    "activity_growth",
    "added_relatedness_density",
    "adjusted_rand_index",
    "answer_counts",
    "association_probability",
    "association_strength",
    "backward_linkage",
    "best_cluster_definition",
    "best_partners",
    "bootstrapped_location_quotient",
    "buyer_strength",
    "change_between_waves",
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
    "count_behind_share",
    "cross_proximity",
    "cross_relatedness_density",
    "delphi_decision",
    "delphi_feedback",
    "delphi_lock",
    "dissent",
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
    "exact_interval",
    "exits",
    "expy",
    "external_complexity",
    "finite_population_correction",
    "fisher_test",
    "fitness",
    "flegg_regional_coefficients",
    "forward_linkage",
    "geary",
    "getis_ord",
    "gini",
    "group_coagglomeration",
    "group_informed_consensus",
    "group_overlap",
    "group_stability",
    "growth",
    "hachman_index",
    "herfindahl_index",
    "holm_correction",
    "hoover",
    "inferred_advantage",
    "input_coefficients",
    "input_multiplier",
    "input_output_link",
    "jaccard",
    "joint_bounds",
    "kendalls_w",
    "krippendorff_alpha",
    "krippendorff_alpha_interval",
    "krugman_index",
    "lasting_entries",
    "lasting_exits",
    "leontief_inverse",
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
    "minimum_detectable_difference",
    "modular_complexity",
    "moran",
    "nearest_density",
    "normalised_advantage",
    "opinion_groups",
    "opinion_map",
    "opportunity_gain",
    "ordinal_consensus",
    "paired_differences",
    "plant_herfindahl",
    "pool",
    "prais_mobility",
    "presence",
    "product_complexity_index",
    "product_complexity_intervals",
    "product_emission_intensity",
    "product_gini_index",
    "prody",
    "proximity",
    "published_figures",
    "published_steps",
    "quadrant_transitions",
    "rank_concordance",
    "rank_sum_test",
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
    "relevance_against_support",
    "response_rate",
    "revealed_comparative_advantage",
    "revealed_population_advantage",
    "round_stability",
    "season_complement",
    "season_overlap",
    "shift_share",
    "shorrocks_mobility",
    "simple_regional_coefficients",
    "spatial_rank_concordance",
    "spatial_transitions",
    "specialisation_coefficient",
    "specialised",
    "stable_fitness",
    "statement_views",
    "steady_state",
    "strength",
    "strength_sensitivity",
    "structural_distance",
    "structural_distance_intervals",
    "supplier_strength",
    "suppressed",
    "symmetric_advantage",
    "taxonomy",
    "territory_growth",
    "theil",
    "transition_homogeneity",
    "unrelated_variety",
    "variety_by_level",
    "wilson_interval",
]
