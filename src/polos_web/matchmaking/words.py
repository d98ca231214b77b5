"""What pages about contacts call things."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise

# Where it stands between two records, as one side sees it.
STANDS: dict[str, Text] = {
    "nothing": _("nothing said yet"),
    "ours_open": _("you are interested"),
    "ours_withdrawn": _("you took your interest back"),
    "ours_declined": _("they said no"),
    "ours_expired": _("your interest has lapsed"),
    "ours_matched": _("match"),
    "theirs_shown": _("they are interested"),
    "theirs_withdrawn": _("they took their interest back"),
    "theirs_declined": _("you said no"),
    "theirs_expired": _("their interest has lapsed"),
    "theirs_matched": _("match"),
    "match_proposed": _("mutual interest"),
    "match_matched": _("match"),
    "match_declined": _("mutual interest, then declined"),
    "match_expired": _("mutual interest, then lapsed"),
}
# What is to be done next.
STEPS: dict[str, Text] = {
    "accept": _("Accept or decline the match"),
    "await_acceptance": _("Wait for the other side to accept"),
    "answer_request": _("Answer the information request"),
    "answer_interest": _("Answer their interest"),
    "send_letter": _("Choose who passes the letter on, and send it"),
    "await_institution": _("Wait for the institution to pass the letter on"),
    "await_answers": _("Wait for the answers to your request"),
    "go_on": _("Plan the next step together"),
    "await_interest": _("Wait: they see nothing of it unless it is mutual"),
}
LABELS: dict[str, Text] = {
    "message": _("Your message, in your own language"),
    "language": _("Language of the message"),
    "is_shown": _("Show it to them now, without waiting for their own interest"),
    "reason": _("Reason, if you want to give one"),
}
HINTS: dict[str, Text] = {
    "message": _("They read it when the interest is mutual, or when you show it."),
}
