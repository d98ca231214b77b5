from django.apps import AppConfig
from django.utils.translation import gettext_lazy

from polos_web.ui import sections


class AnalysisConfig(AppConfig):
    name = "polos_web.analysis"
    label = "analysis"

    def ready(self) -> None:
        sections.register(
            sections.Section(
                page="territory",
                slot="specialisations",
                title=gettext_lazy("Specialisations"),
                template="analysis/of_territory.html",
                read="polos_web.analysis.specialisations.of_territory",
                order=20,
            )
        )
