"""What pages about events call things."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Text = str | Promise

STAGES: dict[str, Text] = {
    "draft": pgettext_lazy("stage of an event", "draft"),
    "open": _("requests open"),
    "closed": _("requests closed"),
    "proposed": _("agenda proposed"),
    "published": pgettext_lazy("stage of an event", "published"),
    "held": pgettext_lazy("stage of an event", "held"),
    "followed_up": pgettext_lazy("stage of an event", "followed up"),
}
# What moving to the stage does, as a button says it.
MOVES: dict[str, Text] = {
    "draft": _("Back to the draft"),
    "open": _("Open the requests"),
    "closed": _("Close the requests"),
    "proposed": _("Back to the proposal"),
    "published": _("Publish the agenda"),
    "held": _("The event was held"),
    "followed_up": _("The follow-up is complete"),
}
PRIORITIES: dict[str, Text] = {
    "must": pgettext_lazy("wish to meet", "must"),
    "want": pgettext_lazy("wish to meet", "want"),
    "maybe": pgettext_lazy("wish to meet", "maybe"),
    "no": pgettext_lazy("wish to meet", "no"),
    "unanswered": _("no answer yet"),
}
RULINGS: dict[str, Text] = {
    "": _("as both wish"),
    "must": _("has to be held"),
    "must_not": _("must not be held"),
}
# Pages of an event, in the order of their menu.
PLACES: tuple[tuple[str, Text], ...] = (
    ("event", _("Overview")),
    ("participants", _("Participants")),
    ("requests", _("Requests")),
    ("agenda", _("Agenda")),
    ("day", _("On the day")),
    ("follow_up", _("Follow-up")),
)
REASONS: dict[str, Text] = {
    "no_show": _("is not there, from this slot on"),
    "late": _("comes late, and is there from this slot on"),
    "there": _("is there after all"),
}
CHANGES: dict[str, Text] = {
    "cancelled": _("cancelled"),
    "moved": _("moved"),
    "added": _("added"),
    "reseated": _("at another table or with another interpreter"),
}
KINDS: dict[str, Text] = {
    "participants": _("Participants"),
    "requests": _("Requests"),
    "interpreters": _("Interpreters"),
}

LABELS: dict[str, Text] = {
    "name": _("Name"),
    "place": _("Place"),
    "mode": _("Where people meet"),
    "zone": _("Time zone"),
    "programme": _("Programme"),
    "slot_minutes": _("Minutes of a meeting"),
    "pause_minutes": _("Minutes between meetings"),
    "table_count": _("Number of tables"),
    "most": _("Meetings of a person, at most"),
    "least": _("Meetings of a person, at least"),
    "most_in_a_row": _("Meetings in a row before a break"),
    "floor": _("Meetings everybody comes to first"),
    "first_hour": _("Not before"),
    "last_hour": _("Not after"),
    "code": _("Code"),
    "organisation": _("Organisation"),
    "email": _("E-mail address"),
    "languages": _("Languages spoken"),
    "language": _("Language of the pages"),
    "booth": _("Own table"),
    "asks": _("Who asks"),
    "asked": _("Who is asked"),
    "priority": _("Wish"),
    "file": _("File (CSV or XLSX)"),
    "kind": _("What the file holds"),
    "person": _("Who"),
    "reason": _("What has happened"),
    "seconds": _("How long to look for a better one"),
    "ruling": _("Ruling"),
    "slot": _("When"),
    "words": _("What should change"),
    "certain": _("Yes, erase me from this event."),
}
HINTS: dict[str, Text] = {
    "zone": _("The name of a place with the same clock, for example Europe/Madrid."),
    "seconds": _("The search ends earlier where it is proven that nothing better exists."),
    "programme": _("You organise events for the programmes your role names."),
    "most": _("Leave it empty where there is no limit."),
    "most_in_a_row": _("Leave it empty where no breaks are wanted."),
    "floor": _("First as many people as possible get one meeting, then two, and so on up to this number."),
    "first_hour": _("On the clock of each participant who has not said other hours; nobody meets outside."),
    "languages": _("Names or codes, separated by semicolons. Empty: not known, and no rule applies."),
    "booth": _("Meetings of this person take place there, at no other table."),
    "table_count": _("Leave it empty where people meet on line."),
}
