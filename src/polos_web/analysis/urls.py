from django.urls import path, re_path

from polos_web.analysis import views

app_name = "analysis"
urlpatterns = [
    path("", views.datasets, name="datasets"),
    re_path(
        r"^(?P<dataset>[a-z0-9-]+)/(?P<name>cells|units|links|splits|sections|rejected)\.csv$",
        views.rows,
        name="rows",
    ),
    path("<slug:dataset>/<slug:territory>.svg", views.figure, name="figure"),
    path("<slug:dataset>/", views.dataset, name="dataset"),
    path("<slug:dataset>/<path:unit>/", views.unit, name="unit"),
]
