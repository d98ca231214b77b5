from django.apps import AppConfig

from polos_web.accounts import holdings


class RegistersConfig(AppConfig):
    name = "polos_web.registers"
    label = "registers"

    def ready(self) -> None:
        holdings.register(
            holdings.Holding(
                name="registers",
                export="polos_web.registers.queries.holdings_of",
                erase="polos_web.registers.erasing.erase_person",
            )
        )
