from django.apps import AppConfig

from polos_web.accounts import holdings


class MatchmakingConfig(AppConfig):
    name = "polos_web.matchmaking"
    label = "matchmaking"

    def ready(self) -> None:
        holdings.register(
            holdings.Holding(
                name="matchmaking",
                export="polos_web.matchmaking.people.holdings_of",
                erase="polos_web.matchmaking.people.erase_person",
            )
        )
