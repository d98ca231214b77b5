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
