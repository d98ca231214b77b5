"""Words of the pages on clusters: fields of the short form, stages of maturity."""

from django.utils.translation import gettext_lazy as _

LABELS = {
    "language": _("The language you write in"),
    "name": _("Name of the cluster"),
    "country": _("Country"),
    "market": _("Market"),
    "offer_type": _("Type of the offer"),
    "offer": _("One thing your cluster can offer"),
    "need_type": _("Type of the need"),
    "need": _("One thing your cluster needs"),
}
HINTS = {
    "market": _("The one that fits best; others can follow."),
    "offer": _("One sentence, for example what others come to you for."),
    "need": _("One sentence, for example what you would ask a cluster across the ocean for."),
}
# What makes a stage, in the words of Polos: a cluster judges itself, or says who judged.
STAGES = {
    "potential": _("Firms of a sector in one place, hardly any joint activity."),
    "emerging": _("First joint activities, and somebody who looks after them."),
    "developing": _("Regular joint services and a plan its members agree on."),
    "mature": _("Lasting governance with firms, research and authorities, and an effect beyond the region."),
    "in_transformation": _("What it lived on shrinks or changes, and it looks for something new."),
}
