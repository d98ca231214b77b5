"""Private addresses of participants: whoever has the link is the participant."""

from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from polos_web.dialogue.models import Participant

SALT = "polos_web.dialogue.link"
LENGTH = 32


def link_of(person: Participant) -> str:
    """Return the last part of a participant's private address; only the site's key can make it."""
    return f"{person.pk}-{_mark(person)}"


def address_of(person: Participant) -> str:
    """Return a participant's private address in the present language."""
    return reverse("dialogue:enter", args=[link_of(person)])


def participant_of(link: str) -> Participant | None:
    """Return the participant whose private link this is; ``None`` where it is nobody's."""
    number, _, mark = link.partition("-")
    if not (number.isascii() and number.isdigit() and len(number) < 15):
        return None
    found = Participant.objects.select_related("dialogue").filter(pk=int(number), erased_at=None).first()
    if found is None or not constant_time_compare(mark, _mark(found)):
        return None
    return found


def _mark(person: Participant) -> str:
    return salted_hmac(SALT, f"{person.pk} {person.key}", algorithm="sha256").hexdigest()[:LENGTH]
