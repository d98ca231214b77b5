from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from polos import vocabularies
from polos_web.accounts.access import asking
from polos_web.registers import care
from polos_web.registers.access import may_add_about
from polos_web.registers.models import Voice
from polos_web.registers.pages import record_page
from polos_web.territories import queries
from polos_web.territories.kinds import PRIORITY, TERRITORY
from polos_web.territories.models import Territory
from polos_web.territories.tables import tables
from polos_web.ui import sections
from polos_web.ui.addresses import address
from polos_web.ui.labels import choices, label
from polos_web.ui.languages import language
from polos_web.ui.maps import Mark, plates
from polos_web.ui.parameters import Choice, Parameters, Text
from polos_web.ui.tabular import csv_answer

FILTERS = Parameters(
    q=Text(),
    side=Choice(lambda: vocabularies.sides().codes),
    country=Choice(lambda: vocabularies.countries().codes),
    form=Choice(lambda: vocabularies.territory_forms().codes),
    level=Choice(lambda: vocabularies.territory_levels().codes),
)
NOTHING = Parameters()


def listing(request: HttpRequest) -> HttpResponse:
    """List and map the territories that fit the filters of the address."""
    filters = FILTERS.read(request.GET)
    found = queries.listed(filters, language())
    context = {
        "filters": filters,
        "territories": found,
        "marks": marks(found),
        "plates": plates(),
        "options": {
            "side": choices("sides"),
            "country": choices("countries", queries.used("country")),
            "form": choices("territory_forms", queries.used("form")),
            "level": choices("territory_levels", queries.used("level")),
        },
    }
    return render(request, "territories/list.html", context)


def detail(request: HttpRequest, territory_id: str) -> HttpResponse:
    """Show everything on record about one territory."""
    NOTHING.read(request.GET)
    subject = queries.territory(territory_id)
    if subject is None:
        raise Http404
    plate = plates()[
        "america" if plates()["america"].shows(subject.longitude, subject.latitude) else "europe"
    ]
    around = marks(queries.places(), strong=subject.pk)
    context = {
        **queries.record(subject),
        **_record(request, subject),
        "breadth": tables().breadths.get(subject.pk),
        "may_add": may_add_about(asking(request), PRIORITY, subject.pk),
        "sections": sections.read_sections("territory", subject.pk, language()),
        "slots": sections.slots("territory"),
        "plate": plate,
        "placed": plate.placed(around),
        "window": plate.window([mark for mark in around if mark.emphasis == "strong"], least=240),
    }
    return render(request, "territories/detail.html", context)


def _record(request: HttpRequest, subject: Territory) -> dict[str, Any]:
    found = queries.sheet(subject, asking(request))
    sheet, may_edit = found or (None, False)
    blocks = {block.code: block for block in TERRITORY.blocks}
    told = sheet.one("population") if sheet else None
    is_recalled = told is None or told.fact.voice == Voice.REFERENCE
    return {
        "sheet": sheet,
        "may_edit": may_edit,
        "blocks": blocks,
        "population_is_recalled": is_recalled,
        **(care.told(sheet.record, asking(request)) if sheet else {}),
    }


def priority(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a priority with everything that is said of it, and who has coded it."""
    there = queries.priorities_by_id([slug]).get(slug)
    return record_page(request, PRIORITY, slug, template="territories/priority_record.html", there=there)


def territories_csv(request: HttpRequest) -> HttpResponse:
    """Hand out the territories that fit the filters."""
    filters = FILTERS.read(request.GET)
    return csv_answer("polos-territories", queries.TERRITORY_COLUMNS, queries.rows(filters))


def priorities_csv(request: HttpRequest) -> HttpResponse:
    """Hand out the priorities of the territories that fit the filters."""
    filters = FILTERS.read(request.GET)
    return csv_answer("polos-priorities", queries.PRIORITY_COLUMNS, queries.priorities_of(filters))


def marks(territories: Iterable[Territory], *, strong: str = "") -> list[Mark]:
    """Return territories as marks of a map; the one with the id ``strong`` stands out."""
    return [
        Mark(
            longitude=territory.longitude,
            latitude=territory.latitude,
            kind=territory.side,
            title=f"{territory.named(language()).text}, {label('countries', territory.country)}"
            if territory.level != "nation"
            else territory.named(language()).text,
            address=address("territories:detail", territory.pk),
            is_whole=territory.level == "nation",
            emphasis="strong" if territory.pk == strong else ("faint" if strong else ""),
        )
        for territory in territories
    ]
