from django.apps import AppConfig

from polos_web.accounts import holdings


class AccountsConfig(AppConfig):
    name = "polos_web.accounts"
    label = "accounts"

    def ready(self) -> None:
        holdings.register(
            holdings.Holding(
                name="account",
                export="polos_web.accounts.queries.holdings_of",
                erase="polos_web.accounts.actions.erase_account",
            )
        )
