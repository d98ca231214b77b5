from django.apps import AppConfig
from django.utils.translation import gettext_lazy

from polos_web.accounts import holdings
from polos_web.registers import claiming
from polos_web.ui import sections


class StewardshipConfig(AppConfig):
    name = "polos_web.stewardship"
    label = "stewardship"

    def ready(self) -> None:
        holdings.register(
            holdings.Holding(
                name="stewardship",
                export="polos_web.stewardship.queries.holdings_of",
                erase="polos_web.stewardship.actions.erase_person",
            )
        )
        claiming.register("polos_web.stewardship.queries.open_claim")
        for page in ("cluster", "territory"):
            sections.register(
                sections.Section(
                    page=page,
                    slot="care",
                    title=gettext_lazy("Is this right?"),
                    template="stewardship/care.html",
                    read=f"polos_web.stewardship.queries.care_of_{page}",
                    order=100,
                )
            )
