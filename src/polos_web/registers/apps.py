from django.apps import AppConfig

from polos_web.accounts import holdings, scopes
from polos_web.accounts.roles import ASSIGNED


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
        for kind_name in {role.scope for role in ASSIGNED if role.scope}:
            called = "polos_web.registers.queries.called"
            scopes.register(kind_name, "polos_web.registers.queries.names_of", called=called)
        scopes.follow("polos_web.registers.answering.follow")
