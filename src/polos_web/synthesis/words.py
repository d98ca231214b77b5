"""What pages about syntheses, coding and opinions call things."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Text = str | Promise

STATES: dict[str, Text] = {
    "in_progress": _("work in progress"),
    "adopted": pgettext_lazy("state of a synthesis", "adopted"),
}
COLUMNS: dict[str, Text] = {
    "EU": _("European Union"),
    "LAC": _("Latin America and the Caribbean"),
    "comparison": _("Comparison and asymmetries"),
    "opportunities": _("Opportunities"),
}
TOPICS: dict[str, Text] = {
    "business_environment_and_policies": _("Business environment and policies"),
    "cluster_interaction_and_governance": _("Cluster interaction and governance"),
    "industrial_strategy_and_competitive_performance": _("Industrial strategy and competitive performance"),
    "international_market_access": _("Access to international markets"),
}
SCHEMES: dict[str, Text] = {
    "factor": _("What it speaks of"),
    "side": _("Side it speaks of"),
    "topic": _("Topic"),
    "concept": _("Market, technology or activity"),
}
SIDES: dict[str, Text] = {
    "EU": _("European Union"),
    "LAC": _("Latin America and the Caribbean"),
}
BLOCKS: dict[str, Text] = {
    "competitiveness": _("Competitiveness"),
    "internationalisation": _("Internationalisation"),
    "policies": _("Policies"),
}
# What became of a statement, as those who said it read it.
ROW: Text = _("synthesis, sentence %(number)s")
OPPORTUNITY: Text = _("opportunity %(number)s")
CHANGES: dict[str, Text] = {
    "added": pgettext_lazy("sentence of a synthesis", "new"),
    "removed": pgettext_lazy("sentence of a synthesis", "removed"),
    "changed": pgettext_lazy("sentence of a synthesis", "changed"),
}
GROUPINGS: dict[str, Text] = {
    "discovered": _("Groups found in the votes"),
    "side": _("By side"),
    "helix": _("By group of the helix"),
    "role": _("By role"),
}
LABELS: dict[str, Text] = {
    "title": _("Title"),
    "topic": _("Topic"),
    "column": _("Column"),
    "text": _("Text"),
    "languages": _("Text in other languages"),
    "note": _("What is new in it"),
    "decided_by": _("Who decided"),
    "decided_on": _("When"),
    "reasons": _("Why"),
    "email": _("E-mail address"),
    "passage": _("Passage"),
    "resolution": _("Why these"),
}
HINTS: dict[str, Text] = {
    "decided_by": _("The body or the meeting, for example the working group of the dialogue."),
    "passage": _("Words of the contribution, as they stand there, that say one thing. Empty: all of it."),
    "resolution": _("What each coder gave stays on record."),
}
