from django.apps import AppConfig

from polos_web.registers import kinds, projections
from polos_web.territories.kinds import TERRITORY


class TerritoriesConfig(AppConfig):
    name = "polos_web.territories"
    label = "territories"

    def ready(self) -> None:
        kinds.register(TERRITORY)
        project = "polos_web.territories.projecting.territories"
        projections.register(projections.Projection("territories", "territory", project))
