from django.urls import path

from polos_web.search import views

app_name = "search"
urlpatterns = [
    path("", views.listing, name="list"),
    path("map/", views.on_map, name="map"),
    path("entries.<str:form>", views.entries, name="entries"),
]
