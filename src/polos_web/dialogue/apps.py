from django.apps import AppConfig

from polos_web.accounts import holdings


class DialogueConfig(AppConfig):
    name = "polos_web.dialogue"
    label = "dialogue"

    def ready(self) -> None:
        holdings.register(
            holdings.Holding(
                name="dialogues",
                export="polos_web.dialogue.queries.holdings_of",
                erase="polos_web.dialogue.people_actions.erase_person",
                names="polos_web.dialogue.queries.names_of",
            )
        )
