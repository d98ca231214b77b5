from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from polos_web.accounts.access import person
from polos_web.archive import parts
from polos_web.registers import access, queries
from polos_web.registers.kinds import kind


@never_cache
@require_POST
def programme_part(request: HttpRequest, slug: str) -> HttpResponse:
    """Hand out what belongs to a programme to those who keep it."""
    asks = person(request)
    record = queries.record(kind(parts.PROGRAMME), slug)
    if record is None or not access.may_read(asks, record):
        raise Http404
    answer = HttpResponse(parts.take_away(record, by=asks, at=timezone.now()), content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="polos-{slug}.zip"'
    return answer
