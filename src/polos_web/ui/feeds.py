"""Atom feeds: what is new, for whoever follows it with a reader of feeds."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import get_language

LENGTH = 50
# Characters that XML cannot hold, in whatever way they are written.
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Item:
    """One thing that is new: its title, its address on this site, what it says, and since when."""

    title: str
    address: str
    words: str
    at: datetime


def feed(request: HttpRequest, title: str, address: str, items: Iterable[Item]) -> HttpResponse:
    """Hand out items, the latest first, as an Atom feed that belongs to the page at ``address``."""
    made = Atom1Feed(
        title=_plain(title),
        link=request.build_absolute_uri(address),
        description=_plain(title),
        language=get_language() or "en",
        feed_url=request.build_absolute_uri(request.get_full_path()),
    )
    for item in items:
        made.add_item(
            title=_plain(item.title),
            link=request.build_absolute_uri(item.address),
            description=escape(_plain(item.words)),  # which readers take for HTML
            pubdate=item.at,
            updateddate=item.at,
        )
    return HttpResponse(made.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def _plain(text: str) -> str:
    return _NOT_IN_XML.sub("", text)
