from django.apps import AppConfig
from django.utils.translation import gettext_lazy

from polos_web.ui import sections


class ClustersConfig(AppConfig):
    name = "polos_web.clusters"
    label = "clusters"

    def ready(self) -> None:
        sections.register(
            sections.Section(
                page="territory",
                slot="clusters",
                title=gettext_lazy("Clusters"),
                template="clusters/of_territory.html",
                read="polos_web.clusters.queries.of_territory",
                order=40,
            )
        )
