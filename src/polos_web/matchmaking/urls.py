from django.urls import path

from polos_web.matchmaking import views

app_name = "matchmaking"
urlpatterns = [
    path("", views.counterparts, name="counterparts"),
    path("check/", views.check, name="check"),
    path("<slug:territory>/<slug:other>/", views.pair, name="pair"),
    path("<slug:territory>/<slug:other>/brief.pdf", views.brief, name="brief"),
]
