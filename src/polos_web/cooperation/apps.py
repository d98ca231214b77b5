from django.apps import AppConfig
from django.utils.translation import gettext_lazy

from polos_web.ui import sections


class CooperationConfig(AppConfig):
    name = "polos_web.cooperation"
    label = "cooperation"

    def ready(self) -> None:
        sections.register(
            sections.Section(
                page="territory",
                slot="pairing",
                title=gettext_lazy("Pairing"),
                template="cooperation/of_territory.html",
                read="polos_web.cooperation.queries.of_territory",
                order=30,
            )
        )
        sections.register(
            sections.Section(
                page="programme",
                slot="pairings",
                title=gettext_lazy("Pairings"),
                template="cooperation/of_programme.html",
                read="polos_web.cooperation.queries.of_programme",
                order=30,
            )
        )
