from django.apps import AppConfig
from django.utils.translation import gettext_lazy

from polos_web.accounts import holdings
from polos_web.matchmaking import decisions, matches
from polos_web.registers import files
from polos_web.ui import sections


class CooperationConfig(AppConfig):
    name = "polos_web.cooperation"
    label = "cooperation"

    def ready(self) -> None:
        sections.register(
            sections.Section(
                page="territory",
                slot="pairing",
                title=gettext_lazy("Pairing"),
                template="cooperation/of_territory.html",
                read="polos_web.cooperation.queries.of_territory",
                order=30,
            )
        )
        sections.register(
            sections.Section(
                page="programme",
                slot="pairings",
                title=gettext_lazy("Pairings"),
                template="cooperation/of_programme.html",
                read="polos_web.cooperation.queries.of_programme",
                order=30,
            )
        )
        sections.register(
            sections.Section(
                page="cluster",
                slot="pairing",
                title=gettext_lazy("Pairing"),
                template="cooperation/of_cluster.html",
                read="polos_web.cooperation.queries.of_cluster",
                order=60,
            )
        )
        sections.register(
            sections.Section(
                page="desk",
                slot="pairings",
                title=gettext_lazy("Pairings"),
                template="cooperation/of_desk.html",
                read="polos_web.cooperation.kept_queries.desk_of",
                order=20,
            )
        )
        holdings.register(
            holdings.Holding(
                name="pairings",
                export="polos_web.cooperation.holding.holdings_of",
                erase="polos_web.cooperation.holding.erase_person",
            )
        )
        files.register_holder("polos_web.cooperation.holding.files_held")
        decisions.register(
            "pairing",
            "polos_web.cooperation.following.propose_pairings",
            address="polos_web.cooperation.following.address_between",
        )
        matches.register(
            "pairing",
            "polos_web.cooperation.following.make_pairing",
            address="polos_web.cooperation.following.address_of",
        )
