from django.urls import path

from polos_web.territories import views

app_name = "territories"
urlpatterns = [
    path("", views.listing, name="list"),
    path("territories.csv", views.territories_csv, name="territories_csv"),
    path("priorities.csv", views.priorities_csv, name="priorities_csv"),
    path("priorities/<slug:slug>/", views.priority, name="priority"),
    path("<slug:territory_id>/", views.detail, name="detail"),
]
