from django.urls import path

from polos_web.matchmaking import interests_views

app_name = "contacts"
urlpatterns = [
    path("", interests_views.records, name="records"),
    path("<slug:kind_name>/<slug:slug>/", interests_views.contacts, name="contacts"),
    path("<slug:kind_name>/<slug:slug>/<slug:other>/", interests_views.between, name="between"),
]
