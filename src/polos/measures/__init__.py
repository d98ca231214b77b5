"""Numbers with meaning from tables of territories by activities.

Every function here is a measure named after its quantity; ``__all__`` is the list that ``polos measures``
prints, with the formula and the source from the docstrings. A family (a module) is loaded when one of its
measures is first asked for: who computes a location quotient does not wait for what draws curves of
distances, nor hold it in memory. ``__init__.pyi`` says the same to type checkers.
"""

from importlib import import_module
from typing import Any

_FAMILIES = {
    "activity_similarity": (
        "input_output_link",
        "location_correlation",
    ),
    "added_relatedness": (
        "added_relatedness_density",
        "best_partners",
        "complementarity",
        "realised_complementarity",
    ),
    "agglomeration": (
        "coagglomeration",
        "ellison_glaeser",
        "group_coagglomeration",
        "maurel_sedillot",
        "plant_herfindahl",
        "raw_concentration",
    ),
    "agreement": (
        "AgreementInterval",
        "CoderAgreement",
        "Difference",
        "krippendorff_alpha",
        "krippendorff_alpha_interval",
    ),
    "association": (
        "Sizes",
        "association_probability",
        "association_strength",
        "colocation_information",
        "cosine",
        "jaccard",
        "location_information",
        "relatedness_statistic",
    ),
    "cluster_definitions": (
        "Grouping",
        "Scaling",
        "activity_groups",
    ),
    "cluster_validation": (
        "best_cluster_definition",
        "cluster_scores",
        "reassigned_outliers",
    ),
    "complexity": (
        "economic_complexity",
        "economic_complexity_index",
        "economic_complexity_panel",
        "external_complexity",
        "product_complexity_index",
        "reflections",
    ),
    "concentration": (
        "gini",
        "hoover",
        "locational_gini",
        "theil",
    ),
    "configuration_model": ("inferred_advantage",),
    "consensus": (
        "RankAgreement",
        "kendalls_w",
        "ordinal_consensus",
    ),
    "consensus_delphi": (
        "Decision",
        "DelphiRule",
        "Dissent",
        "Feedback",
        "Outcome",
        "RoundStability",
        "delphi_decision",
        "delphi_feedback",
        "delphi_lock",
        "dissent",
        "round_stability",
    ),
    "density": (
        "cross_relatedness_density",
        "diversification_opportunities",
        "nearest_density",
        "relatedness_density",
        "relatedness_density_of_absent",
        "relatedness_distance",
        "relative_relatedness",
    ),
    "dynamics": (
        "activity_growth",
        "entries",
        "exits",
        "growth",
        "lasting_entries",
        "lasting_exits",
        "territory_growth",
    ),
    "fitness_iteration": (
        "fitness",
        "stable_fitness",
    ),
    "growth_parts": (
        "competitive_parts",
        "dynamic_shift_share",
        "shift_share",
    ),
    "joint_occurrence": (
        "co_occurrence",
        "co_occurrence_of_records",
    ),
    "local_spatial": (
        "local_getis_ord",
        "local_moran",
    ),
    "neighbour_transitions": (
        "quadrant_transitions",
        "spatial_transitions",
        "transition_homogeneity",
    ),
    "opinion": (
        "OpinionGroups",
        "OpinionMap",
        "opinion_groups",
        "opinion_map",
    ),
    "opinion_stability": (
        "GroupOverlap",
        "GroupStability",
        "adjusted_rand_index",
        "group_overlap",
        "group_stability",
    ),
    "opinion_statements": (
        "GroupConsensus",
        "GroupVotes",
        "StatementView",
        "group_informed_consensus",
        "statement_views",
    ),
    "outlook": (
        "complexity_outlook_gain",
        "complexity_outlook_index",
        "opportunity_gain",
    ),
    "pair_distances": (
        "duranton_overman",
        "duranton_overman_bands",
    ),
    "point_patterns": (
        "marcon_puech",
        "marcon_puech_bands",
        "marcon_puech_density",
    ),
    "portfolio": (
        "entropy",
        "hachman_index",
        "herfindahl_index",
        "krugman_index",
        "specialisation_coefficient",
    ),
    "productivity": (
        "expy",
        "product_emission_intensity",
        "product_gini_index",
        "prody",
    ),
    "rank_mobility": (
        "rank_concordance",
        "spatial_rank_concordance",
    ),
    "recombination": (
        "ease_of_recombination",
        "modular_complexity",
    ),
    "relatedness": (
        "composite_relatedness",
        "conditional_proximity",
        "continuous_proximity",
        "cross_proximity",
        "proximity",
        "taxonomy",
    ),
    "spatial": (
        "geary",
        "getis_ord",
        "moran",
    ),
    "spatial_weights": ("SpatialWeights",),
    "resampled_complexity": (
        "complexity_intervals",
        "product_complexity_intervals",
    ),
    "specialisation": (
        "location_quotient",
        "location_quotient_within",
        "normalised_advantage",
        "pool",
        "presence",
        "revealed_comparative_advantage",
        "revealed_population_advantage",
        "specialised",
        "symmetric_advantage",
    ),
    "strength_rules": (
        "bootstrapped_location_quotient",
        "location_quotient_interval",
        "location_quotient_probability",
        "strength",
        "strength_sensitivity",
    ),
    "structure": (
        "structural_distance",
        "structural_distance_intervals",
    ),
    "survey": (
        "AnswerCounts",
        "answer_counts",
        "exact_interval",
        "wilson_interval",
    ),
    "survey_bounds": (
        "JointBounds",
        "PublishedFigure",
        "PublishedStep",
        "Qualifier",
        "count_behind_share",
        "joint_bounds",
        "published_figures",
        "published_steps",
    ),
    "survey_comparison": (
        "fisher_test",
        "holm_correction",
        "rank_sum_test",
    ),
    "survey_design": (
        "DetectableDifference",
        "finite_population_correction",
        "minimum_detectable_difference",
        "response_rate",
    ),
    "survey_disclosure": (
        "Hidden",
        "SuppressedTable",
        "suppressed",
    ),
    "survey_pairs": (
        "PairedDifferences",
        "StepGap",
        "WaveChange",
        "change_between_waves",
        "paired_differences",
        "relevance_against_support",
    ),
    "survey_results": (
        "Bounds",
        "ExactTest",
        "Quantity",
        "Share",
        "WhyUndefined",
    ),
    "transitions": (
        "class_limits",
        "class_transitions",
        "mean_first_passage",
        "prais_mobility",
        "shorrocks_mobility",
        "steady_state",
    ),
    "value_chain": (
        "backward_linkage",
        "buyer_strength",
        "forward_linkage",
        "input_coefficients",
        "input_multiplier",
        "leontief_inverse",
        "supplier_strength",
    ),
    "value_chain_regional": (
        "flegg_regional_coefficients",
        "simple_regional_coefficients",
    ),
    "value_chain_seasons": (
        "season_complement",
        "season_overlap",
    ),
    "variety": (
        "related_variety",
        "unrelated_variety",
        "variety_by_level",
    ),
}
_FAMILY_OF = {name: family for family, names in _FAMILIES.items() for name in names}

__all__ = sorted(_FAMILY_OF)  # noqa: PLE0605 - every name is loaded by __getattr__


def __getattr__(name: str) -> Any:
    """Load a measure when it is first asked for."""
    if name not in _FAMILY_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f"{__name__}.{_FAMILY_OF[name]}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
