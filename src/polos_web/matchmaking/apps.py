from django.apps import AppConfig
from django.utils.translation import gettext_lazy

from polos_web.accounts import holdings
from polos_web.registers import projections
from polos_web.ui import sections


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
        holdings.register(
            holdings.Holding(
                name="pairing_decisions",
                export="polos_web.matchmaking.assignment_holding.holdings_of",
                erase="polos_web.matchmaking.assignment_holding.erase_person",
            )
        )
        projections.register(
            projections.Projection(
                "letters", projections.EVERY_KIND, "polos_web.matchmaking.invitations.claimed"
            )
        )
        sections.register(
            sections.Section(
                page="desk",
                slot="contacts",
                title=gettext_lazy("Contacts"),
                template="matchmaking/contact_of_desk.html",
                read="polos_web.matchmaking.interests_queries.desk_of",
                order=10,
            )
        )
        sections.register(
            sections.Section(
                page="cluster",
                slot="counterparts",
                title=gettext_lazy("Counterparts across the ocean"),
                template="matchmaking/cluster_of_record.html",
                read="polos_web.matchmaking.cluster_queries.of_record",
                order=80,
            )
        )
        sections.register(
            sections.Section(
                page="selection",
                slot="assignments",
                title=gettext_lazy("Assignments of pairs"),
                template="matchmaking/assignments_of_programme.html",
                read="polos_web.matchmaking.assignment_queries.of_programme",
                order=10,
            )
        )
        for page in ("cluster", "territory"):
            sections.register(
                sections.Section(
                    page=page,
                    slot="contact",
                    title=gettext_lazy("Cooperate with them"),
                    template="matchmaking/contact_of_record.html",
                    read=f"polos_web.matchmaking.interests_queries.of_{page}",
                    order=90,
                )
            )
