from django.urls import path, re_path

from polos_web.convergence import coding_views, views

app_name = "convergence"
urlpatterns = [
    path("", views.compare, name="compare"),
    path("coding/", coding_views.listing, name="coding"),
    path("coding/<slug:slug>/", coding_views.priority, name="code"),
    re_path(r"^(?P<axis>markets|technologies)\.(?P<form>svg|json)$", views.figure, name="figure"),
]
