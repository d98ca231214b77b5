"""Addresses: every page stands under its language."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from polos_web.api.interface import interface
from polos_web.ui.views import robots, to_language

urlpatterns = [
    path("", to_language),
    path("robots.txt", robots),
    path("api/v1/", interface.urls),
    *i18n_patterns(
        path("account/", include("polos_web.accounts.urls")),
        path("account/keys/", include("polos_web.api.urls")),
        path("account/", include("polos_web.accounts.entrance")),
        path("records/", include("polos_web.stewardship.urls")),
        path("records/", include("polos_web.registers.urls")),
        path("territories/", include("polos_web.territories.urls")),
        path("actors/", include("polos_web.actors.urls")),
        path("clusters/", include("polos_web.clusters.urls")),
        path("programmes/", include("polos_web.programmes.urls")),
        path("programmes/", include("polos_web.archive.urls")),
        path("search/", include("polos_web.search.urls")),
        path("pairings/", include("polos_web.cooperation.urls")),
        path("surveys/", include("polos_web.surveys.urls")),
        path("dialogues/", include("polos_web.dialogue.urls")),
        path("dialogues/", include("polos_web.synthesis.urls")),
        path("compare/", include("polos_web.convergence.urls")),
        path("counterparts/", include("polos_web.matchmaking.urls")),
        path("contacts/", include("polos_web.matchmaking.contact_urls")),
        path("assignments/", include("polos_web.matchmaking.assignment_urls")),
        path("events/", include("polos_web.events.urls")),
        path("specialisations/", include("polos_web.analysis.urls")),
        path("", include("polos_web.site.urls")),
    ),
]
handler400 = "polos_web.ui.refusals.bad_request"
handler403 = "polos_web.ui.refusals.forbidden"
handler404 = "polos_web.ui.refusals.not_found"
handler429 = "polos_web.ui.refusals.too_many"
handler500 = "polos_web.ui.refusals.failed"
