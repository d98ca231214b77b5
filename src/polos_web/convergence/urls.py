from django.urls import path, re_path

from polos_web.convergence import views

app_name = "convergence"
urlpatterns = [
    path("", views.compare, name="compare"),
    re_path(r"^(?P<axis>markets|technologies)\.(?P<form>svg|json)$", views.figure, name="figure"),
]
