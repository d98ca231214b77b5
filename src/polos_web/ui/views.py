"""The way from the bare address to a language."""

from django.http import HttpRequest, HttpResponseRedirect
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request


def to_language(request: HttpRequest) -> HttpResponseRedirect:
    """Send the browser to the home page in the language it asks for, or in English."""
    response = HttpResponseRedirect(f"/{get_language_from_request(request)}/")
    patch_vary_headers(response, ["Accept-Language"])
    return response
