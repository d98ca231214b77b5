from django.apps import AppConfig

from polos_web.dialogue import telling
from polos_web.registers import projections


class SearchConfig(AppConfig):
    name = "polos_web.search"
    label = "search"

    def ready(self) -> None:
        # By its name it comes after the rows of territories, whose names and places entries take over.
        projections.register(
            projections.Projection(
                "words to search by", projections.EVERY_KIND, "polos_web.search.actions.index"
            )
        )
        telling.register("polos_web.search.actions.index_dialogue")
