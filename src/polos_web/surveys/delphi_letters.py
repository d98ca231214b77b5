"""Letters to the panel of a Delphi."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from polos_web.accounts import access as accounts
from polos_web.accounts.models import User
from polos_web.audit import actions as audit
from polos_web.surveys import access, delphi
from polos_web.surveys.mails import Mails
from polos_web.surveys.models import Delphi
from polos_web.surveys.stages import NotNow


@transaction.atomic
def write_to(of: Delphi, *, words: str, site: str, by: User, at: datetime) -> int:
    """Invite or remind those who have not scored in the open round; return how many letters were written.

    Raises
    ------
    NotNow
        When no round is open.
    """
    accounts.require(access.may_keep_for, by, of.programme)
    if not of.is_open:
        raise NotNow(gettext("Letters are written while a round is open."))
    count = Mails(site, words, at).call(of, delphi.silent(of))
    audit.record(of, "wrote", by=by, at=at, details={"round": of.round, "letters": count})
    return count
