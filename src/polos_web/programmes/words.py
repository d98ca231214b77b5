"""What pages about selections call things."""

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from polos_web.analysis import selection
from polos_web.programmes.rows import Criterion
from polos_web.translation.text import Shown, State

Text = str | Promise

STAGES: dict[str, Text] = {
    "visit": _("Visit of the authority"),
    "preselection": _("Pre-selection"),
    "commitment": _("Letter of commitment"),
    "validation": _("Validation"),
    "call": _("Call for counterparts"),
    "match": _("Pairing"),
    "mapping": _("Mapping"),
    "coverage": _("Coverage of sectors"),
    "criteria_check": _("Check of the criteria"),
    "tender": _("Competition"),
    "proposal": _("Proposal of the adviser"),
    "chosen": pgettext_lazy("stage", "Chosen"),
}
STATUSES: dict[str, Text] = {
    "met": pgettext_lazy("criterion", "met"),
    "not_met": pgettext_lazy("criterion", "not met"),
    "unknown": pgettext_lazy("criterion", "unknown"),
}
MISSING: dict[str, Text] = {
    "not_met": _("criterion %(criterion)s is not met"),
    "unknown": _("criterion %(criterion)s is unknown"),
    "letter": _("there is no letter of commitment, or the like"),
    "call": _("no call for it has been decided"),
}
CALL_STATES: dict[str, Text] = {
    "draft": pgettext_lazy("state of a call", "draft"),
    "open": pgettext_lazy("state of a call", "open"),
    "closed": pgettext_lazy("state of a call", "closed"),
    "in_review": _("in review"),
    "moderated": pgettext_lazy("state of a call", "moderated"),
    "decided": pgettext_lazy("state of a call", "decided"),
    "published": _("result published"),
    "archived": pgettext_lazy("state of a call", "archived"),
}
# What taking a call to the state does, as a button says it: forward, and back.
FORWARD: dict[str, Text] = {
    "open": _("Open the call"),
    "closed": _("Close the call"),
    "in_review": _("Begin the review"),
    "moderated": _("The review is complete"),
    "decided": _("The decision is taken"),
    "published": _("Publish the result"),
    "archived": _("Move it to the archive"),
}
BACK: dict[str, Text] = {
    "draft": _("Back to the draft"),
    "open": _("Open it again"),
    "closed": _("Back before the review"),
    "in_review": _("Back to the review"),
    "moderated": _("Back before the decision"),
}
APPLICATION_STATES: dict[str, Text] = {
    "draft": pgettext_lazy("state of an application", "not handed in"),
    "submitted": pgettext_lazy("state of an application", "handed in"),
    "withdrawn": pgettext_lazy("state of an application", "withdrawn"),
}
ADMISSIONS: dict[str, Text] = {
    "": _("late, nobody has said yet if it counts"),
    "admitted": _("late, admitted"),
    "left_out": _("late, not admitted"),
}
OUTCOMES: dict[str, Text] = {
    "accepted": pgettext_lazy("outcome of an application", "accepted"),
    "reserve": pgettext_lazy("outcome of an application", "on the reserve list"),
    "rejected": pgettext_lazy("outcome of an application", "rejected"),
}


# Pages of a call, in the order of their menu.
PLACES: dict[str, Text] = {
    "call_manage": _("Overview"),
    "call_applications": _("Applications"),
    "call_reviewers": _("Reviewers"),
    "call_moderation": _("Moderation"),
    "call_decisions": _("Decisions"),
}


def template_name(code: str) -> str:
    """Return how a template of a stage board is called."""
    if code == "iuc_lac":
        return gettext("Regions: visit, pre-selection, letter of commitment, validation, call, pairing")
    return selection.name_of(code, get_language() or "en")


def criterion_text(criterion: Criterion) -> Shown:
    """Return the words of a criterion: its own, or the library's where it is a built-in one."""
    language = get_language() or "en"
    if criterion.text is not None:
        return criterion.text.shown(language)
    return Shown(selection.name_of(criterion.id, language), language, State.ORIGINAL, language)


def missing_words(code: str) -> str:
    """Return what is missing at a stage, from what a move keeps of it."""
    what, _space, criterion = code.partition(" ")
    return str(MISSING[what]) % {"criterion": criterion}
