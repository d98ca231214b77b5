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
    "ours_matched": _("both have accepted"),
    "theirs_shown": _("they are interested"),
    "theirs_withdrawn": _("they took their interest back"),
    "theirs_declined": _("you said no"),
    "theirs_expired": _("their interest has lapsed"),
    "theirs_matched": _("both have accepted"),
    "match_proposed": _("mutual interest"),
    "match_matched": _("both have accepted"),
    "match_declined": _("mutual interest, then declined"),
    "match_expired": _("mutual interest, then lapsed"),
}
# What is to be done next.
STEPS: dict[str, Text] = {
    "accept": _("Accept or decline the pairing"),
    "await_acceptance": _("Wait for the other side to accept"),
    "answer_request": _("Answer the information request"),
    "answer_interest": _("Answer their interest"),
    "send_letter": _("Choose who passes the letter on, and send it"),
    "await_institution": _("Wait for the institution to pass the letter on"),
    "await_claim": _("Wait for somebody to claim the profile"),
    "await_answers": _("Wait for the answers to your request"),
    "go_on": _("Plan the next step together"),
    "await_interest": _("Wait: they see nothing of it unless it is mutual"),
}
# How far a letter has come.
WAYS: dict[str, Text] = {
    "drafted": _("drafted"),
    "sent": _("at the institution"),
    "passed_on": _("passed on"),
    "claimed": _("the profile was claimed"),
    "declined": _("declined"),
    "expired": _("lapsed"),
    "withdrawn": _("taken back"),
}
# At which level two can cooperate.
LEVELS: dict[str, Text] = {
    "clusters": _("Cluster with cluster"),
    "regions": _("Region with region"),
    "firms": _("Led by firms"),
}
LEFT_OPEN = _("left open")
LABELS: dict[str, Text] = {
    "level": _("Level your side chooses"),
    "message": _("Your message, in your own language"),
    "language": _("Language of the message"),
    "is_shown": _("Show it to them now, without waiting for their own interest"),
    "institution": _("Who passes it on"),
    "email": _("An e-mail address of the institution, if you know one"),
    "letter_language": _("Language of the letter"),
    "did": _("What became of the letter?"),
    "note": _("Something to add for those who wrote"),
    "reason": _("Reason, if you want to give one"),
}
HINTS: dict[str, Text] = {
    "message": _("They read it when the interest is mutual, or when you show it."),
    "institution": _(
        "A chamber, an agency or a programme that knows them. Whoever keeps its record, or has the private "
        "link, can read the letter."
    ),
    "email": _("The private link goes there. Without an address, you hand the link over yourself."),
}
