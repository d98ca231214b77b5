"""Briefs as PDF: typesetting one takes a second or two, so the latest are kept in memory."""

from collections import OrderedDict
from datetime import date
from types import SimpleNamespace

from polos.reports.renderers import pdf
from polos_web.matchmaking import queries

# About 60 kB each.
KEPT = 48
_kept: OrderedDict[tuple[str, str], bytes] = OrderedDict()


def brief(ours: str, theirs: str, chosen: SimpleNamespace, *, on: date, language: str) -> bytes | None:
    """Return the brief on a pair, ``None`` where one of the two is not on record.

    The same question on the same data on the same day is typeset once a process.
    """
    key = (queries.brief_key(ours, theirs, chosen, on=on), language)
    if key not in _kept:
        document = queries.brief(ours, theirs, chosen, on=on, language=language)
        if document is None:
            return None
        _kept[key] = pdf.render(document)
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    _kept.move_to_end(key)
    return _kept[key]
