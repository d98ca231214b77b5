"""What pages about anonymous offers and needs call things."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Text = str | Promise

EXCHANGES: dict[str, Text] = {"offer": _("offer"), "need": _("need")}
SHOWN: dict[str, Text] = {
    "draft": _("draft"),
    "published": _("published"),
    "withdrawn": _("withdrawn"),
}
REPLIES: dict[str, Text] = {
    "open": _("waits for an answer"),
    "answered": _("answered"),
    "declined": pgettext_lazy("answer to an inquiry", "declined"),
}
LABELS: dict[str, Text] = {
    "exchange": _("Offer or need"),
    "type": _("Type"),
    "text": _("In words, without anything that tells who you are"),
    "language": _("Language of what you write"),
    "shows_side": _("Show on which side of the ocean you are"),
    "markets": _("Markets"),
    "technologies": _("Technologies"),
    "adviser": _("Adviser who speaks for you"),
    "record": _("For which of the records you keep?"),
    "message": _("Your inquiry"),
    "did": _("Your answer"),
    "answer": _("In words"),
}
HINTS: dict[str, Text] = {
    "text": _("Names, places and addresses of your profile are refused; leave out whatever else would tell."),
    "adviser": _("A contact person on record who is not named as yours. Inquiries go there by mail."),
}
