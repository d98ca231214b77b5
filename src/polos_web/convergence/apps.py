from django.apps import AppConfig
from django.utils.translation import gettext_lazy

from polos_web.accounts import holdings
from polos_web.registers import projections
from polos_web.ui import sections


class ConvergenceConfig(AppConfig):
    name = "polos_web.convergence"
    label = "convergence"

    def ready(self) -> None:
        holdings.register(
            holdings.Holding(
                name="comparisons",
                export="polos_web.convergence.runs.holdings_of",
                erase="polos_web.convergence.actions.erase_person",
            )
        )
        # By its name it comes after the rows of priorities.
        follow = "polos_web.convergence.actions.follow"
        projections.register(projections.Projection("territories: priorities, agreed", "priority", follow))
        sections.register(
            sections.Section(
                page="priority",
                slot="coding",
                title=gettext_lazy("A second coder"),
                template="convergence/of_priority.html",
                read="polos_web.convergence.coding.of_priority",
                order=10,
            )
        )
        sections.register(
            sections.Section(
                page="desk",
                slot="coding",
                title=gettext_lazy("Codes of priorities"),
                template="convergence/of_desk.html",
                read="polos_web.convergence.coding.desk_of",
                order=30,
            )
        )
