from django.urls import path, register_converter

from polos_web.cooperation import kept_views, views


class TableForm:
    """The forms in which kept pairings are handed out."""

    regex = "csv|xlsx|json"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(TableForm, "pairing_form")

app_name = "cooperation"
urlpatterns = [
    path("", views.listing, name="pairings"),
    path("pairings.csv", views.pairings_csv, name="pairings_csv"),
    path("kept.<pairing_form:form>", kept_views.everything, name="everything"),
    path("mine/", kept_views.mine, name="mine"),
    path("mine/follow-ups.csv", kept_views.late_csv, name="late_csv"),
    path("new/", kept_views.propose, name="propose"),
    path("<int:number>/", kept_views.detail, name="kept"),
    path("<int:number>/answer/", kept_views.answer, name="answer"),
    path("<int:number>/withdraw/", kept_views.withdraw, name="withdraw"),
    path("<int:number>/move/", kept_views.move, name="move"),
    path("<int:number>/words/", kept_views.words, name="words"),
    path("<int:number>/pairing.json", kept_views.pairing_json, name="pairing_json"),
    path("<int:number>/steps/new/", kept_views.new_step, name="new_step"),
    path("<int:number>/steps/<int:step>/", kept_views.step, name="step"),
    path("<int:number>/steps/<int:step>/remove/", kept_views.remove_step, name="remove_step"),
    path("<int:number>/steps/<int:step>/document/", kept_views.document, name="document"),
    path("<int:number>/next/new/", kept_views.new_next, name="new_next"),
    path("<int:number>/next/<int:step>/", kept_views.next_step, name="next_step"),
    path("<int:number>/next/<int:step>/done/", kept_views.finish, name="finish"),
    path("<int:number>/next/<int:step>/remove/", kept_views.remove_next, name="remove_next"),
    path("<int:number>/indicators/new/", kept_views.new_indicator, name="new_indicator"),
    path("<int:number>/indicators/<int:indicator>/", kept_views.indicator, name="indicator"),
    path("<int:number>/indicators/<int:indicator>/value/", kept_views.reading, name="reading"),
    path(
        "<int:number>/indicators/<int:indicator>/remove/",
        kept_views.remove_indicator,
        name="remove_indicator",
    ),
    path("<slug:pairing_id>/", views.detail, name="detail"),
]
