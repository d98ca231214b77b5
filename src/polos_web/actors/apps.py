from django.apps import AppConfig
from django.utils.translation import gettext_lazy

from polos_web.actors.kinds import ACTOR, BODY, CONTACT
from polos_web.registers import kinds, projections
from polos_web.ui import sections


class ActorsConfig(AppConfig):
    name = "polos_web.actors"
    label = "actors"

    def ready(self) -> None:
        for kind in (ACTOR, CONTACT, BODY):
            kinds.register(kind)
        projections.register(projections.Projection("actors", "actor", "polos_web.actors.projecting.actors"))
        for kind in ("contact", "body"):
            project = "polos_web.actors.projecting.belongings"
            projections.register(projections.Projection(f"{kind} belongs", kind, project))
        sections.register(
            sections.Section(
                page="territory",
                slot="actors",
                title=gettext_lazy("Who takes part"),
                template="actors/of_territory.html",
                read="polos_web.actors.queries.of_territory",
                order=45,
            )
        )
        for page in ("actor", "cluster", "programme"):
            sections.register(
                sections.Section(
                    page=page,
                    slot="people",
                    title=gettext_lazy("Whom to turn to"),
                    template="actors/people_of.html",
                    read=f"polos_web.actors.queries.of_{page}",
                    order=45,
                )
            )
