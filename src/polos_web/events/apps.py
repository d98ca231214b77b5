from django.apps import AppConfig

from polos_web.accounts import holdings


class EventsConfig(AppConfig):
    name = "polos_web.events"
    label = "events"

    def ready(self) -> None:
        holdings.register(
            holdings.Holding(
                name="events_attended",
                export="polos_web.events.queries.holdings_of",
                erase="polos_web.events.actions.erase_person",
                names="polos_web.events.queries.names_of",
            )
        )
