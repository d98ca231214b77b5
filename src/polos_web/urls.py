"""Addresses: every page stands under its language."""

from importlib.util import find_spec

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from polos_web.ui.views import to_language

# Prefix and application; the pages of an application appear as soon as it has a module ``urls``.
PLACES = {
    "territories/": "territories",
    "clusters/": "clusters",
    "pairings/": "cooperation",
    "compare/": "convergence",
    "counterparts/": "matchmaking",
    "specialisations/": "analysis",
    "": "site",
}


def _has_pages(name: str) -> bool:
    return name in settings.PRESENT and find_spec(f"polos_web.{name}.urls") is not None


urlpatterns = [
    path("", to_language),
    *i18n_patterns(
        *(
            path(prefix, include(f"polos_web.{name}.urls"))
            for prefix, name in PLACES.items()
            if _has_pages(name)
        )
    ),
]
handler400 = "polos_web.ui.refusals.bad_request"
handler403 = "polos_web.ui.refusals.forbidden"
handler404 = "polos_web.ui.refusals.not_found"
handler500 = "polos_web.ui.refusals.failed"
