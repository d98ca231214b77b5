from django.apps import AppConfig

from polos_web.accounts import holdings


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
