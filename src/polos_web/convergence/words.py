"""Codes of the states of coding, kinds of code, levels and cells as words of the page."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from polos.vocabularies import convergence_levels, markets, technology_columns

Said = Mapping[str, str | Promise]
KINDS: Said = {
    "market": _("Markets"),
    "technology": _("Technologies"),
    "nace": _("Industries (NACE)"),
    "sdg": _("Sustainable Development Goals"),
}
STATES: Said = {
    "open": _("nobody has coded it here"),
    "proposed": _("proposed by one coder"),
    "disputed": _("reviewed; the coders disagree"),
    "agreed": _("agreed by two coders"),
    "changed": _("agreed, and changed in the record since"),
}
# Lists of priorities by where the coding of their markets and technologies stands.
FILTERS: Said = {**STATES, "nothing": _("coded to nothing")}
UNDEFINED: Said = {
    "too_few_raters": _("fewer than two people have coded"),
    "no_shared_units": _("no priority was coded by two people"),
    "all_alike": _("everybody gave the same answer to everything, so chance cannot be told from agreement"),
}
PLACES: Said = {"name": _("the name"), "niche": _("the niche"), "passage": _("the passage")}
# Thresholds of a comparison by name; those of ``SHARES`` are shares.
LIMITS: Said = {
    "minimum_count": _("Territories needed on each side"),
    "medium": _("Medium from a closeness of"),
    "high": _("High from a closeness of"),
    "broad_markets": _("Markets from which a priority is broad"),
    "small_group": _("Territories from which a side is not small"),
    "thin_cell": _("Territories from which a cell is not thin"),
    "divergence": _("Differences marked from"),
    "uneven_groups": _("Times as many territories from which sides are uneven"),
}
SHARES = frozenset({"medium", "high", "divergence"})
# What of the priorities counts in a comparison, by the name of the filter.
FILTERED: Said = {
    "first_year": _("Strategies from the year"),
    "last_year": _("Strategies to the year"),
    "provenances": _("Provenance"),
    "confidences": _("Confidence"),
}
# Choices of a comparison made otherwise.
VARIANTS: Mapping[str, Promise] = {
    "medium_lower": _("“Medium” begins 0.1 lower"),
    "medium_higher": _("“Medium” begins 0.1 higher"),
    "high_lower": _("“High” begins 0.1 lower"),
    "high_higher": _("“High” begins 0.1 higher"),
    "more_territories": _("One more territory needed on each side"),
    "without_recalled": _("Without priorities that no page shows"),
    "without_low_confidence": _("Without codes of low confidence"),
    "only_high_confidence": _("Only codes of high confidence"),
    "years": _("Only strategies that reach into %(year)s or later"),
}


def level_words(language: str) -> dict[str, str]:
    """Return the words of the levels, and of the one that no list of codes holds."""
    words = {level: convergence_levels().label(level, language) for level in convergence_levels().codes}
    return {**words, "unknown": gettext("Unknown")}


def cell_label(code: str, language: str) -> str:
    """Return a cell, as market|technology, in words."""
    market, technology = code.split("|")
    return f"{markets().label(market, language)} × {technology_columns().label(technology, language)}"
