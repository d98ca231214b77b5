"""What pages about pairings call things."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Text = str | Promise

KINDS: dict[str, Text] = {"territory": _("two territories"), "cluster": _("two clusters")}
STATES: dict[str, Text] = {
    "proposed": pgettext_lazy("state of a pairing", "proposed"),
    "declined": pgettext_lazy("state of a pairing", "declined"),
    "withdrawn": pgettext_lazy("state of a pairing", "taken back"),
    "agreed": pgettext_lazy("state of a pairing", "agreed"),
    "active": pgettext_lazy("state of a pairing", "active"),
    "paused": pgettext_lazy("state of a pairing", "paused"),
    "ended": pgettext_lazy("state of a pairing", "ended"),
    "reopened": pgettext_lazy("state of a pairing", "re-opened"),
}
# What changing the state does, as a button says it.
MOVES: dict[str, Text] = {
    "active": _("Call it active"),
    "paused": _("Pause it"),
    "ended": _("End it"),
    "reopened": _("Re-open it"),
}
STAGES: dict[str, Text] = {
    "contact": pgettext_lazy("stage of a pairing", "contact"),
    "exchange": pgettext_lazy("stage of a pairing", "exchange"),
    "visit": pgettext_lazy("stage of a pairing", "visit"),
    "activity": pgettext_lazy("stage of a pairing", "joint activity"),
    "agreement": pgettext_lazy("stage of a pairing", "agreement"),
    "plan": pgettext_lazy("stage of a pairing", "joint action plan"),
    "pilot": pgettext_lazy("stage of a pairing", "pilot"),
    "business": pgettext_lazy("stage of a pairing", "business"),
    "lasting": pgettext_lazy("stage of a pairing", "lasting partnership"),
}
INSTRUMENTS: dict[str, Text] = {
    "letter": _("letter of intent"),
    "memorandum": _("memorandum of understanding"),
    "cooperation": _("cooperation agreement"),
    "commercial": _("commercial agreement"),
}
ORIGINS: dict[str, Text] = {
    "proposal": _("One of those who take part proposed it."),
    "match": _("Both sides had said that they are interested in each other."),
    "decision": _("It comes from the decision on an assignment of pairs."),
}
# What the audit calls things, as a page says them.
VERBS: dict[str, Text] = {
    "proposed": _("proposed it"),
    "accepted": _("said yes for a side"),
    "declined": _("said no for a side"),
    "withdrawn": _("took the proposal back"),
    "agreed": _("agreed: both sides have said yes"),
    "active": _("called it active"),
    "paused": _("paused it"),
    "ended": _("ended it"),
    "reopened": _("re-opened it"),
    "changed": _("changed what is said of it"),
    "changed themes": _("changed its themes"),
    "added step": _("wrote down what has happened"),
    "changed step": _("corrected what has happened"),
    "removed step": _("removed something that had been written down"),
    "planned": _("planned a next step"),
    "changed next step": _("changed a next step"),
    "finished": _("finished a next step"),
    "removed next step": _("removed a next step"),
    "added indicator": _("added an indicator"),
    "changed indicator": _("changed an indicator"),
    "removed indicator": _("removed an indicator"),
    "added reading": _("added a value of an indicator"),
}
LABELS: dict[str, Text] = {
    "kind": _("Between"),
    "a": _("One side"),
    "b": _("The other side"),
    "programme": _("Programme"),
    "because": _("Why these two"),
    "themes": _("Themes"),
    "free_topics": _("Other topics"),
    "reason": _("Reason"),
    "summary": _("What it is about, for everybody"),
    "notes": _("Notes, for those who take part"),
    "stage": _("Stage"),
    "day": _("Date"),
    "words": _("What happened"),
    "instrument": _("What was signed"),
    "topics": _("Topics"),
    "valid_until": _("Valid until"),
    "link": _("Address on the web"),
    "document": _("Document"),
    "is_public": _("Everybody may read this."),
    "next": _("What comes next"),
    "owner": _("Who sees to it"),
    "due_on": _("By when"),
    "done_on": _("Done on"),
    "outcome": _("What came of it"),
    "name": _("Name"),
    "unit": _("Unit"),
    "baseline": _("Value at the beginning"),
    "baseline_on": _("Date of that value"),
    "target": _("Target"),
    "target_on": _("Date of the target"),
    "source": _("Source"),
    "value": _("Value"),
}
HINTS: dict[str, Text] = {
    "a": _("Its short name, as it stands in the address of its page; or its name."),
    "b": _("One in the European Union, the other in Latin America or the Caribbean."),
    "programme": _(
        "You propose pairings for the programmes your role names; without one, for the side you keep."
    ),
    "themes": _("Where none is said, the theme of the pairing is shown as unknown."),
    "free_topics": _("In your own words, parted by commas."),
    "instrument": _("Only at the stage “agreement”."),
    "document": _(
        "A PDF, a picture or an office document; for everybody only where everybody may read this."
    ),
    "baseline": _("Where things stand before the two work together."),
    "source": _("Where the figures come from, so that somebody else finds the same."),
}
