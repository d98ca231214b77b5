from django.apps import AppConfig

from polos_web.accounts import holdings


class SurveysConfig(AppConfig):
    name = "polos_web.surveys"
    label = "surveys"

    def ready(self) -> None:
        holdings.register(
            holdings.Holding(
                name="surveys_asked",
                export="polos_web.surveys.queries.holdings_of",
                erase="polos_web.surveys.respondents.erase_person",
            )
        )
        holdings.register(
            holdings.Holding(
                name="delphi_panels",
                export="polos_web.surveys.delphi.holdings_of",
                erase="polos_web.surveys.delphi.erase_person",
            )
        )
