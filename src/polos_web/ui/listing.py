"""Long lists cut into pages, with addresses that keep the filters."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.translation import gettext

from polos_web.ui.refusals import BadParameter


@dataclass(frozen=True)
class Page:
    """One page of a list: its records and its place among the pages."""

    records: Sequence[Any]
    number: int
    pages: int
    total: int

    @property
    def nearby(self) -> list[int]:
        """The page numbers worth a link: the ends and the neighbours."""
        wanted = {1, self.pages, self.number - 1, self.number, self.number + 1}
        return sorted(number for number in wanted if 1 <= number <= self.pages)


def page_of(records: Any, number: int, *, size: int) -> Page:
    """Cut one page out of a queryset or a sequence.

    Raises
    ------
    BadParameter
        When the list has fewer pages.
    """
    total = len(records) if isinstance(records, Sequence) else records.count()
    pages = max(1, -(-total // size))
    if number > pages:
        raise BadParameter(
            found=gettext("page %(number)d") % {"number": number},
            needed=gettext("a page from 1 to %(pages)d") % {"pages": pages},
            next_step=gettext("Go back to the first page of the list."),
        )
    return Page(list(records[(number - 1) * size : number * size]), number, pages, total)


def with_parameters(request: HttpRequest, **changed: object) -> str:
    """Return the present address with some parameters changed; ``None`` drops one."""
    query = request.GET.copy()
    for name, value in changed.items():
        query.pop(name, None)
        if value is not None:
            query[name] = str(value)
    kept = [(name, value) for name, values in query.lists() for value in values if value]
    return f"{request.path}?{urlencode(kept)}" if kept else request.path
