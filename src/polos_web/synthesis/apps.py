from django.apps import AppConfig

from polos_web.accounts import holdings


class SynthesisConfig(AppConfig):
    name = "polos_web.synthesis"
    label = "synthesis"

    def ready(self) -> None:
        holdings.register(
            holdings.Holding(
                name="synthesis",
                export="polos_web.synthesis.queries.holdings_of",
                erase="polos_web.synthesis.actions.erase_person",
            )
        )
