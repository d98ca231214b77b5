from django.urls import path

from polos_web.cooperation import views

app_name = "cooperation"
urlpatterns = [
    path("", views.listing, name="pairings"),
    path("pairings.csv", views.pairings_csv, name="pairings_csv"),
    path("<slug:pairing_id>/", views.detail, name="detail"),
]
