"""What is asked of counterparts: the lists of what clusters of each side asked for in 2014 and 2015.

The words are ours, after the short ones of ``polos.reference.factors()`` (block policies, kind
information_requested); a code is the side and the place in its list.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise

ITEMS: dict[str, Text] = {
    "EU-1": _("Economic trends"),
    "EU-2": _("Markets and standards"),
    "EU-3": _("Profiles of firms"),
    "EU-4": _("Skills that are needed"),
    "EU-5": _("Information on the sector"),
    "LAC-1": _(
        "Market opportunities and access: prices, volumes, regulation, standards, restrictions, "
        "specifications, certificates"
    ),
    "LAC-2": _("Business model and map of the value chain"),
    "LAC-3": _("Success cases, policies, programmes and their evaluations"),
    "LAC-4": _("Support policies and incentives for sustainability"),
    "LAC-5": _("Structure of the cluster: suppliers, buyers, support institutions"),
    "LAC-6": _("Dynamics of the cluster: how firms work together"),
    "LAC-7": _("Experience with agreements or contracts"),
}
ANSWERS: dict[str, Text] = {
    "open": _("no answer yet"),
    "answered": _("answered"),
    "not_available": _("not available"),
    "will_not_say": _("will not say"),
    "later": _("later"),
}
REQUESTS: dict[str, Text] = {
    "open": _("waits for answers"),
    "answered": _("every item has its answer"),
    "withdrawn": _("taken back"),
}
LABELS: dict[str, Text] = {
    "eu": _("What clusters of the EU ask for"),
    "lac": _("What clusters of Latin America and the Caribbean ask for"),
    "own": _("Anything else, one question a line"),
    "message": _("A message with it, in your own language"),
    "language": _("Language of what you write"),
    "due_on": _("Answer wished until"),
    "answer": _("Answer"),
    "text": _("In words"),
    "later_on": _("Until when"),
}


def words_of(code: str, words: str) -> Text:
    """Return what an item asks for; a code its list does not have any more stands for itself."""
    return ITEMS.get(code, code) if code else words
