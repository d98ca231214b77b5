from django.apps import AppConfig

from polos_web.accounts import holdings


class ApiConfig(AppConfig):
    name = "polos_web.api"
    label = "api"

    def ready(self) -> None:
        holdings.register(
            holdings.Holding(
                name="api",
                export="polos_web.api.queries.holdings_of",
                erase="polos_web.api.actions.erase_person",
            )
        )
