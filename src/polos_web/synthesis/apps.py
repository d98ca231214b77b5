from django.apps import AppConfig
from django.utils.translation import gettext_lazy

from polos_web.accounts import holdings
from polos_web.dialogue import places


class SynthesisConfig(AppConfig):
    name = "polos_web.synthesis"
    label = "synthesis"

    def ready(self) -> None:
        places.register("synthesis:table", gettext_lazy("Synthesis"))
        places.register("synthesis:opinions", gettext_lazy("Opinions"))
        holdings.register(
            holdings.Holding(
                name="synthesis",
                export="polos_web.synthesis.queries.holdings_of",
                erase="polos_web.synthesis.actions.erase_person",
            )
        )
