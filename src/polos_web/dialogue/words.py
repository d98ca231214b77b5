"""What pages about dialogues call things."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Text = str | Promise

STATES: dict[str, Text] = {
    "draft": pgettext_lazy("state of a dialogue", "draft"),
    "open": pgettext_lazy("state of a dialogue", "open"),
    "closed": pgettext_lazy("state of a dialogue", "closed"),
    "archived": pgettext_lazy("state of a dialogue", "archived"),
}
# What moving to the state does, as a button says it.
MOVES: dict[str, Text] = {
    "draft": _("Back to the draft"),
    "open": _("Open the dialogue"),
    "closed": _("Close the dialogue"),
    "archived": _("Put the dialogue among the past ones"),
}
QUESTION_STATES: dict[str, Text] = {
    "waiting": _("not open yet"),
    "open": pgettext_lazy("state of a question", "open"),
    "closed": pgettext_lazy("state of a question", "closed"),
    "summarised": pgettext_lazy("state of a question", "closed and summarised"),
}
REACHES: dict[str, Text] = {
    "public": _("everybody reads it"),
    "members": _("people with an account read it"),
    "participants": _("participants read it"),
}
OPENINGS: dict[str, Text] = {
    "at_once": _("with the dialogue"),
    "after_answers": _("when enough people have answered the question before"),
    "after_summary": _("when the question before is closed and summarised"),
    "on_date": _("on a date"),
}
KINDS: dict[str, Text] = {
    "answer": _("answer"),
    "reaction": _("reaction"),
    "refinement": _("refinement"),
    "disagreement": _("disagreement"),
}
REPLIES: dict[str, Text] = {
    "reaction": _("I react to it"),
    "refinement": _("I add to it or make it more exact"),
    "disagreement": _("I disagree, for this reason"),
}
NATURES: dict[str, Text] = {
    "fact": pgettext_lazy("nature of a contribution", "fact"),
    "opinion": pgettext_lazy("nature of a contribution", "opinion"),
    "plan": pgettext_lazy("nature of a contribution", "plan"),
}
ORIGINS: dict[str, Text] = {
    "written": _("written here"),
    "meeting": _("notes of a meeting"),
    "interview": _("notes of an interview"),
    "document": _("from a document"),
}
ROLES: dict[str, Text] = {
    "expert": _("expert"),
    "working_group": _("member of the working group"),
    "cluster": _("representative of a cluster"),
    "authority": _("public authority"),
    "coordination": _("coordination"),
    "observer": _("observer"),
}
VOTES: dict[str, Text] = {
    "agree": _("Agree"),
    "disagree": _("Disagree"),
    "pass": pgettext_lazy("vote on a statement", "Pass"),
}
USES: dict[str, Text] = {
    "proposed": pgettext_lazy("use of a statement", "proposed so far"),
    "synthesis": pgettext_lazy("use of a statement", "synthesis"),
    "opportunity": pgettext_lazy("use of a statement", "opportunity"),
    "priority": pgettext_lazy("use of a statement", "priority"),
    "instrument": pgettext_lazy("use of a statement", "instrument"),
    "indicator": pgettext_lazy("use of a statement", "indicator"),
}
TEMPLATES: dict[str, Text] = {
    "": _("nothing: blocks and questions of one’s own"),
    "polos_2014": _("Polos 2014: profiles, competitiveness, internationalisation, policies"),
    "edp": _("Entrepreneurial discovery (EDP): analysis, governance, vision, priorities, follow-up"),
}
# Along what silence is looked at.
GROUPINGS: dict[str, Text] = {
    "territory": _("By territory"),
    "side": _("By side"),
    "helix": _("By group of the helix"),
    "role": _("By role"),
}
SOURCES: dict[str, Text] = {
    "officers": _("territory officers"),
    "clusters": _("owners and editors of clusters"),
    "contacts": _("contact persons of the registers"),
}
# Pages of those who facilitate, in the order of their menu.
PLACES: tuple[tuple[str, Text], ...] = (
    ("keep", _("Overview")),
    ("build", _("Blocks and questions")),
    ("people", _("Participants")),
    ("silent", _("Who is silent")),
)

LABELS: dict[str, Text] = {
    "template": _("Begin with"),
    "title": _("Title"),
    "description": _("What it is about"),
    "about": _("What the block is about"),
    "programme": _("Programme"),
    "reach": _("Who reads it"),
    "is_open_to_members": _("Everybody with an account may take part"),
    "text": _("Text"),
    "language": _("Language"),
    "languages": _("Language of pages and mails"),
    "nature": _("What you write is"),
    "kind": _("What you do"),
    "opens": _("When it opens"),
    "opens_after": _("How many people"),
    "opens_at": _("Date and time (UTC)"),
    "origin": _("Where it was said"),
    "source": _("Which meeting, or who was interviewed"),
    "held_on": _("When it was said"),
    "participant": _("Who said it"),
    "side": _("Side"),
    "territory": _("Territory"),
    "cluster": _("Cluster"),
    "helix": _("Group of the helix"),
    "role": _("Role in the dialogue"),
    "name": _("Name"),
    "email": _("E-mail address"),
    "shows_name": _("My name may stand beside what I write"),
    "wants_mail": _("Tell me by mail when a question opens or is summarised"),
    "passage": _("Passage"),
    "topic": _("Topic"),
    "note": _("A few words to them"),
    "certain": _("Yes, erase me from this dialogue."),
    "rows": _("One person in a line"),
    "among": _("Among whom"),
}
HINTS: dict[str, Text] = {
    "opens_after": _("Only where it waits for answers to the question before."),
    "opens_at": _("Only where it opens on a date."),
    "cluster": _("The name of a cluster on this site, or a part of it. Leave it empty where there is none."),
    "programme": _("Programme managers of it facilitate the dialogue too. It may be left empty."),
    "source": _("For example the workshop with its place and date. Name people only with their consent."),
    "participant": _("Leave it empty where the notes do not say who spoke, or speak for several."),
    "passage": _("Words of the contribution, as they stand there, that say one thing."),
    "topic": _("A word or two, in any language. It may be left empty."),
    "rows": _(
        "E-mail address; name; side (EU or LAC); territory; group of the helix; role; language. "
        "All but the address may be left empty."
    ),
    "shows_name": _("Without it, only your role and territory stand there."),
}
