from django.urls import path, register_converter

from polos_web.matchmaking import assignment_views as views


class TableForm:
    """The forms in which pairs are handed out."""

    regex = "csv|xlsx|json"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class Side:
    """One of the two sides."""

    regex = "a|b"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(TableForm, "pairs_form")
register_converter(Side, "pairs_side")

app_name = "assignments"
urlpatterns = [
    path("", views.listing, name="list"),
    path("new/", views.new, name="new"),
    path("<int:number>/", views.plan, name="plan"),
    path("<int:number>/side/<pairs_side:side>/", views.side, name="side"),
    path("<int:number>/values/", views.worth, name="worth"),
    path("<int:number>/scores/", views.scores, name="scores"),
    path("<int:number>/take/", views.take, name="take"),
    path("<int:number>/rules/", views.rules, name="rules"),
    path("<int:number>/solve/", views.solve, name="solve"),
    path("<int:number>/stop/", views.stop, name="stop"),
    path("<int:number>/runs/<int:run>/", views.run, name="run"),
    path("<int:number>/runs/<int:run>/without/", views.without, name="without"),
    path("<int:number>/runs/<int:run>/decide/", views.decide, name="decide"),
    path("<int:number>/runs/<int:run>/pairs.<pairs_form:form>", views.pairs, name="pairs"),
]
