"""What those who applied are told when a result is published: each in the own language, and nothing of it."""

from datetime import datetime

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from polos_web.accounts.models import User
from polos_web.programmes.models import Application, Call
from polos_web.stewardship import letters


def tell_applicants(call: Call, *, at: datetime, site: str) -> None:
    """Tell everybody whose application was handed in, and not withdrawn, where to read what was decided.

    The mail names the call; what was decided, and why, stands behind the sign-in.
    """
    for one in call.applications.filter(state="submitted").select_related("person"):
        if one.person is not None:
            _write(call, one, one.person, at=at, site=site)


def _write(call: Call, one: Application, to: User, *, at: datetime, site: str) -> None:
    with translation.override(to.language):
        text = gettext(
            "The result of the call “%(call)s” is published. You applied to it: read here what was decided "
            "on your application, and why.\n\n%(link)s"
        )
        told = {
            "call": " ".join(call.title.shown(to.language).text.split()),
            "link": f"{site.rstrip('/')}{reverse('programmes:application', args=[one.pk])}",
        }
        letters.write(to.email or "", gettext("The result of a call"), text % told, at=at, about=to)
