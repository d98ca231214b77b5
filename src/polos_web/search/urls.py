from django.urls import path

from polos_web.search import views

app_name = "search"
urlpatterns = [
    path("", views.listing, name="list"),
    path("map/", views.on_map, name="map"),
    path("latest.atom", views.latest, name="latest"),
    path("entries.<str:form>", views.entries, name="entries"),
]
