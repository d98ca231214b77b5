from django.apps import AppConfig

from polos_web.registers import kinds, projections
from polos_web.territories.kinds import PRIORITY, TERRITORY


class TerritoriesConfig(AppConfig):
    name = "polos_web.territories"
    label = "territories"

    def ready(self) -> None:
        kinds.register(TERRITORY)
        kinds.register(PRIORITY)
        project = "polos_web.territories.projecting.territories"
        projections.register(projections.Projection("territories", "territory", project))
        # By its name it comes after the rows of territories, and before the words to search by.
        declared = "polos_web.territories.projecting.priorities_changed"
        projections.register(projections.Projection("territories: priorities", "priority", declared))
