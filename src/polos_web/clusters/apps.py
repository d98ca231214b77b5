from django.apps import AppConfig
from django.utils.translation import gettext_lazy

from polos_web.clusters.kinds import CLUSTER, ORGANISATION
from polos_web.registers import kinds, projections
from polos_web.ui import sections


class ClustersConfig(AppConfig):
    name = "polos_web.clusters"
    label = "clusters"

    def ready(self) -> None:
        for kind in (CLUSTER, ORGANISATION):
            kinds.register(kind)
            project = "polos_web.clusters.projecting.clusters"
            projections.register(projections.Projection(f"{kind.name} row", kind.name, project))
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
