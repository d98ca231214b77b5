from django.urls import path, re_path

from polos_web.convergence import views

app_name = "convergence"
urlpatterns = [
    path("", views.compare, name="compare"),
    re_path(r"^(?P<axis>markets|technologies)\.svg$", views.figure, name="figure"),
]
