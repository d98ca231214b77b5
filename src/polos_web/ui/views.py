"""What stands outside the languages: the way to one of them, and what crawlers may read."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request

# Files are exports, and each leaves an event; whoever reads the pages finds all that is in them.
ROBOTS = """User-agent: *
Disallow: /api/
Disallow: /*/account/
Disallow: /*.csv
Disallow: /*.xlsx
Disallow: /*.json
Disallow: /*.geojson
Disallow: /*.pdf
Disallow: /*.docx
Disallow: /*.zip
Disallow: /*.ics
"""


def robots(request: HttpRequest) -> HttpResponse:
    """Tell crawlers what to leave alone."""
    return HttpResponse(ROBOTS, content_type="text/plain; charset=utf-8")


def to_language(request: HttpRequest) -> HttpResponseRedirect:
    """Send the browser to the home page in the language it asks for, or in English."""
    response = HttpResponseRedirect(f"/{get_language_from_request(request)}/")
    patch_vary_headers(response, ["Accept-Language"])
    return response
