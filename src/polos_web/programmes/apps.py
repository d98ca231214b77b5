from django.apps import AppConfig
from django.utils.translation import gettext_lazy

from polos_web.programmes.kinds import DOCUMENT, PROGRAMME
from polos_web.registers import kinds
from polos_web.ui import sections


class ProgrammesConfig(AppConfig):
    name = "polos_web.programmes"
    label = "programmes"

    def ready(self) -> None:
        kinds.register(PROGRAMME)
        kinds.register(DOCUMENT)
        sections.register(
            sections.Section(
                page="territory",
                slot="programmes",
                title=gettext_lazy("Programmes and documents"),
                template="programmes/of_territory.html",
                read="polos_web.programmes.queries.of_territory",
                order=50,
            )
        )
