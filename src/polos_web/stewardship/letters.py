"""Mail that is written with what it tells of, and sent afterwards: a mail that fails undoes nothing.

A letter is a row of the same transaction as the change it tells of: both are kept, or neither. It is sent
once the transaction has ended; where the mail server does not answer, it waits and is tried again with the
next letter, or by ``polos site letters``. Once sent, the row is gone.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from polos_web.accounts.models import User
from polos_web.stewardship.models import Letter

AT_ONCE = 20
MOST_TRIES = 12
WAIT = timedelta(minutes=10)


def write(
    to: str, subject: str, text: str, *, at: datetime, about: User | None = None, stop: str = ""
) -> Letter:
    """Write a letter, in the transaction of what it tells of; it leaves when that has ended.

    ``stop`` is an address that ends mails of this kind with one click of a mail program (RFC 8058).
    """
    on_one_line = " ".join(f"Polos: {subject}".split())[:200]
    letter = Letter.objects.create(
        to=to, subject=on_one_line, text=text, written_at=at, about=about, stop=stop
    )
    transaction.on_commit(send_waiting)
    return letter


def send_waiting() -> int:
    """Send the letters that wait; return how many left. What fails waits for the next time."""
    now = timezone.now()
    ready = Q(tried_at=None) | Q(tried_at__lt=now - WAIT)
    sent = 0
    for letter in Letter.objects.filter(ready, tries__lt=MOST_TRIES)[:AT_ONCE]:
        mine = Letter.objects.filter(pk=letter.pk, tries=letter.tries)
        if not mine.update(tries=F("tries") + 1, tried_at=now):
            continue  # another worker sends it
        try:
            _mail(letter).send()
        except OSError:  # every failure of a mail server, of the network and of the disk
            continue
        letter.delete()
        sent += 1
    return sent


def _mail(letter: Letter) -> EmailMessage:
    headers = {}
    if letter.stop:
        headers = {
            "List-Unsubscribe": f"<{letter.stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
    sender = settings.DEFAULT_FROM_EMAIL
    return EmailMessage(letter.subject, letter.text, sender, [letter.to], headers=headers)


def is_waiting(to: str) -> bool:
    """Whether a letter to this address could not be sent yet."""
    return Letter.objects.filter(to=to).exists()
