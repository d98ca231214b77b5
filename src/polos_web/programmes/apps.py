from django.apps import AppConfig
from django.utils.translation import gettext_lazy

from polos_web.accounts import holdings
from polos_web.programmes.kinds import DOCUMENT, PROGRAMME
from polos_web.registers import files, kinds
from polos_web.ui import sections


class ProgrammesConfig(AppConfig):
    name = "polos_web.programmes"
    label = "programmes"

    def ready(self) -> None:
        kinds.register(PROGRAMME)
        kinds.register(DOCUMENT)
        files.register_holder("polos_web.programmes.holding.files_held")
        holdings.register(
            holdings.Holding(
                name="selections",
                export="polos_web.programmes.holding.holdings_of",
                erase="polos_web.programmes.holding.erase_person",
            )
        )
        sections.register(
            sections.Section(
                page="territory",
                slot="programmes",
                title=gettext_lazy("Programmes and documents"),
                template="programmes/listed.html",
                read="polos_web.programmes.queries.of_territory",
                order=50,
            )
        )
        sections.register(
            sections.Section(
                page="cluster",
                slot="programmes",
                title=gettext_lazy("Programmes"),
                template="programmes/listed.html",
                read="polos_web.programmes.queries.of_cluster",
                order=50,
            )
        )
        sections.register(
            sections.Section(
                page="programme",
                slot="within",
                title=gettext_lazy("Pilots and projects within it"),
                template="programmes/listed.html",
                read="polos_web.programmes.queries.within",
                order=20,
            )
        )
        sections.register(
            sections.Section(
                page="programme",
                slot="coverage",
                title=gettext_lazy("Groups of the helix among its partners"),
                template="programmes/coverage.html",
                read="polos_web.programmes.queries.coverage",
                order=25,
            )
        )
