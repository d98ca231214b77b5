"""Codes of the states of coding, and kinds of code, as words of the page."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

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
